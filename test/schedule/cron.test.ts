import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { faultOf, startTicking } from '../../src/schedule/cron.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-08T06:58:30Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

test('it ticks as each minute begins, and not after it was stopped', async () => {
  const ticks: string[] = [];
  const stop = startTicking(async () => void ticks.push(new Date().toISOString().slice(11, 16)), silentLog);
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  stop();
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  expect(ticks).toEqual(['06:59', '07:00', '07:01']);
});

test('a tick that takes long is not started again beside itself, and one that throws does not end the ticking', async () => {
  let started = 0;
  let finish = () => undefined as void;
  const stop = startTicking(async () => {
    started += 1;
    if (started === 2) throw new Error('this one fails');
    await new Promise<void>((resolve) => (finish = resolve));
  }, silentLog);
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  expect(started).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  expect(started).toBe(3);
  stop();
});

test('a fault is told in words', () => {
  expect(faultOf('0 9 * * 1-5')).toBeUndefined();
  expect(faultOf('0 25 * * *')).toContain('25');
});
