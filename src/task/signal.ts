// What reaches a task from outside while it is open.
import { z } from 'zod';

/** What people can wish of a task as it runs, by a button, by words or by a reaction. */
export const WISHES = ['stop', 'pause', 'resume', 'skip', 'retry', 'take', 'take-over'] as const;
export type Wish = (typeof WISHES)[number];

const by = z.string();
/** From 1; without it the step under way is meant. */
const step = z.number().int().min(1).optional();

export const Signal = z.discriminatedUnion('kind', [
  /** Somebody wrote in the thread, and meant us. */
  z.object({
    kind: z.literal('message'),
    ts: z.string(),
    personId: z.string(),
    /** By its name, and not only in its thread. */
    namesUs: z.boolean().optional(),
  }),
  /** The message that is the goal was changed. */
  z.object({ kind: z.literal('goal-edited'), ts: z.string(), personId: z.string() }),
  /** A message that the task has taken was edited or deleted. */
  z.object({ kind: z.literal('message-changed'), ts: z.string(), personId: z.string() }),
  z.object({
    kind: z.literal('answer'),
    cardId: z.string(),
    personId: z.string(),
    choice: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('option'), questionId: z.string(), value: z.string(), label: z.string() }),
      z.object({ kind: z.literal('defaults') }),
      z.object({ kind: z.literal('override') }),
      z.object({ kind: z.literal('instead') }),
      z.object({ kind: z.literal('lift') }),
      z.object({ kind: z.literal('go') }),
      /** Nothing is settled by it: somebody who may lift it is asked for their word. */
      z.object({ kind: z.literal('consult'), of: z.string() }),
    ]),
  }),
  /** Somebody wants an effect taken back. */
  z.object({ kind: z.literal('undo'), effectKey: z.string(), personId: z.string() }),
  /** Somebody looked how an effect of unknown ending ended. */
  z.object({ kind: z.literal('settle'), effectKey: z.string(), personId: z.string(), happened: z.boolean() }),
  /** What became of a handoff that the task waits for, or was handed over by. */
  z.object({
    kind: z.literal('handoff'),
    handoffId: z.string(),
    event: z.enum(['given', 'returned', 'declined', 'withdrawn']),
    by,
  }),
  /** `by` is a person, or what happened to the place: `goal-deleted`, `channel-archived`. */
  z.object({ kind: z.literal('stop'), by }),
  z.object({ kind: z.literal('pause'), by }),
  z.object({ kind: z.literal('resume'), by }),
  z.object({ kind: z.literal('skip'), by, step }),
  z.object({ kind: z.literal('retry'), by, step }),
  /** The owner takes what somebody else suggested: the message of that ts. */
  z.object({ kind: z.literal('take'), by, ts: z.string() }),
  /** Somebody makes the task theirs whose owner is gone. */
  z.object({ kind: z.literal('take-over'), by }),
  /** The owner's account is no more. */
  z.object({ kind: z.literal('owner-gone'), by }),
]);
export type Signal = z.infer<typeof Signal>;
