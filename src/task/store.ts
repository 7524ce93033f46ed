// Tasks, their briefs and the signals that wait for them.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storableJson } from '../db/storable.ts';
import { Brief } from './brief.ts';
import { Signal } from './signal.ts';
import { TaskColumns, TaskRow, toTask } from './task-row.ts';
import { isClosed, type TaskState } from './state.ts';

export interface Task {
  readonly id: string;
  readonly number: number;
  readonly teamId: string;
  readonly channelId: string;
  readonly threadTs: string;
  /** The message that says what is wanted. */
  readonly goalTs: string;
  readonly ownerId: string;
  readonly language: 'en' | 'zh';
  readonly state: TaskState;
  readonly openedAt: Date;
}

export interface OpenRequest {
  readonly id: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly threadTs: string;
  readonly goalTs: string;
  readonly ownerId: string;
  readonly language: 'en' | 'zh';
  readonly openedAt: Date;
}

export interface WaitingSignal {
  readonly key: string;
  readonly signal: Signal;
}

export interface TaskStanding {
  readonly task: Task;
  readonly accepted: { readonly version: number; readonly brief: Brief } | undefined;
  /** Whether a signal waits to be taken. */
  readonly hasWaiting: boolean;
}

/** `asks` are those that died, if they died, while they waited for the model or looked for what may have arrived. */
export interface Starts {
  readonly starts: number;
  readonly asks: number;
}

export interface TaskStore {
  /** The task of this thread: a new one, or the one that is there already. */
  open(request: OpenRequest): Promise<Task>;
  find(id: string): Promise<Task | undefined>;
  /** What a step asks of the task's own rows, in one look. */
  standing(id: string): Promise<TaskStanding | undefined>;
  inThread(thread: { teamId: string; channelId: string; threadTs: string }): Promise<Task | undefined>;
  /** The task whose goal this message is. */
  ofGoal(goal: { teamId: string; channelId: string; ts: string }): Promise<Task | undefined>;
  /** Open tasks of this owner, or in this channel. */
  openOf(
    teamId: string,
    what: { kind: 'person'; personId: string } | { kind: 'channel'; channelId: string },
  ): Promise<readonly Task[]>;
  /** How many messages reached it since then. */
  messagesSince(id: string, since: Date): Promise<number>;
  setState(id: string, change: { from: TaskState; to: TaskState; at: Date }): Promise<boolean>;
  /** Gives the goal of a task that was opened again to whoever asked last. */
  setGoal(id: string, goal: { goalTs: string; ownerId: string; openedAt: Date }): Promise<void>;
  /** A run of a schedule gets the thread in which people answer it. */
  setThread(id: string, threadTs: string): Promise<void>;
  acceptBrief(id: string, brief: Brief, accepted: { at: Date; by: string }): Promise<number>;
  /** Puts other words in place of a version that nothing was done under yet; resolves to the one before it. */
  amendBrief(id: string, version: number, brief: Brief): Promise<Brief | undefined>;
  /** False when this very signal was there already. */
  signal(id: string, signal: WaitingSignal & { at: Date }): Promise<boolean>;
  waiting(id: string): Promise<readonly WaitingSignal[]>;
  take(id: string, keys: readonly string[], at: Date): Promise<void>;
  /** Counts a start of a job for this task; resolves to how many there were since it last came a step on. */
  start(id: string): Promise<Starts>;
  /** The model is asked now, or Slack is looked into: a death from here on is hardly the task's fault, and is counted by itself. */
  awaits(id: string): Promise<void>;
  /** It came a step on: what was started before is forgotten. */
  cameOn(id: string): Promise<void>;
  /** Tasks that wait for a person and came no step on since then. */
  askingSince(before: Date): Promise<readonly string[]>;
  /** Every task that a job should be moving; asked at start, so that a lost wish is wished again. */
  wantingJob(): Promise<readonly string[]>;
}

const StandingRow = TaskColumns.extend({
  brief_version: z.number().nullable(),
  brief_body: Brief.nullable(),
  has_waiting: z.boolean(),
});

const SignalRow = z.object({ key: z.string(), body: Signal });

