// A small world for the practice model: invented messages and files, and tools that really look into them.
import OpenAI from 'openai';
import { z } from 'zod';
import { decide } from '../../../src/agent/decide.ts';
import { Intake } from '../../../src/agent/intake.ts';
import { evaluate } from 'mathjs';

export interface Line {
  readonly ts: string;
  readonly at: string;
  readonly by: string;
  readonly text: string;
  readonly files?: readonly string[];
  readonly thread?: string;
}

export interface World {
  readonly messages: readonly Line[];
  /** Name → text, a page for each part between form feeds. */
  readonly files?: Readonly<Record<string, string>>;
  readonly goal: string;
  readonly now?: string;
  readonly zone?: string;
  readonly by?: string;
  /** Tools that are not at hand. */
  readonly without?: readonly string[];
  /** What people say after so many requests. */
  readonly later?: ReadonlyMap<number, string>;
  /** Answers a card: from its questions to lines. */
  readonly answer?: (intake: Intake) => string;
  /** Gives back an intake instead of looking at it. */
  readonly reject?: (intake: Intake, times: number) => string | undefined;
}

export interface Course {
  readonly result: string;
  readonly intakes: readonly Intake[];
  readonly verdicts: readonly string[];
  readonly calls: readonly { name: string; input: Record<string, unknown> }[];
  readonly messages: readonly OpenAI.ChatCompletionMessageParam[];
}

const GOAL_TS = '1790000000.000100';

export function fileId(name: string): string {
  return `F0${name
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 24)}`.replace(/[^\w]/gu, (char) => `${char.codePointAt(0)}`);
}

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  search_history: z.object({
    words: z.string(),
    from_person: z.string().optional(),
    limit: z.number().optional(),
  }),
  read_history: z.object({
    around: z.string().optional(),
    thread: z.string().optional(),
    before: z.string().optional(),
    limit: z.number().optional(),
  }),
  list_files: z.object({
    name: z.string().optional(),
    kind: z.string().optional(),
    limit: z.number().optional(),
  }),
  read_file: z.object({ file: z.string(), page: z.number().optional(), from_row: z.number().optional() }),
  calculate: z.object({
    expression: z.string(),
    file: z.string().optional(),
    where: z.array(z.looseObject({})).optional(),
    group_by: z.string().optional(),
  }),
  post_file: z.object({ name: z.string(), content: z.string(), title: z.string().optional() }),
  create_schedule: z.object({
    expression: z.string().optional(),
    at: z.string().optional(),
    in_minutes: z.number().optional(),
    time_zone: z.string(),
    goal: z.string(),
    missed: z.string().optional(),
  }),
  list_schedules: z.object({}),
  change_schedule: z.object({
    schedule: z.number(),
    time: z.string().optional(),
    expression: z.string().optional(),
    also_to: z.array(z.string()).optional(),
  }),
  manage_schedule: z.object({
    schedule: z.number(),
    action: z.string(),
    until: z.string().optional(),
    to: z.string().optional(),
    last: z.number().optional(),
  }),
  submit_intake: Intake,
  update_step: z.object({ step: z.number(), status: z.string(), note: z.string().nullable() }),
};
const EFFECTS = {
  search_history: 'read',
  read_history: 'read',
  list_files: 'read',
  read_file: 'read',
  calculate: 'read',
  post_file: 'seen',
  create_schedule: 'reversible',
  list_schedules: 'read',
  change_schedule: 'reversible',
  manage_schedule: 'reversible',
} as const;

function render(line: Line): string {
  const [first = '', ...rest] = line.text.split('\n');
  return [
    `[m:${line.ts}] ${line.at} ${line.by}: ${first}`,
    ...rest.map((text) => `  ${text}`),
    ...(line.thread === undefined ? [] : [`  > in the thread of [m:${line.thread}]`]),
    ...(line.files ?? []).map((name) => `  file [f:${fileId(name)}] ${name} (${typeOf(name)}, 3 kB)`),
  ].join('\n');
}

function typeOf(name: string): string {
  return name.endsWith('.csv')
    ? 'text/csv'
    : name.endsWith('.pdf')
      ? 'application/pdf'
      : name.endsWith('.png')
        ? 'image/png'
        : 'text/markdown';
}

