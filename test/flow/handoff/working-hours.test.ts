import { expect, test } from 'vitest';
import { workingDayAfter, workingMomentFrom } from '../../../src/flow/handoff/working-hours.ts';

const from = (at: string, zone: string) => workingMomentFrom(new Date(at), zone).toISOString();
const after = (at: string, zone: string) => workingDayAfter(new Date(at), zone).toISOString();

test('somebody at work is reminded at once, everybody else when their own work begins', () => {
  expect(from('2026-11-24T10:00:00Z', 'Europe/Berlin')).toBe('2026-11-24T10:00:00.000Z');
  expect(from('2026-11-24T10:00:00Z', 'Asia/Tokyo')).toBe('2026-11-25T00:00:00.000Z'); // 19:00 there.
  expect(from('2026-11-24T10:00:00Z', 'America/New_York')).toBe('2026-11-24T14:00:00.000Z'); // 5:00 there.
  expect(from('2026-11-27T17:00:00Z', 'Europe/Berlin')).toBe('2026-11-30T08:00:00.000Z'); // Friday, six o'clock.
  expect(from('2026-11-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-11-30T08:00:00.000Z');
  expect(from('2026-11-28T12:00:00Z', 'Nowhere/Land')).toBe('2026-11-30T09:00:00.000Z');
});

test('a working day later is not on a weekend, also over a change of the clocks', () => {
  expect(after('2026-11-24T10:00:00Z', 'Europe/Berlin')).toBe('2026-11-25T10:00:00.000Z');
  expect(after('2026-11-27T10:00:00Z', 'Europe/Berlin')).toBe('2026-11-30T10:00:00.000Z');
  expect(after('2026-11-27T23:00:00Z', 'Europe/Berlin')).toBe('2026-11-30T08:00:00.000Z');
  expect(after('2026-03-27T10:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T09:00:00.000Z');
});
