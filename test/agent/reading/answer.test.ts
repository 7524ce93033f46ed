// What a reader says is held against the form and the document before it is believed.
import { describe, expect, test } from 'vitest';
import { mergeCells, readAnswer } from '../../../src/agent/reading/answer.ts';
import type { FormColumn, ReadablePage } from '../../../src/agent/reading/form.ts';
import { findQuote } from '../../../src/agent/reading/quote.ts';

const pages: readonly ReadablePage[] = [
  { ref: 'f:F1#p1', place: 'p. 1', text: 'Total  revenue:\n**EUR 1,250** in 2025' },
  { ref: 'f:F1#p2', place: 'p. 2', text: '营业收入：１２亿元。已签署' },
];
const column = (type: FormColumn['type'], more: Partial<FormColumn> = {}): FormColumn => ({
  name: 'Value',
  type,
  question: 'What is it?',
  ...more,
});
const cellOf = (given: FormColumn, answer: unknown) =>
  readAnswer(JSON.stringify({ Value: answer }), { form: [given], pages })?.[0];

describe('a quote is found', () => {
  test.each([
    ['across line ends and marks', 'Total revenue: EUR 1,250', 'p. 1'],
    ['whatever its case', 'TOTAL REVENUE', 'p. 1'],
    ['in other widths of characters', '营业收入：12亿元', 'p. 2'],
    ['with the dots that say it goes on', 'Total revenue: EUR…', 'p. 1'],
  ])('%s', (_, quote, place) => {
    expect(findQuote(quote, pages)?.place).toBe(place);
  });
  test.each(['EUR 1,251', '', '.', '…', 'revenue total'])('but not %j', (quote) => {
    expect(findQuote(quote, pages)).toBeUndefined();
  });
});

test.each([
  ['number', '1,250', '1250'],
  ['number', 1250.5, '1250.5'],
  ['number', '1 250 000', '1250000'],
  ['date', '2025-3-1', '2025-03-01'],
  ['date', '2025年3月1日', '2025-03-01'],
  ['date', '2025', '2025'],
  ['yes_no', true, 'yes'],
  ['yes_no', '否', 'no'],
  ['text', '  as it is ', 'as it is'],
] as const)('a %s %j is kept as %s', (type, value, kept) => {
  expect(cellOf(column(type), { value, quote: 'EUR 1,250' })).toMatchObject({
    state: 'proven',
    value: kept,
    place: 'p. 1',
    ref: 'f:F1#p1',
  });
});

test.each([
  ['a quote that does not stand there', column('number'), { value: 7, quote: 'seven' }, 'unproven'],
  ['no quote', column('number'), { value: 7 }, 'unproven'],
  ['a bare value', column('number'), 7, 'unproven'],
  ['words for a number', column('number'), { value: 'much', quote: 'EUR 1,250' }, 'mistyped'],
  [
    'none of the choices',
    column('choice', { choices: ['A', 'B'] }),
    { value: 'C', quote: 'EUR' },
    'mistyped',
  ],
  ['nothing', column('text'), { value: null, quote: '' }, 'absent'],
  ['"n/a"', column('text'), { value: 'n/a', quote: '' }, 'absent'],
  ['something that is no answer', column('text'), ['a list'], 'absent'],
])('%s is marked', (...[, given, answer, state]) => {
  expect(cellOf(given, answer)?.state).toBe(state);
});

test('headings are found whatever their case, and JSON in whatever it is wrapped', () => {
  const form = [column('text', { name: 'Full Name' })];
  const answer = 'Sure!\n```json\n{"full_name": {"value": "Li", "quote": "已签署"}}\n```';
  expect(readAnswer(answer, { form, pages })).toMatchObject([{ value: 'Li', place: 'p. 2' }]);
});

test.each(['no json', '{broken', '[]', '{}', '{"Other": 1}'])('%j is no form', (content) => {
  expect(readAnswer(content, { form: [column('text')], pages })).toBeUndefined();
});

test('of several parts the proven value counts, and what contradicts it stands beside it', () => {
  const proven = (value: string, place: string) => ({ state: 'proven' as const, value, place });
  const merged = mergeCells(
    [
      [
        { state: 'unproven', value: '9' },
        { state: 'absent', value: '' },
      ],
      [proven('12', 'p. 4'), { state: 'absent', value: '' }],
      [proven('14', 'p. 9'), { state: 'absent', value: '' }],
      [proven('12', 'p. 11'), { state: 'absent', value: '' }],
    ],
    2,
  );
  expect(merged).toEqual([
    { state: 'proven', value: '12', place: 'p. 4', others: [{ value: '14', place: 'p. 9' }] },
    { state: 'absent', value: '' },
  ]);
});
