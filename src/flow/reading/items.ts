// What is read of many: an item, as a lane takes it, and what came of it, as a row of the table.
import { z } from 'zod';
import { ReadCell } from '../../agent/reading/form.ts';

/** `label` is what people see of it, before anybody has opened it. */
export const Item = z.discriminatedUnion('kind', [
  /** `part`: a file in an archive. */
  z.object({ kind: z.literal('file'), fileId: z.string(), label: z.string(), part: z.string().optional() }),
  z.object({
    kind: z.literal('row'),
    fileId: z.string(),
    label: z.string(),
    row: z.number(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('message'), ts: z.string(), label: z.string() }),
  z.object({ kind: z.literal('link'), url: z.string(), label: z.string() }),
  /** Nothing to be done: why is known already, and has its row like all others. */
  z.object({ kind: z.literal('unreadable'), label: z.string(), why: z.string(), reason: z.string() }),
]);
export type Item = z.infer<typeof Item>;

export const Outcome = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('read'),
    cells: z.array(ReadCell),
    /** Taken from an earlier reading of the same content with the same form. */
    isKept: z.boolean().optional(),
  }),
  /** `why` is one word, by which such rows are counted; `reason` is a sentence. */
  z.object({ status: z.enum(['failed', 'refused', 'too large']), why: z.string(), reason: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome>;

export interface Row {
  readonly item: Item;
  readonly outcome: Outcome;
}

export interface Coverage {
  readonly all: number;
  readonly read: number;
  /** Why the others were not, and how many each, most first. */
  readonly unread: readonly { readonly why: string; readonly count: number }[];
}

export function coverageOf(outcomes: readonly Outcome[]): Coverage {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    if (outcome.status === 'read') continue;
    counts.set(outcome.why, (counts.get(outcome.why) ?? 0) + 1);
  }
  return {
    all: outcomes.length,
    read: outcomes.filter(({ status }) => status === 'read').length,
    unread: [...counts]
      .map(([why, count]) => ({ why, count }))
      .toSorted((one, other) => other.count - one.count || (one.why < other.why ? -1 : 1)),
  };
}
