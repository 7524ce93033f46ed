import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../../src/flow/work/ask-model.ts';

test('waits grow from seconds to five minutes, never longer, and two processes seldom wait the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, jitter) => {
        const ms = backoffMs(attempt, jitter);
        expect(ms).toBeGreaterThanOrEqual(1_000);
        expect(ms).toBeLessThanOrEqual(300_000);
        expect(backoffMs(attempt + 1, jitter)).toBeGreaterThanOrEqual(ms);
      },
    ),
  );
  expect(backoffMs(1, 0)).not.toBe(backoffMs(1, 1));
});
