// What a key may be asked in a minute: held over all processes on one database.
import { expect, test } from 'vitest';
import { createRateStore } from '../../src/guard/rate-store.ts';
import { waitFor, type RateLimits } from '../../src/guard/rate.ts';
import { testDatabase } from '../support/database.ts';

const START = Date.parse('2026-11-27T09:00:00Z');
const at = (seconds: number): Date => new Date(START + seconds * 1_000);
const taken = (...all: readonly (readonly [seconds: number, tokens: number])[]) =>
  all.map(([seconds, tokens]) => ({ at: at(seconds), tokens }));

test.each<[string, ReturnType<typeof taken>, RateLimits, number, number]>([
  ['nothing was asked', [], { requests: 3, tokens: 100 }, 10, 0],
  ['there is room', taken([0, 10], [1, 10]), { requests: 3, tokens: 100 }, 10, 0],
  ['three were asked', taken([0, 10], [5, 10], [9, 10]), { requests: 3 }, 10, 50],
  ['one of three is over', taken([-51, 10], [5, 10], [9, 10]), { requests: 3 }, 10, 0],
  ['the tokens are used', taken([0, 60], [5, 30]), { tokens: 100 }, 11, 50],
  ['two must be over', taken([0, 60], [5, 30], [6, 5]), { tokens: 100 }, 95, 55],
  ['it is larger than the limit and alone', [], { tokens: 100 }, 500, 0],
  ['it is larger than the limit and is not', taken([4, 1]), { tokens: 100 }, 500, 54],
  ['both hold it up', taken([0, 90], [7, 10]), { requests: 2, tokens: 100 }, 95, 57],
])('when %s', (...[, before, limits, tokens, seconds]) => {
  expect(waitFor(before, { tokens, limits, at: at(10) })).toBe(seconds * 1_000);
});

test('processes that ask at the same moment get what there is, once, and what it really took is what counts', async () => {
  const database = await testDatabase();
  const [one, other] = [createRateStore(database), createRateStore(database)];
  const want = { key: 'k', tokens: 40, limits: { requests: 3, tokens: 100 }, at: at(0) };
  const all = await Promise.all([one, other, one, other, one].map((store) => store.take(want)));
  const ids = all.flatMap((taking) => (taking.kind === 'taken' ? [taking.id] : []));
  expect(ids).toHaveLength(2); // A third would be 120 tokens.
  for (const id of ids) await one.settle(id, 20);
  expect((await other.take(want)).kind).toBe('taken');
  expect(await other.take(want)).toEqual({ kind: 'wait', ms: 60_000 }); // The fourth request of the minute.
  expect((await other.take({ ...want, key: 'another' })).kind).toBe('taken');
  expect((await one.take({ ...want, at: at(60) })).kind).toBe('taken');
});
