// Pages and chapters: sealed runs of a channel's messages, each with a summary whose sentences say what they stand on.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { ChannelRef } from './store.ts';

export type PageLevel = 'page' | 'chapter';

/** One sentence of a summary, and the messages that say so. */
export interface Sentence {
  readonly text: string;
  readonly messages: readonly string[];
}

export interface Page {
  readonly level: PageLevel;
  readonly fromTs: string;
  readonly toTs: string;
  readonly messages: number;
  readonly sentences: readonly Sentence[];
  readonly model: string;
  /** What making it cost. */
  readonly tokens: number;
  readonly madeAt: Date;
}

/** A run of messages as it is measured before it is sealed. */
export interface Run {
  readonly ts: string;
  readonly chars: number;
}

/** What can be said of older messages without a model. */
export interface Outline {
  readonly messages: number;
  readonly firstTs: string | undefined;
  readonly people: readonly { id: string | undefined; count: number; fromTs: string; toTs: string }[];
  readonly threads: readonly { ts: string; replies: number; text: string }[];
  readonly files: readonly { id: string; name: string; mimetype: string; ts: string }[];
}

export interface PageStore {
  /** Contract: kept only while every message it was made from still stands as it was; resolves to whether it was. */
  keep(channel: ChannelRef, page: Page): Promise<boolean>;
  /** The newest pages that end at or before `throughTs`, newest first, without sentences on messages since deleted. */
  newest(
    channel: ChannelRef,
    which: { level: PageLevel; throughTs: string; limit: number },
  ): Promise<readonly Page[]>;
  holding(channel: ChannelRef, ts: string): Promise<Page | undefined>;
  /** The first stretch of the channel that is not sealed: between two pages when one was lost to a deletion, else the end. */
  gap(channel: ChannelRef, level: PageLevel): Promise<{ afterTs: string; beforeTs: string | undefined }>;
  /** The messages after what is sealed, oldest first, only as long as they are: a page's worth can be cut from them. */
  unsealed(
    channel: ChannelRef,
    which: { afterTs: string; beforeTs: string; limit: number },
  ): Promise<readonly Run[]>;
  pagesAfter(channel: ChannelRef, which: { afterTs: string; limit: number }): Promise<readonly Page[]>;
  /** Channels whose window has been cut, with where: only of what left a window does a digest tell. */
  channelsToSeal(): Promise<readonly (ChannelRef & { readonly cutTs: string })[]>;
  /** For this session alone, until it ends: of all processes one makes summaries. */
  tryToBeTheOne(): Promise<boolean>;
  letOthers(): Promise<void>;
  spentSince(since: Date): Promise<number>;
  outline(channel: ChannelRef, which: { throughTs: string; look: number; each: number }): Promise<Outline>;
}

const Sentences = z.array(z.object({ text: z.string(), messages: z.array(z.string()) }));
const PageRow = z
  .object({
    level: z.enum(['page', 'chapter']),
    from_ts: z.string(),
    to_ts: z.string(),
    messages: z.number(),
    sentences: Sentences,
    model: z.string(),
    tokens: z.number(),
    made_at: z.date(),
    gone: z.array(z.string()),
  })
  .transform(({ gone, ...row }): Page => ({
    level: row.level,
    fromTs: row.from_ts,
    toTs: row.to_ts,
    messages: row.messages,
    sentences: row.sentences.filter(({ messages }) => !messages.some((ts) => gone.includes(ts))),
    model: row.model,
    tokens: row.tokens,
    madeAt: row.made_at,
  }));

const PAGE = `
  select p.*, array(
    select m.ts from message m where m.team_id = p.team_id and m.channel_id = p.channel_id
      and m.ts between p.from_ts and p.to_ts and m.deleted_at is not null) as gone
  from page p where p.team_id = $1 and p.channel_id = $2`;

