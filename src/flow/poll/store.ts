// Polls as rows: what was asked, who answered what, and whether it is over.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import { storableJson } from '../../db/storable.ts';

/** Why a poll is over: everyone answered, its time came, or somebody closed it (their id). */
const Row = z
  .object({
    id: z.string(),
    task_id: z.string(),
    team_id: z.string(),
    channel_id: z.string(),
    thread_ts: z.string().nullable(),
    question: z.string(),
    options: z.array(z.string()),
    voters: z.array(z.string()).nullable(),
    opened_by: z.string(),
    language: z.enum(['en', 'zh']),
    task_number: z.number(),
    opened_at: z.date(),
    closes_at: z.date(),
    closed_at: z.date().nullable(),
    closed_by: z.string().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    taskId: row.task_id,
    teamId: row.team_id,
    channelId: row.channel_id,
    ...(row.thread_ts === null ? {} : { threadTs: row.thread_ts }),
    question: row.question,
    options: row.options,
    /** Undefined when whoever sees it may answer. */
    voters: row.voters ?? undefined,
    openedBy: row.opened_by,
    language: row.language,
    taskNumber: row.task_number,
    openedAt: row.opened_at,
    closesAt: row.closes_at,
    closedAt: row.closed_at ?? undefined,
    /** A person's id, `all`, `time`, or `stop` of its task. */
    closedBy: row.closed_by ?? undefined,
  }));
export type Poll = z.infer<typeof Row>;

const Vote = z
  .object({ person_id: z.string(), option: z.number() })
  .transform((row) => ({ personId: row.person_id, option: row.option }));
export type Vote = z.infer<typeof Vote>;

export interface PollStore {
  /** Once under one id, however often it is opened. */
  open(poll: Omit<Poll, 'closedAt' | 'closedBy'>): Promise<void>;
  find(id: string): Promise<Poll | undefined>;
  /** Held until the transaction ends, so that two votes at once are counted one after the other. */
  hold(id: string): Promise<Poll | undefined>;
  vote(poll: Poll, vote: Vote & { at: Date }): Promise<void>;
  votes(id: string): Promise<readonly Vote[]>;
  close(id: string, ending: { at: Date; by: string }): Promise<void>;
  due(at: Date): Promise<readonly string[]>;
  /** Those of a task that are open. */
  openOf(taskId: string): Promise<readonly string[]>;
}

const COLUMNS =
  'id, task_id, team_id, channel_id, thread_ts, question, options, voters, opened_by, language, task_number, opened_at, closes_at, closed_at, closed_by';

export function createPollStore(sql: Sql): PollStore {
  const find = async (id: string, lock = ''): Promise<Poll | undefined> =>
    (await sql.rows(Row, `select ${COLUMNS} from poll where id::text = $1 ${lock}`, [id]))[0];

  return {
    open: async (poll) => {
      await sql.run(
        `insert into poll (id, task_id, team_id, channel_id, thread_ts, question, options, voters, opened_by, language,
           task_number, opened_at, closes_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (id) do nothing`,
        [
          poll.id,
          poll.taskId,
          poll.teamId,
          poll.channelId,
          poll.threadTs ?? null,
          poll.question,
          storableJson(poll.options),
          poll.voters === undefined ? null : storableJson(poll.voters),
          poll.openedBy,
          poll.language,
          poll.taskNumber,
          poll.openedAt,
          poll.closesAt,
        ],
      );
    },
    find: (id) => find(id),
    hold: (id) => find(id, 'for update'),
    vote: async ({ id, teamId }, { personId, option, at }) => {
      await sql.run(
        `insert into poll_vote (poll_id, team_id, person_id, option, voted_at) values ($1, $2, $3, $4, $5)
         on conflict (poll_id, person_id) do update set option = $4, voted_at = $5`,
        [id, teamId, personId, option, at],
      );
    },
    votes: (id) =>
      sql.rows(
        Vote,
        'select person_id, option from poll_vote where poll_id::text = $1 order by voted_at, person_id',
        [id],
      ),
    close: async (id, { at, by }) => {
      await sql.run('update poll set closed_at = $2, closed_by = $3 where id = $1 and closed_at is null', [
        id,
        at,
        by,
      ]);
    },
    due: async (at) =>
      (
        await sql.rows(
          z.object({ id: z.string() }),
          'select id from poll where closed_at is null and closes_at <= $1 order by closes_at',
          [at],
        )
      ).map(({ id }) => id),
    openOf: async (taskId) =>
      (
        await sql.rows(
          z.object({ id: z.string() }),
          'select id from poll where closed_at is null and task_id = $1 order by opened_at',
          [taskId],
        )
      ).map(({ id }) => id),
  };
}
