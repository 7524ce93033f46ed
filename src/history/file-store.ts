// Which files were shared where, and the text that was read from them, by page.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable } from '../db/storable.ts';
import type { ChannelRef } from './store.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly bytes: number;
  readonly downloadUrl: string | undefined;
  readonly channelId: string;
  /** The message it was shared with. */
  readonly ts: string;
  readonly sharedBy: string | undefined;
}

export interface FilePage {
  /** As it is cited: `p. 7`, `rows 1–200`. */
  readonly place: string;
  readonly text: string;
}

export interface FileStore {
  /** A file of this channel; one that was only shared elsewhere is not found. */
  find(channel: ChannelRef, fileId: string): Promise<StoredFile | undefined>;
  /** Newest first. */
  list(channel: ChannelRef, limit: number): Promise<readonly StoredFile[]>;
  downloadUrl(file: { teamId: string; fileId: string }): Promise<string | undefined>;
  loadPages(file: { teamId: string; fileId: string }): Promise<readonly FilePage[] | undefined>;
  savePages(file: { teamId: string; fileId: string }, pages: readonly FilePage[]): Promise<void>;
}

const FileRow = z
  .object({
    file_id: z.string(),
    name: z.string(),
    mimetype: z.string(),
    bytes: z.number(),
    download_url: z.string().nullable(),
    channel_id: z.string(),
    ts: z.string(),
    author_id: z.string().nullable(),
  })
  .transform((row): StoredFile => ({
    id: row.file_id,
    name: row.name,
    mimetype: row.mimetype,
    bytes: row.bytes,
    downloadUrl: row.download_url ?? undefined,
    channelId: row.channel_id,
    ts: row.ts,
    sharedBy: row.author_id ?? undefined,
  }));

const PageRow = z.object({ place: z.string(), text: z.string() });

const FILE = `
  select f.file_id, f.name, f.mimetype, f.bytes, f.download_url, f.channel_id, f.ts, m.author_id
  from file f join message m using (team_id, channel_id, ts)
  where m.deleted_at is null and f.team_id = $1 and f.channel_id = $2`;

export function createFileStore(sql: Sql): FileStore {
  return {
    find: async ({ teamId, channelId }, fileId) =>
      (
        await sql.rows(FileRow, `${FILE} and f.file_id = $3 order by f.ts desc limit 1`, [
          teamId,
          channelId,
          fileId,
        ])
      )[0],

    list: ({ teamId, channelId }, limit) =>
      sql.rows(FileRow, `${FILE} order by f.ts desc limit $3`, [teamId, channelId, limit]),

    downloadUrl: async ({ teamId, fileId }) =>
      (
        await sql.rows(
          z.object({ download_url: z.string() }),
          'select download_url from file where team_id = $1 and file_id = $2 and download_url is not null limit 1',
          [teamId, fileId],
        )
      )[0]?.download_url,

    loadPages: async ({ teamId, fileId }) => {
      const rows = await sql.rows(
        PageRow,
        'select place, text from file_page where team_id = $1 and file_id = $2 order by page',
        [teamId, fileId],
      );
      return rows.length === 0 ? undefined : rows;
    },

    savePages: async ({ teamId, fileId }, pages) => {
      await sql.run(
        `insert into file_page (team_id, file_id, page, place, text)
         select $1, $2, place.number, place.name, place.text
         from unnest($3::text[], $4::text[]) with ordinality as place (name, text, number)
         on conflict do nothing`,
        [teamId, fileId, pages.map(({ place }) => storable(place)), pages.map(({ text }) => storable(text))],
      );
    },
  };
}
