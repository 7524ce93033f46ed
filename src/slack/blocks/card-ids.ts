// The ids that buttons carry out to Slack and back: nothing else is in them, so nobody's click can say more.
import { z } from 'zod';
import type { EffectPlace } from '../../flow/work/effect-line.ts';
import type { Offer } from '../../flow/words.ts';
import { WISHES } from '../../task/signal.ts';
import { LIMIT } from './pieces.ts';

export const ACTION = {
  option: /^card_option_\d+$/,
  select: 'card_select',
  defaults: 'card_defaults',
  override: 'card_override',
  instead: 'card_instead',
  lift: 'card_lift',
  go: 'card_go',
  consult: /^card_consult_\d+$/,
  undo: /^effect_undo_\d+$/,
  seen: /^effect_(?:happened|not)_\d+$/,
  asRead: 'source_as_read',
  steer: /^task_(?:stop|pause|resume|skip|retry|take|take-over)$/,
} as const;

export function consultAction(index: number): string {
  return `card_consult_${index}`;
}

export function undoAction(index: number): string {
  return `effect_undo_${index}`;
}

export function seenAction(index: number, happened: boolean): string {
  return `effect_${happened ? 'happened' : 'not'}_${index}`;
}

/** Whether the button says that it happened. */
export function isHappened(actionId: string): boolean {
  return actionId.startsWith('effect_happened_');
}

/** Both are ids of ours, which are short. */
export function toEffectValue({ taskId, effectKey }: EffectPlace): string {
  return `${taskId} ${effectKey}`;
}

export function fromEffectValue(value: string): EffectPlace | undefined {
  const [taskId, effectKey, ...rest] = value.split(' ');
  return taskId === undefined || effectKey === undefined || rest.length > 0
    ? undefined
    : { taskId, effectKey };
}

export function optionAction(index: number): string {
  return `card_option_${index}`;
}

/** The `action_id` and the `value` of a button that wishes something of a task. */
export function toOffer({ wish, taskId, about }: Offer): { id: string; value: string } {
  return { id: `task_${wish}`, value: about === undefined ? taskId : `${taskId} ${about}` };
}

export function fromOffer(id: string, value: string): Offer | undefined {
  const wish = WISHES.find((one) => id === `task_${one}`);
  const [taskId = '', about] = value.split(' ');
  if (wish === undefined || taskId === '') return undefined;
  return { wish, taskId, ...(about === undefined ? {} : { about }) };
}

export interface CardPlace {
  readonly taskId: string;
  readonly cardId: string;
  /** Absent for what stands beside the questions. */
  readonly questionId?: string;
}

/** The `block_id` of a card's buttons; undefined when the ids are longer than Slack takes. */
export function toBlockId({ taskId, cardId, questionId }: CardPlace, place: number): string | undefined {
  const id = JSON.stringify(['card', place, taskId, cardId, questionId ?? null]);
  return id.length <= LIMIT.idChars ? id : undefined;
}

const BlockId = z.tuple([z.literal('card'), z.number(), z.string(), z.string(), z.string().nullable()]);

export function fromBlockId(blockId: string): CardPlace | undefined {
  const parsed = BlockId.safeParse(toJson(blockId));
  if (!parsed.success) return undefined;
  const [, , taskId, cardId, questionId] = parsed.data;
  return { taskId, cardId, ...(questionId === null ? {} : { questionId }) };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not one of ours: an id that somebody else made.
  }
}
