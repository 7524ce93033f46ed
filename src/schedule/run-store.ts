// The runs of schedules: which version ran, for which moment, what it had to say and where that was said.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

/** Of a due time; asked for between them; only for whoever asks; or over the history as it was. */
export const RUN_KINDS = ['due', 'now', 'trial', 'replay'] as const;
export type RunKind = (typeof RUN_KINDS)[number];
export type RunState = 'running' | 'reported' | 'nothing' | 'failed';

/** What a report counts, by name: what the next one is held against. */
export const Figures = z.record(z.string(), z.number());
export type Figures = z.infer<typeof Figures>;

export interface NewRun {
  readonly taskId: string;
  readonly scheduleId: string;
  readonly version: number;
  readonly kind: RunKind;
  readonly dueAt: Date;
  readonly askedBy?: string;
  /** Runs that were asked for together, and where they are told of. */
  readonly batch?: { readonly id: string; readonly channelId: string; readonly threadTs?: string };
}

export interface Run extends NewRun {
  readonly state: RunState;
  readonly why: string | undefined;
  readonly report: string | undefined;
  readonly figures: Figures | undefined;
  readonly endedAt: Date | undefined;
}

/** Something a run said outside of any thread, and Slack's name for it once it has one. */
export interface RunPost {
  readonly key: string;
  readonly taskId: string;
  readonly isReport: boolean;
  readonly channelId: string;
  readonly threadTs: string | undefined;
  readonly ts: string | undefined;
  readonly failedReason: string | undefined;
}

export interface RunStore {
  /** The `ts` of a thread that no message is in: it stands before all others. */
  nextThreadTs(): Promise<string>;
  add(run: NewRun): Promise<void>;
  ofTask(taskId: string): Promise<Run | undefined>;
  ofBatch(batchId: string): Promise<readonly Run[]>;
  settle(
    taskId: string,
    ending: {
      state: Exclude<RunState, 'running'>;
      why?: string;
      report?: string;
      figures?: Figures;
      at: Date;
    },
  ): Promise<void>;
  /** The last run before `before` whose report people got. */
  lastReported(scheduleId: string, before: Date): Promise<Run | undefined>;
  notePost(post: { key: string; taskId: string; isReport: boolean }): Promise<void>;
  posts(taskId: string): Promise<readonly RunPost[]>;
  /** The run that said this message. */
  saidAt(message: { channelIds: readonly string[]; ts: string }): Promise<string | undefined>;
  /** False when this very click was taken before. */
  noteClick(key: string, at: Date): Promise<boolean>;
  /** Runs of due times whose report is written and which nobody has settled yet. */
  unsettled(): Promise<readonly string[]>;
}

const RunRow = z
  .object({
    task_id: z.string(),
    schedule_id: z.string(),
    version: z.number(),
    kind: z.enum(RUN_KINDS),
    due_at: z.date(),
    asked_by: z.string().nullable(),
    batch_id: z.string().nullable(),
    tell_channel_id: z.string().nullable(),
    tell_thread_ts: z.string().nullable(),
    state: z.enum(['running', 'reported', 'nothing', 'failed']),
    why: z.string().nullable(),
    report: z.string().nullable(),
    figures: Figures.nullable(),
    ended_at: z.date().nullable(),
  })
  .transform((row): Run => ({
    taskId: row.task_id,
    scheduleId: row.schedule_id,
    version: row.version,
    kind: row.kind,
    dueAt: row.due_at,
    ...(row.asked_by === null ? {} : { askedBy: row.asked_by }),
    ...(row.batch_id === null
      ? {}
      : {
          batch: {
            id: row.batch_id,
            channelId: row.tell_channel_id ?? '',
            ...(row.tell_thread_ts === null ? {} : { threadTs: row.tell_thread_ts }),
          },
        }),
    state: row.state,
    why: row.why ?? undefined,
    report: row.report ?? undefined,
    figures: row.figures ?? undefined,
    endedAt: row.ended_at ?? undefined,
  }));

