// Which files were shared where, and the text that was read from them, by page.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable } from '../db/storable.ts';
import { createPageHasher } from './search/page-words-store.ts';
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
  /** A sheet has a line for each of its rows; `unread` says why the file, or a part of it, has no text. */
  readonly kind: 'page' | 'sheet' | 'hidden-sheet' | 'unread';
  /** As it is cited: `p. 7`, `slide 3`, the name of a sheet. */
  readonly place: string;
  readonly text: string;
  /** In an archive or a mail: the file in it. */
  readonly part?: string;
  /** A picture in an office file: where it lies in there. */
  readonly picture?: string;
}

export interface FileStore {
  /** A file of this channel; one that was only shared elsewhere is not found. */
  find(channel: ChannelRef, fileId: string): Promise<StoredFile | undefined>;
  /** Newest first. */
  /** Those of them that a message anywhere still carries. */
  standing(teamId: string, fileIds: readonly string[]): Promise<ReadonlySet<string>>;
  list(channel: ChannelRef, limit: number): Promise<readonly StoredFile[]>;
  downloadUrl(file: { teamId: string; fileId: string }): Promise<string | undefined>;
  loadPages(file: FileKey): Promise<readonly FilePage[] | undefined>;
  /** What was read of one file in an archive, with the numbers that its pages have in the whole. */
  loadPart(file: FileKey, part: string): Promise<readonly (FilePage & { readonly number: number })[]>;
  /** How a page that was read is cited, by its number from 1. */
  placeOf(file: FileKey, page: number): Promise<string | undefined>;
  /** Pages of another file with the same content: from then on they are this file's too. */
  adoptPages(file: FileKey, sha256: string): Promise<readonly FilePage[] | undefined>;
  /** Keeps them once for this content, whatever files have it. */
  savePages(file: FileKey, content: { sha256: string; pages: readonly FilePage[] }): Promise<void>;
}

interface FileKey {
  readonly teamId: string;
  readonly fileId: string;
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

const PAGE = {
  kind: z.enum(['page', 'sheet', 'hidden-sheet', 'unread']),
  place: z.string(),
  text: z.string(),
  part: z.string().nullable(),
  picture: z.string().nullable(),
};

const PageRow = z.object(PAGE).transform(({ part, picture, ...row }): FilePage => ({
  ...row,
  ...(part === null ? {} : { part }),
  ...(picture === null ? {} : { picture }),
}));

const PartRow = z
  .object({ ...PAGE, page: z.number(), part: z.string() })
  .transform(({ page, picture, ...row }) => ({
    ...row,
    number: page,
    ...(picture === null ? {} : { picture }),
  }));

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

    standing: async (teamId, fileIds) => {
      const rows = await sql.rows(
        z.object({ file_id: z.string() }),
        `select distinct f.file_id from file f join message m using (team_id, channel_id, ts)
         where m.deleted_at is null and f.team_id = $1 and f.file_id = any($2)`,
        [teamId, fileIds],
      );
      return new Set(rows.map((row) => row.file_id));
    },

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

    loadPages: (file) => pagesOf(file),

    loadPart: ({ teamId, fileId }, part) =>
      sql.rows(
        PartRow,
        `select p.page, p.kind, p.place, p.text, p.part, p.picture from file_content c join content_page p using (team_id, sha256)
         where c.team_id = $1 and c.file_id = $2 and p.part = $3 order by p.page`,
        [teamId, fileId, storable(part)],
      ),

    placeOf: async ({ teamId, fileId }, page) =>
      (
        await sql.rows(
          z.object({ place: z.string() }),
          `select p.place from file_content c join content_page p using (team_id, sha256)
           where c.team_id = $1 and c.file_id = $2 and p.page = $3 and p.kind = 'page'`,
          [teamId, fileId, page],
        )
      )[0]?.place,

    adoptPages: async (file, sha256) => {
      await nameContent(file, sha256);
      return pagesOf(file);
    },

    savePages: async (file, { sha256, pages }) => {
      await nameContent(file, sha256);
      const wordsOf = createPageHasher();
      await sql.run(
        `insert into content_page (team_id, sha256, page, place, text, kind, part, words, picture)
         select $1, $2, place.number, place.name, place.text, place.kind, place.part, place.words::integer[], place.picture
         from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
           with ordinality as place (name, text, kind, part, words, picture, number)
         on conflict do nothing`,
        [
          file.teamId,
          sha256,
          pages.map(({ place }) => storable(place)),
          pages.map(({ text }) => storable(text)),
          pages.map(({ kind }) => kind),
          pages.map(({ part }) => (part === undefined ? null : storable(part))),
          pages.map(({ text }) => `{${wordsOf(storable(text)).join(',')}}`),
          pages.map(({ picture }) => (picture === undefined ? null : storable(picture))),
        ],
      );
    },
  };

  async function pagesOf({ teamId, fileId }: FileKey): Promise<readonly FilePage[] | undefined> {
    const rows = await sql.rows(
      PageRow,
      `select p.kind, p.place, p.text, p.part, p.picture from file_content c join content_page p using (team_id, sha256)
       where c.team_id = $1 and c.file_id = $2 order by p.page`,
      [teamId, fileId],
    );
    return rows.length === 0 ? undefined : rows;
  }

  async function nameContent({ teamId, fileId }: FileKey, sha256: string): Promise<void> {
    await sql.run(
      `insert into file_content (team_id, file_id, sha256) values ($1, $2, $3)
       on conflict (team_id, file_id) do update set sha256 = excluded.sha256`,
      [teamId, fileId, sha256],
    );
  }
}