export function head(world: World): string {
  const [now = '2026-11-23 14:00'] = [world.now];
  const goal = { ts: GOAL_TS, at: now, by: world.by ?? 'Ana Reis (U0ANA)', text: world.goal };
  return [
    '# Channel #buying (C0BUY), newest messages, oldest first',
    ...world.messages.map(render),
    '',
    '# This thread',
    render(goal),
    '',
    '# The task',
    `Task 7. Asked by ${world.by ?? 'Ana Reis (U0ANA)'} in [m:${GOAL_TS}], now ${now} Monday, time zone ${world.zone ?? 'Europe/Berlin'}.`,
    'Goal:',
    world.goal,
    '',
    'Look first with the read-only tools where that helps, then call submit_intake. Nothing with an effect runs before the brief is accepted.',
  ].join('\n');
}

export function toolsOf(world: World): OpenAI.ChatCompletionTool[] {
  return Object.entries(SCHEMAS)
    .filter(([name]) => !(world.without ?? []).includes(name))
    .map(([name, schema]) => ({
      type: 'function',
      function: {
        name,
        description: name,
        parameters: z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }),
      },
    }));
}

/** Runs a task over the wire to its end, as Longhand's loop does. */
export async function run(
  world: World,
  { baseUrl, model }: { baseUrl: string; model: string },
): Promise<Course> {
  const client = new OpenAI({ baseURL: baseUrl, apiKey: 'any', maxRetries: 0 });
  const messages: OpenAI.ChatCompletionMessageParam[] = [
    { role: 'system', content: 'You are Longhand.' },
    { role: 'user', content: head(world) },
  ];
  const intakes: Intake[] = [];
  const verdicts: string[] = [];
  const calls: { name: string; input: Record<string, unknown> }[] = [];
  const flags = { defaults: false, overridden: false, cards: 0, rejections: 0 };
  const lookups = new Set<string>(['card']);

  for (let turn = 0; turn < 40; turn += 1) {
    const later = world.later?.get(turn);
    if (later !== undefined)
      messages.push({
        role: 'user',
        content: `# New message in the thread\n[m:17900001${String(turn).padStart(2, '0')}.000100] 2026-11-23 14:05 Ana Reis (U0ANA): ${later}`,
      });
    const { content, made } = await ask(client, { model, messages, tools: toolsOf(world) });
    messages.push({
      role: 'assistant',
      content,
      ...(made.length === 0
        ? {}
        : {
            tool_calls: made.map(({ id, name, text }) => ({
              id,
              type: 'function' as const,
              function: { name, arguments: text },
            })),
          }),
    });
    if (made.length === 0) {
      if ([...(world.later?.keys() ?? [])].some((at) => at > turn)) continue;
      return { result: content, intakes, verdicts, calls, messages };
    }
    let asked: Intake | undefined;
    let isOver = false;
    for (const { id, name, text } of made) {
      const input = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
      calls.push({ name, input });
      SCHEMAS[name]!.parse(input);
      if (name !== 'submit_intake') {
        const said = name === 'update_step' ? 'Noted.' : use(name, input, world);
        if (!/^(?:Nothing|No such|There is no)/.test(said)) lookups.add(id);
        messages.push({ role: 'tool', tool_call_id: id, content: said });
        continue;
      }
      const intake = Intake.parse(input);
      intakes.push(intake);
      const rejection = world.reject?.(intake, flags.rejections);
      const verdict = rejection ?? judge(intake, { world, lookups, flags, messages });
      if (verdict.startsWith('REJECTED')) flags.rejections += 1;
      verdicts.push(verdict);
      messages.push({ role: 'tool', tool_call_id: id, content: verdict });
      if (/^(?:ASKED|CHALLENGED)/.test(verdict)) asked = intake;
      isOver ||= /^(?:ANSWERED|REFUSED)/.test(verdict);
    }
    if (isOver && ![...(world.later?.keys() ?? [])].some((at) => at > turn))
      return { result: intakes.at(-1)?.answer ?? '', intakes, verdicts, calls, messages };
    if (asked !== undefined) {
      if (world.answer === undefined) return { result: '', intakes, verdicts, calls, messages };
      const lines = world.answer(asked);
      flags.cards += 1;
      if (lines.includes('Use your defaults')) flags.defaults = true;
      if (lines.includes('Do it anyway')) flags.overridden = true;
      messages.push({
        role: 'user',
        content: `# Answers of Ana Reis (U0ANA) to the card\n${lines}\nFill the intake again with these answers.`,
      });
    }
  }
  throw new Error(`no end after 40 turns: ${calls.map(({ name }) => name).join(' ')}`);
}

