import { expect, test } from 'vitest';
import { testClock } from './clock.ts';

test('sleepers wake in the order they are due, each at its time, with their continuations in between', async () => {
  const clock = testClock('2026-01-01T00:00:00Z');
  const seen: string[] = [];
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms);
    seen.push(`${name} ${clock.now().getTime() % 60_000}`);
  };
  const all = [
    sleeper('b', 200),
    sleeper('a', 100).then(() => sleeper('a again', 50)),
    sleeper('late', 1001),
  ];
  await clock.advance(1000);

  expect(seen).toEqual(['a 100', 'a again 150', 'b 200']);
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:01Z'));
  await clock.advance(1);
  await Promise.all(all);
  expect(seen.at(-1)).toBe('late 1001');
});

test('what is to happen every second happens at each second until it is called off', async () => {
  const clock = testClock();
  let ticks = 0;
  const off = clock.every(1000, () => (ticks += 1));
  await clock.advance(3500);
  off();
  await clock.advance(3500);

  expect(ticks).toBe(3);
});

test('an abort ends a sleep at once, before it and during it', async () => {
  const clock = testClock();
  const abort = new AbortController();
  const during = clock.sleep(1000, abort.signal);
  abort.abort();

  await during;
  await clock.sleep(1000, abort.signal);
});

test('the clock can be put to a point in time, back too', async () => {
  const clock = testClock('2026-01-01T00:00:00Z');
  await clock.set('2026-06-01T00:00:00Z');
  await clock.set('2026-03-01T00:00:00Z');

  expect(clock.now()).toEqual(new Date('2026-03-01T00:00:00Z'));
});
