// What reaches a task from outside while it is open.
import { z } from 'zod';

export const Signal = z.discriminatedUnion('kind', [
  /** Somebody wrote in the thread, and meant us. */
  z.object({ kind: z.literal('message'), ts: z.string(), personId: z.string() }),
  /** The message that is the goal was changed. */
  z.object({ kind: z.literal('goal-edited'), ts: z.string(), personId: z.string() }),
  z.object({
    kind: z.literal('answer'),
    cardId: z.string(),
    personId: z.string(),
    choice: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('option'), questionId: z.string(), value: z.string(), label: z.string() }),
      z.object({ kind: z.literal('defaults') }),
      z.object({ kind: z.literal('override') }),
      z.object({ kind: z.literal('lift') }),
      z.object({ kind: z.literal('go') }),
    ]),
  }),
  z.object({
    kind: z.literal('stop'),
    by: z.union([z.literal('goal-deleted'), z.string()]),
  }),
  /** Somebody wants an effect taken back. */
  z.object({ kind: z.literal('undo'), effectKey: z.string(), personId: z.string() }),
]);
export type Signal = z.infer<typeof Signal>;
