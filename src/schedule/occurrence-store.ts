// The due times of schedules and how each ended. Every due time that has passed has a row: none is ever missing.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { readWhy, toWhyText, type Why } from './why.ts';

const STATES = ['planned', 'running', 'delivered', 'nothing', 'skipped', 'failed'] as const;
/** `planned` is claimed and not begun; `delivered` is said of what Slack has; `nothing` had nothing to say. */
export type OccurrenceState = (typeof STATES)[number];

export interface Occurrence {
  readonly scheduleId: string;
  readonly dueAt: Date;
  readonly kind: 'due' | 'now';
  readonly state: OccurrenceState;
  readonly why: Why | undefined;
  readonly taskId: string | undefined;
  /** When its run began, or was claimed while none has: late by this less `dueAt`. */
  readonly startedAt: Date | undefined;
  readonly runAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly tries: number;
}

export interface OccurrenceRef {
  readonly scheduleId: string;
  readonly dueAt: Date;
}

export interface Ending {
  readonly state: 'delivered' | 'nothing' | 'skipped' | 'failed';
  readonly why?: Why;
  readonly at: Date;
}

export interface OccurrenceStore {
  /**
   * Contract: true for exactly one caller, ever, over all processes; whoever gets it runs this due time. `runAt` is
   * when it begins; late ones (`isLate`) are put behind each other, so that a morning after never begins all at once.
   */
  claim(ref: OccurrenceRef, claimed: { at: Date; isLate?: boolean; kind?: 'now' }): Promise<boolean>;
  /** Rows for due times that will not run; one that has a row already keeps it. */
  skip(scheduleId: string, skipped: readonly { dueAt: Date; why: Why }[], at: Date): Promise<void>;
  /** One that is planned for now or before, kept from others until the transaction ends. */
  lockNextPlanned(now: Date): Promise<Occurrence | undefined>;
  /** When the first of those that are planned begins; undefined when none is. */
  nextRunAt(): Promise<Date | undefined>;
  /** The task is there: from `planned` to `running`. */
  begin(ref: OccurrenceRef, begun: { taskId: string; at: Date }): Promise<void>;
  /** A failed one is tried once more, by whoever asked. */
  tryAgain(ref: OccurrenceRef, at: Date): Promise<boolean>;
  /** False when it had ended before: the first ending stays. */
  settle(ref: OccurrenceRef, ending: Ending): Promise<boolean>;
  /** Schedules that are on and had a due time that failed within a day. */
  failing(now: Date): Promise<readonly string[]>;
  ofTask(taskId: string): Promise<Occurrence | undefined>;
  find(ref: OccurrenceRef): Promise<Occurrence | undefined>;
  /** Newest first. */
  newest(scheduleId: string, limit: number): Promise<readonly Occurrence[]>;
  /** All of them, oldest first: for the account. */
  every(scheduleId: string): Promise<readonly Occurrence[]>;
}

const Row = z
  .object({
    schedule_id: z.string(),
    due_at: z.date(),
    kind: z.enum(['due', 'now']),
    state: z.enum(STATES),
    why: z.string().nullable(),
    task_id: z.string().nullable(),
    started_at: z.date().nullable(),
    run_at: z.date().nullable(),
    ended_at: z.date().nullable(),
    tries: z.number(),
  })
  .transform((row): Occurrence => ({
    scheduleId: row.schedule_id,
    dueAt: row.due_at,
    kind: row.kind,
    state: row.state,
    why: readWhy(row.why),
    taskId: row.task_id ?? undefined,
    startedAt: row.started_at ?? undefined,
    runAt: row.run_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    tries: row.tries,
  }));

/** After downtime so long lies between one late run and the next. */
const LATE_APART = "interval '5 seconds'";
/** Any number that is ours alone: who puts a late run into the line holds it. */
const LATE_LINE = 7_203_118;

const CLAIM = `
  insert into occurrence (schedule_id, due_at, kind, state, started_at, run_at)
  values ($1, $2, $3, 'planned', $4,
          case when $5 then greatest($4::timestamptz, (
            select max(run_at) + ${LATE_APART} from occurrence where state = 'planned'))
          else $4 end)
  on conflict (schedule_id, due_at) do nothing`;