export function createTaskStore(sql: Sql): TaskStore {
  const inThread: TaskStore['inThread'] = async ({ teamId, channelId, threadTs }) =>
    (
      await sql.rows(
        TaskRow,
        'select * from task where team_id = $1 and channel_id = $2 and thread_ts = $3',
        [teamId, channelId, threadTs],
      )
    )[0];

  return {
    inThread,

    open: async (request) => {
      const [opened] = await sql.rows(
        TaskRow,
        `insert into task (id, team_id, channel_id, thread_ts, goal_ts, owner_id, language, state, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'intake', $8)
         on conflict (team_id, channel_id, thread_ts) do update set thread_ts = excluded.thread_ts
         returning *`,
        [
          request.id,
          request.teamId,
          request.channelId,
          request.threadTs,
          request.goalTs,
          request.ownerId,
          request.language,
          request.openedAt,
        ],
      );
      if (opened === undefined) throw new Error('an insert that always returns its row returned none');
      return opened;
    },

    find: async (id) => (await sql.rows(TaskRow, 'select * from task where id = $1', [id]))[0],

    standing: async (id) => {
      const [row] = await sql.rows(
        StandingRow,
        `select task.*, newest.version as brief_version, newest.body as brief_body,
           exists (select from signal where task_id = $1 and taken_at is null) as has_waiting
         from task left join lateral (
           select version, body from brief where task_id = task.id order by version desc limit 1) newest on true
         where id = $1`,
        [id],
      );
      if (row === undefined) return undefined;
      const { brief_version: version, brief_body: brief, has_waiting: hasWaiting } = row;
      return {
        task: toTask(row),
        accepted: version === null || brief === null ? undefined : { version, brief },
        hasWaiting,
      };
    },

    ofGoal: async ({ teamId, channelId, ts }) =>
      (
        await sql.rows(
          TaskRow,
          'select * from task where team_id = $1 and channel_id = $2 and goal_ts = $3',
          [teamId, channelId, ts],
        )
      )[0],

    openOf: (teamId, what) =>
      sql.rows(
        TaskRow,
        `select * from task where team_id = $1 and closed_at is null
         and case when $2 then owner_id = $3 else channel_id = $3 end`,
        [teamId, what.kind === 'person', what.kind === 'person' ? what.personId : what.channelId],
      ),

    messagesSince: async (id, since) =>
      (
        await sql.rows(
          z.object({ n: z.number() }),
          `select count(*) as n from signal where task_id = $1 and kind = 'message' and at > $2`,
          [id, since],
        )
      )[0]?.n ?? 0,

    setState: async (id, { from, to, at }) =>
      (await sql.run('update task set state = $3, closed_at = $4 where id = $1 and state = $2', [
        id,
        from,
        to,
        isClosed(to) ? at : null,
      ])) === 1,

    setGoal: async (id, { goalTs, ownerId, openedAt }) => {
      await sql.run('update task set goal_ts = $2, owner_id = $3, opened_at = $4 where id = $1', [
        id,
        goalTs,
        ownerId,
        openedAt,
      ]);
    },

    setThread: async (id, threadTs) => {
      await sql.run('update task set thread_ts = $2 where id = $1', [id, threadTs]);
    },

    acceptBrief: async (id, brief, { at, by }) => {
      const [row] = await sql.rows(
        z.object({ version: z.number() }),
        `insert into brief (task_id, version, body, accepted_at, accepted_by)
         select $1, coalesce(max(version), 0) + 1, $2, $3, $4 from brief where task_id = $1
         returning version`,
        [id, storableJson(brief), at, by],
      );
      return row?.version ?? 1;
    },

    amendBrief: async (id, version, brief) => {
      await sql.run('update brief set body = $3 where task_id = $1 and version = $2', [
        id,
        version,
        storableJson(brief),
      ]);
      const [before] = await sql.rows(
        z.object({ body: Brief }),
        'select body from brief where task_id = $1 and version < $2 order by version desc limit 1',
        [id, version],
      );
      return before?.body;
    },

    signal: async (id, { key, signal, at }) => {
      const inserted = await sql.run(
        `insert into signal (task_id, key, kind, body, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [id, key, signal.kind, storableJson(signal), at],
      );
      // Wakes the process that works on this task, so that a stop need not wait for the model to finish.
      if (inserted === 1)
        await sql.run('select pg_notify($1, $2)', ['longhand_signal', `${signal.kind} ${id}`]);
      return inserted === 1;
    },

    waiting: async (id) => {
      const rows = await sql.rows(
        SignalRow,
        'select key, body from signal where task_id = $1 and taken_at is null order by place',
        [id],
      );
      return rows.map((row) => ({ key: row.key, signal: row.body }));
    },

    take: async (id, keys, at) => {
      await sql.run('update signal set taken_at = $3 where task_id = $1 and key = any($2)', [id, keys, at]);
    },

    start: async (id) =>
      (
        await sql.rows(
          z.object({ starts: z.number(), asks: z.number() }),
          // The mark is what there is to show for it: rows of the transcript, and states of the ledger. It only grows.
          `with progress as (
             select (select count(*) from task_entry where task_id = $1)
               + (select count(*) + count(handle) + count(settled_at) from effect where task_id = $1) as mark)
           update task set starts = case when started_at_mark = mark then starts + 1 else 1 end,
             asks = case when started_at_mark = mark then asks else 0 end, started_at_mark = mark
           from progress where id = $1 returning starts, asks`,
          [id],
        )
      )[0] ?? { starts: 0, asks: 0 },

    awaits: async (id) => {
      await sql.run('update task set starts = 0, asks = asks + 1 where id = $1', [id]);
    },

    cameOn: async (id) => {
      await sql.run('update task set starts = 0, asks = 0 where id = $1 and starts + asks > 0', [id]);
    },

    askingSince: async (before) => {
      const rows = await sql.rows(
        z.object({ id: z.string() }),
        `select id from task where state = 'asking'
         and not exists (select from task_entry where task_id = task.id and at > $1)`,
        [before],
      );
      return rows.map((row) => row.id);
    },

    wantingJob: async () => {
      const rows = await sql.rows(
        z.object({ id: z.string() }),
        `select id from task where state in ('intake', 'working')
         union select task_id from signal where taken_at is null`,
      );
      return rows.map((row) => row.id);
    },
  };
}
