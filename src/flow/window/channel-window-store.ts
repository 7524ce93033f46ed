// The rows of a channel's window: each message as it was rendered once, in the order in which the model came to see it.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../../history/store.ts';

export interface WindowLine {
  readonly kind: 'message' | 'reactions';
  /** The message it shows, or the one whose reactions it tells. */
  readonly ts: string;
  readonly version: number;
  readonly text: string;
  readonly tokens: number;
}

/** What stands around the lines; written anew only at a cut. */
export interface WindowFrame {
  readonly heading: string;
  /** Undefined when it has to be written anew. */
  readonly digest: string | undefined;
  readonly digestRefs: readonly string[];
  readonly timeZone: string;
  /** The newest message that was cut off; '' when nothing was. */
  readonly cutTs: string;
  /** Undefined before the window was ever filled. */
  readonly cutAt: Date | undefined;
}

/** The lines as one text, and what is known of them without reading each. */
export interface WindowLines {
  readonly text: string;
  readonly tokens: number;
  /** The messages that stand in it. */
  readonly holds: ReadonlySet<string>;
  readonly firstTs: string | undefined;
  readonly lastSeq: number;
  /** What was told last of the reactions on each message. */
  readonly reactions: ReadonlyMap<string, string>;
}

/** A message that the window does not show in its present version. */
export interface Unseen {
  readonly ts: string;
  readonly version: number;
  /** Shown in a former version. */
  readonly isShown: boolean;
}

