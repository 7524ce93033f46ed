// A line of a case file → a goal with its surroundings: read generously, so that cases of other makers can be run as well.
import { z } from 'zod';
import type { EffectClass } from '../../src/agent/tool.ts';

export const DECISIONS = ['proceed', 'ask', 'pushback', 'refuse', 'hold'] as const;
export type CaseDecision = (typeof DECISIONS)[number];

const words = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());

const Label = z.object({
  decision: z.enum(DECISIONS),
  kind: z.string().default('unnamed'),
  /** What a good question is about: one of these must stand in it; `|` parts other ways to say it. */
  must_ask_about: words.optional(),
  /** What stands in the way: one of these must stand in what is said to the person. */
  blocker: words.optional(),
  /** What a clear goal cannot be done without: a tool that the accepted plan has to name. */
  uses: z.string().optional(),
  /** The other case with the same words, by its id, or a name that both have. */
  twin: z.string().optional(),
});
export type Label = z.infer<typeof Label>;

/** A message, a file with its content (`file`), or what a look-up tool of the case answers (`tool`). */
const Fact = z.preprocess(
  (given) => (typeof given === 'string' ? { text: given } : given),
  z.looseObject({ from: z.string().optional(), at: z.string().optional() }).transform((given) => ({
    from: given.from ?? stringIn(given, ['author', 'user', 'by', 'sender']),
    at: given.at ?? stringIn(given, ['time', 'date', 'when', 'timestamp']),
    file: stringIn(given, ['file', 'filename', 'file_name']),
    tool: stringIn(given, ['tool']),
    text: stringIn(given, ['text', 'content', 'message', 'value', 'result', 'fact']) ?? JSON.stringify(given),
  })),
);
export type Fact = z.infer<typeof Fact>;

const Person = z.preprocess(
  (given) => (typeof given === 'string' ? { name: given } : given),
  z.looseObject({ name: z.string(), tz: z.string().default('UTC'), guest: z.boolean().default(false) }),
);

const CaseTool = z.preprocess(
  (given) => (typeof given === 'string' ? { name: given } : given),
  z.looseObject({ name: z.string(), description: z.string().default('') }).transform((given) => ({
    name: given.name,
    description: given.description,
    effect: toEffect(stringIn(given, ['effect', 'effect_class', 'class'])),
    parameters: z
      .record(z.string(), z.unknown())
      .optional()
      .catch(undefined)
      .parse(given['parameters'] ?? given['schema'] ?? given['input_schema']),
  })),
);
export type CaseTool = z.infer<typeof CaseTool>;

/** A table may be written as a list or by name. */
function listOf<Item>(item: z.ZodType<Item>, toItem: (name: string, value: unknown) => unknown) {
  return z.preprocess(
    (given) =>
      z.record(z.string(), z.unknown()).safeParse(given).success && !Array.isArray(given)
        ? Object.entries(z.record(z.string(), z.unknown()).parse(given)).map(([name, value]) =>
            toItem(name, value),
          )
        : (given ?? []),
    z.array(item),
  );
}

const facts = listOf(Fact, (name, value) => ({
  text: `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
}));

export const PushbackCase = z.object({
  id: z.coerce.string(),
  text: z.string().min(1),
  lang: z.string().default('en'),
  label: Label.optional(),
  context: z.object({
    now: z.string(),
    channel: z.preprocess(
      (given) => z.looseObject({ name: z.string() }).safeParse(given).data?.name ?? given,
      z.string().default('general'),
    ),
    channel_members: z.array(Person).default([]),
    requester: Person,
    thread: facts,
    facts,
    /** Without a table, all that Longhand has. */
    tools: listOf(CaseTool, (name, value) => ({
      name,
      ...(z.record(z.string(), z.unknown()).safeParse(value).data ?? { effect: value }),
    })).optional(),
  }),
});
export type PushbackCase = z.infer<typeof PushbackCase>;

/** Every line of the file; one that cannot be read throws with its number. */
export function readCases(text: string): readonly PushbackCase[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = PushbackCase.safeParse(JSON.parse(line));
    if (parsed.success) return [parsed.data];
    throw new Error(`line ${index + 1} is not a case:\n${z.prettifyError(parsed.error)}`);
  });
}

/** A time without a zone is in UTC. */
export function toTime(text: string): Date {
  const at = new Date(/(?:Z|[+-]\d\d:?\d\d)$/u.test(text) || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(at.getTime())) throw new Error(`"${text}" is not a time`);
  return at;
}

/** How others name the same classes; undefined where nothing is said. */
const EFFECTS: readonly (readonly [RegExp, EffectClass])[] = [
  [/^(?:read|none|lookup|look-up|pure|query)/iu, 'read'],
  [/^(?:reversible|internal|draft|write-reversible|undoable)/iu, 'reversible'],
  [/^(?:seen|visible|post|shared|channel)/iu, 'seen'],
];

function toEffect(given: string | undefined): EffectClass | undefined {
  if (given === undefined) return undefined;
  return EFFECTS.find(([pattern]) => pattern.test(given))?.[1] ?? 'outside';
}

function stringIn(given: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  const value = names.map((name) => given[name]).find((one) => one !== undefined && one !== null);
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
