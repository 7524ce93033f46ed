// Draws what a run of a schedule came to: which report, the report itself, and what is different from the last one.
import type { Words } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { context, escaped, link, type Piece } from './pieces.ts';
import { drawResult } from './result.ts';

export function drawReport(words: Extract<Words, { kind: 'report' }>, fixed: FixedWords): Piece[] {
  const { since } = words;
  return [
    ...context(escaped(words.heading)),
    ...drawResult(words, fixed),
    ...(since === undefined
      ? []
      : context(since.url === undefined ? escaped(since.text) : link(since.url, since.text))),
    ...context(fixed.goOnHere),
  ];
}
