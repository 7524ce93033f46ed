import { expect, test } from 'vitest';
import { grouped } from '../../src/base/grouped.ts';

test('thousands are set apart, and what is behind the point is kept short', () => {
  expect([0, 999, 1_000, 1_234_567.5, -1_234.56789].map(grouped)).toEqual([
    '0',
    '999',
    '1,000',
    '1,234,567.5',
    '-1,234.568',
  ]);
});
