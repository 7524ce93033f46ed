// The rows of the outbox: what is said is written with the change that made us say it, and sent afterwards.
import { z } from 'zod';
import type { Database, Sql } from '../db/pool.ts';
import type { Clock } from '../base/clock.ts';
import type { Post, Voice } from '../flow/words.ts';
import { PUT, PUT_FIRST, UPDATE_EVERY } from './say-store.ts';
import { draw, type Part } from './blocks/draw.ts';
import { fixedWords } from './blocks/fixed-words.ts';

const Blocks = z.array(z.looseObject({ type: z.string() }));
export const OutboxBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), text: z.string(), blocks: Blocks }),
  z.object({
    kind: z.literal('file'),
    name: z.string(),
    text: z.string(),
    encoding: z.enum(['text', 'base64']).default('text'),
    fileId: z.string().optional(),
  }),
  z.object({
    kind: z.literal('reaction'),
    name: z.string(),
    ts: z.string(),
    isTakenBack: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('step'),
    executionId: z.string(),
    ending: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('success'), outputs: z.record(z.string(), z.string()) }),
      z.object({ kind: z.literal('error'), error: z.string() }),
    ]),
  }),
  z.object({ kind: z.literal('status'), status: z.enum(['active', 'processing', 'suspended', 'closed']) }),
]);
export type OutboxBody = z.infer<typeof OutboxBody>;

export interface OutboxRow {
  readonly key: string;
  readonly channelId: string;
  readonly threadTs: string | undefined;
  readonly body: OutboxBody;
  readonly version: number;
  readonly tries: number;
  /** When it was first tried; with no `ts` beside it, nobody knows whether Slack has it. */
  readonly attemptedAt: Date | undefined;
  readonly ts: string | undefined;
}

const Row = z
  .object({
    key: z.string(),
    channel_id: z.string(),
    thread_ts: z.string().nullable(),
    body: OutboxBody,
    version: z.number(),
    tries: z.number(),
    was_attempted_at: z.date().nullable(),
    ts: z.string().nullable(),
  })
  .transform((row): OutboxRow => ({
    key: row.key,
    channelId: row.channel_id,
    threadTs: row.thread_ts ?? undefined,
    body: row.body,
    version: row.version,
    tries: row.tries,
    attemptedAt: row.was_attempted_at ?? undefined,
    ts: row.ts ?? undefined,
  }));

/** The voice: everything it is told becomes a row of the teller's transaction. */
export function createVoice(clock: Clock): Voice {
  async function put(sql: Sql, row: Saying): Promise<void> {
    await sql.run(PUT, valuesOf(row));
  }

  function valuesOf({ key, body, channelId, threadTs }: Saying): readonly unknown[] {
    const kind = body.kind === 'file' ? 'message' : body.kind;
    return [key, kind, channelId, threadTs ?? null, JSON.stringify(storable(body)), clock.now()];
  }

  return {
    say: async (sql, post) => {
      const parts = draw(post.words, post.language);
      const [first, ...others] = parts.map((part, index) => toSaying(post, part, partKey(post.key, index)));
      if (first === undefined) return;
      const keys = others.map(({ key }) => key);
      await sql.run(PUT_FIRST, [...valuesOf(first), keys, JSON.stringify(toReplaced(post))]);
      for (const saying of others) await put(sql, saying);
    },
    react: (sql, { key, channelId, ts, name, isTakenBack }) =>
      put(sql, {
        key,
        channelId,
        threadTs: undefined,
        body: { kind: 'reaction', name, ts, ...(isTakenBack === true ? { isTakenBack } : {}) },
      }),
    endStep: (sql, { channelId, executionId, ending }) =>
      put(sql, {
        key: `step-ended:${executionId}`,
        channelId,
        threadTs: undefined,
        body: { kind: 'step', executionId, ending },
      }),
    setStatus: (sql, { channelId, threadTs, status }) =>
      put(sql, {
        key: `status:${channelId}:${threadTs}`,
        channelId,
        threadTs,
        body: { kind: 'status', status },
      }),
  };
}

interface Saying {
  readonly key: string;
  readonly channelId: string;
  readonly threadTs: string | undefined;
  readonly body: OutboxBody;
}

function partKey(key: string, index: number): string {
  return index === 0 ? key : `${key}:${index + 1}`;
}

function toSaying({ channelId, threadTs }: Post, part: Part, key: string): Saying {
  const body = part.kind === 'file' ? part : { ...part, blocks: Blocks.parse(part.blocks) };
  return { key, channelId, threadTs, body };
}

/** What a part becomes that the newer words no longer need. */
function toReplaced({ language }: Post): OutboxBody {
  const [part] = draw({ kind: 'notice', tone: 'info', text: fixedWords(language).partReplaced }, language);
  return part?.kind === 'message'
    ? { ...part, blocks: Blocks.parse(part.blocks) }
    : { kind: 'message', text: '…', blocks: [] };
}

