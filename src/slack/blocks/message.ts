// Draws what was said for somebody: the words, and on whose behalf.
import type { Words } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { context, escaped, type Piece } from './pieces.ts';
import { markdown } from './result.ts';

export function drawMessage(
  { markdown: text, onBehalfOf, taskNumber }: Extract<Words, { kind: 'message' }>,
  fixed: FixedWords,
): Piece[] {
  const task = fixed.task(taskNumber);
  const line = onBehalfOf === undefined ? task : `${fixed.onBehalfOf(escaped(onBehalfOf))} · ${task}`;
  return [...markdown(text), ...context(line)];
}