export function createPageStore(sql: Sql): PageStore {
  const keyOf = ({ teamId, channelId }: ChannelRef): readonly string[] => [teamId, channelId];
  return {
    keep: async (channel, page) =>
      (await sql.run(
        `insert into page (team_id, channel_id, level, from_ts, to_ts, messages, sentences, model, tokens, made_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         where $6::integer = (select count(*) from message where team_id = $1 and channel_id = $2 and ts between $4 and $5
                                                     and deleted_at is null)
         on conflict do nothing`,
        [
          ...keyOf(channel),
          page.level,
          page.fromTs,
          page.toTs,
          page.messages,
          JSON.stringify(page.sentences),
          page.model,
          page.tokens,
          page.madeAt,
        ],
      )) === 1,

    newest: (channel, { level, throughTs, limit }) =>
      sql.rows(PageRow, `${PAGE} and level = $3 and to_ts <= $4 order by to_ts desc limit $5`, [
        ...keyOf(channel),
        level,
        throughTs,
        limit,
      ]),

    holding: async (channel, ts) =>
      (
        await sql.rows(PageRow, `${PAGE} and level = 'page' and $3 between from_ts and to_ts limit 1`, [
          ...keyOf(channel),
          ts,
        ])
      )[0],

    gap: async (channel, level) => {
      const [gap] = await sql.rows(
        z.object({ after_ts: z.string(), before_ts: z.string().nullable() }),
        `with ends as (
           select '' collate "C" as to_ts, '' collate "C" as from_ts
           union all select to_ts, from_ts from page where team_id = $1 and channel_id = $2 and level = $3),
         gaps as (select to_ts as after_ts, lead(from_ts) over (order by from_ts) as before_ts from ends)
         select after_ts, before_ts from gaps
         where before_ts is null or exists (
           select 1 from message m where m.team_id = $1 and m.channel_id = $2 and m.ts > after_ts and m.ts < before_ts
             and m.deleted_at is null)
         order by after_ts limit 1`,
        [...keyOf(channel), level],
      );
      return { afterTs: gap?.after_ts ?? '', beforeTs: gap?.before_ts ?? undefined };
    },

    unsealed: (channel, { afterTs, beforeTs, limit }) =>
      sql.rows(
        z.object({ ts: z.string(), chars: z.number() }),
        `select ts, length(text) as chars from message
         where team_id = $1 and channel_id = $2 and ts > $3 and ts < $4 and deleted_at is null order by ts limit $5`,
        [...keyOf(channel), afterTs, beforeTs, limit],
      ),

    pagesAfter: (channel, { afterTs, limit }) =>
      sql.rows(PageRow, `${PAGE} and level = 'page' and from_ts > $3 order by from_ts limit $4`, [
        ...keyOf(channel),
        afterTs,
        limit,
      ]),

    channelsToSeal: async () => {
      const rows = await sql.rows(
        z.object({ team_id: z.string(), channel_id: z.string(), cut_ts: z.string() }),
        `select team_id, channel_id, cut_ts from channel_window where cut_ts <> '' order by cut_at desc`,
      );
      return rows.map((row) => ({ teamId: row.team_id, channelId: row.channel_id, cutTs: row.cut_ts }));
    },

    tryToBeTheOne: async () =>
      (
        await sql.rows(
          z.object({ taken: z.boolean() }),
          "select pg_try_advisory_lock(hashtext('longhand page summaries')) as taken",
        )
      )[0]?.taken ?? false,

    letOthers: async () => {
      await sql.run("select pg_advisory_unlock(hashtext('longhand page summaries'))");
    },

    spentSince: async (since) =>
      (
        await sql.rows(
          z.object({ tokens: z.number() }),
          'select coalesce(sum(tokens), 0)::bigint as tokens from page where made_at >= $1',
          [since],
        )
      )[0]?.tokens ?? 0,

    outline: (channel, which) => readOutline(sql, channel, which),
  };
}

const OutlineRow = z.object({
  messages: z.number(),
  first_ts: z.string().nullable(),
  people: z.array(
    z.object({ id: z.string().nullable(), count: z.number(), from_ts: z.string(), to_ts: z.string() }),
  ),
  threads: z.array(z.object({ ts: z.string(), replies: z.number(), text: z.string() })),
  files: z.array(z.object({ id: z.string(), name: z.string(), mimetype: z.string(), ts: z.string() })),
});

/** One statement, so that the older messages are read once. */
async function readOutline(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  { throughTs, look, each }: { throughTs: string; look: number; each: number },
): Promise<Outline> {
  const [row] = await sql.rows(
    OutlineRow,
    `with older as materialized (
       select m.ts, m.thread_ts, m.author_id, left(m.text, 200) as text from message m
       where m.team_id = $1 and m.channel_id = $2 and m.ts <= $3 and m.deleted_at is null
       order by m.ts desc limit $4),
     people as (
       select author_id as id, count(*) as count, min(ts) as from_ts, max(ts) as to_ts from older
       group by author_id order by count(*) desc, author_id limit $5),
     threads as (
       select o.ts, t.replies, o.text
       from older o join (select thread_ts, count(*) - 1 as replies from older group by thread_ts having count(*) > 2) t
         on t.thread_ts = o.ts
       order by o.ts desc limit $5),
     files as (
       select f.file_id as id, f.name, f.mimetype, f.ts from older o
       join file f on f.team_id = $1 and f.channel_id = $2 and f.ts = o.ts order by f.ts desc limit $5)
     select (select count(*) from older) as messages, (select min(ts) from older) as first_ts,
            (select coalesce(json_agg(p), '[]') from people p) as people,
            (select coalesce(json_agg(t), '[]') from threads t) as threads,
            (select coalesce(json_agg(f), '[]') from files f) as files`,
    [teamId, channelId, throughTs, look, each],
  );
  return {
    messages: row?.messages ?? 0,
    firstTs: row?.first_ts ?? undefined,
    people: (row?.people ?? []).map(({ id, count, from_ts, to_ts }) => ({
      id: id ?? undefined,
      count,
      fromTs: from_ts,
      toTs: to_ts,
    })),
    threads: row?.threads ?? [],
    files: row?.files ?? [],
  };
}
