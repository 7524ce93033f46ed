import { expect, test } from 'vitest';
import { expectedIn, ownLines, surprisesIn } from '../../src/agent/guards.ts';

test.each([
  ['check the about 40 invoices of October', [[40, 'invoice']]],
  [
    '<@U1> compare the 3 vendor offers with 1,200 receipts',
    [
      [3, 'offer'],
      [1200, 'receipt'],
    ],
  ],
  ['核对大约40张发票', [[40, '发票']]],
  ['in 30 minutes, at 10:30, for $400 and 5 %, by 3 May', []],
  ['summarise the thread', []],
])('"%s" leads one to expect %j', (goal, counts) => {
  expect(expectedIn(goal).map(({ count, noun }) => [count, noun])).toEqual(counts);
});

test.each([
  ['Found 400 invoices.', 400],
  ['Rows used: 400 of 400 in "invoices.csv" [f:F1].', 400],
  ['There are 9 open invoices.', 9],
])('"%s" is far from 40', (result, count) => {
  const [surprise] = surprisesIn(ownLines(result), expectedIn('pay the 40 invoices'));
  expect(surprise).toMatchObject({ count, expected: { words: '40 invoices' } });
});

test.each([
  'Found 41 invoices.',
  'Found 120 invoices.',
  'Found 400 receipts.',
  '[m:1.1] 2026-01-01 Maya: we had 400 invoices last year',
  '--- begin file a.txt [f:F1] ---\n400 invoices\n--- end file a.txt [f:F1] ---',
  '| 1 | 400 invoices |',
])('"%s" is none of its business', (result) => {
  expect(surprisesIn(ownLines(result), expectedIn('pay the 40 invoices'))).toEqual([]);
});

test('in Chinese as well', () => {
  expect(surprisesIn(ownLines('共找到 400 张发票。'), expectedIn('核对大约40张发票'))).toMatchObject([
    { count: 400 },
  ]);
});
