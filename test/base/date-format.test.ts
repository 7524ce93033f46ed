import { expect, test } from 'vitest';
import { dateFormat } from '../../src/base/date-format.ts';

test('a formatter is made once for a zone and a way of writing, and never mistaken for another', () => {
  const berlin = { timeStyle: 'short', timeZone: 'Europe/Berlin' } as const;
  const noon = new Date('2026-07-01T12:00:00Z');
  expect(dateFormat('sv-SE', berlin)).toBe(dateFormat('sv-SE', { ...berlin }));
  expect(dateFormat('sv-SE', berlin).format(noon)).toBe('14:00');
  expect(dateFormat('sv-SE', { ...berlin, timeZone: 'Asia/Tokyo' }).format(noon)).toBe('21:00');
  expect(dateFormat('en-US', berlin).format(noon)).toMatch(/^2:00\sPM$/u);
  expect(() => dateFormat('sv-SE', { timeZone: 'Mars/Olympus' })).toThrow('Mars/Olympus');
});
