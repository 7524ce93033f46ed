// How much was said in channels in a stretch of time: what a report is about must have moved before a model is asked.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../../history/store.ts';

/** Whether somebody else than Longhand said, changed or deleted something in one of these channels after `since`. */
export async function hasChanged(
  sql: Sql,
  { teamId, channelIds, since }: { teamId: string; channelIds: readonly string[]; since: Date },
): Promise<boolean> {
  const [row] = await sql.rows(
    z.object({ is_changed: z.boolean() }),
    `select exists (
       select from message m join message_version v using (team_id, channel_id, ts)
       where m.team_id = $1 and m.channel_id = any($2) and m.author_kind <> 'longhand' and v.said_at > $3
     ) as is_changed`,
    [teamId, channelIds, since],
  );
  return row?.is_changed === true;
}

/** How many messages of others stand in the channel from this stretch. */
export async function countSaid(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  { after, until }: { after: Date; until: Date },
): Promise<number> {
  const [row] = await sql.rows(
    z.object({ count: z.number() }),
    `select count(*) from message
     where team_id = $1 and channel_id = $2 and ts > $3 and ts <= $4 and author_kind <> 'longhand' and deleted_at is null`,
    [teamId, channelId, toTs(after), toTs(until)],
  );
  return row?.count ?? 0;
}

function toTs(at: Date): string {
  return (at.getTime() / 1000).toFixed(6);
}
