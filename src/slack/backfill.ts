// What was said while nobody listened: first what was missed just now, then the past, newest first.
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Hear, KnownMessages } from '../flow/heard.ts';
import type { DirectoryStore } from '../history/directory-store.ts';
import type { Said } from '../history/message.ts';
import type { Directory } from './directory.ts';
import type { Identity } from './identity.ts';
import { toMessage, toSaid } from './to-said.ts';

export type HistoryPort = Pick<KnownMessages, 'newestIn'> &
  Pick<DirectoryStore, 'backfillOf' | 'saveBackfill'>;

interface BackfillDeps {
  readonly client: WebClient;
  readonly self: Identity;
  readonly hear: Hear;
  readonly history: HistoryPort;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Backfill {
  /** To be called before listening: what is the newest we know of each channel, so that the gap has a beginning. */
  mark(): Promise<Marks>;
  /** Catches up from the marks, then reads the past; one thing after the other, in the background. */
  start(marks: Marks): void;
  /** A connection was lost at this time and is back. */
  afterGap(lostAt: Date): void;
  join(channelId: string, joinedAt: Date): void;
  stop(): Promise<void>;
  /** Resolves when all that was asked for so far is read. */
  settled(): Promise<void>;
}

/**
 * By channel, the `ts` between the past and what is live: what is newer is answered, what is older is only recorded.
 * Without it a message said at the wrong moment would be recorded as old, and its event then be known already.
 */
export type Marks = ReadonlyMap<string, string>;

const PAGE = 200;
/** How far back a thread may have begun whose new replies we look for. */
const THREADS_BACK_SECONDS = 7 * 24 * 60 * 60;
/** Slack's clock and ours need not agree, and what was said a moment ago still wants an answer. */
const MARGIN_SECONDS = 60;
const MOST_TRIES = 4;
const RETRY_MS = 3_000;

const Cursor = z.object({ next_cursor: z.string().nullish() }).nullish();
const Conversations = z.looseObject({
  channels: z
    .array(
      z.looseObject({
        id: z.string(),
        is_member: z.boolean().nullish(),
        is_im: z.boolean().nullish(),
        is_mpim: z.boolean().nullish(),
      }),
    )
    .default([]),
  response_metadata: Cursor,
});
const Listed = z.looseObject({
  ts: z.string(),
  reply_count: z.number().nullish(),
  latest_reply: z.string().nullish(),
  edited: z.object({ ts: z.string() }).nullish(),
});
const Fields = z.looseObject({});
const Messages = z.looseObject({
  messages: z.array(z.unknown()).default([]),
  has_more: z.boolean().nullish(),
  response_metadata: Cursor,
});

export function createBackfill({
  client,
  self,
  hear,
  history,
  directory,
  clock,
  log,
}: BackfillDeps): Backfill {
  const ending = new AbortController();
  let line = Promise.resolve();

  /** One channel after the other: the past is never in a hurry, and Slack counts the calls. */
  function inLine(what: string, work: () => Promise<void>): void {
    line = line.then(async () => {
      if (ending.signal.aborted) return;
      try {
        await work();
      } catch (error) {
        if (!ending.signal.aborted)
          log.warn(
            { what, reason: toReason(error) },
            'reading back was not finished; it goes on at the next start',
          );
      }
    });
  }

  async function call(method: string, args: Record<string, unknown>): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      ending.signal.throwIfAborted();
      try {
        return await client.apiCall(method, args);
      } catch (error) {
        if (error instanceof WebAPIRateLimitedError) {
          await clock.sleep(error.retryAfter * 1000, ending.signal);
          attempt -= 1; // Waiting as we were told is not failing.
        } else if (error instanceof WebAPIPlatformError || attempt >= MOST_TRIES) throw error;
        else await clock.sleep(RETRY_MS * attempt, ending.signal);
      }
    }
  }

  async function* pages(method: string, args: Record<string, unknown>): AsyncGenerator<unknown[]> {
    let cursor: string | undefined;
    do {
      const page = Messages.parse(
        await call(method, { limit: PAGE, ...args, ...(cursor === undefined ? {} : { cursor }) }),
      );
      yield page.messages;
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
  }

  async function channels(): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = Conversations.parse(
        await call('conversations.list', {
          types: 'public_channel,private_channel,im,mpim',
          exclude_archived: true,
          limit: PAGE,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      for (const channel of page.channels) {
        const isIn = channel.is_member === true || channel.is_im === true || channel.is_mpim === true;
        if (!isIn) continue;
        await directory.saveChannel(channel);
        ids.push(channel.id);
      }
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return ids;
  }

  async function catchUp(channelId: string, since: string): Promise<void> {
    const missed = new Map<string, unknown>();
    const oldest = (Number.parseFloat(since) - THREADS_BACK_SECONDS).toFixed(6);
    for await (const page of pages('conversations.history', { channel: channelId, oldest })) {
      for (const message of page) {
        const listed = Listed.safeParse(message);
        if (!listed.success) continue;
        if (isAfter(listed.data.ts, since) || isAfter(listed.data.edited?.ts, since))
          missed.set(listed.data.ts, message);
        if (!isAfter(listed.data.latest_reply, since)) continue;
        for await (const replies of pages('conversations.replies', {
          channel: channelId,
          ts: listed.data.ts,
          oldest: since,
        })) {
          for (const reply of replies) {
            const at = Listed.safeParse(reply);
            if (at.success && isAfter(at.data.ts, since)) missed.set(at.data.ts, reply);
          }
        }
      }
    }
    for (const ts of [...missed.keys()].sort((one, other) => Number(one) - Number(other))) {
      await tell(missed.get(ts), channelId, 'live');
    }
  }

  async function readPast(channelId: string, before: string): Promise<void> {
    const { backfilledTo, isComplete } = await history.backfillOf({ teamId: self.teamId, channelId });
    if (isComplete) return;
    const latest = backfilledTo ?? before;
    for await (const page of pages('conversations.history', { channel: channelId, latest })) {
      for (const message of page) await tellWithReplies(message, channelId);
      const oldest = page
        .map((message) => Listed.safeParse(message).data?.ts)
        .findLast((ts) => ts !== undefined);
      if (oldest !== undefined)
        await history.saveBackfill({ teamId: self.teamId, channelId }, { backfilledTo: oldest });
    }
    await history.saveBackfill({ teamId: self.teamId, channelId }, { completedAt: clock.now() });
  }

  async function tellWithReplies(message: unknown, channelId: string): Promise<void> {
    ending.signal.throwIfAborted();
    await tell(message, channelId, 'old');
    const listed = Listed.safeParse(message);
    if (!listed.success || (listed.data.reply_count ?? 0) === 0) return;
    for await (const replies of pages('conversations.replies', { channel: channelId, ts: listed.data.ts })) {
      for (const reply of replies) await tell(reply, channelId, 'old');
    }
  }

  /** As it stands now: an old message is what it says today, a missed edit is an edit. */
  async function tell(message: unknown, channelId: string, when: 'live' | 'old'): Promise<void> {
    const said = when === 'live' ? toMissed(message, channelId, self) : toOld(message, channelId, self);
    if (said === undefined || said.kind === 'deleted') return;
    const { author, mentions } = said.message;
    const personIds = author.kind === 'person' ? [author.id, ...mentions] : mentions;
    await directory.meet({ channelId, personIds });
    await hear.said(said, when);
  }

  async function markOf(channelId: string, now: Date): Promise<string> {
    return (await history.newestIn({ teamId: self.teamId, channelId })) ?? shortlyBefore(now);
  }

  return {
    mark: async () => {
      const marks = new Map<string, string>();
      for (const channelId of await channels()) marks.set(channelId, await markOf(channelId, clock.now()));
      return marks;
    },

    start: (marks) => {
      for (const [channelId, mark] of marks) inLine(channelId, () => catchUp(channelId, mark));
      for (const [channelId, mark] of marks) inLine(channelId, () => readPast(channelId, mark));
    },

    afterGap: (lostAt) => {
      inLine('channels', async () => {
        for (const channelId of await channels())
          inLine(channelId, () => catchUp(channelId, shortlyBefore(lostAt)));
      });
    },

    join: (channelId, joinedAt) => {
      inLine(channelId, async () => {
        await directory.refreshChannel(channelId);
        await catchUp(channelId, shortlyBefore(joinedAt));
        await readPast(channelId, shortlyBefore(joinedAt));
      });
    },

    stop: async () => {
      ending.abort();
      await line;
    },

    settled: async () => {
      for (let last; last !== line;) {
        last = line;
        await last;
      }
    },
  };
}

function shortlyBefore(at: Date): string {
  return (at.getTime() / 1000 - MARGIN_SECONDS).toFixed(6);
}

function toOld(message: unknown, channelId: string, self: Identity): Said | undefined {
  const old = toMessage(message, channelId, self);
  return old === undefined ? undefined : { kind: 'posted', message: old };
}

function toMissed(message: unknown, channelId: string, self: Identity): Said | undefined {
  const fields = Fields.safeParse(message);
  return fields.success ? toSaid({ ...fields.data, type: 'message', channel: channelId }, self) : undefined;
}

function isAfter(ts: string | null | undefined, since: string): boolean {
  return ts !== null && ts !== undefined && Number.parseFloat(ts) > Number.parseFloat(since);
}
