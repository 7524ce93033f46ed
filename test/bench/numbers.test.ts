// The small statistics that every figure goes through.
import { expect, test } from 'vitest';
import { asRatio, inWords, percentile, withRange } from '../../bench/support/numbers.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test('a percentile is a value that was measured, by nearest rank', () => {
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 0.95)).toBe(95);
  expect(percentile(hundred, 1)).toBe(100);
  expect(percentile([7], 0.95)).toBe(7);
});

test('without measurements there is no percentile', () => {
  expect(() => percentile([], 0.5)).toThrow('nothing was measured');
});

test('numbers are given in three digits', () => {
  expect(inWords(12_345.6)).toBe('12,300');
  expect(inWords(0.012_345)).toBe('0.0123');
  expect(asRatio(2.5678)).toBe('2.57 ×');
  expect(withRange([3, 1, 2])).toBe('2 (1–3)');
});
