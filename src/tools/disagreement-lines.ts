// Where sources disagree, as the model reads it: each value with its reference.
import type { Disagreement } from '../agent/disagreement.ts';
import { oneLine, tame } from './framing.ts';

const MOST_SHOWN = 40;

/** For the model, which is to say so as well; people are shown the same by code. */
export function disagreementLines(found: readonly Disagreement[]): readonly string[] {
  if (found.length === 0) return [];
  return [
    'Sources disagree (found by code; people are shown this beside your result, so say what you make of it):',
    ...found
      .slice(0, MOST_SHOWN)
      .map(
        ({ of, sides }) =>
          `- ${tame(oneLine(of))}: ${sides.map(({ value, ref }) => `${tame(oneLine(value))}${ref === undefined ? '' : ` [${ref}]`}`).join(' / ')}`,
      ),
  ];
}
