// What became of the tasks of a crash run, read from where it counts: the threads that people see, and the rows.
import { z } from 'zod';
import type { Workspace } from '../../src/workspace/server.ts';
import { once } from './postgres.ts';
import { EFFECTS, fileOf, readOf, RESULT, STEPS } from './crash-story.ts';

export interface Goal {
  readonly channel: string;
  readonly ts: string;
}

export interface Verdict {
  readonly tasks: number;
  readonly lostTasks: number;
  readonly lostSteps: number;
  readonly doubledEffects: number;
  /** Messages of Longhand that stand in a thread twice. */
  readonly doubledPosts: number;
  readonly unknownEffects: number;
  readonly unknownNotShown: number;
  /** What was wrong, a line each. */
  readonly faults: readonly string[];
}

const TaskRow = z.object({ id: z.string(), state: z.string() });
const EffectRow = z.object({ key: z.string(), is_put: z.boolean() });
const ResultRow = z.object({ input: z.string() });

/** Whether the thread of this goal has its result: the task is over, as far as people can see. */
export function isOver(workspace: Workspace, { channel, ts }: Goal): boolean {
  return workspace.state.thread(channel, ts).some(({ isBot, text }) => isBot && text.includes(RESULT));
}

export async function judge(
  url: string,
  { workspace, goals }: { workspace: Workspace; goals: readonly Goal[] },
): Promise<Verdict> {
  const found = await once(url, async (client) => {
    const rows: Rows = async (row, text, values) =>
      z.array(row).parse((await client.query(text, values)).rows);
    return Promise.all(goals.map((goal) => judgeOne(goal, { workspace, rows })));
  });
  const count = (kind: Fault['kind']): number =>
    found.flatMap(({ faults }) => faults).filter((fault) => fault.kind === kind).length;
  return {
    tasks: goals.length,
    lostTasks: count('lost task'),
    lostSteps: count('lost step'),
    doubledEffects: count('doubled effect'),
    doubledPosts: count('doubled post'),
    unknownEffects: found.reduce((sum, { unknown }) => sum + unknown, 0),
    unknownNotShown: count('unknown not shown'),
    faults: found.flatMap(({ faults }) => faults.map(({ kind, what }) => `${kind}: ${what}`)),
  };
}

type Rows = <Row>(row: z.ZodType<Row>, text: string, values: unknown[]) => Promise<Row[]>;

interface Fault {
  readonly kind: 'lost task' | 'lost step' | 'doubled effect' | 'doubled post' | 'unknown not shown';
  readonly what: string;
}

async function judgeOne(
  goal: Goal,
  { workspace, rows }: { workspace: Workspace; rows: Rows },
): Promise<{ faults: readonly Fault[]; unknown: number }> {
  const [task] = await rows(TaskRow, 'select id, state from task where thread_ts = $1', [goal.ts]);
  if (task?.state !== 'done' || !isOver(workspace, goal)) {
    const [ended] = await rows(
      z.object({ reason: z.string().nullable() }),
      `select body ->> 'reason' as reason from task_entry where task_id = $1 and kind = 'ended' order by seq desc limit 1`,
      [task?.id ?? null],
    );
    const [left] = await rows(
      z.object({ kinds: z.string() }),
      `select concat_ws(', ', (select string_agg(kind, ' ') from (
           select kind from task_entry where task_id = $1 order by seq desc limit 4) newest),
         (select string_agg(state, ' ') from effect where task_id = $1 and state in ('intended', 'unknown'))) as kinds`,
      [task?.id ?? null],
    );
    const what = `${goal.ts} is ${task?.state ?? 'not there'} (${ended?.reason ?? 'no reason'}; ${left?.kinds ?? ''})`;
    return { faults: [{ kind: 'lost task', what }], unknown: 0 };
  }
  const thread = workspace.state.thread(goal.channel, goal.ts).filter(({ isBot }) => isBot);
  const { notShown, unknown } = await judgeUnknown(task.id, { thread, rows });
  const faults = [...(await judgeSteps(task.id, rows)), ...judgeThread(thread), ...notShown];
  return { faults: faults.map(({ kind, what }) => ({ kind, what: `${goal.ts}, ${what}` })), unknown };
}

/** Every step has a call with a result in the transcript. */
async function judgeSteps(taskId: string, rows: Rows): Promise<readonly Fault[]> {
  const results = await rows(
    ResultRow,
    `select call ->> 'arguments' as input from task_entry result
     join task_entry response on response.task_id = result.task_id and response.kind = 'response'
     cross join json_array_elements(response.body -> 'turn' -> 'calls') call
     where result.task_id = $1 and result.kind = 'result' and call ->> 'id' = result.body ->> 'callId'`,
    [taskId],
  );
  return Array.from({ length: STEPS }, (_, index) => index + 1)
    .filter((step) => !results.some(({ input }) => input.includes(`"${markOf(step)}"`)))
    .map((step) => ({ kind: 'lost step', what: `step ${step} has no result` }));
}

const markOf = (step: number): string => (EFFECTS.includes(step) ? fileOf(step) : readOf(step));

type Thread = ReturnType<Workspace['state']['thread']>;

/** Each file stands there once, and so does every message. */
function judgeThread(thread: Thread): readonly Fault[] {
  const files = EFFECTS.flatMap((step): Fault[] => {
    const seen = thread.filter(({ raw }) => JSON.stringify(raw['files'] ?? '').includes(`"${fileOf(step)}"`));
    if (seen.length === 1) return [];
    const what = `${fileOf(step)} stands there ${seen.length} times`;
    return [{ kind: seen.length === 0 ? 'lost step' : 'doubled effect', what }];
  });
  const keys = thread.flatMap(({ metadata }) => Keyed.safeParse(metadata).data?.event_payload.key ?? []);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  return [
    ...files,
    ...twice.map((key): Fault => ({ kind: 'doubled post', what: `${key} stands there twice` })),
  ];
}

/** Whatever the ledger did not know at some time was put to people, with the buttons that settle it. */
async function judgeUnknown(
  taskId: string,
  { thread, rows }: { thread: Thread; rows: Rows },
): Promise<{ notShown: readonly Fault[]; unknown: number }> {
  const effects = await rows(
    EffectRow,
    `select key, exists (
       select from task_entry e where e.task_id = effect.task_id and e.kind = 'card'
         and e.body -> 'check' ->> 'ref' = effect.key::text) as is_put
     from effect where task_id = $1 and (settled_by is not null or state in ('unknown', 'intended'))`,
    [taskId],
  );
  const isSeen = thread.some(({ text }) => text.includes('I don’t know whether this happened'));
  const notShown = effects
    .filter(({ is_put: isPut }) => !isPut || !isSeen)
    .map(({ key }): Fault => ({ kind: 'unknown not shown', what: `nobody was asked about ${key}` }));
  return { notShown, unknown: effects.length };
}

const Keyed = z.looseObject({ event_payload: z.looseObject({ key: z.string() }) });
