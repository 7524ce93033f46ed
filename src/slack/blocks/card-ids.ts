// The ids that buttons carry out to Slack and back: nothing else is in them, so nobody's click can say more.
import { z } from 'zod';
import { LIMIT } from './pieces.ts';

export const ACTION = {
  option: /^card_option_\d+$/,
  select: 'card_select',
  defaults: 'card_defaults',
  override: 'card_override',
  lift: 'card_lift',
  go: 'card_go',
  stop: 'task_stop',
  undo: /^effect_undo_\d+$/,
} as const;

export function undoAction(index: number): string {
  return `effect_undo_${index}`;
}

/** Both are ids of ours, which are short. */
export function toUndoValue({ taskId, effectKey }: { taskId: string; effectKey: string }): string {
  return `${taskId} ${effectKey}`;
}

export function fromUndoValue(value: string): { taskId: string; effectKey: string } | undefined {
  const [taskId, effectKey, ...rest] = value.split(' ');
  return taskId === undefined || effectKey === undefined || rest.length > 0
    ? undefined
    : { taskId, effectKey };
}

export function optionAction(index: number): string {
  return `card_option_${index}`;
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