export interface WindowStore {
  /** The frame, held for this transaction: of two who fill a window at once the second sees what the first did. */
  lock(channel: ChannelRef): Promise<WindowFrame>;
  find(channel: ChannelRef): Promise<WindowFrame | undefined>;
  save(channel: ChannelRef, frame: WindowFrame): Promise<void>;
  /** The newest messages after the cut that the window does not show in their present version, oldest first. */
  unseen(
    channel: ChannelRef,
    which: { afterTs: string; exceptThread: string; limit: number },
  ): Promise<readonly Unseen[]>;
  lines(channel: ChannelRef): Promise<WindowLines>;
  /** The newest line of each kind for each message, in the order in which they were said. */
  latest(channel: ChannelRef): Promise<readonly WindowLine[]>;
  /** How these messages were rendered last; those of them that were. */
  shown(channel: ChannelRef, refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  append(channel: ChannelRef, added: { afterSeq: number; lines: readonly WindowLine[] }): Promise<void>;
  /** For a version that reads the same as the one before it. */
  noteVersion(channel: ChannelRef, seen: { ts: string; version: number }): Promise<void>;
  clear(channel: ChannelRef): Promise<void>;
  /** Was a task of this channel, other than this one, at work after `since`? Then the provider may still know our prefix. */
  isWarm(channel: ChannelRef, other: { taskId: string; since: Date }): Promise<boolean>;
  /** Their reactions are signs to people and tell the model nothing. */
  bots(teamId: string): Promise<ReadonlySet<string>>;
}

const FrameRow = z
  .object({
    heading: z.string(),
    digest: z.string().nullable(),
    digest_refs: z.array(z.string()),
    time_zone: z.string(),
    cut_ts: z.string(),
    cut_at: z.date().nullable(),
    is_stale: z.boolean(),
  })
  .transform((row): WindowFrame => ({
    heading: row.heading,
    digest: row.is_stale ? undefined : (row.digest ?? undefined),
    digestRefs: row.digest_refs,
    timeZone: row.time_zone,
    cutTs: row.cut_ts,
    cutAt: row.cut_at ?? undefined,
  }));

// A message may have been deleted while its digest was being written: then no trigger saw the two together.
const FRAME = `
  select w.*, exists (
    select 1 from message m where m.team_id = w.team_id and m.channel_id = w.channel_id
      and m.ts = any(w.digest_refs) and m.deleted_at is not null) as is_stale
  from channel_window w where w.team_id = $1 and w.channel_id = $2`;

const LineRow = z.object({
  kind: z.enum(['message', 'reactions']),
  ts: z.string(),
  version: z.number(),
  text: z.string(),
  tokens: z.number(),
});
const Versions = z.object({
  said: z.array(z.string()),
  version: z.array(z.number()),
  held: z.array(z.string()),
  held_version: z.array(z.number()),
});
const LinesRow = z.object({
  text: z.string(),
  tokens: z.number(),
  held: z.array(z.string()),
  first_ts: z.string().nullable(),
  last_seq: z.number(),
  reacted: z.array(z.string()),
  reactions: z.array(z.string()),
});
export function createWindowStore(sql: Sql): WindowStore {
  const keyOf = ({ teamId, channelId }: ChannelRef): readonly string[] => [teamId, channelId];
  return {
    lock: async (channel) => {
      const locked = () => sql.rows(FrameRow, `${FRAME} for update of w`, keyOf(channel));
      const [frame] = await locked();
      if (frame !== undefined) return frame;
      await sql.run(
        'insert into channel_window (team_id, channel_id) values ($1, $2) on conflict do nothing',
        keyOf(channel),
      );
      return (await locked())[0] ?? EMPTY_FRAME;
    },

    find: async (channel) => (await sql.rows(FrameRow, FRAME, keyOf(channel)))[0],

    save: async (channel, frame) => {
      await sql.run(
        `update channel_window set heading = $3, digest = $4, digest_refs = $5, time_zone = $6, cut_ts = $7, cut_at = $8
         where team_id = $1 and channel_id = $2`,
        [
          ...keyOf(channel),
          frame.heading,
          frame.digest ?? null,
          frame.digestRefs,
          frame.timeZone,
          frame.cutTs,
          frame.cutAt ?? null,
        ],
      );
    },

    unseen: async (channel, { afterTs, exceptThread, limit }) => {
      // Compared here: until its tables are analysed, the planner tries every message with every line.
      const [row] = await sql.rows(
        Versions,
        `select said, version, held, held_version from
           (select coalesce(array_agg(ts), '{}') as said, coalesce(array_agg(version), '{}') as version from (
             select ts, version from message
             where team_id = $1 and channel_id = $2 and ts > $3 and thread_ts <> $4 and deleted_at is null
             order by ts desc limit $5) as newest) as said,
           (select coalesce(array_agg(ts), '{}') as held, coalesce(array_agg(version), '{}') as held_version from (
             select ts, max(version) as version from window_line
             where team_id = $1 and channel_id = $2 and kind = 'message' group by ts) as shown) as held`,
        [...keyOf(channel), afterTs, exceptThread, limit],
      );
      const shown = new Map(row?.held.map((ts, index) => [ts, row.held_version[index] ?? 0]));
      const unseen = row?.said.filter((ts, index) => (shown.get(ts) ?? 0) < (row.version[index] ?? 0)) ?? [];
      if (unseen.length === 0) return [];
      // Held until the line is in, so that a deletion meanwhile finds it. What someone else is changing comes next time.
      const standing = await sql.rows(
        z.object({ ts: z.string(), version: z.number() }),
        `select ts, version from message
         where team_id = $1 and channel_id = $2 and ts = any($3) and deleted_at is null
         order by ts for share skip locked`,
        [...keyOf(channel), unseen],
      );
      return standing.map(({ ts, version }) => ({ ts, version, isShown: shown.has(ts) }));
    },

    lines: async (channel) => {
      const [row] = await sql.rows(
        LinesRow,
        `select coalesce(string_agg(text, E'\\n' order by seq), '') as text, coalesce(sum(tokens), 0) as tokens,
                coalesce(array_agg(distinct ts) filter (where kind = 'message'), '{}') as held, min(ts) as first_ts, coalesce(max(seq), 0) as last_seq,
                coalesce(array_agg(ts order by seq) filter (where kind = 'reactions'), '{}') as reacted,
                coalesce(array_agg(text order by seq) filter (where kind = 'reactions'), '{}') as reactions
         from window_line where team_id = $1 and channel_id = $2`,
        keyOf(channel),
      );
      return {
        text: row?.text ?? '',
        tokens: row?.tokens ?? 0,
        holds: new Set(row?.held),
        firstTs: row?.first_ts ?? undefined,
        lastSeq: row?.last_seq ?? 0,
        // Of several for one message the last stays.
        reactions: new Map(row?.reacted.map((ts, index) => [ts, row.reactions[index] ?? ''])),
      };
    },

    latest: (channel) =>
      sql.rows(
        LineRow,
        `select distinct on (ts, kind) kind, ts, version, text, tokens from window_line
         where team_id = $1 and channel_id = $2 order by ts, kind, seq desc`,
        keyOf(channel),
      ),

    shown: async (channel, refs) => {
      if (refs.length === 0) return new Map();
      const rows = await sql.rows(
        z.object({ ts: z.string(), text: z.string() }),
        `select distinct on (ts) ts, text from window_line
         where team_id = $1 and channel_id = $2 and ts = any($3) and kind = 'message' order by ts, seq desc`,
        [...keyOf(channel), refs],
      );
      return new Map(rows.map(({ ts, text }) => [ts, text]));
    },

    append: async (channel, { afterSeq, lines }) => {
      if (lines.length === 0) return;
      await sql.run(
        `insert into window_line (team_id, channel_id, seq, kind, ts, version, text, tokens)
         select $1, $2, $3 + place, kind, ts, version, text, tokens
         from unnest($4::text[], $5::text[], $6::int[], $7::text[], $8::int[])
           with ordinality as l (kind, ts, version, text, tokens, place)`,
        [
          ...keyOf(channel),
          afterSeq,
          lines.map(({ kind }) => kind),
          lines.map(({ ts }) => ts),
          lines.map(({ version }) => version),
          lines.map(({ text }) => text),
          lines.map(({ tokens }) => tokens),
        ],
      );
    },

    noteVersion: async (channel, { ts, version }) => {
      await sql.run(
        `update window_line set version = $4
         where team_id = $1 and channel_id = $2 and ts = $3 and kind = 'message' and version < $4`,
        [...keyOf(channel), ts, version],
      );
    },

    clear: async (channel) => {
      await sql.run('delete from window_line where team_id = $1 and channel_id = $2', keyOf(channel));
    },

    isWarm: async (channel, { taskId, since }) =>
      (
        await sql.rows(
          z.object({ one: z.number() }),
          `select 1 as one from task where team_id = $1 and channel_id = $2 and id <> $3
             and (state in ('intake', 'working') or opened_at > $4 or closed_at > $4) limit 1`,
          [...keyOf(channel), taskId, since],
        )
      ).length > 0,

    bots: async (teamId) => {
      const rows = await sql.rows(
        z.object({ person_id: z.string() }),
        'select person_id from person where team_id = $1 and is_bot',
        [teamId],
      );
      return new Set(rows.map(({ person_id }) => person_id));
    },
  };
}

const EMPTY_FRAME: WindowFrame = {
  heading: '',
  digest: undefined,
  digestRefs: [],
  timeZone: 'UTC',
  cutTs: '',
  cutAt: undefined,
};