const PostRow = z
  .object({
    key: z.string(),
    task_id: z.string(),
    is_report: z.boolean(),
    channel_id: z.string(),
    thread_ts: z.string().nullable(),
    ts: z.string().nullable(),
    failed_reason: z.string().nullable(),
  })
  .transform((row): RunPost => ({
    key: row.key,
    taskId: row.task_id,
    isReport: row.is_report,
    channelId: row.channel_id,
    threadTs: row.thread_ts ?? undefined,
    ts: row.ts ?? undefined,
    failedReason: row.failed_reason ?? undefined,
  }));

const TaskId = z.object({ task_id: z.string() });

export function createRunStore(sql: Sql): RunStore {
  return { ...runs(sql), ...posts(sql) };
}

type Runs = Pick<
  RunStore,
  'nextThreadTs' | 'add' | 'ofTask' | 'ofBatch' | 'settle' | 'lastReported' | 'unsettled'
>;

function runs(sql: Sql): Runs {
  return {
    nextThreadTs: async () => {
      const [row] = await sql.rows(
        z.object({ ts: z.string() }),
        `select '0.' || lpad(nextval('schedule_run_thread')::text, 12, '0') as ts`,
      );
      return row?.ts ?? '0.0';
    },

    add: async ({ taskId, scheduleId, version, kind, dueAt, askedBy, batch }) => {
      await sql.run(
        `insert into schedule_run
           (task_id, schedule_id, version, kind, due_at, asked_by, batch_id, tell_channel_id, tell_thread_ts)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          taskId,
          scheduleId,
          version,
          kind,
          dueAt,
          askedBy ?? null,
          batch?.id ?? null,
          batch?.channelId ?? null,
          batch?.threadTs ?? null,
        ],
      );
    },

    ofTask: async (taskId) =>
      (await sql.rows(RunRow, 'select * from schedule_run where task_id = $1', [taskId]))[0],

    ofBatch: (batchId) =>
      sql.rows(RunRow, 'select * from schedule_run where batch_id = $1 order by due_at', [batchId]),

    settle: async (taskId, { state, why, report, figures, at }) => {
      await sql.run(
        `update schedule_run set state = $2, why = $3, report = coalesce($4, report),
                figures = coalesce($5::jsonb, figures), ended_at = $6 where task_id = $1`,
        [
          taskId,
          state,
          why ?? null,
          report ?? null,
          figures === undefined ? null : JSON.stringify(figures),
          at,
        ],
      );
    },

    lastReported: async (scheduleId, before) =>
      (
        await sql.rows(
          RunRow,
          `select * from schedule_run where schedule_id = $1 and due_at < $2 and state = 'reported'
             and kind in ('due', 'now') order by due_at desc limit 1`,
          [scheduleId, before],
        )
      )[0],

    unsettled: async () => {
      const rows = await sql.rows(
        TaskId,
        `select o.task_id from occurrence o join schedule_run r on r.task_id = o.task_id
         where o.state = 'running' and r.state = 'reported' order by o.started_at limit 500`,
      );
      return rows.map((row) => row.task_id);
    },
  };
}

/** The outbox knows what became of what was said. */
const POST = `
  select p.key, p.task_id, p.is_report, o.channel_id, o.thread_ts, o.ts, o.failed_reason
  from schedule_post p join outbox_post o on o.key = p.key`;

function posts(sql: Sql): Pick<RunStore, 'notePost' | 'posts' | 'saidAt' | 'noteClick'> {
  return {
    noteClick: async (key, at) =>
      (await sql.run('insert into schedule_click (key, at) values ($1, $2) on conflict do nothing', [
        key,
        at,
      ])) === 1,

    notePost: async ({ key, taskId, isReport }) => {
      await sql.run(
        `insert into schedule_post (key, task_id, is_report) values ($1, $2, $3)
         on conflict (key) do update set is_report = excluded.is_report`,
        [key, taskId, isReport],
      );
    },

    posts: (taskId) => sql.rows(PostRow, `${POST} where p.task_id = $1 order by o.place`, [taskId]),

    saidAt: async ({ channelIds, ts }) =>
      (
        await sql.rows(PostRow, `${POST} where o.channel_id = any($1) and o.ts = $2 limit 1`, [
          channelIds,
          ts,
        ])
      )[0]?.taskId,
  };
}
