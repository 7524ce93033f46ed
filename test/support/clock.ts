// A clock that stands still until the test moves it.
import type { Clock } from '../../src/base/clock.ts';

export interface TestClock extends Clock {
  /** Moves on by `ms`; what is due on the way fires in order, each at its time, and its continuations run first. */
  advance(ms: number): Promise<void>;
  /** Moves to a point in time: forward as `advance` does, backward without firing anything. */
  set(at: Date | string): Promise<void>;
}

interface Timer {
  readonly dueAt: number;
  readonly fire: () => void;
}

export function testClock(start: Date | string = '2026-03-02T09:00:00Z'): TestClock {
  let now = new Date(start).getTime();
  const timers = new Set<Timer>();

  function add(ms: number, run: () => void): Timer {
    const timer = {
      dueAt: now + ms,
      fire: () => {
        timers.delete(timer);
        run();
      },
    };
    timers.add(timer);
    return timer;
  }

  /** A set keeps the order of adding, so of two that are due together the older comes first. */
  function nextUntil(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueAt <= end && (next === undefined || timer.dueAt < next.dueAt)) next = timer;
    }
    return next;
  }

  async function moveTo(end: number): Promise<void> {
    await settle(); // What was just started may still be on its way to its first sleep.
    for (let timer = nextUntil(end); timer !== undefined; timer = nextUntil(end)) {
      now = Math.max(now, timer.dueAt);
      timer.fire();
      await settle();
    }
    now = end;
  }

  return {
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted === true) return resolve();
        const timer = add(ms, done);
        signal?.addEventListener('abort', done, { once: true });
        function done(): void {
          timers.delete(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        }
      }),
    every: (ms, run) => {
      let timer = add(ms, tick);
      function tick(): void {
        timer = add(ms, tick);
        run();
      }
      return () => timers.delete(timer);
    },
    advance: (ms) => moveTo(now + ms),
    set: async (at) => {
      const end = new Date(at).getTime();
      if (end < now) now = end;
      else await moveTo(end);
    },
  };
}

/** All microtasks, and one round of the event loop, have passed. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
