// Who is next for one key: people's work before bulk, everybody in turn, and bulk all the same once in a while.
import { expect, test } from 'vitest';
import { createFairTurns, type Turn } from '../../src/agent/fair-turns.ts';

/** All ask at once and are served one after the other, the smallest order first. */
function served(asking: readonly Turn[]): readonly string[] {
  const turns = createFairTurns();
  const waiting = asking.map((turn, at) => ({ ...turns.place(turn), at, who: turn.who }));
  return waiting
    .toSorted((one, other) => one.order - other.order || one.at - other.at)
    .map(({ who, begun }) => {
      begun();
      return who;
    });
}
const many = (who: string, priority: number, count: number): readonly Turn[] =>
  Array.from({ length: count }, () => ({ who, priority }));

test('one that asks much waits for one that asks seldom', () => {
  expect(served([...many('a', 0, 4), ...many('b', 0, 2)])).toEqual(['a', 'b', 'a', 'b', 'a', 'a']);
});

test('what people wait for goes before bulk, and bulk is not left standing for ever', () => {
  expect(served([...many('bulk', 0, 2), ...many('one', 1, 6), ...many('two', 1, 2)])).toEqual([
    'one',
    'two',
    'one',
    'two',
    'one',
    'bulk',
    'one',
    'one',
    'one',
    'bulk',
  ]);
});

test('whoever comes late stands beside those who were served, not before what they had', () => {
  const turns = createFairTurns();
  for (const turn of many('early', 1, 5)) turns.place(turn).begun();
  const late = turns.place({ who: 'late', priority: 1 });
  const next = turns.place({ who: 'early', priority: 1 });
  expect(late.order).toBeLessThanOrEqual(next.order);
  expect(late.order).toBeGreaterThan(4);
});
