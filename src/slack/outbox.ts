// The sender: takes what is due from the outbox, sends it at the pace Slack allows, and writes down how it ended.
import { toReason } from '../base/errors.ts';
import { OUTBOX_CHANNEL } from './say-store.ts';
import { createSettle, type SettleDeps } from './settle.ts';

/** Calls `listener` when the database says that something happened; resolves to what ends it. */
export type Subscribe = (channel: string, listener: () => void) => Unsubscribe | Promise<Unsubscribe>;
type Unsubscribe = () => void | Promise<void>;

interface OutboxDeps extends SettleDeps {
  readonly subscribe: Subscribe;
}

interface Outbox {
  start(): Promise<void>;
  /** Resolves when what is under way has ended; the rest stays for the next start. */
  stop(): Promise<void>;
}

/** A little longer than a call may take; what is claimed anew is looked up before it is sent. */
const LEASE_MS = 20_000;
const SWEEP_MS = 5_000;
const SOONEST_MS = 100;
const AT_ONCE = 8;
/** Slack's own limit for posts to one channel (docs.slack.dev, rate limits). */
const CHANNEL_REST_MS = 1_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, clock, log, subscribe } = deps;
  const settle = createSettle(deps);
  const underWay = new Set<Promise<void>>();
  const restingUntil = new Map<string, number>();
  const ending = new AbortController();
  let nudge = new AbortController();
  let loop = Promise.resolve();
  let unsubscribe: Unsubscribe | undefined;

  function wake(): void {
    nudge.abort();
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      // Made before the look: a nudge that comes while looking is not missed.
      nudge = new AbortController();
      const wait = await sendDue().catch((error: unknown) => {
        log.warn({ reason: toReason(error) }, 'the outbox could not be read');
        return SWEEP_MS;
      });
      await clock.sleep(wait, AbortSignal.any([nudge.signal, ending.signal]));
    }
  }

  /** Sends all that may be sent now; resolves to how long to wait before looking again. */
  async function sendDue(): Promise<number> {
    while (!ending.signal.aborted && underWay.size < AT_ONCE) {
      const now = clock.now();
      const row = await store.claimNext({
        now,
        claimedUntil: later(LEASE_MS),
        resting: resting(now.getTime()),
      });
      if (row === undefined) break;
      if (row.body.kind === 'message' && row.ts === undefined) {
        restingUntil.set(row.channelId, now.getTime() + CHANNEL_REST_MS);
      }
      const sent = settle(row).finally(() => {
        underWay.delete(sent);
        wake();
      });
      underWay.add(sent);
    }
    const dueAt = await store.nextDueAt();
    if (dueAt === undefined) return SWEEP_MS;
    return Math.min(Math.max(dueAt.getTime() - clock.now().getTime(), SOONEST_MS), SWEEP_MS);
  }

  function resting(now: number): string[] {
    for (const [channelId, until] of restingUntil) if (until <= now) restingUntil.delete(channelId);
    return [...restingUntil.keys()];
  }

  function later(ms: number): Date {
    return new Date(clock.now().getTime() + ms);
  }

  return {
    start: async () => {
      unsubscribe = await subscribe(OUTBOX_CHANNEL, wake);
      loop = run();
    },
    stop: async () => {
      ending.abort();
      await loop;
      await Promise.all(underWay);
      await unsubscribe?.();
    },
  };
}
