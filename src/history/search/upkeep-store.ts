// Makes parts of the index anew from the messages: after an upgrade, and so that what was taken back leaves no trace.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../store.ts';
import { createRecorder } from './document.ts';
import { indexMessages, insertSegment } from './index-store.ts';
import { buildSegment } from './segment.ts';
import { readSearchable } from './searchable-store.ts';
import { readAllTs } from './shelf-store.ts';

interface Transactor extends Sql {
  transact<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

const TIMES = 5;

const Channel = z
  .object({ team_id: z.string(), channel_id: z.string() })
  .transform((row): ChannelRef => ({ teamId: row.team_id, channelId: row.channel_id }));

/**
 * Takes in what is on the list of channels to be taken in anew; resolves to how many there were. At the start of each
 * process: mostly there are none.
 *
 * Contract: of a channel the old index is searched until the new one is whole; each is done by one process.
 */
export async function catchUpSearch(database: Transactor): Promise<number> {
  for (let done = 0; ; done += 1) {
    const next = () =>
      database.transact(async (sql) => {
        // What is said meanwhile goes to the tail by itself; this sees the channel as it was at one moment.
        await sql.run('set transaction isolation level repeatable read');
        const [channel] = await sql.rows(
          Channel,
          'select team_id, channel_id from search_backlog limit 1 for update skip locked',
        );
        if (channel === undefined) return false;
        await takeInAnew(sql, channel);
        return true;
      });
    if (!(await untilUndisturbed(next))) return done;
  }
}

async function takeInAnew(sql: Sql, channel: ChannelRef): Promise<void> {
  const key = [channel.teamId, channel.channelId];
  for (const table of ['search_backlog', 'search_tail', 'search_segment']) {
    await sql.run(`delete from ${table} where team_id = $1 and channel_id = $2`, key);
  }
  for (let after = ''; ;) {
    const page = await readSearchable(sql, channel, { after });
    if (page.length === 0) return;
    await indexMessages(sql, channel, page);
    after = page.at(-1)?.ts ?? '';
  }
}

/**
 * Makes those segments anew that hold what was edited, deleted or forgotten; resolves to how many. Until then its words
 * are in the index as hashes, though no search finds them.
 */
export async function sweepSearch(database: Transactor, channel: ChannelRef): Promise<number> {
  const segments = await database.rows(
    z.object({ segment_id: z.number() }),
    `select segment_id from search_segment where team_id = $1 and channel_id = $2 and dead <> '' order by segment_id`,
    [channel.teamId, channel.channelId],
  );
  for (const { segment_id: segmentId } of segments) {
    await database.transact((sql) => sweepSegment(sql, channel, segmentId));
  }
  return segments.length;
}

async function sweepSegment(sql: Sql, channel: ChannelRef, segmentId: number): Promise<void> {
  // Locked, so that an edit meanwhile waits and then marks the new segment.
  const [segment] = await sql.rows(
    z.object({ documents: z.number(), dead: z.instanceof(Buffer) }),
    'select documents, dead from search_segment where segment_id = $1 for update',
    [segmentId],
  );
  if (segment === undefined) return;
  const dead = new Set<number>();
  for (let at = 0; at < segment.dead.length; at += 4) dead.add(segment.dead.readUInt32BE(at));
  const all = await readAllTs(sql, { segmentId, documents: segment.documents });
  const standing = [...new Set(all.filter((_, document) => !dead.has(document)))];
  const messages = await readSearchable(sql, channel, { among: standing });
  await sql.run('delete from search_segment where segment_id = $1', [segmentId]);
  if (messages.length > 0) await insertSegment(sql, channel, buildSegment(messages.map(createRecorder())));
}

/** Somebody else changed what this was changing: then again, from how it is now. */
async function untilUndisturbed<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = TIMES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 1 || !Serialization.safeParse(error).success) throw error;
    }
  }
}

/** What Postgres answers to the later of two that change the same. */
const Serialization = z.object({ code: z.literal('40001') });
