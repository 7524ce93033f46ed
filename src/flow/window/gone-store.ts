// Which of the messages that a transcript shows were deleted since, and what they said: it is taken out before the next request.
import { z } from 'zod';
import type { Gone } from '../../agent/gone.ts';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../../history/store.ts';

/**
 * By its reference, everything that a deleted message ever said; once its text is purged there is nothing left to look
 * for. A reference is a ts of this channel, or names its channel before it.
 */
export async function goneAmong(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  refs: readonly string[],
): Promise<Gone> {
  const rows = await sql.rows(
    z.object({ ref: z.string(), texts: z.array(z.string()) }),
    `select wanted.ref, array(select v.text from message_version v where v.team_id = m.team_id
                          and v.channel_id = m.channel_id and v.ts = m.ts and v.text <> '') as texts
     from unnest($2::text[], $3::text[], $4::text[]) as wanted (ref, place, its)
     join message m on m.team_id = $1 and m.channel_id = place and m.ts = its
     where m.deleted_at is not null`,
    [
      teamId,
      refs,
      refs.map((ref) => (ref.includes('/') ? (ref.split('/')[0] ?? '') : channelId)),
      refs.map((ref) => ref.split('/').at(-1) ?? ''),
    ],
  );
  return new Map(rows.map(({ ref, texts }) => [ref, texts]));
}
