// What a server says of its limits beside its answers.
import { expect, test } from 'vitest';
import { restOf, retryAfterOf } from '../../src/agent/rate-headers.ts';

const left = (what: 'requests' | 'tokens', remaining: string, reset: string) => ({
  [`x-ratelimit-limit-${what}`]: '1000',
  [`x-ratelimit-remaining-${what}`]: remaining,
  [`x-ratelimit-reset-${what}`]: reset,
});

test.each<[string, Record<string, string>, number | undefined]>([
  ['nothing is said', {}, undefined],
  ['there is room', { ...left('requests', '3', '1s'), ...left('tokens', '900', '2s') }, undefined],
  ['no request is left', left('requests', '0', '20ms'), 20],
  ['next to no token is left', left('tokens', '9', '6m0s'), 360_000],
  ['both are used up', { ...left('requests', '0', '1.5s'), ...left('tokens', '0', '12') }, 12_000],
  ['the time is no time', left('requests', '0', 'soon'), undefined],
  ['the number is none', left('requests', 'many', '1s'), undefined],
])('when %s', (_, headers, ms) => {
  expect(restOf(new Headers(headers))).toBe(ms);
});

test('a Retry-After is believed before the rest, and neither for longer than a quarter of an hour', () => {
  const used = left('requests', '0', '7s');
  expect(retryAfterOf(new Headers({ ...used, 'retry-after': '3' }))).toBe(3_000);
  expect(retryAfterOf(new Headers(used))).toBe(7_000);
  expect(retryAfterOf(new Headers({ 'retry-after': '86400' }))).toBe(900_000);
  expect(retryAfterOf(new Headers())).toBeUndefined();
});
