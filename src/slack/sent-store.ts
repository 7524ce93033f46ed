// What became of something that was said: asked by what has to know whether it was.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

/** What became of something said: neither `ts` nor `refusedFor` while it is on its way. */
interface SentState {
  readonly channelId: string;
  readonly ts?: string;
  readonly refusedFor?: string;
}

/** Undefined when nothing was ever said under this key. */
export async function sentState(sql: Sql, key: string): Promise<SentState | undefined> {
  const [row] = await sql.rows(
    z.object({
      channel_id: z.string(),
      ts: z.string().nullable(),
      sent_version: z.number(),
      failed_reason: z.string().nullable(),
    }),
    'select channel_id, ts, sent_version, failed_reason from outbox_post where key = $1',
    [key],
  );
  if (row === undefined) return undefined;
  return {
    channelId: row.channel_id,
    ...(row.ts === null || row.sent_version === 0 ? {} : { ts: row.ts }),
    ...(row.failed_reason === null ? {} : { refusedFor: row.failed_reason }),
  };
}
