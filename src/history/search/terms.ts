// Words as search knows them: the same code makes the terms of a message and those of a query.
import { mix } from './grams.ts';

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
const PART_END = /[^\p{L}\p{N}]+/u;
// The same for the most usual text, several times as fast.
const ASCII = /^[\s!-~]*$/;
const ASCII_PART_END = /[^a-z0-9]+/;
const PLAIN = /^[a-z0-9]+$/;
const LETTER = 1;
const JOINER = 2;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z0-9]/.test(character)) return LETTER;
  return /[_./:@#-]/.test(character) ? JOINER : 0;
});
/** Longer pieces are not words anyone searches for. */
const TERM_CHARS = 64;
/** Words whose terms are remembered while a batch is read; it then begins anew. */
const REMEMBERED = 200_000;

/**
 * Terms of a text in order, with repetitions. Chinese, Japanese and Korean become pairs of characters (measured
 * better than a dictionary, and the same on every machine); compounds such as `PROJ-12` stand whole and in parts.
 */
export function toTerms(text: string): string[] {
  const terms: string[] = [];
  readRuns(text, {
    word: (run) => terms.push(...wordsOf(run)),
    paired: (run) => terms.push(...pairsOf(run)),
  });
  return terms;
}

/** Turns texts into hashes of their terms, and remembers the words it met. For one batch: it only grows. */
export function createTermHasher(): (text: string) => number[] {
  const remembered = new Map<string, readonly number[]>();

  function hashesOf(run: string): readonly number[] {
    const known = remembered.get(run);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED) remembered.clear();
    const hashes = wordsOf(run).map(hashTerm);
    remembered.set(run, hashes);
    return hashes;
  }

  return (text) => {
    const hashes: number[] = [];
    readRuns(text, {
      word: (run) => {
        for (const hash of hashesOf(run)) hashes.push(hash);
      },
      // Runs of characters hardly ever come again.
      paired: (run) => hashes.push(...pairsOf(run).map(hashTerm)),
    });
    return hashes;
  };
}

/** 32 bits; of a million words one in four thousand shares its hash with another. */
export function hashTerm(term: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < term.length; at += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0x0100_0193);
  }
  return mix(hash);
}

interface RunReader {
  word(run: string): void;
  paired(run: string): void;
}

function readRuns(text: string, read: RunReader): void {
  if (ASCII.test(text)) {
    readAsciiWords(text.toLowerCase(), read);
    return;
  }
  const normal = text.normalize('NFKC').toLowerCase();
  let from = 0;
  // Without a space people write both kinds into one: `A方案`, `PROJ-12的报价`.
  for (const { 0: run, index } of normal.matchAll(PAIRED)) {
    if (index > from) readWords(normal.slice(from, index), read);
    read.paired(run);
    from = index + run.length;
  }
  if (from < normal.length) readWords(normal.slice(from), read);
}

/** What `RUN` finds, letter by letter. */
function readAsciiWords(text: string, read: RunReader): void {
  let start = -1;
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    const kind = KINDS[text.charCodeAt(at)];
    if (kind === LETTER) {
      if (start < 0) start = at;
      end = at + 1;
    } else if (start >= 0 && kind !== JOINER) {
      read.word(text.slice(start, end));
      start = -1;
    }
  }
  if (start >= 0) read.word(text.slice(start, end));
}

function readWords(text: string, read: RunReader): void {
  for (const [run] of text.matchAll(RUN)) read.word(run);
}

function pairsOf(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

function wordsOf(run: string): string[] {
  if (PLAIN.test(run)) return STOP.has(run) ? [] : [toStem(run.slice(0, TERM_CHARS))];
  const end = ASCII.test(run) ? ASCII_PART_END : PART_END;
  const parts = run.split(end).filter((part) => part !== '' && !STOP.has(part));
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
