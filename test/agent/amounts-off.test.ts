import { expect, test } from 'vitest';
import { amountsExpectedIn, amountsOff } from '../../src/agent/amounts-off.ts';
import { ownLines } from '../../src/agent/guards.ts';

const off = (goal: string, result: string) =>
  amountsOff(ownLines(result), amountsExpectedIn(goal)).map(({ value }) => value);

test.each([
  ['add up the costs, about 4,000 €', [[4000, '€']]],
  ['the invoices come to $12k', [[12_000, '$']]],
  ['把发票加总，大约 5 万元', [[50_000, '¥']]],
  ['共计4,600元左右', [[4600, '¥']]],
  ['order it for at most 2.5 million EUR', [[2_500_000, '€']]],
  ['sum up the roughly 30 hours', [[30, 'hour']]],
  ['the seat is 12 € a month; summarise', []],
  ['check the about 40 invoices', []],
])('"%s" leads one to expect %j', (goal, amounts) => {
  const found = amountsExpectedIn(goal).map(({ value, unit }) => [value, unit]);
  expect([...new Map(found.map((one) => [String(one), one])).values()]).toEqual(amounts);
});

test.each([
  ['about 4,000 €', 'sum(Amount) = 46000\nRows used: 40 of 40 in "costs.csv" [f:F1].', 46_000],
  ['about 4,000 €', 'sum(Amount) = 400\nRows used: 40 of 40 in "costs.csv" [f:F1].', 400],
  ['at most 2,000 €', 'The total is 9,100 €.', 9100],
  ['大约 5 万元', '合计 460,000 元', 460_000],
  ['roughly 30 hours', 'sum(Hours) = 300', 300],
])('%s is far from "%s"', (goal, result, value) => {
  expect(off(`@Longhand add it up, ${goal}`, result)).toEqual([value]);
});

test.each([
  ['about 4,000 €', 'sum(Amount) = 4600\nRows used: 2 of 2 in "costs.csv" [f:F1].'],
  ['about 4,000 €', 'sum(Amount) = 120\nRows used: 1 of 40 in "costs.csv" [f:F1] where Vendor is "A".'],
  ['about 4,000 €', 'sum(Hours) = 46000'],
  ['about 4,000 €', 'mean(Amount) = 46000'],
  ['about 4,000 €', '[m:1.1] 2026-01-01 Maya: a total of 46,000 €'],
  ['about 4,000 €', 'The total is 46,000 $.'],
  ['at most 2,000 €', 'The total is 120 €.'],
])('%s: "%s" is none of its business', (goal, result) => {
  expect(off(`@Longhand add it up, ${goal}`, result)).toEqual([]);
});
