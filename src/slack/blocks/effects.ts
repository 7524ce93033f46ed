// Draws the effect ledger: what was done, what was not, what nobody knows, what was taken back; and a button where it can be.
import type { Button } from '@slack/types';
import type { EffectLine } from '../../flow/words.ts';
import { toUndoValue, undoAction } from './card-ids.ts';
import type { FixedWords } from './fixed-words.ts';
import { clip, escaped, LIMIT, sections, type Piece } from './pieces.ts';

const SIGN = {
  done: ':white_check_mark:',
  'not-done': ':heavy_minus_sign:',
  unknown: ':grey_question:',
  undone: ':leftwards_arrow_with_hook:',
};
/** In one row they can still be told apart; a task with more has its newest here. */
const MOST_UNDOES = 5;

export function drawEffects(effects: readonly EffectLine[], fixed: FixedWords): Piece[] {
  if (effects.length === 0) return [];
  const lines = effects.map(({ what, state }) => `${SIGN[state]}  ${fixed.effect[state]}: ${escaped(what)}`);
  const buttons = effects
    .flatMap(({ what, undo }) => (undo === undefined ? [] : [{ what, undo }]))
    .slice(-MOST_UNDOES)
    .map(({ what, undo }, index): Button => ({
      type: 'button',
      action_id: undoAction(index),
      text: { type: 'plain_text', text: clip(fixed.undo(what), LIMIT.buttonChars), emoji: true },
      value: toUndoValue(undo),
    }));
  return [
    ...sections(`*${fixed.effects}*\n${lines.join('\n')}`),
    ...(buttons.length === 0 ? [] : [{ block: { type: 'actions' as const, elements: buttons }, plain: '' }]),
  ];
}
