// A clock that runs faster than the machine's: what waits a second for Slack's sake waits a tenth of it in a test.
import type { Clock } from '../../src/base/clock.ts';

export function hurriedClock({ speed, start }: { speed: number; start: Date }): Clock {
  const began = performance.now();
  return {
    now: () => new Date(start.getTime() + (performance.now() - began) * speed),
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
