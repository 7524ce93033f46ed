// What the index is made of, read from the messages that stand.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { Author } from '../message.ts';
import type { ChannelRef } from '../store.ts';
import type { SearchableMessage } from './document.ts';

const PAGE = 32_768;

const MessageRow = z.object({
  ts: z.string(),
  thread_ts: z.string(),
  author_kind: z.enum(['person', 'bot', 'longhand']),
  author_id: z.string().nullable(),
  text: z.string(),
  files: z.array(z.string()),
});

/** Messages that stand, as the index takes them in: in their order after `after`, or those `among` the named. */
export async function readSearchable(
  sql: Sql,
  channel: ChannelRef,
  { after = '', among }: { after?: string; among?: readonly string[] },
): Promise<readonly SearchableMessage[]> {
  const rows = await sql.rows(
    MessageRow,
    `select ts, thread_ts, author_kind, author_id, text,
            array(select name from file f where f.team_id = m.team_id and f.channel_id = m.channel_id and f.ts = m.ts
                  order by file_id) as files
     from message m
     where team_id = $1 and channel_id = $2 and ts > $3 and ($4::text[] is null or ts = any($4)) and deleted_at is null
     order by ts limit ${PAGE}`,
    [channel.teamId, channel.channelId, after, among ?? null],
  );
  return rows.map((row) => ({
    ...channel,
    ts: row.ts,
    threadTs: row.thread_ts,
    author: authorOf(row),
    text: row.text,
    fileNames: row.files,
  }));
}

function authorOf({ author_kind: kind, author_id: id }: z.infer<typeof MessageRow>): Author {
  return kind === 'longhand' ? { kind } : { kind, id: id ?? '' };
}