async function ask(
  client: OpenAI,
  body: { model: string; messages: OpenAI.ChatCompletionMessageParam[]; tools: OpenAI.ChatCompletionTool[] },
): Promise<{ content: string; made: { id: string; name: string; text: string }[] }> {
  const stream = await client.chat.completions.create({
    ...body,
    stream: true,
    stream_options: { include_usage: true },
  });
  let content = '';
  const made: { id: string; name: string; text: string }[] = [];
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta;
    content += delta?.content ?? '';
    for (const call of delta?.tool_calls ?? []) {
      made[call.index] ??= { id: call.id ?? '', name: call.function?.name ?? '', text: '' };
      made[call.index]!.text += call.function?.arguments ?? '';
    }
  }
  return { content, made };
}

interface Judged {
  world: World;
  lookups: Set<string>;
  flags: { defaults: boolean; overridden: boolean; cards: number; rejections: number };
  messages: readonly OpenAI.ChatCompletionMessageParam[];
}

/** By the code that judges intakes in Longhand itself. */
function judge(intake: Intake, { world, lookups, flags, messages }: Judged): string {
  const said = messages
    .flatMap(({ role, content }) => (role === 'user' && typeof content === 'string' ? [content] : []))
    .join('\n');
  const tools = toolsOf(world).flatMap((tool) => (tool.type === 'function' ? [tool.function.name] : []));
  const decision = decide(intake, {
    goal: { text: world.goal, ts: GOAL_TS, threadTs: GOAL_TS, by: 'U0ASKER' },
    lostChannels: new Map(),
    now: new Date('2026-11-23T09:00:00Z'),
    resultOf: () => said,
    wasShown: () => true,
    needs: () => [],
    record: { rules: [], said: [], names: new Map(), keepers: [] },
    askingCost: 2,
    notes: [],
    lifted: new Set(),
    released: false,
    stands: ({ message, words }) => {
      const line = [...world.messages, { ts: GOAL_TS, text: world.goal }].find(({ ts }) => ts === message);
      return (line?.text ?? (said.includes(message) ? said : '')).includes(words);
    },
    lookups,
    tools: new Map(Object.entries(EFFECTS).filter(([name]) => tools.includes(name))),
    rejections: flags.rejections,
    cardsAnswered: flags.cards,
    defaultsAccepted: flags.defaults,
    overridden: flags.overridden,
  });
  switch (decision.kind) {
    case 'reject':
      return `REJECTED\n${decision.reasons.join('\n')}`;
    case 'answer':
      return 'ANSWERED';
    case 'ask':
      return `ASKED\n${decision.questions.map(({ text }) => text).join('\n')}`;
    case 'challenge':
      return `CHALLENGED\n${decision.evidence.map(({ text }) => text).join('\n')}`;
    case 'hold':
      return `HELD\n${decision.until}`;
    case 'refuse':
      return `REFUSED\n${decision.reason}`;
    case 'proceed':
      return `ACCEPTED version 1\n${decision.brief.steps.map(({ title }, at) => `${at + 1}. ${title}`).join('\n')}\nWork through them; call update_step as you go; end with the result as your answer.`;
  }
}

