// Keeps the index: what was said is in the tail at once, and every few thousand messages are sealed into a segment.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { MessageRef } from '../message.ts';
import type { ChannelRef } from '../store.ts';
import {
  createRecorder,
  fromGramBytes,
  fromWordBytes,
  toTailBytes,
  type MessageRecord,
  type SearchableMessage,
} from './document.ts';
import { buildSegment, buildSegmentAside, type Segment } from './segment.ts';
import { readAllTs } from './shelf-store.ts';
import { PLAIN_TS } from './times.ts';

/** The tail is read whole by each search: longer, and searching slows down. */
const SEGMENT_MESSAGES = 2_048;
/** In bulk a segment may be larger, which makes fewer rows to read; more would only cost memory. */
const BULK_MESSAGES = 32_768;

/**
 * Takes in one message as it now reads. `isEdit` says that it may have been taken in before.
 *
 * Contract: part of the caller's transaction; when that commits, the message is found by these words and no others.
 */
export async function indexMessage(
  sql: Sql,
  message: SearchableMessage,
  { isEdit }: { isEdit: boolean },
): Promise<void> {
  const { words, grams } = toTailBytes(createRecorder()(message));
  // Waits while the message is being sealed, so that what follows sees the segment it went to.
  const [row] = await sql.rows(
    z.object({ is_new: z.boolean() }),
    `insert into search_tail (team_id, channel_id, ts, words, grams) values ($1, $2, $3, $4, $5)
     on conflict (team_id, channel_id, ts) do update set words = excluded.words, grams = excluded.grams
     returning xmax = 0 as is_new`,
    [message.teamId, message.channelId, message.ts, words, grams],
  );
  if (isEdit && row?.is_new === true) await bury(sql, message);
}

/** Contract: when the caller's transaction commits, no search finds the message any more. */
export async function unindexMessage(sql: Sql, ref: MessageRef): Promise<void> {
  const taken = await sql.run('delete from search_tail where team_id = $1 and channel_id = $2 and ts = $3', [
    ref.teamId,
    ref.channelId,
    ref.ts,
  ]);
  if (taken === 0) await bury(sql, ref);
}

/**
 * Takes in many messages of one channel at once, for import and backfill: several times as fast as one by one.
 *
 * Contract: none of them was indexed before. Part of the caller's transaction; give it some ten thousand at a time.
 */
export async function indexMessages(
  sql: Sql,
  channel: ChannelRef,
  messages: readonly SearchableMessage[],
): Promise<void> {
  const toRecord = createRecorder();
  const plain = new RegExp(PLAIN_TS, 'u');
  const bulk = messages.filter(({ ts }) => plain.test(ts));
  const rest = messages.filter(({ ts }) => !plain.test(ts));
  let from = 0;
  while (bulk.length - from >= SEGMENT_MESSAGES) {
    await insertSegment(sql, channel, buildSegment(bulk.slice(from, from + BULK_MESSAGES).map(toRecord)));
    from += BULK_MESSAGES;
  }
  await addToTail(sql, channel, [...bulk.slice(from), ...rest].map(toRecord));
  await sealTail(sql, channel);
}

/** Without looking whether there are enough for a segment now. */
export async function addToTail(
  sql: Sql,
  channel: ChannelRef,
  records: readonly MessageRecord[],
): Promise<void> {
  const tail = records.map((record) => ({ ts: record.ts, ...toTailBytes(record) }));
  await sql.run(
    `insert into search_tail (team_id, channel_id, ts, words, grams)
     select $1, $2, ts, words, grams from unnest($3::text[], $4::bytea[], $5::bytea[]) as said (ts, words, grams)
     on conflict (team_id, channel_id, ts) do update set words = excluded.words, grams = excluded.grams`,
    [
      channel.teamId,
      channel.channelId,
      tail.map(({ ts }) => ts),
      tail.map(({ words }) => Buffer.from(words)),
      tail.map(({ grams }) => Buffer.from(grams)),
    ],
  );
}

const TailRow = z.object({ words: z.instanceof(Uint8Array), grams: z.instanceof(Uint8Array) });

