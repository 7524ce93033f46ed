// The rows of a reading of many documents: what was asked, and what contents have said to forms before.
import { z } from 'zod';
import { Form } from '../../agent/reading/form.ts';
import { storableJson } from '../../db/storable.ts';
import type { Sql } from '../../db/pool.ts';
import { Outcome } from './items.ts';

export interface Reading {
  readonly batch: string;
  readonly taskId: string;
  readonly teamId: string;
  readonly channelId: string;
  /** Under which the table is read like a file. */
  readonly fileId: string;
  readonly title: string;
  readonly form: Form;
  readonly wish: string;
  readonly base: string | undefined;
}

export interface ReadingStore {
  add(reading: Reading & { at: Date }): Promise<void>;
  find(by: { batch: string } | { fileId: string }): Promise<Reading | undefined>;
  /** Of this task, with this wish, and not over yet. */
  findOpen(taskId: string, wish: string): Promise<Reading | undefined>;
  /** Since its goal was said; oldest first. */
  of(taskId: string, since: Date): Promise<readonly Reading[]>;
  /** Whether so many were read in this channel under this very form. */
  wasRead(by: { teamId: string; channelId: string; form: Form; atLeast: number }): Promise<boolean>;
  answer(key: AnswerKey): Promise<ReadOutcome | undefined>;
  keepAnswer(key: AnswerKey, kept: { fileId?: string; outcome: ReadOutcome; at: Date }): Promise<void>;
}

type ReadOutcome = Extract<Outcome, { status: 'read' }>;

interface AnswerKey {
  readonly teamId: string;
  readonly key: string;
}

const ReadingRow = z
  .object({
    batch: z.string(),
    task_id: z.string(),
    team_id: z.string(),
    channel_id: z.string(),
    file_id: z.string(),
    title: z.string(),
    form: Form,
    wish: z.string(),
    base: z.string().nullable(),
  })
  .transform((row): Reading => ({
    batch: row.batch,
    taskId: row.task_id,
    teamId: row.team_id,
    channelId: row.channel_id,
    fileId: row.file_id,
    title: row.title,
    form: row.form,
    wish: row.wish,
    base: row.base ?? undefined,
  }));

const COLUMNS = 'batch, task_id, team_id, channel_id, file_id, title, form, wish, base';

export function createReadingStore(sql: Sql): ReadingStore {
  return {
    add: async (reading) => {
      await sql.run(
        `insert into reading (${COLUMNS}, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          reading.batch,
          reading.taskId,
          reading.teamId,
          reading.channelId,
          reading.fileId,
          reading.title,
          storableJson(reading.form),
          reading.wish,
          reading.base ?? null,
          reading.at,
        ],
      );
    },

    find: async (by) =>
      (
        await sql.rows(
          ReadingRow,
          `select ${COLUMNS} from reading where ${'batch' in by ? 'batch' : 'file_id'} = $1`,
          ['batch' in by ? by.batch : by.fileId],
        )
      )[0],

    findOpen: async (taskId, wish) =>
      (
        await sql.rows(
          ReadingRow,
          `select ${COLUMNS} from reading where task_id = $1 and wish = $2
           and exists (select from lane_item i where i.batch = reading.batch and i.state in ('open', 'running'))`,
          [taskId, wish],
        )
      )[0],

    of: (taskId, since) =>
      sql.rows(
        ReadingRow,
        `select ${COLUMNS} from reading where task_id = $1 and created_at >= $2 order by created_at`,
        [taskId, since],
      ),

    wasRead: async ({ teamId, channelId, form, atLeast }) =>
      (
        await sql.rows(
          z.unknown(),
          `select 1 from reading r where team_id = $1 and channel_id = $2 and form = $3
           and (select count(*) from lane_item i where i.batch = r.batch) >= $4 limit 1`,
          [teamId, channelId, storableJson(form), atLeast],
        )
      ).length > 0,

    answer: async ({ teamId, key }) => {
      const [row] = await sql.rows(
        z.object({ answer: Outcome }),
        'select answer from reading_answer where team_id = $1 and key = $2',
        [teamId, key],
      );
      return row?.answer.status === 'read' ? row.answer : undefined;
    },

    keepAnswer: async ({ teamId, key }, { fileId, outcome, at }) => {
      await sql.run(
        `insert into reading_answer (team_id, key, file_id, answer, at) values ($1, $2, $3, $4, $5)
         on conflict (team_id, key) do nothing`,
        [teamId, key, fileId ?? null, storableJson(outcome), at],
      );
    },
  };
}
