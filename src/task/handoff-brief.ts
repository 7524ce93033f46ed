// What is handed over, written from the record; the hash holds an answer to exactly these terms.
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const HandoffBrief = z.object({
  wanted: z.string(),
  /** The message that says so, when it was taken from one: with it the words go. */
  wantedIn: z.string().optional(),
  /** The giver's own words beside it. */
  note: z.string(),
  done: z.array(z.string()),
  left: z.array(z.string()),
  openQuestions: z.array(z.string()),
  /** Word for word, with the message that says so. */
  constraints: z.array(z.object({ message: z.string(), words: z.string() })),
  files: z.array(z.object({ id: z.string(), name: z.string(), message: z.string() })),
  /** What the two agreed to change, in the receiver's words. */
  changes: z.array(z.string()),
  /** How much stays in the channel it came from, because the receiver cannot read it there. */
  withheld: z.number(),
});
export type HandoffBrief = z.infer<typeof HandoffBrief>;

/** Who said yes said it to these words and this date; a button that was drawn for others is not taken. */
export function hashOf(brief: HandoffBrief, dueAt: Date | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify([HandoffBrief.parse(brief), dueAt?.toISOString() ?? null]))
    .digest('hex');
}

/** What somebody who cannot read the channel may be told: the giver's own words, and how much stays behind. */
export function withoutQuotes(brief: HandoffBrief): HandoffBrief {
  const { done, left, openQuestions, constraints, files } = brief;
  return {
    wanted: brief.note,
    note: '',
    done: [],
    left: [],
    openQuestions: [],
    constraints: [],
    files: [],
    changes: [],
    withheld: [done, left, openQuestions, constraints, files].reduce((sum, { length }) => sum + length, 1),
  };
}

/** What is left of it when that message was deleted. */
export function withoutMessage(brief: HandoffBrief, ts: string): HandoffBrief {
  const isKept = ({ message }: { message: string }): boolean => message !== ts;
  return {
    ...brief,
    wanted: brief.wantedIn === ts ? '' : brief.wanted,
    constraints: brief.constraints.filter(isKept),
    files: brief.files.filter(isKept),
  };
}
