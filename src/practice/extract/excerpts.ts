// Stretches of files that a search has shown, each with how it is cited.
import type { Situation } from '../situation.ts';
import { sentencesOf, termsOf } from './text.ts';

export interface Excerpt {
  /** "lease.pdf, p. 2". */
  readonly label: string;
  /** `f:F0A#p2`. */
  readonly ref: string;
  readonly text: string;
}

const FOUND =
  /^(.+), shared in \[m:[^\]]+\]\n--- begin excerpt \[(f:[^\]]+)\] ---\n([^]*?)\n--- end excerpt/gmu;

export function excerptsIn({ calls }: Pick<Situation, 'calls'>): readonly Excerpt[] {
  const shown = calls
    .filter(({ name }) => name === 'search_history')
    .flatMap(({ text }) =>
      [...text.matchAll(FOUND)].map(([, label = '', ref = '', words = '']) => ({ label, ref, text: words })),
    );
  return [...new Map(shown.map((excerpt) => [excerpt.ref, excerpt])).values()];
}

/** The sentence with most of the words, and which share of them it has; undefined where there is none at all. */
export function bestSentence(
  excerpts: readonly Excerpt[],
  words: readonly string[],
): { readonly excerpt: Excerpt; readonly sentence: string; readonly share: number } | undefined {
  const sentences = excerpts.flatMap((excerpt) =>
    sentencesOf(excerpt.text).map((sentence) => {
      const terms = new Set(termsOf(sentence));
      return { excerpt, sentence, share: words.filter((word) => terms.has(word)).length / words.length };
    }),
  );
  const [best] = sentences.sort((one, other) => other.share - one.share);
  return best === undefined || !(best.share > 0) ? undefined : best;
}
