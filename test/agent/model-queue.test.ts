// One line for one key: it rests as long as the server wants, and then goes on, whatever its timers do.
import { expect, test } from 'vitest';
import { createModelQueue } from '../../src/agent/model-queue.ts';
import { systemClock, type Clock } from '../../src/base/clock.ts';

/** As timers of a machine are: they may fire a millisecond before they are due. */
function earlyClock(): { clock: Clock; fire(ms: number): void } {
  let now = 1_000_000;
  const timers = new Set<{ ms: number; due: number; run: () => void }>();
  const clock: Clock = {
    ...systemClock,
    now: () => new Date(now),
    every: (ms, run) => {
      const timer = { ms, due: now + ms - 1, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const fire = (ms: number): void => {
    for (const end = now + ms; now < end; now += 1)
      for (const timer of timers)
        if (timer.due <= now) {
          timer.due += timer.ms;
          timer.run();
        }
  };
  return { clock, fire };
}

test('after a rest the next is asked, also when a timer fires early, and a longer rest is kept', async () => {
  const { clock, fire } = earlyClock();
  const queue = createModelQueue({ requestsAtOnce: 1, clock });
  const turn = { signal: new AbortController().signal, priority: 0 };
  let asked = 0;
  const ask = () => queue.run(async () => void (asked += 1), turn);

  queue.restFor(2_000);
  const first = ask();
  fire(1_990);
  expect(asked).toBe(0);
  fire(260);
  await first;
  expect(asked).toBe(1);

  queue.restFor(500);
  queue.restFor(3_000);
  const second = ask();
  fire(2_000);
  expect(asked).toBe(1);
  fire(1_500);
  await second;
  expect(asked).toBe(2);
});
