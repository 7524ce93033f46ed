// Draws the brief: what was agreed, before the work starts.
import type { Words } from '../../flow/words.ts';
import type { BriefChange, Finished } from '../../task/brief-changes.ts';
import type { FixedWords } from './fixed-words.ts';
import { bullets, context, escaped, sections, type Piece } from './pieces.ts';

export function drawBrief(words: Extract<Words, { kind: 'brief' }>, fixed: FixedWords): Piece[] {
  const version = words.version > 1 ? ` · ${fixed.version(words.version)}` : '';
  return [
    ...context(`${fixed.task(words.taskNumber)} · ${fixed.brief}${version}`),
    ...sections(escaped(words.outcome)),
    ...changed(words.changes ?? [], fixed),
    ...finished(words.finished ?? [], fixed),
    ...list(fixed.assuming, words.assumptions),
    ...list(fixed.revision.briefPart.addition, words.additions ?? []),
    ...list(fixed.holdingTo, words.constraints),
    ...list(fixed.despite, words.overrides ?? []),
    ...context(fixed.briefHint),
  ];
}

/** As a diff: what is gone is struck out, what is new has a plus, what is another stands after its arrow. */
function changed(changes: readonly BriefChange[], fixed: FixedWords): Piece[] {
  if (changes.length === 0) return [];
  const lines = changes.map(({ part, before, after }) => {
    const sign = before === undefined ? '+' : after === undefined ? '−' : '±';
    const line = [
      ...(before === undefined ? [] : [`~${struck(before)}~`]),
      ...(after === undefined ? [] : [escaped(after)]),
    ];
    return `\`${sign}\`  ${fixed.revision.briefPart[part]}: ${line.join(' → ')}`;
  });
  return sections(`*${fixed.revision.changed}*\n${lines.join('\n')}`);
}

/** A tilde or a line end would end what is struck out. */
function struck(text: string): string {
  return escaped(text.replaceAll('~', '∼').replaceAll(/\s+/gu, ' ').trim());
}

const FATE_SIGN = { keep: '✓', repair: '↻', undo: '↶' } as const;

function finished(steps: readonly Finished[], fixed: FixedWords): Piece[] {
  if (steps.length === 0) return [];
  const lines = steps.map(
    ({ title, fate }) => `\`${FATE_SIGN[fate]}\`  ${fixed.revision.fate[fate]}: ${escaped(title)}`,
  );
  return sections(`*${fixed.revision.finishedSteps}*\n${lines.join('\n')}`);
}

function list(title: string, lines: readonly string[]): Piece[] {
  if (lines.length === 0) return [];
  return sections(`*${title}*\n${bullets(lines.map(escaped))}`);
}