export function createOccurrenceStore(sql: Sql): OccurrenceStore {
  return { ...claims(sql), ...endings(sql), ...looks(sql) };
}

function claims(
  sql: Sql,
): Pick<OccurrenceStore, 'claim' | 'skip' | 'lockNextPlanned' | 'nextRunAt' | 'begin' | 'tryAgain'> {
  return {
    claim: async ({ scheduleId, dueAt }, { at, isLate = false, kind = 'due' }) => {
      if (isLate) await sql.run('select pg_advisory_xact_lock($1)', [LATE_LINE]);
      return (await sql.run(CLAIM, [scheduleId, dueAt, kind, at, isLate])) === 1;
    },

    skip: async (scheduleId, skipped, at) => {
      if (skipped.length === 0) return;
      await sql.run(
        `insert into occurrence (schedule_id, due_at, state, why, ended_at)
         select $1, due_at, 'skipped', why, $4
         from unnest($2::timestamptz[], $3::text[]) as missed (due_at, why)
         on conflict (schedule_id, due_at) do nothing`,
        [
          scheduleId,
          skipped.map(({ dueAt }) => dueAt.toISOString()),
          skipped.map(({ why }) => toWhyText(why)),
          at,
        ],
      );
    },

    lockNextPlanned: async (now) =>
      (
        await sql.rows(
          Row,
          `select * from occurrence where state = 'planned' and run_at <= $1
           order by run_at, schedule_id limit 1 for update skip locked`,
          [now],
        )
      )[0],

    nextRunAt: async () => {
      const NextRow = z.object({ run_at: z.date().nullable() });
      const text = `select min(run_at) as run_at from occurrence where state = 'planned'`;
      return (await sql.rows(NextRow, text, []))[0]?.run_at ?? undefined;
    },

    begin: async ({ scheduleId, dueAt }, { taskId, at }) => {
      await sql.run(
        `update occurrence set state = 'running', task_id = $3, started_at = $4, tries = tries + 1
         where schedule_id = $1 and due_at = $2 and state = 'planned'`,
        [scheduleId, dueAt, taskId, at],
      );
    },

    tryAgain: async ({ scheduleId, dueAt }, at) =>
      (await sql.run(
        `update occurrence set state = 'planned', why = null, ended_at = null, run_at = $3
         where schedule_id = $1 and due_at = $2 and state = 'failed'`,
        [scheduleId, dueAt, at],
      )) === 1,
  };
}

function endings(sql: Sql): Pick<OccurrenceStore, 'settle' | 'failing'> {
  return {
    failing: async (now) => {
      const rows = await sql.rows(
        z.object({ schedule_id: z.string() }),
        `select distinct o.schedule_id from occurrence o join schedule s on s.id = o.schedule_id
         where s.state = 'on' and o.state = 'failed' and o.ended_at > $1::timestamptz - interval '1 day'`,
        [now],
      );
      return rows.map((row) => row.schedule_id);
    },

    settle: async ({ scheduleId, dueAt }, { state, why, at }) =>
      (await sql.run(
        `update occurrence set state = $3, why = $4, ended_at = $5
         where schedule_id = $1 and due_at = $2 and ended_at is null`,
        [scheduleId, dueAt, state, why === undefined ? null : toWhyText(why), at],
      )) === 1,
  };
}

function looks(sql: Sql): Pick<OccurrenceStore, 'ofTask' | 'find' | 'newest' | 'every'> {
  return {
    ofTask: async (taskId) =>
      (await sql.rows(Row, 'select * from occurrence where task_id = $1', [taskId]))[0],

    find: async ({ scheduleId, dueAt }) =>
      (
        await sql.rows(Row, 'select * from occurrence where schedule_id = $1 and due_at = $2', [
          scheduleId,
          dueAt,
        ])
      )[0],

    newest: (scheduleId, limit) =>
      sql.rows(Row, 'select * from occurrence where schedule_id = $1 order by due_at desc limit $2', [
        scheduleId,
        limit,
      ]),

    every: (scheduleId) =>
      sql.rows(Row, 'select * from occurrence where schedule_id = $1 order by due_at', [scheduleId]),
  };
}
