// Writes down many messages of one channel at once: what is new goes in by the thousand, what is known is compared.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import { storable } from '../../db/storable.ts';
import type { Channel, Person } from '../directory-store.ts';
import { sentAtOf, type Message, type MessageRef, type Reaction } from '../message.ts';
import { createRuleStore } from '../constraint-store.ts';
import { recordSaid } from '../record-store.ts';
import { indexMessages } from '../search/index-store.ts';
import type { ChannelRef } from '../store.ts';

export interface KeptVersion {
  readonly kind: 'posted' | 'edited';
  readonly text: string;
  readonly blocks?: unknown;
  readonly saidAt: Date;
}

/** A message as an export has it. */
export interface ExportedMessage {
  readonly message: Message;
  readonly editedAt?: Date;
  readonly reactions: readonly Reaction[];
  /** Every state it had, oldest first: an export of ours tells, Slack's does not. */
  readonly versions?: readonly KeptVersion[];
}

export interface Taken {
  readonly added: number;
  readonly changed: number;
  readonly known: number;
}

const Ts = z.object({ ts: z.string() });
const Held = z.object({ ts: z.string(), edited_at: z.date().nullable(), deleted_at: z.date().nullable() });

/**
 * Contract: part of the caller's transaction. What is known already is not doubled, a newer edit of it becomes its
 * present version, and what was deleted or forgotten here stays away.
 */
export async function takeIn(
  sql: Sql,
  channel: ChannelRef,
  exported: readonly ExportedMessage[],
): Promise<Taken> {
  const once = [...new Map(exported.map((one) => [one.message.ts, one])).values()];
  const addedTs = new Set(await insertMessages(sql, channel, once));
  const added = once.filter(({ message }) => addedTs.has(message.ts));
  const held = once.filter(({ message }) => !addedTs.has(message.ts));
  await insertVersions(sql, channel, added);
  await insertFiles(sql, channel, added);
  if (added.length > 0)
    await indexMessages(
      sql,
      channel,
      added.map(({ message }) => toSearchable(message)),
    );
  // A message without a rule, which nearly all are, costs no statement.
  for (const { message } of added) await createRuleStore(sql).note(message, { isEdit: false });
  const changed = await takeInHeld(sql, channel, held);
  await insertReactions(sql, channel, once);
  return { added: added.length, changed, known: held.length - changed };
}

