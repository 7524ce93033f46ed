// One line for one key: it rests as long as the server wants, and then goes on, whatever its timers do.
import { expect, test } from 'vitest';
import { createModelQueue, type RateGate } from '../../src/agent/model-queue.ts';
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

test('who is next waits for room in the minute and asks again, also when its timer fires early; what it took is told', async () => {
  let now = 1_000_000;
  const sleeps: number[] = [];
  const clock: Clock = {
    ...systemClock,
    now: () => new Date(now),
    every: (_, run) => {
      queueMicrotask(run); // Looks at once: it is over as soon as the time is.
      return () => undefined;
    },
    sleep: async (ms) => {
      sleeps.push(ms);
      now += ms - 1; // A millisecond early.
    },
  };
  const until = now + 30_000;
  const settled: number[] = [];
  const gate: RateGate = {
    take: async (tokens) =>
      now < until
        ? { kind: 'wait', ms: until - now }
        : { kind: 'taken', settle: async (used) => void settled.push(tokens, used) },
  };
  const queue = createModelQueue({ requestsAtOnce: 2, clock, gate });
  const turn = { signal: new AbortController().signal, priority: 1, tokens: 700 };
  expect(await queue.run(async () => 'answer', { ...turn, used: () => 650 })).toBe('answer');
  expect(sleeps).toEqual([30_000, 20]);
  expect(settled).toEqual([700, 650]);
});

test('a stop while it waits for room ends the wait', async () => {
  const gate: RateGate = { take: async () => ({ kind: 'wait', ms: 60_000 }) };
  const queue = createModelQueue({ requestsAtOnce: 1, clock: systemClock, gate });
  const stop = new AbortController();
  let isAsked = false;
  const asking = queue.run(async () => (isAsked = true), { signal: stop.signal, priority: 1 });
  setImmediate(() => stop.abort());
  await expect(asking).rejects.toThrow(/abort/u);
  expect(isAsked).toBe(false);
});
