// Which of the messages that a transcript shows were deleted since, and what they said: it is taken out before the next request.
import { z } from 'zod';
import type { Gone } from '../agent/gone.ts';
import type { Sql } from '../db/pool.ts';
import type { ChannelRef } from '../history/store.ts';

/** By its ts, everything that a deleted message ever said; once its text is purged there is nothing left to look for. */
export async function goneAmong(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  refs: readonly string[],
): Promise<Gone> {
  const rows = await sql.rows(
    z.object({ ts: z.string(), texts: z.array(z.string()) }),
    `select m.ts, array(select v.text from message_version v where v.team_id = m.team_id
                          and v.channel_id = m.channel_id and v.ts = m.ts and v.text <> '') as texts
     from message m
     where m.team_id = $1 and m.channel_id = $2 and m.ts = any($3) and m.deleted_at is not null`,
    [teamId, channelId, refs],
  );
  return new Map(rows.map(({ ts, texts }) => [ts, texts]));
}