/** Neither Postgres (jsonb) nor Slack takes NUL or half a surrogate pair. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '');
  if (Array.isArray(value)) return value.map((item) => storable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, storable(item)]));
}

export interface OutboxStore {
  /** The next row that may be sent now, claimed; `resting` are the channels that have just had a post. */
  claimNext(ask: {
    now: Date;
    claimedUntil: Date;
    resting: readonly string[];
  }): Promise<OutboxRow | undefined>;
  /** When the next row is due that is open now; undefined when all is said. */
  nextDueAt(): Promise<Date | undefined>;
  /** With `channelId` where it stands: a person was named, and an update wants the direct message. */
  markSent(row: OutboxRow, sent: { ts?: string; version: number; channelId?: string }): Promise<void>;
  /** It is certain that Slack does not have it: the whole channel waits when Slack asked for that. */
  putOff(row: OutboxRow, until: { dueAt: Date; wholeChannel: boolean }): Promise<void>;
  /** Nobody knows whether Slack has it. */
  leaveUnknown(row: OutboxRow, dueAt: Date): Promise<void>;
  /** It was looked up and is not there: it is sent as if for the first time. */
  forgetAttempt(row: OutboxRow, dueAt: Date): Promise<void>;
  markFailed(row: OutboxRow, reason: string): Promise<void>;
  rememberFile(row: OutboxRow, fileId: string): Promise<void>;
  /** Slack's name for what was said under this key, once it was sent. */
  sentTs(key: string): Promise<string | undefined>;
}

const CLAIM = `
  with next as (
    select key, attempted_at from outbox_post as post
    where sent_version < version and failed_reason is null and due_at <= $1
      and (claimed_until is null or claimed_until <= $1)
      and (kind <> 'message' or ts is not null or (
        not channel_id = any($3)
        and not exists (
          select 1 from outbox_post as earlier
          where earlier.sent_version < earlier.version and earlier.failed_reason is null
            and earlier.kind = 'message' and earlier.ts is null and earlier.channel_id = post.channel_id
            and earlier.thread_ts is not distinct from post.thread_ts and earlier.place < post.place)))
    order by due_at, place limit 1 for update skip locked)
  update outbox_post as post
  -- A file takes three calls.
  set claimed_until = case when post.body ->> 'kind' = 'file' then $2::timestamptz + interval '60 seconds' else $2 end,
      attempted_at = case when post.attempted_at is null or post.ts is not null then $1 else post.attempted_at end
  from next where post.key = next.key
  returning post.key, channel_id, thread_ts, body, version, tries, next.attempted_at as was_attempted_at, ts`;

const NextRow = z.object({ due_at: z.date().nullable() });

export function createOutboxStore(database: Database): OutboxStore {
  return {
    claimNext: async ({ now, claimedUntil, resting }) =>
      (await database.rows(Row, CLAIM, [now, claimedUntil, resting]))[0],

    nextDueAt: async () => {
      const [row] = await database.rows(
        NextRow,
        `select min(greatest(due_at, claimed_until)) as due_at from outbox_post
         where sent_version < version and failed_reason is null`,
      );
      return row?.due_at ?? undefined;
    },

    sentTs: async (key) =>
      (
        await database.rows(
          z.object({ ts: z.string() }),
          'select ts from outbox_post where key = $1 and ts is not null and sent_version > 0',
          [key],
        )
      )[0]?.ts,

    markSent: async ({ key }, { ts, version, channelId }) => {
      await database.run(
        `update outbox_post
         set ts = coalesce($2, ts), channel_id = coalesce($4, channel_id), sent_version = greatest(sent_version, $3),
             claimed_until = null, tries = 0,
             due_at = case when version > $3 then greatest(due_at, attempted_at + ${UPDATE_EVERY}) else due_at end
         where key = $1`,
        [key, ts ?? null, version, channelId ?? null],
      );
    },

    putOff: async ({ key, channelId, attemptedAt }, { dueAt, wholeChannel }) => {
      await database.run(
        `update outbox_post set claimed_until = null, due_at = $2, tries = tries + 1, attempted_at = $3 where key = $1`,
        [key, dueAt, attemptedAt ?? null],
      );
      if (!wholeChannel) return;
      await database.run(
        `update outbox_post set due_at = greatest(due_at, $2)
         where channel_id = $1 and sent_version < version and failed_reason is null`,
        [channelId, dueAt],
      );
    },

    leaveUnknown: async ({ key }, dueAt) => {
      await database.run(
        'update outbox_post set claimed_until = null, due_at = $2, tries = tries + 1 where key = $1',
        [key, dueAt],
      );
    },

    forgetAttempt: async ({ key }, dueAt) => {
      await database.run(
        'update outbox_post set claimed_until = null, due_at = $2, attempted_at = null where key = $1',
        [key, dueAt],
      );
    },

    markFailed: async ({ key, version }, reason) => {
      // Words that came meanwhile have not failed.
      await database.run(
        `update outbox_post set claimed_until = null, failed_reason = case when version > $2 then null else $3 end,
           sent_version = case when version > $2 then $2 else sent_version end
         where key = $1`,
        [key, version, reason],
      );
    },

    rememberFile: async ({ key }, fileId) => {
      await database.run(
        `update outbox_post set body = jsonb_set(body, '{fileId}', to_jsonb($2::text)) where key = $1`,
        [key, fileId],
      );
    },
  };
}
