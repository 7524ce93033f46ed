import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetsOf, limitsOf, MEASURES, standings, type Budgets } from '../../src/guard/budget.ts';

const NOTHING = { task: {}, person: {}, channel: {}, day: {} };

test('of what the house allows and what the owner said, the less counts', () => {
  const house: Budgets = { task: { tokens: 1000, usd: 5 } };
  const limits = limitsOf(house, { said: { usd: 2, tokens: 9000, minutes: 10 }, granted: {} });
  expect(limits).toEqual([
    { scope: 'task', measure: 'tokens', limit: 1000, isSaid: false },
    { scope: 'task', measure: 'usd', limit: 2, isSaid: true },
    { scope: 'task', measure: 'minutes', limit: 10, isSaid: true },
  ]);
});

test('as much again is what the owner may give a task, and not a channel, a person or everyone', () => {
  const house: Budgets = { task: { usd: 2 }, person: { usd: 3 }, channel: { tokens: 10 }, day: { usd: 50 } };
  const limits = limitsOf(house, { said: {}, granted: { usd: 1.25, tokens: 3 } });
  expect(limits.map(({ scope, limit }) => [scope, limit])).toEqual([
    ['task', 4.5],
    ['person', 3],
    ['channel', 10],
    ['day', 50],
  ]);
});

test('the nearest to its end comes first, and what nobody could count limits nothing', () => {
  const limits = limitsOf({ task: { usd: 2, calls: 10 }, day: { usd: 10 } }, { said: {}, granted: {} });
  const all = standings(limits, { ...NOTHING, task: { usd: undefined, calls: 8 }, day: { usd: 1 } });
  expect(all.map(({ scope, measure, share }) => [scope, measure, share])).toEqual([
    ['task', 'calls', 0.8],
    ['day', 'usd', 0.1],
    ['task', 'usd', 0],
  ]);
});

test('the older setting holds unless the newer one says otherwise', () => {
  expect(budgetsOf({ TASK_BUDGET_TOKENS: 7 })).toEqual({ task: { tokens: 7 } });
  expect(budgetsOf({ TASK_BUDGET_TOKENS: 7, BUDGETS: { task: { tokens: 9, usd: 1 } } })).toEqual({
    task: { tokens: 9, usd: 1 },
  });
});

test('nothing that anyone says raises a limit of the house', () => {
  const amounts = fc.record(
    Object.fromEntries(MEASURES.map((measure) => [measure, fc.double({ min: 0.01, max: 1e6, noNaN: true })])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(amounts, amounts, (house, said) => {
      for (const { measure, limit } of limitsOf({ task: house }, { said, granted: {} })) {
        expect(limit).toBeLessThanOrEqual(house[measure] ?? Infinity);
        expect(limit).toBeLessThanOrEqual(said[measure] ?? Infinity);
      }
    }),
  );
});
