// The one place that reads and writes what was said.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { sentAtOf, type Author, type Message, type MessageRef, type Said, type SharedFile } from './message.ts';
import { toTerms } from './terms.ts';

/** What recording came to. `known` means that we had this very thing already: nothing follows from it twice. */
export type Recorded = 'new' | 'changed' | 'known';

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
  .transform(
    (row): StoredMessage => ({
      teamId: row.team_id,
      channelId: row.channel_id,
      ts: row.ts,
      threadTs: row.thread_ts,
      author: row.author_kind === 'longhand' ? { kind: 'longhand' } : { kind: row.author_kind, id: row.author_id ?? '' },
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
    }),
  );

const MESSAGE = `
  select m.*, coalesce((
    select json_agg(json_build_object('file_id', f.file_id, 'name', f.name, 'mimetype', f.mimetype,
                                      'bytes', f.bytes, 'download_url', f.download_url) order by f.file_id)
    from file f where f.team_id = m.team_id and f.channel_id = m.channel_id and f.ts = m.ts), '[]') as files
  from message m
  where m.deleted_at is null`;

export function createHistoryStore(sql: Sql): HistoryStore {
  return {
    record: (said) => (said.kind === 'deleted' ? recordDeletion(sql, said) : recordText(sql, said)),

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
      return rows.reverse();
    },

    from: ({ teamId, channelId }, { limit, fromTs }) =>
      sql.rows(
        Row,
        `${MESSAGE} and m.team_id = $1 and m.channel_id = $2 and m.ts >= $3 order by m.ts limit $4`,
        [teamId, channelId, fromTs, limit],
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

type SaidText = Exclude<Said, { kind: 'deleted' }>;

const Latest = z.object({ version: z.number(), text: z.string(), deleted_at: z.date().nullable() });

async function recordText(sql: Sql, said: SaidText): Promise<Recorded> {
  const { message } = said;
  const key = [message.teamId, message.channelId, message.ts];
  const inserted = await sql.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, mentions, version, edited_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) on conflict do nothing`,
    [
      ...key,
      message.threadTs,
      message.author.kind,
      message.author.kind === 'longhand' ? null : message.author.id,
      storable(message.text),
      message.mentions,
      said.kind === 'edited' ? said.editedAt : null,
    ],
  );
  if (inserted === 1) {
    await keepVersion(sql, said, 1);
    await keepFiles(sql, message);
    await indexMessage(sql, message);
    return 'new';
  }

  const [latest] = await sql.rows(
    Latest,
    'select version, text, deleted_at from message where team_id = $1 and channel_id = $2 and ts = $3 for update',
    key,
  );
  // A post that comes after its own edit or deletion is older than what we hold.
  if (latest === undefined || latest.deleted_at !== null || said.kind === 'posted') return 'known';
  if (latest.text === storable(message.text)) return 'known';

  const version = latest.version + 1;
  await sql.run(
    `update message set text = $4, mentions = $5, version = $6, edited_at = $7
     where team_id = $1 and channel_id = $2 and ts = $3`,
    [...key, storable(message.text), message.mentions, version, said.editedAt],
  );
  await keepVersion(sql, said, version);
  await keepFiles(sql, message);
  await indexMessage(sql, message);
  return 'changed';
}

async function recordDeletion(sql: Sql, { ref, deletedAt }: Extract<Said, { kind: 'deleted' }>): Promise<Recorded> {
  const key = [ref.teamId, ref.channelId, ref.ts];
  const [latest] = await sql.rows(
    Latest,
    'select version, text, deleted_at from message where team_id = $1 and channel_id = $2 and ts = $3 for update',
    key,
  );
  if (latest === undefined || latest.deleted_at !== null) return 'known';
  const version = latest.version + 1;
  await sql.run(
    `update message set deleted_at = $4, version = $5 where team_id = $1 and channel_id = $2 and ts = $3`,
    [...key, deletedAt, version],
  );
  await sql.run(
    `insert into message_version (team_id, channel_id, ts, version, kind, text, said_at)
     values ($1, $2, $3, $4, 'deleted', '', $5)`,
    [...key, version, deletedAt],
  );
  // Out of search at once; the versions stay until retention takes them.
  await sql.run('delete from message_search where team_id = $1 and channel_id = $2 and ts = $3', key);
  return 'changed';
}

async function keepVersion(sql: Sql, said: SaidText, version: number): Promise<void> {
  const { message } = said;
  await sql.run(
    `insert into message_version (team_id, channel_id, ts, version, kind, text, blocks, said_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      message.teamId,
      message.channelId,
      message.ts,
      version,
      said.kind,
      storable(message.text),
      message.blocks === undefined ? null : JSON.stringify(message.blocks),
      said.kind === 'edited' ? said.editedAt : sentAtOf(message.ts),
    ],
  );
}

async function keepFiles(sql: Sql, message: Message): Promise<void> {
  for (const file of message.files) {
    await sql.run(
      `insert into file (team_id, file_id, channel_id, ts, name, mimetype, bytes, download_url)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (team_id, file_id, channel_id, ts) do update
       set name = excluded.name, mimetype = excluded.mimetype, bytes = excluded.bytes,
           download_url = excluded.download_url`,
      [
        message.teamId,
        file.id,
        message.channelId,
        message.ts,
        file.name,
        file.mimetype,
        file.bytes,
        file.downloadUrl ?? null,
      ],
    );
  }
}

async function indexMessage(sql: Sql, message: Message): Promise<void> {
  const words = [message.text, ...message.files.map((file) => file.name)].join('\n');
  const terms = toTerms(words);
  await sql.run(
    `insert into message_search (team_id, channel_id, ts, length, terms)
     values ($1, $2, $3, $4, array_to_tsvector($5::text[]))
     on conflict (team_id, channel_id, ts) do update set length = excluded.length, terms = excluded.terms`,
    [message.teamId, message.channelId, message.ts, terms.length, [...new Set(terms)]],
  );
}

/** Postgres text holds no U+0000 and no lone surrogates; the version's blocks keep what Slack sent. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
