// Handles what Slack told us, once it is kept: now, after a failure again, and after a restart from where we were.
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { InboxEvent, InboxStore } from './inbox-store.ts';

interface InboxDeps {
  readonly store: InboxStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Throws when the event could not be handled; handling it a second time must be harmless. */
  readonly handle: (envelope: unknown) => Promise<void>;
}

export interface Inbox {
  /**
   * Contract: when this resolves the envelope is in the database, and it will be handled, by this process or, after
   * its end, by another. It throws when the envelope could not be kept; Slack must then not be told that we have it.
   */
  keep(event: { eventId: string; channelId: string | undefined; envelope: unknown }): Promise<void>;
  start(): void;
  /** Resolves when nothing is being handled any more. */
  stop(): Promise<void>;
}

/** After a kill the next process waits this long; handling an event twice is harmless, so it may be short. */
const LEASE_MS = 15_000;
const SWEEP_MS = 5_000;
const FORGET_MS = 60 * 60_000;
const KEEP_HANDLED_MS = 24 * 60 * 60_000;
/** Together about an hour: as long as Slack itself would go on sending. */
const MOST_TRIES = 10;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 10 * 60_000;

export function createInbox({ store, clock, log, handle }: InboxDeps): Inbox {
  const underWay = new Set<Promise<void>>();
  /** Events of one channel are handled one after the other, so that an edit does not overtake its message. */
  const lines = new Map<string, Promise<void>>();
  let timers: (() => void)[] = [];
  let sweeping: Promise<void> | undefined;
  let isStopped = false;

  async function run(event: InboxEvent): Promise<void> {
    try {
      await handle(event.envelope);
      await store.markHandled(event.eventId, clock.now());
    } catch (error) {
      await leaveOpen(event, error);
    }
  }

  async function leaveOpen({ eventId, tries }: InboxEvent, error: unknown): Promise<void> {
    const isLast = tries + 1 >= MOST_TRIES;
    log.error(
      { err: error, eventId, tries: tries + 1 },
      isLast ? 'an event was given up' : 'an event was not handled yet',
    );
    try {
      if (isLast) await store.markFailed(eventId, toReason(error));
      else await store.putOff(eventId, after(Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS)));
    } catch (storeError) {
      // The database itself is away: the claim runs out and the sweep finds the row again.
      log.warn({ err: storeError, eventId }, 'the inbox could not be written');
    }
  }

  function after(ms: number): Date {
    return new Date(clock.now().getTime() + ms);
  }

  function inLine(channelId: string, work: () => Promise<void>): void {
    const turn = (lines.get(channelId) ?? Promise.resolve()).then(work);
    lines.set(channelId, turn);
    underWay.add(turn);
    void turn.finally(() => {
      underWay.delete(turn);
      if (lines.get(channelId) === turn) lines.delete(channelId);
    });
  }

  async function sweep(): Promise<void> {
    try {
      for (;;) {
        if (isStopped) return;
        const event = await store.claimNext({ now: clock.now(), claimedUntil: after(LEASE_MS) });
        if (event === undefined) return;
        await run(event);
      }
    } catch (error) {
      log.warn({ err: error }, 'the inbox could not be read');
    }
  }

  function sweepOnce(): void {
    sweeping ??= sweep().finally(() => (sweeping = undefined));
  }

  return {
    keep: async ({ eventId, channelId, envelope }) => {
      // While stopping it is kept for whoever comes next.
      const claimedUntil = isStopped ? clock.now() : after(LEASE_MS);
      const kept = await store.keep({ eventId, envelope }, { now: clock.now(), claimedUntil });
      if (kept === 'known' || isStopped) return;
      inLine(channelId ?? '', () => run({ eventId, envelope, tries: 0 }));
    },

    start: () => {
      sweepOnce(); // What a process before us left.
      timers = [
        clock.every(SWEEP_MS, sweepOnce),
        clock.every(FORGET_MS, () => {
          void store
            .forgetHandledBefore(after(-KEEP_HANDLED_MS))
            .catch((error: unknown) => log.warn({ err: error }, 'old events could not be forgotten'));
        }),
      ];
    },

    stop: async () => {
      isStopped = true;
      for (const end of timers) end();
      await sweeping;
      await Promise.all(underWay);
    },
  };
}
