// Web pages as a task read them, so that a claim can be shown as it was read.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable } from '../db/storable.ts';

export interface Capture {
  readonly id: string;
  /** Where it stood in the end, after redirects. */
  readonly url: string;
  readonly title: string;
  /** Empty where the task had read more than is kept of one: the hash still says what it was. */
  readonly text: string;
  readonly sha256: string;
  readonly at: Date;
}

export interface CaptureStore {
  /** Resolves to its id; the same content of the same address is one, under the time it was read first. */
  save(taskId: string, page: Omit<Capture, 'id'>): Promise<string>;
  /** The last of this address, of which there are words. */
  newest(taskId: string, url: string): Promise<Capture | undefined>;
  /** For whoever reads the channel that the task is in. */
  find(where: {
    teamId: string;
    channelId: string;
    taskId: string;
    id: string;
  }): Promise<FoundCapture | undefined>;
}

export interface FoundCapture extends Capture {
  /** In which its task is spoken of. */
  readonly language: 'en' | 'zh';
}

const MOST_CHARS = 1_000_000;
/** Of all pages of one task, packed as they lie in the database. */
const MOST_TASK_BYTES = 20_000_000;

const RowShape = {
  id: z.string(),
  url: z.string(),
  title: z.string(),
  text: z.string(),
  sha256: z.string(),
  read_at: z.date(),
};
const Row = z.object(RowShape).transform(({ read_at: at, ...row }): Capture => ({ ...row, at }));

const FoundRow = z
  .object({ ...RowShape, language: z.enum(['en', 'zh']) })
  .transform(({ read_at: at, ...row }): FoundCapture => ({ ...row, at }));

const COLUMNS = 'c.id, c.url, c.title, c.text, c.sha256, c.read_at';

export function createCaptureStore(sql: Sql, mostTaskBytes = MOST_TASK_BYTES): CaptureStore {
  return {
    save: async (taskId, { url, title, text, sha256, at }) => {
      const id = createHash('sha256').update(`${url}\n${sha256}`).digest('hex').slice(0, 16);
      await sql.run(
        `insert into capture (task_id, id, url, title, text, sha256, read_at)
         select $1, $2, $3, $4, case when coalesce(sum(pg_column_size(text)), 0) < $8 then $5 else '' end, $6, $7
         from capture where task_id = $1
         on conflict do nothing`,
        [
          taskId,
          id,
          storable(url),
          storable(title),
          storable(text.slice(0, MOST_CHARS)),
          sha256,
          at,
          mostTaskBytes,
        ],
      );
      return id;
    },

    newest: async (taskId, url) =>
      (
        await sql.rows(
          Row,
          `select ${COLUMNS} from capture c where task_id = $1 and url = $2 and text <> '' order by read_at desc limit 1`,
          [taskId, url],
        )
      )[0],

    find: async ({ teamId, channelId, taskId, id }) =>
      (
        await sql.rows(
          FoundRow,
          `select ${COLUMNS}, t.language from capture c join task t on t.id = c.task_id
           where t.team_id = $1 and t.channel_id = $2 and t.id::text = $3 and c.id = $4`,
          [teamId, channelId, taskId, id],
        )
      )[0],
  };
}
