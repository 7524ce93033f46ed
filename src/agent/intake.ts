// The typed form the model fills after it has looked and before any work; decide.ts reads it, nobody trusts it.
import { z } from 'zod';

/** Words that must stand in a stored message; code looks whether they do. */
const Quote = z.object({
  message: z.string().describe('The ts of the message, as in [m:<ts>]'),
  words: z.string().min(1).describe('The exact words, copied from that message'),
});

/** Where a value comes from. A guess may be a good one, but it is a gap until somebody agrees. */
const ValueSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quote'), message: z.string(), words: z.string().min(1) }),
  z.object({
    kind: z.literal('tool_result'),
    call: z.string().describe('The id of the tool call that showed it'),
  }),
  z.object({ kind: z.literal('channel_default') }),
  z.object({ kind: z.literal('guess') }),
]);

const Candidate = z.object({
  value: z.string().min(1),
  label: z.string().min(1).describe('As a person would recognise it'),
});

const Argument = z.object({
  name: z.string().min(1),
  value: z.string(),
  source: ValueSource,
  candidates: z.array(Candidate).describe('All that a look-up found to fit; more than one is an ambiguity'),
});

const Step = z.object({
  title: z.string().min(1).describe('What is done, in a few words'),
  tool: z.string().nullable().describe('The tool it needs, by name, or null when it needs only thought'),
  arguments: z.array(Argument).describe('What the step depends on and could get wrong'),
});

const Question = z.object({
  text: z.string().min(1),
  about: z.string().describe('The argument it settles, by name'),
  options: z.array(Candidate).max(4).describe('The recommended one first'),
  looked: z.array(z.string()).describe('Ids of the tool calls that were tried before asking'),
  knows: z
    .string()
    .nullish()
    .describe('The id (U…) of who would know, when that is somebody else: who decided it, whose file it is'),
});

export const Intake = z.object({
  kind: z
    .enum(['question', 'task'])
    .describe('"question" when an answer with its sources is all that is wanted'),
  language: z.string().describe('The language to answer in: the language of the goal ("en", "zh", …)'),
  answer: z
    .string()
    .nullable()
    .describe('For a question: the whole answer, each claim with its [m:…], [f:…] or [w:…]'),
  outcome: z.string().describe('What will be true when this is done, in one sentence'),
  deliverable: z.string().describe('What the person gets and where'),
  done_when: z.array(z.string()).describe('How anyone can see that it is done'),
  constraints: z
    .array(Quote)
    .describe('What must or must not be done, word for word, with the message that says so'),
  steps: z.array(Step).max(200),
  questions: z.array(Question).describe('Only what no look-up can answer; at most three'),
  conflicts: z
    .array(z.object({ text: z.string().min(1), one: Quote, other: Quote }))
    .describe('Two things said that cannot both hold'),
  premises: z
    .array(
      z.object({
        claim: z.string().min(1),
        checked_by: z.string().nullable().describe('The id of the tool call that checked it'),
        verdict: z.enum(['true', 'false', 'unknown']),
        evidence: z.string(),
      }),
    )
    .describe('What the goal takes for granted'),
  missing_abilities: z
    .array(z.object({ ability: z.string().min(1), nearest: z.string().nullable() }))
    .describe('What the goal needs that no tool can do, and the nearest thing that can be done'),
  assumptions: z.array(z.object({ text: z.string().min(1), why: z.string() })),
  better_way: z
    .object({ text: z.string().min(1), why: z.string().min(1) })
    .nullable()
    .describe(
      'A clearly better way to the same end, or null. "why" carries the [m:…], [f:…] or [w:…] that it rests on',
    ),
  wait: z
    .object({
      until: z.string().min(1).describe('What has to happen first'),
      asked_in: Quote.describe('The words that say to wait'),
      met_by: Quote.nullable().describe('The words that show that it has happened, or null'),
    })
    .nullable()
    .describe('Where the goal says to wait for something before anything is done; else null'),
});

export type Intake = z.infer<typeof Intake>;

export type IntakeQuestion = z.infer<typeof Question>;

/** Every quote that the form rests on, wherever it stands in it. */
export function quotesOf(intake: Intake): readonly { message: string; words: string }[] {
  return [
    ...intake.constraints,
    ...intake.conflicts.flatMap(({ one, other }) => [one, other]),
    ...(intake.wait === null
      ? []
      : [intake.wait.asked_in, ...(intake.wait.met_by === null ? [] : [intake.wait.met_by])]),
    ...intake.steps.flatMap((step) =>
      step.arguments.flatMap(({ source }) =>
        source.kind === 'quote' ? [{ message: source.message, words: source.words }] : [],
      ),
    ),
  ];
}

/** The names of the calls that belong to the loop itself and not to `tools/`. */
export const SUBMIT_INTAKE = 'submit_intake';
export const UPDATE_STEP = 'update_step';

/** How the model says where it is. The plan card shows it; the result does not depend on it. */
export const StepUpdate = z.object({
  step: z.number().int().min(1).describe('The number of the step in the brief, from 1'),
  status: z.enum(['in_progress', 'complete', 'error']),
  note: z.string().nullable().describe('What came of it, in one short sentence'),
});
export type StepUpdate = z.infer<typeof StepUpdate>;
