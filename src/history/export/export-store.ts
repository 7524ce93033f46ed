// Reads the history for an export: every message that stands, with its states and reactions, in order.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { Author, Reaction, SharedFile } from '../message.ts';
import { reactionsOn } from '../reaction-store.ts';
import type { ChannelRef } from '../store.ts';

export interface ExportableMessage {
  readonly ts: string;
  readonly threadTs: string;
  readonly author: Author;
  readonly text: string;
  readonly blocks: unknown;
  readonly editedAt: Date | undefined;
  readonly files: readonly SharedFile[];
  readonly reactions: readonly Reaction[];
  readonly versions: readonly {
    readonly kind: string;
    readonly text: string;
    readonly blocks: unknown;
    readonly saidAt: Date;
  }[];
}

const MessageRow = z.object({
  ts: z.string(),
  thread_ts: z.string(),
  author_kind: z.enum(['person', 'bot', 'longhand']),
  author_id: z.string().nullable(),
  text: z.string(),
  edited_at: z.date().nullable(),
});
const VersionRow = z.object({
  ts: z.string(),
  kind: z.string(),
  text: z.string(),
  blocks: z.unknown(),
  said_at: z.date(),
});
const FileRow = z.object({
  ts: z.string(),
  file_id: z.string(),
  name: z.string(),
  mimetype: z.string(),
  bytes: z.number(),
  download_url: z.string().nullable(),
});

/** From `afterTs` on, oldest first. */
export async function readForExport(
  sql: Sql,
  channel: ChannelRef,
  { afterTs, limit }: { afterTs: string; limit: number },
): Promise<readonly ExportableMessage[]> {
  const key = [channel.teamId, channel.channelId];
  const messages = await sql.rows(
    MessageRow,
    `select ts, thread_ts, author_kind, author_id, text, edited_at from message
     where team_id = $1 and channel_id = $2 and ts > $3 and deleted_at is null order by ts limit $4`,
    [...key, afterTs, limit],
  );
  const ts = messages.map((message) => message.ts);
  const versions = await sql.rows(
    VersionRow,
    `select ts, kind, text, blocks, said_at from message_version
     where team_id = $1 and channel_id = $2 and ts = any($3) and kind <> 'deleted' order by ts, version`,
    [...key, ts],
  );
  const files = await sql.rows(
    FileRow,
    `select ts, file_id, name, mimetype, bytes, download_url from file
     where team_id = $1 and channel_id = $2 and ts = any($3) order by ts, file_id collate "C"`,
    [...key, ts],
  );
  const reactions = await reactionsOn(sql, channel, ts);
  const versionsOf = Map.groupBy(versions, (row) => row.ts);
  const filesOf = Map.groupBy(files, (row) => row.ts);
  return messages.map((row) => {
    const states = (versionsOf.get(row.ts) ?? []).map((version) => ({
      kind: version.kind,
      text: version.text,
      blocks: version.blocks,
      saidAt: version.said_at,
    }));
    return {
      ts: row.ts,
      threadTs: row.thread_ts,
      author:
        row.author_kind === 'longhand'
          ? { kind: 'longhand' }
          : { kind: row.author_kind, id: row.author_id ?? '' },
      text: row.text,
      blocks: presentOf(states)?.blocks,
      editedAt: row.edited_at ?? undefined,
      files: (filesOf.get(row.ts) ?? []).map(toFile),
      reactions: reactions.get(row.ts) ?? [],
      versions: states,
    };
  });
}

/** The newest edit, of two at once the later to come: as recording decides it. */
function presentOf<State extends { readonly saidAt: Date }>(states: readonly State[]): State | undefined {
  return states.reduce<State | undefined>(
    (newest, state) => (newest === undefined || state.saidAt >= newest.saidAt ? state : newest),
    undefined,
  );
}

function toFile(row: z.infer<typeof FileRow>): SharedFile {
  return {
    id: row.file_id,
    name: row.name,
    mimetype: row.mimetype,
    bytes: row.bytes,
    ...(row.download_url === null ? {} : { downloadUrl: row.download_url }),
  };
}
