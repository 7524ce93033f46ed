// What was said that comes nearest to some words: rare words weigh more than common ones.
import { termsOf } from '../extract/text.ts';
import type { Said } from '../situation.ts';

export interface Near {
  readonly said: Said;
  /** Share of the weight of the words that stand in it, 0 to 1. */
  readonly share: number;
}

export function nearest(words: readonly string[], said: readonly Said[]): readonly Near[] {
  const texts = said.map((one) => ({ one, terms: new Set(termsOf(one.text)) }));
  const weights = new Map(
    words.map((word) => {
      const count = texts.filter(({ terms }) => terms.has(word)).length;
      return [word, Math.log(1 + (said.length + 1) / (count + 0.5))] as const;
    }),
  );
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return [];
  return texts
    .map(({ one, terms }) => ({
      said: one,
      share: words.reduce((sum, word) => sum + (terms.has(word) ? (weights.get(word) ?? 0) : 0), 0) / all,
    }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
}
