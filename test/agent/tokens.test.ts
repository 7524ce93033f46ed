import { expect, test } from 'vitest';
import { calibrate, estimateTokens, isNews, UNCALIBRATED, type Calibration } from '../../src/agent/tokens.ts';

test.each([
  ['', 0],
  ['abcd', 1],
  ['abcde', 2],
  ['供应商', 3],
  ['ab供', 2],
])('%j is about %i tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

test('a text of a million characters is estimated at once', () => {
  const before = performance.now();
  expect(estimateTokens('a'.repeat(4_000_000))).toBe(1_000_000);
  expect(performance.now() - before).toBeLessThan(1_000);
});

test('the first answer is believed, later ones smooth', () => {
  const first = calibrate(UNCALIBRATED, { estimated: 100, counted: 150 });
  expect(first).toEqual({ ratio: 1.5, samples: 1 });
  expect(calibrate(first, { estimated: 100, counted: 50 })).toEqual({ ratio: 1, samples: 2 });
});

test('a ratio that holds is found, and one odd answer does not lose it', () => {
  let now: Calibration = UNCALIBRATED;
  for (let sample = 0; sample < 50; sample += 1) now = calibrate(now, { estimated: 100, counted: 130 });
  expect(now.ratio).toBeCloseTo(1.3);
  expect(calibrate(now, { estimated: 1, counted: 1_000_000 }).ratio).toBeLessThan(1.8);
});

test('what is known well is written again only when it moves', () => {
  expect(isNews(UNCALIBRATED, { ratio: 1, samples: 1 })).toBe(true);
  expect(isNews({ ratio: 1.3, samples: 40 }, { ratio: 1.301, samples: 41 })).toBe(false);
  expect(isNews({ ratio: 1.3, samples: 40 }, { ratio: 1.32, samples: 41 })).toBe(true);
  expect(isNews({ ratio: 1.3, samples: 3 }, { ratio: 1.3, samples: 3 })).toBe(false);
});

test('an answer that counted nothing teaches nothing', () => {
  expect(calibrate(UNCALIBRATED, { estimated: 0, counted: 5 })).toEqual(UNCALIBRATED);
  expect(calibrate(UNCALIBRATED, { estimated: 5, counted: 0 })).toEqual(UNCALIBRATED);
});
