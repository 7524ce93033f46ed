// Draws the brief: what was agreed, before the work starts.
import type { Words } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { bullets, context, escaped, sections, type Piece } from './pieces.ts';

export function drawBrief(words: Extract<Words, { kind: 'brief' }>, fixed: FixedWords): Piece[] {
  const version = words.version > 1 ? ` · ${fixed.version(words.version)}` : '';
  return [
    ...context(`${fixed.task(words.taskNumber)} · ${fixed.brief}${version}`),
    ...sections(escaped(words.outcome)),
    ...list(fixed.assuming, words.assumptions),
    ...list(fixed.holdingTo, words.constraints),
    ...context(fixed.briefHint),
  ];
}

function list(title: string, lines: readonly string[]): Piece[] {
  if (lines.length === 0) return [];
  return sections(`*${title}*\n${bullets(lines.map(escaped))}`);
}
