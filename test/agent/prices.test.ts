import { expect, test } from 'vitest';
import { costOf, KNOWN_PRICES } from '../../src/agent/prices.ts';

const USAGE = { inputTokens: 1_000_000, cachedTokens: 400_000, outputTokens: 100_000 };

test('a known model costs what its price page says, the cached part less', () => {
  expect(costOf('kimi-k3', USAGE)).toBeCloseTo(0.6 * 3 + 0.4 * 0.3 + 0.1 * 15);
  expect(costOf('kimi-k3-preview', USAGE)).toBe(costOf('kimi-k3', USAGE));
});

test('practice costs nothing, and a model that is not known has no price', () => {
  expect(costOf('practice-1', USAGE)).toBe(0);
  expect(costOf('some-model', USAGE)).toBeUndefined();
});

test('a server that caches more than was sent does not make money', () => {
  expect(costOf('kimi-k3', { inputTokens: 0, cachedTokens: 100, outputTokens: 0 })).toBeGreaterThanOrEqual(0);
});

test('a price that was set holds instead of ours, and the longest name that fits counts', () => {
  const prices = {
    'kimi-k3': { input: 1, cached: 1, output: 1 },
    'kimi-k3-large': { input: 2, cached: 2, output: 2 },
  };
  expect(costOf('kimi-k3', USAGE, prices)).toBeCloseTo(1.1);
  expect(costOf('kimi-k3-large-2', USAGE, prices)).toBeCloseTo(2.2);
  expect(costOf('practice-1', USAGE, prices)).toBe(0);
});

test('every price says where and when it was read', () => {
  for (const { readOn, source } of KNOWN_PRICES) {
    expect(readOn).toMatch(/^20\d\d-\d\d/u);
    expect(source).toMatch(/\w{3}/u);
  }
});
