import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { guessDecimal, readNumber } from '../../../src/tools/calculate/number-text.ts';

test.each([
  ['1234.5', 1234.5],
  ['€1,234.50', 1234.5],
  ['1.234,50 €', 1234.5],
  ['EUR 1.234,50', 1234.5],
  ['US$ 12', 12],
  ['12%', 0.12],
  ['-12,5 %', -0.125],
  ['(300)', -300],
  ['($1,300.00)', -1300],
  ['$(1,300)', -1300],
  ['-€5', -5],
  ['€ -5', -5],
  ['300-', -300],
  ['\u2212 7', -7],
  ['+7', 7],
  ["1'234'567.5", 1_234_567.5],
  ['1 234,50', 1234.5],
  ['1\u202f234\u00a0kr', 1234],
  ['12,34,567.50', 1_234_567.5],
  ['1.234.567', 1_234_567],
  ['12,5', 12.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['１２３', 123],
  ['0', 0],
])('%s is %d', (text, number) => {
  expect(readNumber(text, '.')).toBeCloseTo(number, 10);
});

test.each([
  '',
  'n/a',
  'abc',
  '2026-11-03',
  '03.11.2026',
  '12:30',
  '1.2.3',
  '5 apples',
  'A12',
  '12 34',
  '1,23,4',
  '--5',
  '()',
  '%',
  '€',
  '1-2',
  '+49 30 1234',
  'Infinity',
  'NaN',
  '0x10',
  '1e999',
])('%j is no number', (text) => {
  expect(readNumber(text, '.')).toBeUndefined();
});

test('one that could be either is read as the column is', () => {
  expect(readNumber('1.234', '.')).toBe(1.234);
  expect(readNumber('1.234', ',')).toBe(1234);
  expect(readNumber('1,234', '.')).toBe(1234);
  expect(readNumber('1,234', ',')).toBe(1.234);
});

test('a column tells its decimal mark by the cells that leave no choice', () => {
  expect(guessDecimal(['1.234', '12,5', 'n/a'], '.')).toEqual({ decimal: ',' });
  expect(guessDecimal(['1,234', '1,234.5'], ',')).toEqual({ decimal: '.' });
  expect(guessDecimal(['1.234', '5'], ',')).toEqual({ decimal: ',', unsure: '1.234' });
  expect(guessDecimal(['5', '70'], '.')).toEqual({ decimal: '.' });
});

test('what any of these countries writes is read back', () => {
  const locale = fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'sv-SE', 'pt-BR', 'zh-CN');
  const style = fc.constantFrom<Intl.NumberFormatOptions>(
    {},
    { style: 'currency', currency: 'EUR' },
    { style: 'currency', currency: 'USD', currencyDisplay: 'code' },
    { style: 'currency', currency: 'CNY', currencySign: 'accounting' },
    { style: 'percent' },
  );
  fc.assert(
    fc.property(
      locale,
      style,
      fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
      (locale, options, cents) => {
        const number = cents / (options.style === 'percent' ? 10_000 : 100);
        const written = new Intl.NumberFormat(locale, {
          ...options,
          minimumFractionDigits: 2,
          maximumFractionDigits: 2,
        }).format(number);
        const column = [written, new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(1234.5)];
        expect(readNumber(written, guessDecimal(column, '.').decimal)).toBeCloseTo(number, 8);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('no text is too odd to be looked at', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('.' as const, ',' as const),
      (text, decimal) => {
        const number = readNumber(text, decimal);
        expect(number === undefined || Number.isFinite(number)).toBe(true);
      },
    ),
  );
});
