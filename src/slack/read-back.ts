// Reads one channel back: what was missed is told as live, the past as old, newest first.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { Hear, KnownMessages } from '../flow/heard.ts';
import type { Log } from '../base/log.ts';
import type { DirectoryStore } from '../history/directory-store.ts';
import type { GapStore } from '../history/gap-store.ts';
import type { Said } from '../history/message.ts';
import type { Directory } from './directory.ts';
import type { Identity } from './identity.ts';
import type { BeginAloud, ReadingAloud } from './reading-aloud.ts';
import type { Reader } from './slack-reader.ts';
import { toReactionsSeen } from './to-reacted.ts';
import { toMessage, toSaid } from './to-said.ts';

export type HistoryPort = Pick<KnownMessages, 'newestIn'> &
  Pick<DirectoryStore, 'backfillOf' | 'saveBackfill'> &
  GapStore;

export interface ReadBackDeps {
  readonly self: Identity;
  readonly hear: Hear;
  readonly history: HistoryPort;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
}

/** How far back a thread may have begun whose new replies we look for. */
const THREADS_BACK_SECONDS = 7 * 24 * 60 * 60;

const Listed = z.looseObject({
  ts: z.string(),
  subtype: z.string().nullish(),
  reply_count: z.number().nullish(),
  latest_reply: z.string().nullish(),
  edited: z.object({ ts: z.string() }).nullish(),
});
const Fields = z.looseObject({});

/** Messages newer than this may be on their way to us; that Slack does not list them says nothing. */
const SETTLED_SECONDS = 60;

/**
 * Tells what was said after `since`, in its order: new messages, replies in older threads, and edits; and what was
 * deleted meanwhile of that which was read to its end.
 */
export function createCatchUp(reader: Reader, deps: ReadBackDeps) {
  const { self, history, clock } = deps;
  const tell = createTell(deps);
  const seeReactions = createSeeReactions(deps);

  async function repliesOf(channelId: string, threadTs: string, oldest?: string): Promise<unknown[]> {
    const replies: unknown[] = [];
    const args = { channel: channelId, ts: threadTs, ...(oldest === undefined ? {} : { oldest }) };
    for await (const page of reader.pages('conversations.replies', args)) replies.push(...page);
    return replies;
  }

  return async function catchUp(channelId: string, since: string): Promise<void> {
    const ref = { teamId: self.teamId, channelId };
    const settled = clock.now().getTime() / 1000 - SETTLED_SECONDS;
    const missed = new Map<string, unknown>();
    const shown = new Set<string>();
    const put = (message: unknown) => {
      const { data } = Listed.safeParse(message);
      if (data === undefined) return;
      // A thread's first message that was deleted is listed as one that is no more.
      if (data.subtype !== 'tombstone') shown.add(data.ts);
      if (isAfter(data.ts, since) || isAfter(data.edited?.ts, since)) missed.set(data.ts, message);
    };
    /** Threads that were read whole. */
    const whole = new Set<string>();
    const oldest = (Number.parseFloat(since) - THREADS_BACK_SECONDS).toFixed(6);
    for await (const page of reader.pages('conversations.history', { channel: channelId, oldest })) {
      for (const message of page) {
        put(message);
        await seeReactions(message, channelId);
        const { data } = Listed.safeParse(message);
        if (data === undefined || (data.reply_count ?? 0) === 0) continue;
        const known = await history.standingInThread(ref, data.ts);
        // Fewer than we know of: some are gone, and only the whole thread says which.
        const isLess = known.filter((ts) => ts !== data.ts).length > (data.reply_count ?? 0);
        if (!isLess && !isAfter(data.latest_reply, since)) continue;
        if (isLess) whole.add(data.ts);
        for (const reply of await repliesOf(channelId, data.ts, isLess ? undefined : since)) put(reply);
      }
    }
    const inOrder = [...missed].sort(([one], [other]) => Number(one) - Number(other));
    for (const [, message] of inOrder) await tell(toMissed(message, channelId, self), 'live');

    const standing = await history.standing(ref, { fromTs: oldest, toTs: settled.toFixed(6) });
    for (const { ts, threadTs } of standing) {
      if (shown.has(ts) || (ts !== threadTs && !whole.has(threadTs))) continue;
      await tell({ kind: 'deleted', ref: { ...ref, ts }, deletedAt: clock.now() }, 'live');
    }
  };
}

