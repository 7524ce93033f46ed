// Writes down what was said: events come twice and in any order, the history ends as Slack shows it.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { createRuleStore } from './constraint-store.ts';
import { sentAtOf, type Message, type Reacted, type Said } from './message.ts';
import { recordReacted } from './reaction-store.ts';
import { storable } from '../db/storable.ts';
import type { SearchableMessage } from './search/document.ts';
import { indexMessage, unindexMessage } from './search/index-store.ts';

/** What recording came to. From `known` nothing follows: we had it already, or what we hold is newer. */
export type Recorded = 'new' | 'changed' | 'known';

type SaidText = Exclude<Said, { kind: 'deleted' } | Reacted>;
type Deletion = Extract<Said, { kind: 'deleted' }>;

const Latest = z.object({
  version: z.number(),
  text: z.string(),
  mentions: z.array(z.string()),
  files: z.array(z.string()),
  edited_at: z.date().nullable(),
  deleted_at: z.date().nullable(),
  purged_at: z.date().nullable(),
});
type Latest = z.infer<typeof Latest>;

/**
 * Contract: however often and in whatever order events come, each version is kept once, and the present one is that
 * of the newest edit. A message that was ever deleted is not shown again.
 */
export function recordSaid(sql: Sql, said: Said): Promise<Recorded> {
  switch (said.kind) {
    case 'posted':
    case 'edited':
      return recordText(sql, said);
    case 'deleted':
      return recordDeletion(sql, said);
    case 'reacted':
    case 'reactions-seen':
      return recordReacted(sql, said);
  }
}

async function recordText(sql: Sql, said: SaidText): Promise<Recorded> {
  const { message } = said;
  if (await insertMessage(sql, said)) {
    await keepVersion(sql, said, 1);
    await keepFiles(sql, message);
    await indexMessage(sql, toSearchable(message), { isEdit: false });
    await createRuleStore(sql).note(message, { isEdit: false });
    return 'new';
  }
  const latest = await lockLatest(sql, keyOf(message));
  // What was forgotten stays forgotten, however often it is told again.
  if (latest === undefined || latest.purged_at !== null || (await isKept(sql, said))) return 'known';

  const version = latest.version + 1;
  await keepVersion(sql, said, version);
  if (!isNewest(said, latest)) {
    await sql.run('update message set version = $4 where team_id = $1 and channel_id = $2 and ts = $3', [
      ...keyOf(message),
      version,
    ]);
    return 'known';
  }
  await sql.run(
    `update message set text = $4, mentions = $5, version = $6, edited_at = $7
     where team_id = $1 and channel_id = $2 and ts = $3`,
    [...keyOf(message), storable(message.text), message.mentions, version, said.editedAt],
  );
  await keepFiles(sql, message);
  await indexMessage(sql, toSearchable(message), { isEdit: true });
  await createRuleStore(sql).note(message, { isEdit: true });
  return isOtherThan(latest, message) ? 'changed' : 'known';
}

async function recordDeletion(sql: Sql, { ref, deletedAt }: Deletion): Promise<Recorded> {
  const key = keyOf(ref);
  // It may come before the message itself: the row is there then, and keeps it away.
  const inserted = await sql.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, text, version, deleted_at)
     values ($1, $2, $3, $3, 'person', '', 1, $4) on conflict do nothing`,
    [...key, deletedAt],
  );
  const latest = inserted === 1 ? undefined : await lockLatest(sql, key);
  if (inserted === 0 && (latest === undefined || latest.deleted_at !== null)) return 'known';
  const version = (latest?.version ?? 0) + 1;
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
  await unindexMessage(sql, ref);
  return inserted === 1 ? 'known' : 'changed';
}

/** Slack gives the time of edits in seconds, so of two within one the later to come wins. */
function isNewest(said: SaidText, latest: Latest): said is Extract<Said, { kind: 'edited' }> {
  if (said.kind === 'posted' || latest.deleted_at !== null) return false;
  return latest.edited_at === null || said.editedAt >= latest.edited_at;
}

function isOtherThan(latest: Latest, { text, mentions, files }: Message): boolean {
  const ids = files.map(({ id }) => id).toSorted();
  return (
    latest.text !== storable(text) ||
    latest.mentions.join(' ') !== mentions.join(' ') ||
    latest.files.join(' ') !== ids.join(' ')
  );
}

async function insertMessage(sql: Sql, said: SaidText): Promise<boolean> {
  const { message } = said;
  const inserted = await sql.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, mentions, version, edited_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) on conflict do nothing`,
    [
      ...keyOf(message),
      message.threadTs,
      message.author.kind,
      message.author.kind === 'longhand' ? null : message.author.id,
      storable(message.text),
      message.mentions,
      said.kind === 'edited' ? said.editedAt : null,
    ],
  );
  return inserted === 1;
}

/** Until the end of the transaction nobody else changes this message. */
async function lockLatest(sql: Sql, key: readonly string[]): Promise<Latest | undefined> {
  const [latest] = await sql.rows(
    Latest,
    `select version, text, mentions, edited_at, deleted_at, purged_at,
            array(select file_id from file f where f.team_id = m.team_id and f.channel_id = m.channel_id
                                               and f.ts = m.ts order by file_id collate "C") as files
     from message m where team_id = $1 and channel_id = $2 and ts = $3 for update`,
    key,
  );
  return latest;
}

async function isKept(sql: Sql, said: SaidText): Promise<boolean> {
  const kept = await sql.rows(
    z.object({ version: z.number() }),
    `select version from message_version
     where team_id = $1 and channel_id = $2 and ts = $3 and kind = $4
       and ($5::timestamptz is null or (said_at = $5 and text = $6)) limit 1`,
    [
      ...keyOf(said.message),
      said.kind,
      said.kind === 'edited' ? said.editedAt : null,
      storable(said.message.text),
    ],
  );
  return kept.length > 0;
}

async function keepVersion(sql: Sql, said: SaidText, version: number): Promise<void> {
  const { message } = said;
  await sql.run(
    `insert into message_version (team_id, channel_id, ts, version, kind, text, blocks, said_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...keyOf(message),
      version,
      said.kind,
      storable(message.text),
      message.blocks === undefined ? null : JSON.stringify(message.blocks),
      said.kind === 'edited' ? said.editedAt : sentAtOf(message.ts),
    ],
  );
}

/** An edit tells all the files there are: one that is no longer among them was taken off the message. */
async function keepFiles(sql: Sql, message: Message): Promise<void> {
  await sql.run(
    'delete from file where team_id = $1 and channel_id = $2 and ts = $3 and file_id <> all($4::text[])',
    [...keyOf(message), message.files.map(({ id }) => id)],
  );
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
        storable(file.name),
        storable(file.mimetype),
        file.bytes,
        file.downloadUrl ?? null,
      ],
    );
  }
}

function toSearchable(message: Message): SearchableMessage {
  return { ...message, fileNames: message.files.map(({ name }) => name) };
}

function keyOf({
  teamId,
  channelId,
  ts,
}: {
  teamId: string;
  channelId: string;
  ts: string;
}): readonly string[] {
  return [teamId, channelId, ts];
}
