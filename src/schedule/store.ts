// What comes again, and how each due time of it ended, as rows.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { Missed } from './missed.ts';

export interface NewSchedule {
  /** Chosen by whoever asks, so that asking twice makes one. */
  readonly id: string;
  readonly teamId: string;
  readonly channelId: string;
  /** Where it was agreed; undefined when it was not agreed in a thread. */
  readonly threadTs: string | undefined;
  readonly ownerId: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly goal: string;
  readonly language: 'en' | 'zh';
  readonly missed: Missed;
  /** Undefined when no due time ever comes. */
  readonly nextDueAt: Date | undefined;
  readonly createdAt: Date;
}

export interface Schedule extends NewSchedule {
  /** How people name it: "Report 3". */
  readonly number: number;
  readonly endedAt: Date | undefined;
}

type OccurrenceState = 'planned' | 'running' | 'delivered' | 'skipped' | 'failed';

/** `planned` is claimed, with no task yet; how late it was is `startedAt` less `dueAt`. */
interface Occurrence {
  readonly scheduleId: string;
  readonly dueAt: Date;
  readonly state: OccurrenceState;
  readonly why: string | undefined;
  readonly taskId: string | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

interface OccurrenceRef {
  readonly scheduleId: string;
  readonly dueAt: Date;
}

interface Ending {
  readonly state: 'delivered' | 'skipped' | 'failed';
  readonly why?: string;
  readonly at: Date;
}

export interface ScheduleStore {
  /** Makes it, or finds the one that this id has already. */
  create(schedule: NewSchedule): Promise<Schedule>;
  find(id: string): Promise<Schedule | undefined>;
  /** Those of a channel that still go on, oldest first. */
  inChannel(channel: { teamId: string; channelId: string }): Promise<readonly Schedule[]>;
  /** Nothing of it is due any more. False when it had ended before or never was. */
  end(id: string, at: Date): Promise<boolean>;
  /** Every schedule with a due time that has come, the longest due first. */
  due(now: Date): Promise<readonly Schedule[]>;
  /** One of `due`, kept from other processes until the transaction ends; they pass it over and take another. */
  lockNextDue(now: Date): Promise<Schedule | undefined>;
  moveOn(id: string, nextDueAt: Date | undefined): Promise<void>;
  /** Contract: true for exactly one caller, ever, over all processes; whoever gets it runs this due time. */
  claim(ref: OccurrenceRef, at: Date): Promise<boolean>;
  /** Rows for due times that will not run; one that has a row already keeps it. */
  skip(scheduleId: string, skipped: readonly { dueAt: Date; why: string }[], at: Date): Promise<void>;
  /** The task is there: from `planned` to `running`. */
  begin(ref: OccurrenceRef, taskId: string): Promise<void>;
  /** What stood in the way of a task so far; it stays `planned`. */
  noteWhy(ref: OccurrenceRef, why: string): Promise<void>;
  /** False when it had ended before: the first ending stays. */
  settle(ref: OccurrenceRef, ending: Ending): Promise<boolean>;
  /** The same by the task of an occurrence; false also for a task that belongs to none. */
  settleTask(taskId: string, ending: Ending): Promise<boolean>;
  /** Claimed before then, and still without a task: whoever claimed them died, or could not open one. */
  withoutTask(claimedBefore: Date): Promise<readonly { occurrence: Occurrence; schedule: Schedule }[]>;
  /** Newest first. */
  occurrences(scheduleId: string, limit: number): Promise<readonly Occurrence[]>;
}

const ScheduleRow = z
  .object({
    id: z.string(),
    number: z.number(),
    team_id: z.string(),
    channel_id: z.string(),
    thread_ts: z.string().nullable(),
    owner_id: z.string(),
    expression: z.string(),
    time_zone: z.string(),
    goal: z.string(),
    language: z.enum(['en', 'zh']),
    missed: z.enum(['run-once', 'skip']),
    next_due_at: z.date().nullable(),
    created_at: z.date(),
    ended_at: z.date().nullable(),
  })
  .transform((row): Schedule => ({
    id: row.id,
    number: row.number,
    teamId: row.team_id,
    channelId: row.channel_id,
    threadTs: row.thread_ts ?? undefined,
    ownerId: row.owner_id,
    expression: row.expression,
    timeZone: row.time_zone,
    goal: row.goal,
    language: row.language,
    missed: row.missed,
    nextDueAt: row.next_due_at ?? undefined,
    createdAt: row.created_at,
    endedAt: row.ended_at ?? undefined,
  }));

const OccurrenceRow = z
  .object({
    schedule_id: z.string(),
    due_at: z.date(),
    state: z.enum(['planned', 'running', 'delivered', 'skipped', 'failed']),
    why: z.string().nullable(),
    task_id: z.string().nullable(),
    started_at: z.date().nullable(),
    ended_at: z.date().nullable(),
  })
  .transform((row): Occurrence => ({
    scheduleId: row.schedule_id,
    dueAt: row.due_at,
    state: row.state,
    why: row.why ?? undefined,
    taskId: row.task_id ?? undefined,
    startedAt: row.started_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  }));

export function createScheduleStore(sql: Sql): ScheduleStore {
  return { ...schedulesIn(sql), ...claimsIn(sql), ...occurrencesIn(sql) };
}

type Schedules = Pick<
  ScheduleStore,
  'create' | 'find' | 'inChannel' | 'end' | 'due' | 'lockNextDue' | 'moveOn'
>;

const DUE = 'select * from schedule where next_due_at <= $1 and ended_at is null order by next_due_at, id';

function schedulesIn(sql: Sql): Schedules {
  const find = async (id: string) =>
    (await sql.rows(ScheduleRow, 'select * from schedule where id = $1', [id]))[0];

  return {
    find,

    create: async (schedule) => {
      await insertSchedule(sql, schedule);
      const stands = await find(schedule.id);
      if (stands === undefined) throw new Error('a schedule that could not be written is not there either');
      return stands;
    },

    inChannel: ({ teamId, channelId }) =>
      sql.rows(
        ScheduleRow,
        'select * from schedule where team_id = $1 and channel_id = $2 and ended_at is null order by number',
        [teamId, channelId],
      ),

    end: async (id, at) =>
      (await sql.run(
        'update schedule set ended_at = $2, next_due_at = null where id = $1 and ended_at is null',
        [id, at],
      )) === 1,

    due: (now) => sql.rows(ScheduleRow, DUE, [now]),

    lockNextDue: async (now) =>
      (await sql.rows(ScheduleRow, `${DUE} limit 1 for update skip locked`, [now]))[0],

    moveOn: async (id, nextDueAt) => {
      await sql.run('update schedule set next_due_at = $2 where id = $1', [id, nextDueAt ?? null]);
    },
  };
}

function insertSchedule(sql: Sql, schedule: NewSchedule): Promise<number> {
  return sql.run(
    `insert into schedule (id, team_id, channel_id, thread_ts, owner_id, expression, time_zone, goal, language,
                           missed, next_due_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (id) do nothing`,
    [
      schedule.id,
      schedule.teamId,
      schedule.channelId,
      schedule.threadTs ?? null,
      schedule.ownerId,
      schedule.expression,
      schedule.timeZone,
      schedule.goal,
      schedule.language,
      schedule.missed,
      schedule.nextDueAt ?? null,
      schedule.createdAt,
    ],
  );
}

type Claims = Pick<ScheduleStore, 'claim' | 'skip' | 'begin' | 'noteWhy'>;

function claimsIn(sql: Sql): Claims {
  return {
    claim: async ({ scheduleId, dueAt }, at) =>
      (await sql.run(
        `insert into occurrence (schedule_id, due_at, state, started_at) values ($1, $2, 'planned', $3)
         on conflict (schedule_id, due_at) do nothing`,
        [scheduleId, dueAt, at],
      )) === 1,

    skip: async (scheduleId, skipped, at) => {
      await sql.run(
        `insert into occurrence (schedule_id, due_at, state, why, ended_at)
         select $1, due_at, 'skipped', why, $4
         from unnest($2::timestamptz[], $3::text[]) as missed (due_at, why)
         on conflict (schedule_id, due_at) do nothing`,
        [scheduleId, skipped.map(({ dueAt }) => dueAt.toISOString()), skipped.map(({ why }) => why), at],
      );
    },

    begin: async ({ scheduleId, dueAt }, taskId) => {
      await sql.run(
        `update occurrence set state = 'running', task_id = $3, why = null
         where schedule_id = $1 and due_at = $2 and state = 'planned'`,
        [scheduleId, dueAt, taskId],
      );
    },

    noteWhy: async ({ scheduleId, dueAt }, why) => {
      await sql.run(
        `update occurrence set why = $3 where schedule_id = $1 and due_at = $2 and state = 'planned'`,
        [scheduleId, dueAt, why],
      );
    },
  };
}

type Endings = Pick<ScheduleStore, 'settle' | 'settleTask' | 'withoutTask' | 'occurrences'>;

function occurrencesIn(sql: Sql): Endings {
  return {
    settle: async ({ scheduleId, dueAt }, { state, why, at }) =>
      (await sql.run(
        `update occurrence set state = $3, why = $4, ended_at = $5
         where schedule_id = $1 and due_at = $2 and ended_at is null`,
        [scheduleId, dueAt, state, why ?? null, at],
      )) === 1,

    settleTask: async (taskId, { state, why, at }) =>
      (await sql.run(
        `update occurrence set state = $2, why = $3, ended_at = $4 where task_id = $1 and ended_at is null`,
        [taskId, state, why ?? null, at],
      )) === 1,

    withoutTask: async (claimedBefore) => {
      const occurrences = await sql.rows(
        OccurrenceRow,
        `select * from occurrence where state = 'planned' and started_at < $1 order by started_at, schedule_id`,
        [claimedBefore],
      );
      const schedules = await sql.rows(ScheduleRow, 'select * from schedule where id = any($1::uuid[])', [
        occurrences.map(({ scheduleId }) => scheduleId),
      ]);
      const byId = new Map(schedules.map((schedule) => [schedule.id, schedule]));
      return occurrences.flatMap((occurrence) => {
        const schedule = byId.get(occurrence.scheduleId);
        return schedule === undefined ? [] : [{ occurrence, schedule }];
      });
    },

    occurrences: (scheduleId, limit) =>
      sql.rows(
        OccurrenceRow,
        'select * from occurrence where schedule_id = $1 order by due_at desc limit $2',
        [scheduleId, limit],
      ),
  };
}
