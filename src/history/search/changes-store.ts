// What happened in a channel since a point in time, and which files were shared under which name.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../store.ts';
import { toTerms } from './terms.ts';

export interface Change {
  readonly ts: string;
  readonly kind: 'posted' | 'edited' | 'deleted';
  readonly at: Date;
  /** Empty where it was deleted. */
  readonly text: string;
  /** Of an edit: what stood there before. */
  readonly before: string | undefined;
}

const ChangeRow = z
  .object({
    ts: z.string(),
    kind: z.enum(['posted', 'edited', 'deleted']),
    said_at: z.date(),
    text: z.string(),
    before: z.string().nullable(),
  })
  .transform((row): Change => ({
    ts: row.ts,
    kind: row.kind,
    at: row.said_at,
    text: row.text,
    before: row.before ?? undefined,
  }));

/** Oldest first. Of a message that was deleted meanwhile only that is told. */
export function changesSince(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  { since, limit }: { since: Date; limit: number },
): Promise<readonly Change[]> {
  return sql.rows(
    ChangeRow,
    `select v.ts, v.kind, v.said_at, v.text,
            case v.kind when 'edited' then
              (select text from message_version former
               where former.team_id = v.team_id and former.channel_id = v.channel_id and former.ts = v.ts
                 and former.version < v.version order by former.version desc limit 1) end as before
     from message_version v
     join message m using (team_id, channel_id, ts)
     where v.team_id = $1 and v.channel_id = $2 and v.said_at > $3 and (m.deleted_at is null or v.kind = 'deleted')
     order by v.said_at, v.ts, v.version limit $4`,
    [teamId, channelId, since, limit],
  );
}

export interface FoundFile {
  readonly fileId: string;
  readonly name: string;
  readonly ts: string;
}

const FileRow = z.object({ file_id: z.string(), name: z.string(), ts: z.string(), says_it: z.boolean() });

/**
 * By any word of the name, or a part of it, or by a page of its text that has all the words, where somebody had it
 * read; with more of them first, then the newer.
 */
export async function searchFiles(
  sql: Sql,
  { teamId, channelId, words, limit }: ChannelRef & { readonly words: string; readonly limit: number },
): Promise<readonly FoundFile[]> {
  const asked = new Set(toTerms(words));
  // Stems: what begins with one is one of its forms.
  const files = await sql.rows(
    FileRow,
    `select file_id, name, ts, cardinality($3::text[]) > 0 and exists (
       select from file_content c join content_page p using (team_id, sha256)
       where c.team_id = f.team_id and c.file_id = f.file_id
         and (select bool_and(strpos(lower(p.text), term) > 0) from unnest($3::text[]) term)) as says_it
     from file f join message using (team_id, channel_id, ts)
     where team_id = $1 and channel_id = $2 and deleted_at is null order by ts desc`,
    [teamId, channelId, [...asked]],
  );
  const part = words.trim().toLowerCase();
  return files
    .map((file) => {
      const held = toTerms(file.name.replaceAll(/[_.-]/gu, ' ')).filter((term) => asked.has(term));
      const hasPart = part !== '' && file.name.toLowerCase().includes(part);
      const named = new Set(held).size + (hasPart ? asked.size + 1 : 0);
      return { file, score: named + (file.says_it ? asked.size : 0) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, limit)
    .map(({ file: { file_id: fileId, name, ts } }) => ({ fileId, name, ts }));
}
