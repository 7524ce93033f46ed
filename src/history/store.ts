// The one place that reads and writes what was said.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { Author, MessageRef, Said, SharedFile } from './message.ts';
import { recordSaid, type Recorded } from './record-store.ts';

export interface StoredMessage extends MessageRef {
  readonly threadTs: string;
  readonly author: Author;
  readonly text: string;
  readonly mentions: readonly string[];
  readonly files: readonly SharedFile[];
  readonly version: number;
  readonly editedAt: Date | undefined;
}

export interface ChannelRef {
  readonly teamId: string;
  readonly channelId: string;
}

export interface HistoryStore {
  record(said: Said): Promise<Recorded>;
  find(ref: MessageRef): Promise<StoredMessage | undefined>;
  /** The newest messages of a channel before `beforeTs`, oldest first; threads' replies stand where they were said. */
  newest(channel: ChannelRef, page: { limit: number; beforeTs?: string }): Promise<readonly StoredMessage[]>;
  /** Messages from `fromTs` on, oldest first. */
  from(channel: ChannelRef, page: { limit: number; fromTs: string }): Promise<readonly StoredMessage[]>;
  /** These messages with the one before and the one after each in the channel, oldest first, each once. */
  beside(channel: ChannelRef, ts: readonly string[]): Promise<readonly StoredMessage[]>;
  thread(channel: ChannelRef, threadTs: string): Promise<readonly StoredMessage[]>;
  newestTs(channel: ChannelRef): Promise<string | undefined>;
  /** Everyone but `personId` who spoke in the thread, after `sinceTs`. */
  othersIn(channel: ChannelRef, thread: { threadTs: string; personId: string }): Promise<number>;
}

const Row = z
  .object({
    team_id: z.string(),
    channel_id: z.string(),
    ts: z.string(),
    thread_ts: z.string(),
    author_kind: z.enum(['person', 'bot', 'longhand']),
    author_id: z.string().nullable(),
    text: z.string(),
    mentions: z.array(z.string()),
    version: z.number(),
    edited_at: z.date().nullable(),
    files: z.array(
      z.object({
        file_id: z.string(),
        name: z.string(),
        mimetype: z.string(),
        bytes: z.number(),
        download_url: z.string().nullable(),
      }),
    ),
  })
  .transform((row): StoredMessage => ({
    teamId: row.team_id,
    channelId: row.channel_id,
    ts: row.ts,
    threadTs: row.thread_ts,
    author:
      row.author_kind === 'longhand'
        ? { kind: 'longhand' }
        : { kind: row.author_kind, id: row.author_id ?? '' },
    text: row.text,
    mentions: row.mentions,
    files: row.files.map((file) => ({
      id: file.file_id,
      name: file.name,
      mimetype: file.mimetype,
      bytes: file.bytes,
      ...(file.download_url === null ? {} : { downloadUrl: file.download_url }),
    })),
    version: row.version,
    editedAt: row.edited_at ?? undefined,
  }));

const FILES = `
  coalesce((
    select json_agg(json_build_object('file_id', f.file_id, 'name', f.name, 'mimetype', f.mimetype,
                                      'bytes', f.bytes, 'download_url', f.download_url) order by f.file_id)
    from file f where f.team_id = m.team_id and f.channel_id = m.channel_id and f.ts = m.ts), '[]') as files`;

/** The moment is ours and a date, so it can stand in the statement; parameters are the callers'. */
function messagesAsOf(asOf: Date | undefined): string {
  if (asOf === undefined) return `select m.*, ${FILES} from message m where m.deleted_at is null`;
  const moment = `'${asOf.toISOString()}'::timestamptz`;
  return `
    select m.team_id, m.channel_id, m.ts, m.thread_ts, m.author_kind, m.author_id, m.mentions,
           v.text, v.version, case when v.kind = 'edited' then v.said_at end as edited_at, ${FILES}
    from message m
    join lateral (
      select text, version, kind, said_at from message_version
      where team_id = m.team_id and channel_id = m.channel_id and ts = m.ts and said_at <= ${moment} and kind <> 'deleted'
      order by said_at desc, version desc limit 1) v on true
    where m.deleted_at is null`;
}

/**
 * With `asOf` it shows the channel as it was then: what was said later is not there, and what was edited later stands
 * as it stood. What was deleted since stays gone: nobody gets it back by looking into the past.
 */
export function createHistoryStore(sql: Sql, { asOf }: { asOf?: Date } = {}): HistoryStore {
  const MESSAGE = messagesAsOf(asOf);
  return {
    record: (said) => recordSaid(sql, said),

    find: async (ref) =>
      (
        await sql.rows(Row, `${MESSAGE} and m.team_id = $1 and m.channel_id = $2 and m.ts = $3`, [
          ref.teamId,
          ref.channelId,
          ref.ts,
        ])
      )[0],

    newest: async ({ teamId, channelId }, { limit, beforeTs }) => {
      const rows = await sql.rows(
        Row,
        `${MESSAGE} and m.team_id = $1 and m.channel_id = $2 and m.ts < $3 order by m.ts desc limit $4`,
        // ':' sorts after every digit, so that it stands after every ts.
        [teamId, channelId, beforeTs ?? ':', limit],
      );
      return rows.toReversed();
    },

    from: ({ teamId, channelId }, { limit, fromTs }) =>
      sql.rows(
        Row,
        `${MESSAGE} and m.team_id = $1 and m.channel_id = $2 and m.ts >= $3 order by m.ts limit $4`,
        [teamId, channelId, fromTs, limit],
      ),

    beside: ({ teamId, channelId }, ts) =>
      sql.rows(
        Row,
        // An array, not a join: whatever the planner believes of the tables, each row is fetched by its key.
        `${MESSAGE} and m.team_id = $1 and m.channel_id = $2 and m.ts = any(array(
           select near.ts from unnest($3::text[]) as wanted (its) cross join lateral (
             select its as ts
             union all (select ts from message where team_id = $1 and channel_id = $2 and ts < its and deleted_at is null
                        order by ts desc limit 1)
             union all (select ts from message where team_id = $1 and channel_id = $2 and ts > its and deleted_at is null
                        order by ts limit 1)) as near))
         order by m.ts`,
        [teamId, channelId, ts],
      ),

    thread: ({ teamId, channelId }, threadTs) =>
      sql.rows(
        Row,
        `${MESSAGE} and m.team_id = $1 and m.channel_id = $2 and m.thread_ts = $3 order by m.ts`,
        [teamId, channelId, threadTs],
      ),

    newestTs: async ({ teamId, channelId }) =>
      (
        await sql.rows(
          z.object({ ts: z.string() }),
          'select ts from message where team_id = $1 and channel_id = $2 order by ts desc limit 1',
          [teamId, channelId],
        )
      )[0]?.ts,

    othersIn: async ({ teamId, channelId }, { threadTs, personId }) =>
      sql
        .rows(
          z.object({ count: z.number() }),
          `select count(*) from message
           where team_id = $1 and channel_id = $2 and thread_ts = $3 and deleted_at is null
             and author_kind = 'person' and author_id <> $4`,
          [teamId, channelId, threadTs, personId],
        )
        .then((rows) => rows[0]?.count ?? 0),
  };
}
