import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createCalculate } from '../../src/tools/calculate.ts';
import { evaluate } from '../../src/tools/calculate/evaluate.ts';
import { compileExpression, type Expression } from '../../src/tools/calculate/expression.ts';
import { createOpenDocument } from '../../src/tools/files/open-document.ts';
import { createReadDocument } from '../../src/tools/files/read-document.ts';
import { makeBook } from '../support/office.ts';
import { call, shelfOf } from './support/context.ts';

const SALES = `Region;Unit Price;Qty;Status;Booked on
North;"1.234,50 €";2;paid;2026-10-30
South;12,5;4;open;2026-11-02
North;(100,00);1;paid;2026-11-20
South;n/a;3;paid;2026-11-03
East;;1;paid;2026-11-04
`;

const tool = createCalculate({
  openDocument: createOpenDocument({
    shelf: shelfOf({
      F0SALES: { name: 'sales.csv', content: SALES },
      F0TEXT: { name: 'a.txt', content: 'hi' },
    }).shelf,
    readDocument: createReadDocument({ clock: systemClock }),
  }),
});
const calculate = (expression: string, more: object = {}) => call(tool, { expression, ...more });
const overSales = (expression: string, more: object = {}) =>
  calculate(expression, { file: 'F0SALES', ...more });

test.each([
  ['4180 * 12 * 0.95', '47652'],
  ['0.1 + 0.2', '0.3'],
  ['2 ^ 10 - 24', '1000'],
  ['12% * 50', '6'],
  ['100 + 5%', '105'],
  ['7 mod 3', '1'],
  ['-2 ^ 2', '-4'],
  ['round(2.675, 2)', '2.68'],
  ['round(-1234.5)', '-1235'],
  ['mean(1, 2, 6)', '3'],
  ['median([5, 1, 3])', '3'],
  ['std(2, 4, 4, 4, 5, 5, 7, 9)', '2.1380899352994'],
  ['quantile([1, 2, 3, 4, 5], 0.9)', '4.6'],
  ['3 > 2 ? 10 : 20', '10'],
  ['10!', '3628800'],
  ['3 × 4 ÷ 2', '6'],
  ['2 pi', String(Number((2 * Math.PI).toPrecision(15)))],
])('%s = %s', async (expression, result) => {
  expect((await calculate(expression)).text).toBe(`${expression} = ${result}`);
});

test.each(['9^9^9^9', '1/0', '1000!', 'sqrt(-1)', '10^400', 'log(0)'])(
  '%s has no finite result, and says so',
  async (expression) => {
    expect(await calculate(expression)).toMatchObject({
      failed: true,
      text: expect.stringContaining('no finite result'),
    });
  },
);

test.each([
  'import("fs")',
  'evaluate("1+1")',
  'parse("1")',
  'simplify("x")',
  'derivative("x^2", "x")',
  'createUnit("x")',
  'f(x) = x',
  'a = 1',
  '1; 2',
  '1:1000000000',
  'range(1, 1e9)',
  'zeros(1e9)',
  'constructor',
  'cos.constructor("return process")()',
  '__proto__',
  'toString()',
  'hasOwnProperty(1)',
  '{a: 1}',
  '[1,2][1]',
  '"text"',
  '5 cm',
  'random()',
  '('.repeat(300) + '1' + ')'.repeat(300),
  '-'.repeat(900) + '1',
  `1${'+1'.repeat(480)}`,
  '1'.repeat(2_000),
  'sum()',
  'round(1, 2, 3)',
])('%s is not computed', async (expression) => {
  const startedAt = performance.now();
  expect(await calculate(expression)).toMatchObject({ failed: true });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test('whatever is written, it ends soon, in numbers or in a reason', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'sum',
      'mean(',
      '(',
      ')',
      '[',
      ']',
      '^',
      '*',
      '/',
      '+',
      '-',
      '!',
      '%',
      ',',
      ':',
      '=',
      '.',
      '"',
      ' ',
      'e',
      'pi',
      'constructor',
      '__proto__',
      'import(',
      'Qty',
      'Unit Price',
      '9',
      '1e300',
      'not',
      '?',
      '{',
      '}',
      ';',
      "'",
    ),
    fc.string({ maxLength: 4 }),
  );
  const written = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(written, async (expression) => {
      const startedAt = performance.now();
      const compiled = await compileExpression(expression, ['Qty', 'Unit Price', 'sum']);
      const results =
        compiled.kind === 'compiled' ? resultsOf(compiled.expression) : [compiled.reason.length];
      expect(results.every((result) => typeof result === 'number' || result === undefined)).toBe(true);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }),
    { numRuns: 1_000 },
  );
});

function resultsOf(expression: Expression): readonly unknown[] {
  const rows = { count: 3, numbers: () => [1, undefined, 2.5], cells: () => ['1', '', '2.5'] };
  const result = evaluate(expression, rows);
  return result.kind === 'one' ? [result.value] : result.values;
}

