// Draws the effect ledger: what was done, what was not, what nobody knows, what was taken back; and the buttons that change it.
import type { Button } from '@slack/types';
import type { EffectLine, EffectPlace } from '../../flow/work/effect-line.ts';
import { seenAction, toEffectValue, undoAction } from './card-ids.ts';
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
/** Each has a row of its own below the others. */
const MOST_UNKNOWN = 5;

export function drawEffects(effects: readonly EffectLine[], fixed: FixedWords): Piece[] {
  if (effects.length === 0) return [];
  const open = effects.filter(({ settle }) => settle !== undefined).slice(0, MOST_UNKNOWN);
  const lines = effects.filter((effect) => !open.includes(effect)).map((effect) => toLine(effect, fixed));
  return [
    ...sections([`*${fixed.effects}*`, ...lines].join('\n')),
    ...undoes(effects, fixed),
    ...open.flatMap((effect, index) => drawOpen(effect, { index, fixed })),
  ];
}

function toLine({ what, state }: EffectLine, fixed: FixedWords): string {
  return `${SIGN[state]}  ${fixed.effect[state]}: ${escaped(what)}`;
}

function undoes(effects: readonly EffectLine[], fixed: FixedWords): Piece[] {
  const buttons = effects
    .flatMap(({ what, undo }) => (undo === undefined ? [] : [{ what, undo }]))
    .slice(-MOST_UNDOES)
    .map(({ what, undo }, index) =>
      button(undo, { id: undoAction(index), text: clip(fixed.undo(what), LIMIT.buttonChars) }),
    );
  return row(buttons);
}

/** What nobody knows: whoever has looked settles it. */
function drawOpen(effect: EffectLine, { index, fixed }: { index: number; fixed: FixedWords }): Piece[] {
  const { settle } = effect;
  if (settle === undefined) return [];
  return [
    ...sections(`${toLine(effect, fixed)}\n${fixed.pleaseLook}`),
    ...row([
      button(settle, { id: seenAction(index, true), text: fixed.itHappened }),
      button(settle, { id: seenAction(index, false), text: fixed.itDidNot }),
    ]),
  ];
}

function button(place: EffectPlace, { id, text }: { id: string; text: string }): Button {
  return {
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text, emoji: true },
    value: toEffectValue(place),
  };
}

function row(elements: Button[]): Piece[] {
  return elements.length === 0 ? [] : [{ block: { type: 'actions', elements }, plain: '' }];
}
