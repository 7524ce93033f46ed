// What is agreed of a schedule: every change of it makes a new version, and a run keeps the one it began with.
import { z } from 'zod';

/** Again and again by a cron expression, or once. */
const When = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cron'), expression: z.string() }),
  z.object({ kind: z.literal('once'), at: z.iso.datetime() }),
]);
export type When = z.infer<typeof When>;

/** Where a report goes: a channel, a thread of it, or a person, who gets it as a direct message. */
const Place = z.object({ channelId: z.string(), threadTs: z.string().optional() });
export type Place = z.infer<typeof Place>;

/** What a run may cost: about ten times what a plain report takes. */
const USUAL_BUDGET_TOKENS = 200_000;

export const Terms = z.object({
  when: When,
  /** IANA name. */
  timeZone: z.string(),
  goal: z.string(),
  language: z.enum(['en', 'zh']),
  /** What happens to times that pass while nobody is there: one late run for all of them, or none. */
  missed: z.enum(['run-once', 'skip']),
  ownerId: z.string(),
  /** Who decides when the owner is gone. */
  deputyId: z.string().optional(),
  /** In order; the first is where the report's own thread is. */
  places: z.array(Place).default([]),
  /** Run only if something was said in one of these channels since the last run; empty for always. */
  onlyIfChangedIn: z.array(z.string()).default([]),
  /** Say something only if one of the report's figures moved by so much since the last report. */
  onlyIfMovedPercent: z.number().positive().optional(),
  /** Word for word, with the message that says so. */
  constraints: z.array(z.object({ message: z.string(), words: z.string() })).default([]),
  budgetTokens: z.number().int().positive().default(USUAL_BUDGET_TOKENS),
});
export type Terms = z.infer<typeof Terms>;
/** As they are given, with the usual ones left out. */
export type GivenTerms = z.input<typeof Terms>;

/** The names of what is different, in the order in which people are told. */
export function changesIn(before: Terms, after: Terms): readonly (keyof Terms)[] {
  return Object.keys(Terms.shape)
    .filter((name): name is keyof Terms => name in Terms.shape)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