test('a column is summed by its name, and what was left out is counted', async () => {
  const { text, sources } = await overSales('sum(Unit Price * Qty)');
  expect(text).toBe(
    [
      'sum(Unit Price * Qty) = 2419',
      'Rows used: 5 of 5 in "sales.csv" [f:F0SALES].',
      'Unit Price: 1 of 5 rows skipped, not a number: "n/a".',
      'Unit Price: 1 of 5 rows skipped, empty.',
    ].join('\n'),
  );
  expect(sources).toEqual([
    { ref: 'f:F0SALES', label: 'sales.csv', url: 'https://acme.slack.com/files/F0SALES' },
  ]);
});

test.each([
  ['sum("unit price")', [], '1147'],
  ['sum(`Unit Price`)', [{ column: 'status', op: '=', value: 'PAID' }], '1134.5'],
  ['mean(Unit Price)', [{ column: 'Region', op: '!=', value: 'North' }], '12.5'],
  ['count()', [{ column: 'Booked on', op: '>=', value: '2026-11-03' }], '3'],
  ['count()', [{ column: 'Unit Price', op: '>', value: '12,4' }], '2'],
  ['count()', [{ column: 'Unit Price', op: '>', value: 12.4 }], '2'],
  ['count()', [{ column: 'Unit Price', op: 'is_empty' }], '1'],
  ['count(Unit Price)', [], '4'],
  ['distinct(Region)', [], '3'],
  ['max(Qty) - min(Qty)', [{ column: 'Region', op: 'contains', value: 'th' }], '3'],
  ['sum(if(Qty > 2, Qty, 0))', [], '7'],
])('%s where %j is %s', async (expression, where, result) => {
  expect((await overSales(expression, { where })).text.split('\n')[0]).toBe(`${expression} = ${result}`);
});

test('by group, each has its result, the largest first', async () => {
  const { text } = await overSales('sum(Unit Price)', { group_by: 'region' });
  expect(text.split('\n').slice(1, 6)).toEqual([
    '| Region | rows | sum(Unit Price) |',
    '| North | 2 | 1134.5 |',
    '| South | 2 | 12.5 |',
    '| East | 1 | 0 |',
    '--- end table [f:F0SALES] ---',
  ]);
});

test('without a sum around it there is one number a row, beside what was asked for', async () => {
  const { text } = await overSales('Unit Price * 2', {
    columns: ['Region'],
    where: [{ column: 'Qty', op: '<', value: '4' }],
  });
  expect(text).toContain('| 1 | North | 2469 |\n| 3 | North | -200 |\n| 4 | South | (no number) |');
  expect(text).toContain('for one number write sum(');
});

test.each([
  ['sum(Amount)', {}, 'the columns are Region, Unit Price'],
  ['sum(Qty)', { group_by: 'Team' }, 'There is no column "Team"'],
  ['sum(Qty)', { where: [{ column: 'Nope', op: '=', value: '1' }] }, 'There is no column "Nope"'],
  ['sum(Qty)', { where: [{ column: 'Region', op: '=', value: 'West' }] }, 'No row was left'],
  ['Qty * 2', { group_by: 'Region' }, 'one number a group'],
  ['mean(Region)', {}, 'no row has a number'],
  ['sum(Qty)', { file: 'F0TEXT' }, 'not a table'],
  ['sum(Qty)', { where: [{ column: 'Qty', op: 'like', value: '1' }] }, 'Input not understood'],
])('%s with %j says what is wrong', async (expression, more, words) => {
  expect(await overSales(expression, more)).toMatchObject({
    failed: true,
    text: expect.stringContaining(words),
  });
});

test('a table of many rows is computed without keeping everybody waiting', async () => {
  const rows = Array.from({ length: 50_000 }, (_, row) => `${row % 7},${row}.25`).join('\n');
  const { shelf } = shelfOf({ F0BIG: { name: 'big.csv', content: `group,amount\n${rows}` } });
  const big = createCalculate({
    openDocument: createOpenDocument({ shelf, readDocument: createReadDocument({ clock: systemClock }) }),
  });
  const startedAt = performance.now();
  expect((await call(big, { expression: 'sum(amount)', file: 'F0BIG' })).text).toContain('= 1249987500');
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('a sheet of a workbook is calculated with by the names in its first full row', async () => {
  const content = makeBook({
    Cover: [['Travel 2026']],
    Costs: [['Travel costs'], [], ['City', 'Nights', 'Price'], ['Porto', 2, 80.5], ['Lagos', 3, 100]],
  });
  const { shelf } = shelfOf({ F0BOOK: { name: 'travel.xlsx', content } });
  const book = createCalculate({
    openDocument: createOpenDocument({ shelf, readDocument: createReadDocument({ clock: systemClock }) }),
  });
  const input = { expression: 'sum(Nights * Price)', file: 'F0BOOK', sheet: 'Costs' };
  expect((await call(book, input)).text).toContain('= 461');
  expect(await call(book, { ...input, sheet: 'Prices' })).toMatchObject({
    failed: true,
    text: expect.stringContaining('its sheets are Cover, Costs'),
  });
});
