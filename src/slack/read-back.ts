// Reads one channel back: what was missed is told as live, the past as old, newest first.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { Hear, KnownMessages } from '../flow/heard.ts';
import type { DirectoryStore } from '../history/directory-store.ts';
import type { Said } from '../history/message.ts';
import type { Directory } from './directory.ts';
import type { Identity } from './identity.ts';
import type { Reader } from './slack-reader.ts';
import { toMessage, toSaid } from './to-said.ts';

export type HistoryPort = Pick<KnownMessages, 'newestIn'> &
  Pick<DirectoryStore, 'backfillOf' | 'saveBackfill'>;

export interface ReadBackDeps {
  readonly self: Identity;
  readonly hear: Hear;
  readonly history: HistoryPort;
  readonly directory: Directory;
  readonly clock: Clock;
}

/** How far back a thread may have begun whose new replies we look for. */
const THREADS_BACK_SECONDS = 7 * 24 * 60 * 60;

const Listed = z.looseObject({
  ts: z.string(),
  reply_count: z.number().nullish(),
  latest_reply: z.string().nullish(),
  edited: z.object({ ts: z.string() }).nullish(),
});
const Fields = z.looseObject({});

/** Tells what was said after `since`, in its order: new messages, replies in older threads, and edits. */
export function createCatchUp(reader: Reader, deps: ReadBackDeps) {
  const tell = createTell(deps);

  async function* missedReplies(channelId: string, threadTs: string, since: string): AsyncGenerator {
    for await (const page of reader.pages('conversations.replies', {
      channel: channelId,
      ts: threadTs,
      oldest: since,
    })) {
      // The thread's first message comes with every page.
      yield* page.filter((reply) => isAfter(Listed.safeParse(reply).data?.ts, since));
    }
  }

  return async function catchUp(channelId: string, since: string): Promise<void> {
    const missed = new Map<string, unknown>();
    const put = (message: unknown) => {
      const ts = Listed.safeParse(message).data?.ts;
      if (ts !== undefined) missed.set(ts, message);
    };
    const oldest = (Number.parseFloat(since) - THREADS_BACK_SECONDS).toFixed(6);
    for await (const page of reader.pages('conversations.history', { channel: channelId, oldest })) {
      for (const message of page) {
        const { data } = Listed.safeParse(message);
        if (data === undefined) continue;
        if (isAfter(data.ts, since) || isAfter(data.edited?.ts, since)) put(message);
        if (!isAfter(data.latest_reply, since)) continue;
        for await (const reply of missedReplies(channelId, data.ts, since)) put(reply);
      }
    }
    const inOrder = [...missed].sort(([one], [other]) => Number(one) - Number(other));
    for (const [, message] of inOrder) await tell(toMissed(message, channelId, deps.self), 'live');
  };
}

/** Tells what was said before `before`, from where the reading stopped the last time; a channel is read once. */
export function createReadPast(reader: Reader, deps: ReadBackDeps) {
  const { self, history, clock } = deps;
  const tell = createTell(deps);

  async function tellWithReplies(message: unknown, channelId: string): Promise<void> {
    await tell(toOld(message, channelId, self), 'old');
    const { data } = Listed.safeParse(message);
    if (data === undefined || (data.reply_count ?? 0) === 0) return;
    for await (const page of reader.pages('conversations.replies', { channel: channelId, ts: data.ts })) {
      for (const reply of page) await tell(toOld(reply, channelId, self), 'old');
    }
  }

  return async function readPast(channelId: string, before: string): Promise<void> {
    const ref = { teamId: self.teamId, channelId };
    const { backfilledTo, isComplete } = await history.backfillOf(ref);
    if (isComplete) return;
    const latest = backfilledTo ?? before;
    for await (const page of reader.pages('conversations.history', { channel: channelId, latest })) {
      for (const message of page) await tellWithReplies(message, channelId);
      const oldest = page
        .map((message) => Listed.safeParse(message).data?.ts)
        .findLast((ts) => ts !== undefined);
      if (oldest !== undefined) await history.saveBackfill(ref, { backfilledTo: oldest });
    }
    await history.saveBackfill(ref, { completedAt: clock.now() });
  };
}

function createTell({ hear, directory }: ReadBackDeps) {
  return async function tell(said: Said | undefined, when: 'live' | 'old'): Promise<void> {
    if (said === undefined || !('message' in said)) return;
    const { channelId, author, mentions } = said.message;
    const personIds = author.kind === 'person' ? [author.id, ...mentions] : mentions;
    await directory.meet({ channelId, personIds });
    await hear.said(said, when);
  };
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
