// What comes again, with every version of what was agreed about it, as rows.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { Terms, type GivenTerms } from './terms.ts';
import { nextAfter } from './when.ts';

export interface NewSchedule {
  /** Chosen by whoever asks, so that asking twice makes one. */
  readonly id: string;
  readonly teamId: string;
  /** Whose history it reads, and where its reports go unless the terms say other places. */
  readonly channelId: string;
  /** Where it was agreed; undefined when it was not agreed in a thread. */
  readonly threadTs: string | undefined;
  readonly terms: GivenTerms;
  readonly by: string;
  readonly createdAt: Date;
}

export const SCHEDULE_STATES = ['proposed', 'on', 'paused', 'ended'] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

export interface Schedule extends Omit<NewSchedule, 'terms' | 'by'> {
  /** How people name it: "Report 3". */
  readonly number: number;
  readonly terms: Terms;
  readonly version: number;
  readonly state: ScheduleState;
  /** Its due times count from here; undefined until it is switched on. */
  readonly onSince: Date | undefined;
  readonly pausedUntil: Date | undefined;
  /** Why it is paused or ended: a person's id, or what stood in the way. */
  readonly why: string | undefined;
  /** Undefined when no due time ever comes, and while none is owed. */
  readonly nextDueAt: Date | undefined;
  readonly skipDueAt: Date | undefined;
  readonly endProposedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

export interface Version {
  readonly version: number;
  readonly terms: Terms;
  readonly changedBy: string;
  readonly changedAt: Date;
}

export interface ScheduleStore {
  /** Makes it, proposed and not switched on, or finds the one that this id has already. */
  create(schedule: NewSchedule): Promise<Schedule>;
  find(id: string): Promise<Schedule | undefined>;
  /** As `find`, kept from others until the transaction ends. */
  lock(id: string): Promise<Schedule | undefined>;
  numbered(teamId: string, number: number): Promise<Schedule | undefined>;
  /** Those of a channel that have not ended, oldest first. */
  inChannel(channel: { teamId: string; channelId: string }): Promise<readonly Schedule[]>;
  /** Those that a person owns or is the deputy of, and that have not ended. */
  ofPerson(person: { teamId: string; personId: string }): Promise<readonly Schedule[]>;
  /** Those that are on and read or speak in this channel, or are this person's or for them. */
  restingOn(teamId: string, id: string): Promise<readonly Schedule[]>;
  /** Whose schedules are on. */
  owners(): Promise<readonly { teamId: string; personId: string }[]>;
  /** Of every workspace, ended ones too. */
  all(): Promise<readonly Schedule[]>;
  /** Its due times count from `at` on. */
  switchOn(id: string, at: Date): Promise<void>;
  pause(id: string, paused: { until?: Date; why: string }): Promise<void>;
  resume(id: string): Promise<void>;
  skipNext(id: string, dueAt: Date | undefined): Promise<void>;
  change(id: string, change: { terms: Terms; by: string; at: Date }): Promise<void>;
  versions(id: string): Promise<readonly Version[]>;
  /** Nothing of it is due any more. False when it had ended before or never was. */
  end(id: string, ending: { why: string; at: Date }): Promise<boolean>;
  noteEndProposed(id: string, at: Date): Promise<void>;
  /** Every schedule with a due time that has come, the longest due first. */
  due(now: Date): Promise<readonly Schedule[]>;
  /** One of `due`, kept from other processes until the transaction ends; they pass it over and take another. */
  lockNextDue(now: Date): Promise<Schedule | undefined>;
  moveOn(id: string, nextDueAt: Date | undefined): Promise<void>;
}

const ScheduleRow = z
  .object({
    id: z.string(),
    number: z.number(),
    team_id: z.string(),
    channel_id: z.string(),
    thread_ts: z.string().nullable(),
    version: z.number(),
    terms: Terms,
    state: z.enum(SCHEDULE_STATES),
    on_since: z.date().nullable(),
    paused_until: z.date().nullable(),
    why: z.string().nullable(),
    next_due_at: z.date().nullable(),
    skip_due_at: z.date().nullable(),
    end_proposed_at: z.date().nullable(),
    created_at: z.date(),
    ended_at: z.date().nullable(),
  })
  .transform((row): Schedule => ({
    id: row.id,
    number: row.number,
    teamId: row.team_id,
    channelId: row.channel_id,
    threadTs: row.thread_ts ?? undefined,
    version: row.version,
    terms: row.terms,
    state: row.state,
    onSince: row.on_since ?? undefined,
    pausedUntil: row.paused_until ?? undefined,
    why: row.why ?? undefined,
    nextDueAt: row.next_due_at ?? undefined,
    skipDueAt: row.skip_due_at ?? undefined,
    endProposedAt: row.end_proposed_at ?? undefined,
    createdAt: row.created_at,
    endedAt: row.ended_at ?? undefined,
  }));

const VersionRow = z
  .object({ version: z.number(), terms: Terms, changed_by: z.string(), changed_at: z.date() })
  .transform((row): Version => ({
    version: row.version,
    terms: row.terms,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  }));

const OwnerRow = z
  .object({ team_id: z.string(), owner_id: z.string() })
  .transform((row) => ({ teamId: row.team_id, personId: row.owner_id }));

const SCHEDULE = `
  select s.*, v.terms from schedule s
  join schedule_version v on v.schedule_id = s.id and v.version = s.version`;
const DUE = `${SCHEDULE} where s.next_due_at <= $1 and s.ended_at is null order by s.next_due_at, s.id`;

export function createScheduleStore(sql: Sql): ScheduleStore {
  return { ...found(sql), ...changed(sql), ...due(sql) };
}

type Found = Pick<
  ScheduleStore,
  'find' | 'lock' | 'numbered' | 'inChannel' | 'ofPerson' | 'restingOn' | 'owners' | 'all' | 'versions'
>;

function found(sql: Sql): Found {
  const one = async (rest: string, values: readonly unknown[]) =>
    (await sql.rows(ScheduleRow, `${SCHEDULE} ${rest}`, values))[0];

  return {
    find: (id) => one('where s.id = $1', [id]),

    lock: (id) => one('where s.id = $1 for update of s', [id]),

    numbered: (teamId, number) => one('where s.team_id = $1 and s.number = $2', [teamId, number]),

    inChannel: ({ teamId, channelId }) =>
      sql.rows(
        ScheduleRow,
        `${SCHEDULE} where s.team_id = $1 and s.channel_id = $2 and s.ended_at is null order by s.number`,
        [teamId, channelId],
      ),

    ofPerson: ({ teamId, personId }) =>
      sql.rows(
        ScheduleRow,
        `${SCHEDULE} where s.team_id = $1 and s.ended_at is null and $2 in (v.terms ->> 'ownerId', v.terms ->> 'deputyId')
         order by s.number`,
        [teamId, personId],
      ),

    restingOn: (teamId, id) =>
      sql.rows(
        ScheduleRow,
        `${SCHEDULE} where s.team_id = $1 and (s.state = 'on' or s.state = 'paused' and v.terms ->> 'ownerId' = $2)
           and (s.channel_id = $2 or v.terms ->> 'ownerId' = $2
                or v.terms -> 'places' @> jsonb_build_array(jsonb_build_object('channelId', $2::text)))
         order by s.number`,
        [teamId, id],
      ),

    owners: () =>
      sql.rows(
        OwnerRow,
        `select distinct s.team_id, v.terms ->> 'ownerId' as owner_id from schedule s
         join schedule_version v on v.schedule_id = s.id and v.version = s.version
         where s.state = 'on' order by 1, 2`,
      ),

    all: () => sql.rows(ScheduleRow, `${SCHEDULE} order by s.team_id, s.number`),

    versions: (id) =>
      sql.rows(VersionRow, 'select * from schedule_version where schedule_id = $1 order by version', [id]),
  };
}

type Changed = Pick<
  ScheduleStore,
  'create' | 'switchOn' | 'pause' | 'resume' | 'skipNext' | 'change' | 'end' | 'noteEndProposed'
>;

function changed(sql: Sql): Changed {
  const addVersion = (id: string, { version, terms, changedBy, changedAt }: Version) =>
    sql.run(
      `insert into schedule_version (schedule_id, version, terms, changed_by, changed_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [id, version, JSON.stringify(terms), changedBy, changedAt],
    );

  return {
    create: async ({ id, teamId, channelId, threadTs, terms, by, createdAt }) => {
      await sql.run(
        `insert into schedule (id, team_id, channel_id, thread_ts, state, created_at)
         values ($1, $2, $3, $4, 'proposed', $5) on conflict (id) do nothing`,
        [id, teamId, channelId, threadTs ?? null, createdAt],
      );
      const first = { version: 1, terms: Terms.parse(terms), changedBy: by, changedAt: createdAt };
      await addVersion(id, first);
      const stands = await found(sql).find(id);
      if (stands === undefined) throw new Error('a schedule that could not be written is not there either');
      return stands;
    },

    switchOn: async (id, at) => {
      const schedule = await found(sql).lock(id);
      if (schedule === undefined || schedule.state !== 'proposed') return;
      await sql.run(`update schedule set state = 'on', on_since = $2, next_due_at = $3 where id = $1`, [
        id,
        at,
        nextAfter(schedule.terms, at) ?? null,
      ]);
    },

    pause: async (id, { until, why }) => {
      await sql.run(
        `update schedule set state = 'paused', paused_until = $2, why = $3 where id = $1 and state in ('on', 'paused')`,
        [id, until ?? null, why],
      );
    },

    resume: async (id) => {
      await sql.run(
        `update schedule set state = 'on', paused_until = null, why = null where id = $1 and state = 'paused'`,
        [id],
      );
    },

    skipNext: async (id, dueAt) => {
      await sql.run('update schedule set skip_due_at = $2 where id = $1', [id, dueAt ?? null]);
    },

    change: async (id, { terms, by, at }) => {
      const schedule = await found(sql).lock(id);
      if (schedule === undefined) return;
      const version = schedule.version + 1;
      await addVersion(id, { version, terms, changedBy: by, changedAt: at });
      const next =
        schedule.state === 'proposed' || schedule.endedAt !== undefined ? undefined : nextAfter(terms, at);
      await sql.run('update schedule set version = $2, next_due_at = $3 where id = $1', [
        id,
        version,
        next ?? null,
      ]);
    },

    end: async (id, { why, at }) =>
      (await sql.run(
        `update schedule set state = 'ended', ended_at = $2, why = $3, next_due_at = null
         where id = $1 and ended_at is null`,
        [id, at, why],
      )) === 1,

    noteEndProposed: async (id, at) => {
      await sql.run('update schedule set end_proposed_at = $2 where id = $1', [id, at]);
    },
  };
}

function due(sql: Sql): Pick<ScheduleStore, 'due' | 'lockNextDue' | 'moveOn'> {
  return {
    due: (now) => sql.rows(ScheduleRow, DUE, [now]),

    lockNextDue: async (now) =>
      (await sql.rows(ScheduleRow, `${DUE} limit 1 for update of s skip locked`, [now]))[0],

    moveOn: async (id, nextDueAt) => {
      await sql.run('update schedule set next_due_at = $2 where id = $1', [id, nextDueAt ?? null]);
    },
  };
}
