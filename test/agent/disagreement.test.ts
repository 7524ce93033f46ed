// What counts as sources that disagree: other amounts of the same thing at the same time, and nothing that merely reads otherwise.
import { expect, test } from 'vitest';
import { agree, findingsDisagree, type Finding } from '../../src/agent/disagreement.ts';

test.each([
  ['40', '52', false],
  ['40 people', '40', true],
  ['40 people', '52 employees', true], // Of other things, as far as code can tell.
  ['1.2 million', '1,234,567', true],
  ['1.2 million', '1,274,567', false],
  ['$1.2m', '$1,300,000', false],
  ['€ 41.80', '€41.80', true],
  ['€41.80', '$41.80', true],
  ['12 %', '12%', true],
  ['12 %', '15 %', false],
  ['3.2亿元', '320000000元', true],
  ['3.2亿元', '4亿元', false],
  ['about 40', '40', true],
  ['Oslo', 'oslo, Norway', true],
  ['Oslo', 'Bergen', false],
  ['1000', '1001', false],
  ['2026-11-12', '2026-11-14', false],
  ['2026-11', '2026-11-14', true],
])('"%s" and "%s" can both be right: %s', (one, other, can) => {
  expect(agree(one, other)).toBe(can);
  expect(agree(other, one)).toBe(can);
});

const finding = (value: string, more: Partial<Finding> = {}): Finding => ({
  about: 'Acme',
  what: 'employees',
  value,
  quote: `“${value}”`,
  ref: `w:https://${value}.example`,
  isProven: true,
  ...more,
});

test('the same thing under other spellings is one, with each value once, in the order of the sources', () => {
  const found = findingsDisagree([
    finding('40'),
    finding('52', { about: "Acme's", what: 'Number of employees' }),
    finding('40', { ref: 'w:https://again.example' }),
    finding('7', { what: 'offices' }),
    finding('40', { about: 'Bolt' }),
  ]);
  expect(found).toEqual([
    {
      of: 'Acme · employees',
      sides: [
        { value: '40', quote: '“40”', ref: 'w:https://40.example' },
        { value: '52', quote: '“52”', ref: 'w:https://52.example' },
      ],
    },
  ]);
});

test('years of their own are no contradiction, and a figure without one is held against each', () => {
  expect(findingsDisagree([finding('40', { asOf: '2023' }), finding('52', { asOf: '2024' })])).toEqual([]);
  const found = findingsDisagree([
    finding('40', { asOf: '2023' }),
    finding('52', { asOf: '2024' }),
    finding('52'),
  ]);
  expect(found).toMatchObject([{ of: 'Acme · employees · 2023', sides: [{ value: '40' }, { value: '52' }] }]);
});

test('words that do not stand in the source speak against nothing', () => {
  expect(findingsDisagree([finding('40'), finding('52', { isProven: false })])).toEqual([]);
});
