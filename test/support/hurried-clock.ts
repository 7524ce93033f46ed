// A clock that runs faster than the machine's: what waits a second for Slack's sake waits a tenth of it in a test.
import type { Clock } from '../../src/base/clock.ts';

export interface HurriedClock extends Clock {
  /** From now on it is so much later; what waits does not notice. */
  skip(ms: number): void;
}

export function hurriedClock({ speed, start }: { speed: number; start: Date }): HurriedClock {
  const began = performance.now();
  let skipped = 0;
  return {
    now: () => new Date(start.getTime() + (performance.now() - began) * speed + skipped),
    skip: (ms) => {
      skipped += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const timer = setTimeout(done, ms / speed);
        signal?.addEventListener('abort', done, { once: true });
        function done(): void {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        }
      }),
    every: (ms, run) => {
      const timer = setInterval(run, ms / speed);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
