// The workspace's own clock: the one it was given, moved by as much as somebody wished.
import type { Clock } from '../base/clock.ts';

export interface MovableClock extends Clock {
  /** Jumps by `ms`, back when less than nothing. Who sleeps wakes when the moved time says so. */
  move(ms: number): void;
  offsetMs(): number;
  onMove(told: () => void): void;
}

export function createMovableClock(clock: Clock): MovableClock {
  const sleepers = new Set<AbortController>();
  const watchers = new Set<() => void>();
  let offsetMs = 0;
  const nowMs = (): number => clock.now().getTime() + offsetMs;

  return {
    now: () => new Date(nowMs()),

    async sleep(ms, signal) {
      const untilMs = nowMs() + ms;
      const isOver = (): boolean => untilMs <= nowMs() || signal?.aborted === true;
      while (!isOver()) {
        const sleeper = new AbortController();
        sleepers.add(sleeper);
        const either = signal === undefined ? [sleeper.signal] : [sleeper.signal, signal];
        await clock.sleep(untilMs - nowMs(), AbortSignal.any(either));
        sleepers.delete(sleeper);
      }
    },

    every: (ms, run) => clock.every(ms, run),

    move(ms) {
      offsetMs += ms;
      for (const sleeper of sleepers) sleeper.abort();
      for (const told of watchers) told();
    },
    onMove: (told) => void watchers.add(told),
    offsetMs: () => offsetMs,
  };
}
