// What was agreed: the words that everything after it is held against.
import { z } from 'zod';

export const Brief = z.object({
  outcome: z.string(),
  deliverable: z.string(),
  doneWhen: z.array(z.string()).readonly(),
  /** Word for word, with the message that says so. */
  constraints: z.array(z.object({ message: z.string(), words: z.string() })).readonly(),
  steps: z
    .array(
      z.object({
        title: z.string(),
        tool: z.string().nullable(),
        /** What the step was agreed with: a call that differs from it is not what was agreed. */
        arguments: z
          .array(
            z.object({
              name: z.string(),
              value: z.string(),
              /** Who said so, where somebody did: when the message says something else, the target has moved. */
              said: z.object({ message: z.string(), words: z.string() }).optional(),
            }),
          )
          .readonly()
          .optional(),
      }),
    )
    .readonly(),
  assumptions: z.array(z.string()).readonly(),
  /** What was wanted beside it once the work had begun: word for word, as constraints are. */
  additions: z
    .array(z.object({ message: z.string(), words: z.string() }))
    .readonly()
    .optional(),
  /** What spoke against it, and who said that it is done all the same: an override by its owner, or a word of who may. */
  overrides: z
    .array(
      z.object({
        how: z.enum(['override', 'lift']),
        findings: z.array(z.string()).readonly(),
        by: z.string(),
        at: z.iso.datetime(),
      }),
    )
    .readonly()
    .optional(),
});
export type Brief = z.infer<typeof Brief>;
