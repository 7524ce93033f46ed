// Words as search knows them: the same code makes the terms of a message and those of a query.

const STOP = new Set(
  ('a an and are as at be been but by can did do does for from had has have he her him his how i if in is it its ' +
    'just me my no not of on or our she so than that the their them then there these they this to too us was we ' +
    'were what when where which who why will with would you your').split(' '),
);

const RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}](?:[\p{L}\p{N}_./:@#-]*[\p{L}\p{N}])?/gu;
const PAIRED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** Longer pieces are not words anyone searches for, and a lexeme has its limits in Postgres. */
const TERM_CHARS = 64;

/**
 * Terms of a text in order, with repetitions. Chinese, Japanese and Korean become pairs of characters (measured
 * better than a dictionary, and the same on every machine); compounds such as `PROJ-12` stand whole and in parts.
 */
export function toTerms(text: string): string[] {
  const terms: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (PAIRED.test(run)) terms.push(...pairsOf(run));
    else terms.push(...wordsOf(run));
  }
  return terms;
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

function wordsOf(run: string): string[] {
  const parts = run.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '' && !STOP.has(part));
  const words = parts.map((part) => toStem(part).slice(0, TERM_CHARS));
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
    .replace(/(.{3,}?)(?:ing|ed)$/u, '$1')
    .replace(/(.{3,})e$/u, '$1')
    .replace(/([^aeiouls])\1$/u, '$1');
}
