// What Slack refused for where it was to stand, thread by thread.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

/**
 * The threads of a channel in which something could not be said since then, oldest first. Until the transaction of `sql`
 * ends nobody else looks at this channel: whoever looks last sees them all.
 */
export async function refusedThreads(
  sql: Sql,
  { channelId, reasons, since }: { channelId: string; reasons: readonly string[]; since: Date },
): Promise<readonly string[]> {
  await sql.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`homeless ${channelId}`]);
  const rows = await sql.rows(
    z.object({ thread_ts: z.string() }),
    `select distinct thread_ts from outbox_post
     where channel_id = $1 and kind = 'message' and thread_ts is not null and failed_reason = any($2)
       and attempted_at >= $3 order by thread_ts`,
    [channelId, reasons, since],
  );
  return rows.map((row) => row.thread_ts);
}
