// Rows of one name are held against each other, and a document against itself; wording alone is no contradiction.
import { expect, test } from 'vitest';
import { rowsDisagree, type ReadRow } from '../../../src/agent/reading/rows-disagree.ts';
import type { Form, ReadCell } from '../../../src/agent/reading/form.ts';

const FORM: Form = [
  { name: 'Vendor', type: 'text', question: 'Who offers' },
  { name: 'Price', type: 'number', question: 'Price a seat' },
  { name: 'Until', type: 'date', question: 'Valid until' },
  { name: 'Support', type: 'text', question: 'What support there is' },
];

const cell = (value: string, more: Partial<ReadCell> = {}): ReadCell => ({
  state: value === '' ? 'absent' : 'proven',
  value,
  quote: `says ${value}`,
  place: 'p. 1',
  ref: `f:F${value}#p1`,
  ...more,
});
const row = (label: string, [vendor, price, until, support]: readonly string[]): ReadRow => ({
  label,
  cells: [cell(vendor ?? ''), cell(price ?? ''), cell(until ?? ''), cell(support ?? '')],
});

test('two prices of one vendor stand side by side, each with its words and its place', () => {
  const rows = [
    row('a.pdf', ['Acme Ltd', '41.80', '2026', 'by phone']),
    row('b.pdf', ['Bolt', '39', '2026-12', 'by mail']),
    row('c.pdf', ['ACME', '43.10', '2026-12-31', 'none']),
    row('d.pdf', ['Acme', '41.8', '', '']),
  ];
  expect(rowsDisagree(FORM, rows)).toEqual([
    {
      of: 'Acme Ltd · Price',
      sides: [
        { value: '41.80', label: 'a.pdf, p. 1', quote: 'says 41.80', ref: 'f:F41.80#p1' },
        { value: '43.10', label: 'c.pdf, p. 1', quote: 'says 43.10', ref: 'f:F43.10#p1' },
      ],
    },
  ]);
});

test('a first column that many have in common names nothing, unless the form says so', () => {
  const rows = ['1', '2', '3', '4', '5'].map((price) => row(`${price}.pdf`, ['Berlin', price]));
  expect(rowsDisagree(FORM, rows)).toEqual([]);
  const [first, ...rest] = FORM;
  const keyed = first === undefined ? FORM : [{ ...first, isKey: true }, ...rest];
  expect(rowsDisagree(keyed, rows)).toMatchObject([{ of: 'Berlin · Price', sides: { length: 5 } }]);
});

test('a document that contradicts itself is shown, and what its words do not prove is not', () => {
  const other = { value: '48', quote: 'says 48', place: 'p. 12', ref: 'f:F1#p12' };
  const rows = [
    { label: 'x.pdf', cells: [cell('Acme'), cell('47', { others: [other] })] },
    { label: 'y.pdf', cells: [cell('Acme'), cell('99', { state: 'unproven' })] },
  ];
  expect(rowsDisagree(FORM, rows)).toMatchObject([
    {
      of: 'x.pdf · Price',
      sides: [
        { value: '47', label: 'x.pdf, p. 1' },
        { value: '48', label: 'x.pdf, p. 12' },
      ],
    },
  ]);
});
