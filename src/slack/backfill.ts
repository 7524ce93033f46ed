// What was said while nobody listened: first what was missed just now, then the past, newest first.
import type { WebClient } from '@slack/web-api';
import { toReason } from '../base/errors.ts';
import { createCatchUp, createReadPast, type ReadBackDeps } from './read-back.ts';
import type { BeginAloud } from './reading-aloud.ts';
import { createReader } from './slack-reader.ts';

interface BackfillDeps extends ReadBackDeps {
  readonly client: WebClient;
  readonly aloud: BeginAloud;
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

/** Slack's clock and ours need not agree, and what was said a moment ago still wants an answer. */
const MARGIN_SECONDS = 60;

export function createBackfill(deps: BackfillDeps): Backfill {
  const { client, self, history, directory, clock, log } = deps;
  const ending = new AbortController();
  const reader = createReader({ client, clock, signal: ending.signal });
  const catchUp = createCatchUp(reader, deps);
  const readPast = createReadPast(reader, deps);
  const { signal } = ending;
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

  async function* channels(): AsyncGenerator<string> {
    for await (const conversation of reader.conversations()) {
      await directory.saveChannel(conversation);
      yield conversation.id;
    }
  }

  async function markOf(channelId: string, now: Date): Promise<string> {
    return (await history.newestIn({ teamId: self.teamId, channelId })) ?? shortlyBefore(now);
  }

  /** The gap is a row before anything of it is read: whoever dies in between, the next one reads all of it. */
  async function closeGap(channelId: string, since: string): Promise<void> {
    const ref = { teamId: self.teamId, channelId };
    await catchUp(channelId, await history.openGap(ref, since));
    await history.closeGap(ref);
  }

  return {
    mark: async () => {
      const marks = new Map<string, string>();
      for await (const channelId of channels()) {
        const mark = await markOf(channelId, clock.now());
        marks.set(channelId, await history.openGap({ teamId: self.teamId, channelId }, mark));
      }
      return marks;
    },

    start: (marks) => {
      for (const [channelId, mark] of marks) inLine(channelId, () => closeGap(channelId, mark));
      for (const [channelId, mark] of marks)
        inLine(channelId, () => readPast(channelId, { before: mark, isJoining: false, signal }));
    },

    afterGap: (lostAt) => {
      inLine('channels', async () => {
        for await (const channelId of channels())
          inLine(channelId, () => closeGap(channelId, shortlyBefore(lostAt)));
      });
    },

    join: (channelId, joinedAt) => {
      inLine(channelId, async () => {
        await directory.refreshChannel(channelId);
        await closeGap(channelId, shortlyBefore(joinedAt));
        await readPast(channelId, { before: shortlyBefore(joinedAt), isJoining: true, signal });
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
