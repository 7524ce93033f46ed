// One key, one line: so many requests at once, and none while the server wants to be left alone.
import PQueue from 'p-queue';
import type { Clock } from '../base/clock.ts';

export interface ModelQueue {
  /** Waits its turn; rejects when `signal` aborts before that. A higher `priority` goes first. */
  run<Result>(work: () => Promise<Result>, turn: { signal: AbortSignal; priority: number }): Promise<Result>;
  /** Lets nobody else ask for so long: they would be refused as well, and make it longer. */
  restFor(ms: number): void;
}

/** Longer than this a task waits by itself, with a word to its people, and not in a line of this process. */
const LONGEST_REST_MS = 60_000;
const LOOK_EVERY_MS = 250;

export function createModelQueue({
  requestsAtOnce,
  clock,
}: {
  readonly requestsAtOnce: number;
  readonly clock: Clock;
}): ModelQueue {
  const queue = new PQueue({ concurrency: requestsAtOnce });
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

  return {
    run: (work, turn) => queue.add(work, turn),

    restFor: (ms) => {
      restUntil = Math.max(restUntil, clock.now().getTime() + Math.min(ms, LONGEST_REST_MS));
      if (!queue.isPaused) rest();
    },
  };
}
