// Words as search knows them: the same code makes the terms of a message and those of a query.

const STOP = new Set(
  (
    'a an and are as at be been but by can did do does for from had has have he her him his how i if in is it its ' +
    'just me my no not of on or our she so than that the their them then there these they this to too us was we ' +
    'were what when where which who why will with would you your'
  ).split(' '),
);

/** Written without spaces between words. */
const PAIRED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const RUN = /[\p{L}\p{N}](?:[\p{L}\p{N}_./:@#-]*[\p{L}\p{N}])?/gu;
/** Longer pieces are not words anyone searches for, and a lexeme has its limits in Postgres. */
const TERM_CHARS = 64;

/**
 * Terms of a text in order, with repetitions. Chinese, Japanese and Korean become pairs of characters (measured
 * better than a dictionary, and the same on every machine); compounds such as `PROJ-12` stand whole and in parts.
 */
export function toTerms(text: string): string[] {
  const normal = text.normalize('NFKC').toLowerCase();
  const terms: string[] = [];
  let from = 0;
  // Without a space people write both kinds into one: `A方案`, `PROJ-12的报价`.
  for (const { 0: run, index } of normal.matchAll(PAIRED)) {
    terms.push(...wordsIn(normal.slice(from, index)), ...pairsOf(run));
    from = index + run.length;
  }
  return [...terms, ...wordsIn(normal.slice(from))];
}

function wordsIn(text: string): string[] {
  return [...text.matchAll(RUN)].flatMap(([run]) => wordsOf(run));
}

function pairsOf(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

function wordsOf(run: string): string[] {
  const parts = run.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '' && !STOP.has(part));
  const words = parts.map((part) => toStem(part.slice(0, TERM_CHARS)));
  return parts.length > 1 && run.length <= TERM_CHARS ? [run, ...words] : words;
}

/** A light stem: plural and the commonest verb endings, so that `offers` finds `offer` and `raised` finds `raise`. */
function toStem(word: string): string {
  if (!/^[a-z]+$/u.test(word) || word.length < 4) return word;
  const bare = word
    .replace(/ies$/u, 'y')
    .replace(/(ss|x|ch|sh)es$/u, '$1')
    .replace(/([^su])s$/u, '$1');
  return bare
    .replace(/([aeiou][^aeiou]+ee)d$/u, '$1')
    .replace(/(.{3,}?)(?:ing|ed)$/u, '$1')
    .replace(/(.{3,})e$/u, '$1')
    .replace(/([^aeiouls])\1$/u, '$1');
}
