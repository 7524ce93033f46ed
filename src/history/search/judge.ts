// The last word on the best candidates: likeness of spelling, and who has all that was asked.
import { toTerms } from './terms.ts';

export interface Candidate {
  readonly ts: string;
  readonly text: string;
  readonly composed: number;
  /** How much of what was asked its own words are, by weight: 1 is all. */
  readonly holds: number;
}

export interface Judged {
  readonly ts: string;
  readonly score: number;
}

const LIKENESS_WEIGHT = 0.2;
/** What follows in a long message is hardly why it was found. */
const LIKENESS_CHARS = 1_000;
/** Who holds nearly all of what was asked, by its weight, is what was asked for, whatever stands around others. */
const ALL_ASKED = 0.8;
const NEAR = 0.5;
/** Of all their terms two messages have so many in common when one repeats the other. */
const ALIKE = 0.5;
const ALIKE_CHARS = 300;
const LEAST_TERMS = 3;
const REPEATED = 0.7;
const MOST_REPEATS = 4;

export function judge(candidates: readonly Candidate[], words: string): readonly Judged[] {
  const best = Math.max(...candidates.map(({ composed }) => composed), Number.MIN_VALUE);
  const asked = new Set(trigramsOf(words.toLowerCase()));
  const judged = new Map<string, number>();
  for (const { ts, text, composed, holds } of candidates) {
    const score =
      composed / best + LIKENESS_WEIGHT * likeness(asked, text) + (holds >= ALL_ASKED ? holds : 0);
    judged.set(ts, Math.max(score, judged.get(ts) ?? 0));
  }
  const sorted = [...judged].map(([ts, score]) => ({ ts, score })).toSorted(byScore);
  return lowerRepeated(sorted, new Map(candidates.map(({ ts, text }) => [ts, text])));
}

/** What says again what a better one says makes room for others: a reminder of each week, a bot's form of words. */
function lowerRepeated(sorted: readonly Judged[], texts: ReadonlyMap<string, string>): readonly Judged[] {
  const said: ReadonlySet<string>[] = [];
  const lowered = sorted.map(({ ts, score }) => {
    const terms = new Set(toTerms((texts.get(ts) ?? '').slice(0, ALIKE_CHARS)));
    // Two words in common say little.
    if (terms.size < LEAST_TERMS) return { ts, score };
    const repeats = said.filter((other) => isAlike(terms, other)).length;
    said.push(terms);
    return { ts, score: score * REPEATED ** Math.min(repeats, MOST_REPEATS) };
  });
  return lowered.toSorted(byScore);
}

function isAlike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  let common = 0;
  for (const term of one) if (other.has(term)) common += 1;
  return common / (one.size + other.size - common) >= ALIKE;
}

function byScore(one: Judged, other: Judged): number {
  return other.score - one.score || (one.ts < other.ts ? 1 : -1);
}

/** Where no word was found: what is spelled most like it, for slips of the pen and parts of words. */
export function nearest(
  texts: readonly { readonly ts: string; readonly text: string }[],
  words: string,
): readonly Judged[] {
  const asked = new Set(trigramsOf(words.toLowerCase()));
  const part = words.trim().toLowerCase();
  return texts
    .map(({ ts, text }) => ({
      ts,
      score: part !== '' && text.toLowerCase().includes(part) ? 1 : likeness(asked, text),
    }))
    .filter(({ score }) => score >= NEAR)
    .toSorted(byScore);
}

/** Share of the question's trigrams that the text has. */
function likeness(asked: ReadonlySet<number>, text: string): number {
  if (asked.size === 0) return 0;
  const common = new Set<number>();
  for (const trigram of trigramsOf(text.slice(0, LIKENESS_CHARS).toLowerCase())) {
    if (asked.has(trigram)) common.add(trigram);
  }
  return common.size / asked.size;
}

/** Three letters as one number; what is no letter of ASCII, of Latin or of the scripts beyond parts words. */
function trigramsOf(text: string): number[] {
  const trigrams: number[] = [];
  let first = 32;
  let second = 32;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    const letter = isLetter(code) ? code : 32;
    if (second !== 32 || letter !== 32) trigrams.push((first * 0x1_0000 + second) * 0x1_0000 + letter);
    first = letter === 32 ? 32 : second;
    second = letter;
  }
  return trigrams;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code >= 0xc0;
}
