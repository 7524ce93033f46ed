// Messages without words: the newest that a person, a time, a thread or a file's name leave.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../store.ts';

export interface Limits {
  readonly afterTs?: string;
  readonly beforeTs?: string;
  readonly authorId?: string;
  readonly threadTs?: string;
  /** Only these, where they are given. */
  readonly among?: readonly string[];
}

/** Newest first. */
export async function listMessages(
  sql: Sql,
  { teamId, channelId, limit, ...limits }: ChannelRef & Limits & { readonly limit: number },
): Promise<readonly string[]> {
  const rows = await sql.rows(
    z.object({ ts: z.string() }),
    `select ts from message
     where team_id = $1 and channel_id = $2 and deleted_at is null and ts > $3 and ts < $4
       and ($5::text is null or author_id = $5) and ($6::text is null or thread_ts = $6)
       and ($7::text[] is null or ts = any($7))
     order by ts desc limit $8`,
    [
      teamId,
      channelId,
      limits.afterTs ?? '',
      // ':' sorts after every digit, so that it stands after every ts.
      limits.beforeTs ?? ':',
      limits.authorId ?? null,
      limits.threadTs ?? null,
      limits.among ?? null,
      limit,
    ],
  );
  return rows.map(({ ts }) => ts);
}