/**
 * Makes a segment of the oldest messages of the tail when there are enough; resolves to how many it sealed.
 *
 * Contract: a message is in the tail or in a segment, never in both or in neither, whoever dies and however many
 * processes seal at once.
 */
export async function sealTail(sql: Sql, channel: ChannelRef, least = SEGMENT_MESSAGES): Promise<number> {
  const key = [channel.teamId, channel.channelId];
  const [size] = await sql.rows(
    z.object({ messages: z.number() }),
    `select count(*) as messages from search_tail where team_id = $1 and channel_id = $2 and ts ~ '${PLAIN_TS}'`,
    key,
  );
  if ((size?.messages ?? 0) < Math.max(1, least)) return 0;
  // One sealer at a time; and what somebody is changing just now stays in the tail, since of two that wait for one
  // another none would end.
  const [turn] = await sql.rows(
    z.object({ is_ours: z.boolean() }),
    `select pg_try_advisory_xact_lock(hashtext('search ' || $1), hashtext($2)) as is_ours`,
    key,
  );
  if (turn?.is_ours !== true) return 0;
  const rows = await sql.rows(
    TailRow,
    `delete from search_tail where (team_id, channel_id, ts) in (
       select team_id, channel_id, ts from search_tail
       where team_id = $1 and channel_id = $2 and ts ~ '${PLAIN_TS}'
       order by ts limit ${BULK_MESSAGES} for update skip locked)
     returning words, grams`,
    key,
  );
  if (rows.length === 0) return 0;
  const records = rows.map(({ words, grams }) => ({ ...fromWordBytes(words), ...fromGramBytes(grams) }));
  await insertSegment(sql, channel, await buildSegmentAside(records));
  return rows.length;
}

/** Part of the caller's transaction. */
export async function insertSegment(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  segment: Segment,
): Promise<void> {
  const [inserted] = await sql.rows(
    z.object({ segment_id: z.number() }),
    `insert into search_segment (team_id, channel_id, from_ts, to_ts, messages, documents, word_bits, gram_bits, head)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning segment_id`,
    [
      teamId,
      channelId,
      segment.fromTs,
      segment.toTs,
      segment.messages,
      segment.documents,
      segment.wordBits,
      segment.gramBits,
      Buffer.from(segment.head),
    ],
  );
  // One value for all rows: as an array of values they would travel as text, at twice the size.
  let end = 1;
  const starts = segment.rows.map(({ data }) => (end += data.length) - data.length);
  await sql.run(
    `insert into search_posting (segment_id, bucket, data)
     select $1, bucket, substring($2::bytea from start for length)
     from unnest($3::integer[], $4::integer[], $5::integer[]) as cut (bucket, start, length)`,
    [
      inserted?.segment_id,
      Buffer.concat(segment.rows.map(({ data }) => data)),
      segment.rows.map(({ bucket }) => bucket),
      starts,
      segment.rows.map(({ data }) => data.length),
    ],
  );
}

const Overlapping = z.object({ segment_id: z.number(), documents: z.number() });

/** Marks what a sealed segment holds of this message as no longer standing. */
async function bury(sql: Sql, ref: MessageRef): Promise<void> {
  const segments = await sql.rows(
    Overlapping,
    `select segment_id, documents from search_segment
     where team_id = $1 and channel_id = $2 and from_ts <= $3 and to_ts >= $3`,
    [ref.teamId, ref.channelId, ref.ts],
  );
  for (const { segment_id: segmentId, documents } of segments) {
    const all = await readAllTs(sql, { segmentId, documents });
    const dead = all.flatMap((its, document) => (its === ref.ts ? [document] : []));
    if (dead.length === 0) continue;
    const marked = await sql.run(`update search_segment set dead = dead || $2::bytea where segment_id = $1`, [
      segmentId,
      toDead(dead),
    ]);
    // Swept meanwhile: the message is in the segment that took its place.
    if (marked === 0) await bury(sql, ref);
  }
}

function toDead(documents: readonly number[]): Buffer {
  const bytes = Buffer.alloc(documents.length * 4);
  documents.forEach((document, index) => bytes.writeUInt32BE(document, index * 4));
  return bytes;
}