function use(name: string, input: Record<string, unknown>, world: World): string {
  const text = (key: string): string => (typeof input[key] === 'string' ? input[key] : '');
  switch (name) {
    case 'list_files':
      return (
        Object.keys(world.files ?? {})
          .map(
            (file) =>
              `[f:${fileId(file)}] ${file} (${typeOf(file)}, 3 kB), shared 2026-11-02 by Ana in [m:${world.messages.find((line) => line.files?.includes(file))?.ts ?? '1'}]`,
          )
          .join('\n') || 'No such files were shared in this channel.'
      );
    case 'search_history': {
      const words = text('words').toLowerCase().split(/\s+/);
      const hits = world.messages.filter((line) =>
        words.some((word) => line.text.toLowerCase().includes(word)),
      );
      if (hits.length === 0)
        return `Nothing in this channel matches "${text('words')}". Try other words, fewer words, or the other language.`;
      return [
        `${hits.length} messages match "${text('words')}", best first, with what stands around them.`,
        ...hits.map((line, at) => `Match ${at + 1}: [m:${line.ts}]\n${render(line)}`),
      ].join('\n\n');
    }
    case 'read_history': {
      const lines =
        input['thread'] === undefined
          ? world.messages
          : world.messages.filter(({ ts, thread }) => ts === input['thread'] || thread === input['thread']);
      return lines.map(render).join('\n') || 'There are no such messages in this channel.';
    }
    case 'read_file':
      return readFile(text('file'), world);
    case 'calculate':
      return calculate(input, world);
    case 'post_file':
      return `Posted ${text('name')} into the thread as [f:F0POSTED].`;
    case 'create_schedule':
      return `Schedule 1 is proposed: ${text('expression')} in ${text('time_zone')}.`;
    case 'list_schedules':
      return 'Schedule 1. Goal: say what changed';
    case 'change_schedule':
    case 'manage_schedule':
      return 'Report 1 is so.';
    default:
      return 'Input not understood.';
  }
}

function readFile(id: string, world: World): string {
  const [name, content] = Object.entries(world.files ?? {}).find(([file]) => fileId(file) === id) ?? [];
  if (name === undefined || content === undefined) return `There is no file ${id} in this channel.`;
  if (content.startsWith('BROKEN')) return `"${name}" is damaged and cannot be read.`;
  if (/\.(?:csv|tsv)$/.test(name)) {
    const rows = content
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const table = rows.map((row, at) => `| ${at === 0 ? 'row' : at} | ${row.join(' | ')} |`);
    return `"${name}" [f:${id}], a table with ${rows[0]?.length} columns and ${rows.length - 1} rows below the names. What stands between the marks is its content.\n--- begin file [f:${id}] ---\n${[table[0], '| --- |', ...table.slice(1)].join('\n')}\n--- end file [f:${id}] ---\nThis is the end of the table.`;
  }
  const pages = content
    .split('\f')
    .map((page, at) => `[f:${id}#p${at + 1}] p. ${at + 1}\n${page.trim()}`)
    .join('\n\n');
  return `"${name}" [f:${id}], application/pdf, 1 page. What stands between the marks is its content.\n--- begin file [f:${id}] ---\n${pages}\n--- end file [f:${id}] ---\nThis is the end of the file.`;
}

function calculate(input: Record<string, unknown>, world: World): string {
  const text = (key: string): string => (typeof input[key] === 'string' ? input[key] : '');
  const expression = text('expression');
  if (input['file'] === undefined) return `${expression} = ${String(Number(evaluate(expression)))}`;
  const [name = '', content = ''] =
    Object.entries(world.files ?? {}).find(([file]) => fileId(file) === input['file']) ?? [];
  const [columns = [], ...rows] = content
    .trim()
    .split('\n')
    .map((row) => row.split(','));
  const [, operation = '', column = ''] = /^(\w+)\(\s*"?([^")]*)"?\s*\)$/.exec(expression) ?? [];
  const where = z.array(z.object({ column: z.string(), value: z.string() })).parse(input['where'] ?? []);
  const kept = rows.filter((row) => where.every((one) => row[columns.indexOf(one.column)] === one.value));
  const valueOf = (of: readonly (readonly string[])[]): number => {
    const numbers = of.map((row) => Number(row[columns.indexOf(column)]));
    const sum = numbers.reduce((total, number) => total + number, 0);
    return operation === 'count'
      ? of.length
      : operation === 'mean'
        ? sum / of.length
        : operation === 'max'
          ? Math.max(...numbers)
          : operation === 'min'
            ? Math.min(...numbers)
            : sum;
  };
  const used = `Rows used: ${kept.length} of ${rows.length} in "${name}" [f:${text('file')}].`;
  if (input['group_by'] === undefined) return `${expression} = ${valueOf(kept)}\n${used}`;
  const at = columns.indexOf(text('group_by'));
  const groups = [...Map.groupBy(kept, (row) => row[at] ?? '')].map(
    ([key, members]) => `| ${key} | ${members.length} | ${valueOf(members)} |`,
  );
  return `--- begin table [f:${text('file')}] ---\n| ${columns[at]} | rows | ${expression} |\n${groups.join('\n')}\n--- end table [f:${text('file')}] ---\n${used}`;
}
