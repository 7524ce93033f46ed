// The last word on the best candidates, with their text at hand: likeness of spelling, and who has all that was asked.
import { unescaped } from './document.ts';
import { createTermHasher } from './terms.ts';

export interface Candidate {
  readonly document: number;
  readonly ts: string;
  readonly text: string;
  readonly composed: number;
}

export interface Judged {
  readonly ts: string;
  readonly score: number;
}

const LIKENESS_WEIGHT = 0.2;
/** Who holds nearly all of what was asked, by its weight, is what was asked for, whatever stands around others. */
const ALL_ASKED = 0.8;
/** With fewer words than this, holding all of them says little. */
const MANY_WORDS = 3;

export function judge(
  candidates: readonly Candidate[],
  { words, rarities }: { words: string; rarities: ReadonlyMap<number, number> },
): readonly Judged[] {
  const best = Math.max(...candidates.map(({ composed }) => composed), Number.MIN_VALUE);
  const asked = trigramsOf(words);
  const hashesOf = createTermHasher();
  const total = [...rarities.values()].reduce((sum, rarity) => sum + rarity, 0);
  const asksMany = [...rarities.values()].filter((rarity) => rarity > 0).length >= MANY_WORDS;

  const judged = new Map<string, number>();
  for (const { ts, text, composed } of candidates) {
    if (composed <= 0) continue;
    const held = new Set(hashesOf(unescaped(text)));
    const holds = [...held].reduce((sum, hash) => sum + (rarities.get(hash) ?? 0), 0) / Math.max(total, 1e-9);
    const has = asksMany && holds >= ALL_ASKED ? holds : 0;
    const score = composed / best + LIKENESS_WEIGHT * likeness(asked, text) + has;
    judged.set(ts, Math.max(score, judged.get(ts) ?? 0));
  }
  return [...judged]
    .map(([ts, score]) => ({ ts, score }))
    .toSorted((one, other) => other.score - one.score || (one.ts < other.ts ? 1 : -1));
}

/** Share of the question's trigrams that the text has. */
function likeness(asked: ReadonlySet<string>, text: string): number {
  if (asked.size === 0) return 0;
  const its = trigramsOf(text);
  let common = 0;
  for (const trigram of asked) if (its.has(trigram)) common += 1;
  return common / asked.size;
}

function trigramsOf(text: string): Set<string> {
  const trigrams = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) trigrams.add(padded.slice(at, at + 3));
  }
  return trigrams;
}
