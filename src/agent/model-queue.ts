// One key, one line: so many requests at once and a minute, in turn, and none while the server wants to be left alone.
import PQueue from 'p-queue';
import type { Clock } from '../base/clock.ts';
import { createFairTurns, type Turn } from './fair-turns.ts';

export interface QueuedTurn<Result> extends Partial<Turn> {
  readonly signal: AbortSignal;
  readonly priority: number;
  /** What it will take, as far as is known before. */
  readonly tokens?: number;
  /** What it took; undefined where that was not said. */
  used?(result: Result): number | undefined;
}

export interface ModelQueue {
  /** Waits its turn; rejects when `signal` aborts before that. */
  run<Result>(work: () => Promise<Result>, turn: QueuedTurn<Result>): Promise<Result>;
  /** Lets nobody else ask for so long: they would be refused as well, and make it longer. */
  restFor(ms: number): void;
}

/** What may be asked in a minute, by whoever counts it. */
export interface RateGate {
  take(
    tokens: number,
  ): Promise<
    | { readonly kind: 'taken'; settle(tokens: number): Promise<void> }
    | { readonly kind: 'wait'; readonly ms: number }
  >;
}

interface QueueSettings {
  readonly requestsAtOnce: number;
  readonly clock: Clock;
  readonly gate?: RateGate;
}

/** Longer than this a task waits by itself, with a word to its people, and not in a line of this process. */
const LONGEST_REST_MS = 60_000;
const LOOK_EVERY_MS = 250;
/** What is left of a wait when a timer fired early is not asked about a hundred times. */
const LEAST_WAIT_MS = 20;

export function createModelQueue({ requestsAtOnce, clock, gate }: QueueSettings): ModelQueue {
  const queue = new PQueue({ concurrency: requestsAtOnce });
  const turns = createFairTurns();
  let restUntil = 0;

  /** Looks again until it is over: a timer may fire a moment early, and a later answer may have asked for more. */
  function rest(): void {
    queue.pause();
    const stop = clock.every(LOOK_EVERY_MS, () => {
      if (clock.now().getTime() < restUntil) return;
      stop();
      queue.start();
    });
  }

  function restFor(ms: number): void {
    restUntil = Math.max(restUntil, clock.now().getTime() + Math.min(ms, LONGEST_REST_MS));
    if (!queue.isPaused) rest();
  }

  /** Whoever is next waits for room, and meanwhile nobody begins behind it. It asks again until there is: timers fire early. */
  async function throughGate(through: RateGate, tokens: number, signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted();
      const grant = await through.take(tokens);
      if (grant.kind === 'taken') return grant;
      restFor(grant.ms);
      await clock.sleep(Math.max(grant.ms, LEAST_WAIT_MS), signal);
    }
  }

  return {
    run: (work, turn) => {
      const { who = '', priority, signal, tokens = 0 } = turn;
      const place = turns.place({ who, priority });
      return queue.add(
        async () => {
          place.begun();
          const grant = gate === undefined ? undefined : await throughGate(gate, tokens, signal);
          const result = await work();
          const used = turn.used?.(result);
          if (used !== undefined) await grant?.settle(used);
          return result;
        },
        { signal, priority: -place.order },
      );
    },

    restFor,
  };
}
