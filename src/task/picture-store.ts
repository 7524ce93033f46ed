// What a task's model was shown in pictures: kept once, and named by the rows of the transcript.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export interface KeptPicture {
  readonly id: string;
  readonly teamId: string;
  /** The shared file that it is of. */
  readonly fileId?: string;
  /** A JPEG. */
  readonly bytes: Uint8Array;
}

export interface PictureStore {
  save(taskId: string, pictures: readonly KeptPicture[], at: Date): Promise<void>;
  /** Those that are still there: one whose file was deleted is not, from that moment on. */
  load(taskId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

const Row = z.object({ id: z.string(), content: z.instanceof(Buffer) });

export function createPictureStore(sql: Sql): PictureStore {
  return {
    save: async (taskId, pictures, at) => {
      for (const { id, teamId, fileId, bytes } of pictures)
        await sql.run(
          `insert into picture (task_id, id, team_id, file_id, content, made_at) values ($1, $2, $3, $4, $5, $6)
           on conflict do nothing`,
          [taskId, id, teamId, fileId ?? null, Buffer.from(bytes), at],
        );
    },

    load: async (taskId, ids) => {
      if (ids.length === 0) return new Map();
      const rows = await sql.rows(
        Row,
        `select id, content from picture p where task_id = $1 and id = any($2)
         and (file_id is null or exists (
           select from file f join message m using (team_id, channel_id, ts)
           where f.team_id = p.team_id and f.file_id = p.file_id and m.deleted_at is null))`,
        [taskId, ids],
      );
      return new Map(rows.map(({ id, content }) => [id, new Uint8Array(content)]));
    },
  };
}