/** Tells what was said before `before`, from where the reading stopped the last time; a channel is read once. */
export function createReadPast(reader: Reader, deps: ReadBackDeps & { readonly aloud: BeginAloud }) {
  const { self, history, clock, log } = deps;
  const tell = createTell(deps);
  const seeReactions = createSeeReactions(deps);

  async function tellOld(message: unknown, { channelId, aloud }: Reading): Promise<void> {
    const said = toOld(message, channelId, self);
    await tell(said, 'old');
    aloud.heard(said);
    await seeReactions(message, channelId);
  }

  async function tellWithReplies(message: unknown, reading: Reading): Promise<void> {
    const { channelId } = reading;
    await tellOld(message, reading);
    const { data } = Listed.safeParse(message);
    if (data === undefined || (data.reply_count ?? 0) === 0) return;
    for await (const page of reader.pages('conversations.replies', { channel: channelId, ts: data.ts })) {
      for (const reply of page) await tellOld(reply, reading);
    }
  }

  async function readOn(reading: Reading, latest: string): Promise<void> {
    const { channelId, aloud } = reading;
    const ref = { teamId: self.teamId, channelId };
    let messages = 0;
    for await (const page of reader.pages('conversations.history', { channel: channelId, latest })) {
      for (const message of page) {
        await tellWithReplies(message, reading);
        const { data } = Listed.safeParse(message);
        if (data !== undefined) await aloud.cameTo(data.ts);
      }
      const oldest = page
        .map((message) => Listed.safeParse(message).data?.ts)
        .findLast((ts) => ts !== undefined);
      if (oldest !== undefined) await history.saveBackfill(ref, { backfilledTo: oldest });
      messages += page.length;
      log.info({ channelId, messages, backTo: oldest }, 'reading a channel back');
    }
    log.info({ channelId, messages }, 'a channel is read back to its beginning');
    // Said first: whoever dies in between says it again with the same words, and not never.
    await aloud.finish();
    await history.saveBackfill(ref, { completedAt: clock.now() });
  }

  return async function readPast(
    channelId: string,
    { before, ...how }: { before: string; isJoining: boolean; signal: AbortSignal },
  ): Promise<void> {
    const ref = { teamId: self.teamId, channelId };
    const { backfilledTo, isComplete } = await history.backfillOf(ref);
    if (isComplete) return;
    const aloud = deps.aloud(ref, how);
    try {
      await readOn({ channelId, aloud }, backfilledTo ?? before);
    } finally {
      await aloud.end();
    }
  };
}

interface Reading {
  readonly channelId: string;
  readonly aloud: ReadingAloud;
}

function createTell({ hear, directory }: ReadBackDeps) {
  return async function tell(said: Said | undefined, when: 'live' | 'old'): Promise<void> {
    if (said === undefined) return;
    if (!('message' in said)) return hear.said(said, when);
    const { channelId, author, mentions } = said.message;
    const personIds = author.kind === 'person' ? [author.id, ...mentions] : mentions;
    await directory.meet({ channelId, personIds });
    await hear.said(said, when);
  };
}

/** Of messages without reactions too: those that were there may have been taken back. */
function createSeeReactions({ self, hear, clock }: ReadBackDeps) {
  return async function seeReactions(message: unknown, channelId: string): Promise<void> {
    const seen = toReactionsSeen(message, { teamId: self.teamId, channelId }, clock.now());
    if (seen !== undefined) await hear.said(seen, 'old');
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
