// What gives a text away: its own words that nobody else said, and the ts by which it is quoted. Pure.

/** Backslashes stand before letters in JSON that is inside of JSON: `\\nOffer` is the word "Offer". */
const ESCAPED = /\\+(?:u[0-9a-f]{4}|[nrtbf"/])|\\+/giu;
/** Names of fields, and the values of those that only say of what kind something is: not words of anybody. */
const FIELD = /\\*"(?:(?:type|kind|state|status|role|name)\\*"\s*:\s*\\*"[\w-]*\\*"|[\w-]+\\*"\s*:)/gu;
const WORD = /[\p{L}\p{N}]{3,}/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+/gu;
/** `1732001234.000200`, and `p1732001234000200` in links to it. */
const TS = /\b(\d{9,10})\.?(\d{6})\b|p(\d{9,10})(\d{6})\b/gu;
const PIECE = 3;

/** In lower case; of scripts without spaces each three characters are one. */
export function wordsOf(text: string): Set<string> {
  const words = new Set<string>();
  // A ts is looked for as a whole: parts of it stand in every other one.
  const plain = text.replaceAll(FIELD, ' ').replaceAll(ESCAPED, ' ').replaceAll(TS, ' ');
  for (const [word] of plain.toLowerCase().matchAll(WORD)) {
    const runs = word.match(UNSPACED);
    if (runs === null) words.add(word);
    for (const rest of runs === null ? [] : word.split(UNSPACED)) if (rest.length >= PIECE) words.add(rest);
    for (const run of runs ?? []) {
      const characters = Array.from(run);
      for (let at = 0; at + PIECE <= characters.length; at += 1)
        words.add(characters.slice(at, at + PIECE).join(''));
    }
  }
  return words;
}

function tsIn(text: string): Set<string> {
  return new Set(
    [...text.matchAll(TS)].map(
      ([, seconds, part, ofLink, linked]) => `${seconds ?? ofLink}.${part ?? linked}`,
    ),
  );
}

export interface Traces {
  readonly words: ReadonlySet<string>;
  readonly ts: ReadonlySet<string>;
}

export function holdsTrace(text: string, { words, ts }: Traces): boolean {
  return shares(wordsOf(text), words) || shares(tsIn(text), ts);
}

function shares(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