async function insertMessages(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  all: readonly ExportedMessage[],
): Promise<string[]> {
  const rows = await sql.rows(
    Ts,
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, mentions, version, edited_at)
     select $1, $2, ts, thread_ts, author_kind, author_id, text, string_to_array(mentions, ' '), version, edited_at
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::integer[], $10::timestamptz[])
       as said (ts, thread_ts, author_kind, author_id, text, mentions, version, edited_at)
     on conflict do nothing returning ts`,
    [
      teamId,
      channelId,
      all.map(({ message }) => message.ts),
      all.map(({ message }) => message.threadTs),
      all.map(({ message }) => message.author.kind),
      all.map(({ message }) => (message.author.kind === 'longhand' ? null : message.author.id)),
      all.map(({ message }) => storable(message.text)),
      all.map(({ message }) => message.mentions.join(' ')),
      all.map((one) => versionsOf(one).length),
      all.map(({ editedAt }) => editedAt ?? null),
    ],
  );
  return rows.map(({ ts }) => ts);
}

function versionsOf({ message, editedAt, versions }: ExportedMessage): readonly KeptVersion[] {
  if (versions !== undefined && versions.length > 0) return versions;
  const { text, blocks, ts } = message;
  return [
    {
      kind: editedAt === undefined ? 'posted' : 'edited',
      text,
      saidAt: editedAt ?? sentAtOf(ts),
      ...(blocks === undefined ? {} : { blocks }),
    },
  ];
}

async function insertVersions(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  added: readonly ExportedMessage[],
): Promise<void> {
  const rows = added.flatMap((one) =>
    versionsOf(one).map((version, index) => ({ ts: one.message.ts, number: index + 1, ...version })),
  );
  await sql.run(
    `insert into message_version (team_id, channel_id, ts, version, kind, text, blocks, said_at)
     select $1, $2, * from unnest($3::text[], $4::integer[], $5::text[], $6::text[], $7::json[], $8::timestamptz[])
     on conflict do nothing`,
    [
      teamId,
      channelId,
      rows.map(({ ts }) => ts),
      rows.map(({ number }) => number),
      rows.map(({ kind }) => kind),
      rows.map(({ text }) => storable(text)),
      rows.map(({ blocks }) => (blocks === undefined ? null : JSON.stringify(blocks))),
      rows.map(({ saidAt }) => saidAt),
    ],
  );
}

async function insertFiles(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  added: readonly ExportedMessage[],
): Promise<void> {
  const rows = added.flatMap(({ message }) => message.files.map((file) => ({ ts: message.ts, ...file })));
  if (rows.length === 0) return;
  await sql.run(
    `insert into file (team_id, channel_id, file_id, ts, name, mimetype, bytes, download_url)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[])
     on conflict do nothing`,
    [
      teamId,
      channelId,
      rows.map(({ id }) => storable(id)),
      rows.map(({ ts }) => ts),
      rows.map(({ name }) => storable(name)),
      rows.map(({ mimetype }) => storable(mimetype)),
      rows.map(({ bytes }) => bytes),
      rows.map(({ downloadUrl }) => (downloadUrl === undefined ? null : storable(downloadUrl))),
    ],
  );
}

/** An export says only who stands by a reaction; when it was added is at the earliest when the message was said. */
async function insertReactions(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  all: readonly ExportedMessage[],
): Promise<void> {
  const rows = all.flatMap(({ message: { ts }, reactions }) =>
    reactions.flatMap(({ name, personIds }) => personIds.map((personId) => ({ ts, name, personId }))),
  );
  if (rows.length === 0) return;
  await sql.run(
    `insert into reaction (team_id, channel_id, ts, name, person_id, kind, at)
     select $1, $2, ts, name, person_id, 'added', at
     from unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[]) as seen (ts, name, person_id, at)
     -- What we heard ourselves is better than an export; and a message that was deleted takes nothing more.
     where not exists (select from reaction r where r.team_id = $1 and r.channel_id = $2 and r.ts = seen.ts
                         and r.name = seen.name and r.person_id = seen.person_id)
       and exists (select from message m where m.team_id = $1 and m.channel_id = $2 and m.ts = seen.ts
                     and m.deleted_at is null)
     on conflict do nothing`,
    [
      teamId,
      channelId,
      rows.map(({ ts }) => ts),
      rows.map(({ name }) => storable(name)),
      rows.map(({ personId }) => storable(personId)),
      rows.map(({ ts }) => sentAtOf(ts)),
    ],
  );
}

/** Resolves to how many have become others than they were. */
async function takeInHeld(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  held: readonly ExportedMessage[],
): Promise<number> {
  if (held.length === 0) return 0;
  const rows = await sql.rows(
    Held,
    `select ts, edited_at, deleted_at from message where team_id = $1 and channel_id = $2 and ts = any($3)`,
    [teamId, channelId, held.map(({ message }) => message.ts)],
  );
  const heldAt = new Map(rows.map((row) => [row.ts, row]));
  let changed = 0;
  for (const { message, editedAt } of held) {
    const present = heldAt.get(message.ts);
    if (present === undefined || present.deleted_at !== null || editedAt === undefined) continue;
    if (present.edited_at !== null && present.edited_at >= editedAt) continue;
    if ((await recordSaid(sql, { kind: 'edited', message, editedAt })) === 'changed') changed += 1;
  }
  return changed;
}

function toSearchable(message: Message) {
  return { ...message, fileNames: message.files.map(({ name }) => name) };
}

/** Whom we know from Slack itself we know better. */
export async function addPeople(sql: Sql, people: readonly Person[], seenAt: Date): Promise<number> {
  return sql.run(
    `insert into person (team_id, person_id, name, real_name, time_zone, is_bot, is_guest, is_deactivated, seen_at)
     select *, $9::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $8::boolean[])
     on conflict do nothing`,
    [
      people.map(({ teamId }) => teamId),
      people.map(({ personId }) => storable(personId)),
      people.map(({ name }) => storable(name)),
      people.map(({ realName }) => storable(realName)),
      people.map(({ timeZone }) => storable(timeZone)),
      people.map(({ isBot }) => isBot),
      people.map(({ isGuest }) => isGuest),
      people.map(({ isDeactivated }) => isDeactivated),
      seenAt,
    ],
  );
}

export async function addChannels(sql: Sql, channels: readonly Channel[], seenAt: Date): Promise<number> {
  return sql.run(
    `insert into channel (team_id, channel_id, name, kind, is_archived, seen_at)
     select *, $6::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
     on conflict do nothing`,
    [
      channels.map(({ teamId }) => teamId),
      channels.map(({ channelId }) => storable(channelId)),
      channels.map(({ name }) => storable(name)),
      channels.map(({ kind }) => kind),
      channels.map(({ isArchived }) => isArchived),
      seenAt,
    ],
  );
}

export async function knownTeams(sql: Sql): Promise<readonly string[]> {
  const Team = z.object({ team_id: z.string() });
  const teams = await sql.rows(
    Team,
    'select distinct team_id from channel union select distinct team_id from person',
  );
  return teams.map(({ team_id: teamId }) => teamId);
}

interface EntryRef extends Pick<MessageRef, 'teamId' | 'channelId'> {
  readonly path: string;
  readonly mark: string;
}

export async function isRead(sql: Sql, { teamId, path, mark }: EntryRef): Promise<boolean> {
  const rows = await sql.rows(
    z.object({ path: z.string() }),
    'select path from import_entry where team_id = $1 and path = $2 and mark = $3',
    [teamId, path, mark],
  );
  return rows.length > 0;
}

export async function markRead(
  sql: Sql,
  { teamId, channelId, path, mark }: EntryRef,
  readAt: Date,
): Promise<void> {
  await sql.run(
    `insert into import_entry (team_id, channel_id, path, mark, read_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [teamId, channelId, storable(path), mark, readAt],
  );
}
