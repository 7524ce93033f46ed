// Takes messages out of the history for good: texts, versions, files, reactions and what the search knows of them.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { indexMessages } from './search/index-store.ts';
import { readSearchable } from './search/searchable-store.ts';
import { readAllTs } from './search/shelf-store.ts';
import type { ChannelRef } from './store.ts';

/** Rows that are gone, by table. */
export type Erased = Map<string, number>;

export function note(erased: Erased, table: string, count: number): void {
  if (count > 0) erased.set(table, (erased.get(table) ?? 0) + count);
}

interface Erasing {
  readonly ts: readonly string[];
  readonly now: Date;
  readonly erased: Erased;
}

/**
 * Contract: part of the caller's transaction. Of each message only its ts is left, so that no late event, import or
 * reading back brings it in again.
 */
export async function eraseMessages(
  sql: Sql,
  channel: ChannelRef,
  { ts, now, erased }: Erasing,
): Promise<void> {
  if (ts.length === 0) return;
  const key = [channel.teamId, channel.channelId, ts];
  const where = 'where team_id = $1 and channel_id = $2 and ts = any($3)';
  note(erased, 'search_segment', await eraseFromIndex(sql, channel, ts));
  for (const table of ['message_version', 'reaction', 'file']) {
    note(erased, table, await sql.run(`delete from ${table} ${where}`, key));
  }
  const emptied = await sql.run(
    `update message set text = '', mentions = '{}', author_kind = 'person', author_id = null, edited_at = null,
                        deleted_at = coalesce(deleted_at, $4), purged_at = $4 ${where}`,
    [...key, now],
  );
  note(erased, 'message', emptied);
  await eraseLostContents(sql, erased);
}

/** The text of files that no message has any more. */
export async function eraseLostContents(sql: Sql, erased: Erased): Promise<void> {
  const contents = await sql.run(
    `delete from file_content c where not exists (select from file f where f.team_id = c.team_id and f.file_id = c.file_id)`,
  );
  note(erased, 'file_content', contents);
  await sql.run(
    `delete from file_arrival a where not exists (select from file f where f.team_id = a.team_id and f.file_id = a.file_id)`,
  );
  const pages = await sql.run(
    `delete from content_page p
     where not exists (select from file_content c where c.team_id = p.team_id and c.sha256 = p.sha256)`,
  );
  note(erased, 'content_page', pages);
  const answers = await sql.run(
    `delete from reading_answer a where file_id is not null
     and not exists (select from file f where f.team_id = a.team_id and f.file_id = a.file_id)`,
  );
  note(erased, 'reading_answer', answers);
  const pictures = await sql.run(
    `delete from picture p where file_id is not null
     and not exists (select from file f where f.team_id = p.team_id and f.file_id = p.file_id)`,
  );
  note(erased, 'picture', pictures);
}

const Segment = z.object({ segment_id: z.number(), documents: z.number(), dead: z.instanceof(Buffer) });

/**
 * Marking documents as dead keeps the hashes of their words, so the segments they are in are made again without them.
 * Resolves to the number of segments.
 */
async function eraseFromIndex(sql: Sql, channel: ChannelRef, ts: readonly string[]): Promise<number> {
  const { teamId, channelId } = channel;
  const gone = new Set(ts);
  const sorted = ts.toSorted();
  await sql.run('delete from search_tail where team_id = $1 and channel_id = $2 and ts = any($3)', [
    teamId,
    channelId,
    ts,
  ]);
  const segments = await sql.rows(
    Segment,
    `select segment_id, documents, dead from search_segment
     where team_id = $1 and channel_id = $2 and from_ts <= $4 and to_ts >= $3 order by segment_id`,
    [teamId, channelId, sorted[0], sorted.at(-1)],
  );
  let made = 0;
  for (const { segment_id: segmentId, documents, dead } of segments) {
    const all = await readAllTs(sql, { segmentId, documents });
    if (!all.some((one) => gone.has(one))) continue;
    made += 1;
    const buried = new Set(
      Array.from({ length: dead.length / 4 }, (_, index) => dead.readUInt32BE(index * 4)),
    );
    const standing = new Set(all.filter((one, document) => !buried.has(document) && !gone.has(one)));
    await sql.run('delete from search_segment where segment_id = $1', [segmentId]);
    const rest = await readSearchable(sql, channel, { among: [...standing] });
    if (rest.length > 0) await indexMessages(sql, channel, rest);
  }
  return made;
}
