import { expect, test } from 'vitest';
import { LISTED_DUES, passedTimes, planDue } from '../../src/schedule/missed.ts';

const daily = { expression: '0 9 * * *', timeZone: 'UTC' };
const at = (text: string) => new Date(text);
const iso = (dates: readonly Date[]) => dates.map((date) => date.toISOString().slice(0, 16));

test('passed times go from the one that was next to now, both included', () => {
  const { dues, before } = passedTimes({
    ...daily,
    dueAt: at('2026-03-02T09:00Z'),
    now: at('2026-03-04T09:00Z'),
  });
  expect(iso(dues)).toEqual(['2026-03-02T09:00', '2026-03-03T09:00', '2026-03-04T09:00']);
  expect(before).toBeUndefined();
});

test('one due time, noticed within minutes, runs and nothing is skipped', () => {
  const now = at('2026-03-02T09:01Z');
  const passed = passedTimes({ ...daily, dueAt: at('2026-03-02T09:00Z'), now });
  for (const missed of ['run-once', 'skip'] as const) {
    expect(planDue(passed, { missed, now })).toEqual({ runAt: at('2026-03-02T09:00Z'), skipped: [] });
  }
});

test('after three days away "run once" runs the newest late and says of the others which run stands for them', () => {
  const now = at('2026-03-04T12:00Z');
  const passed = passedTimes({ ...daily, dueAt: at('2026-03-02T09:00Z'), now });
  const plan = planDue(passed, { missed: 'run-once', now });
  expect(plan.runAt).toEqual(at('2026-03-04T09:00Z'));
  expect(iso(plan.skipped.map(({ dueAt }) => dueAt))).toEqual(['2026-03-02T09:00', '2026-03-03T09:00']);
  expect(plan.skipped[0]?.why).toContain('2026-03-04T09:00');
});

test('after three days away "skip" runs nothing, unless one is due right now', () => {
  const away = { ...daily, dueAt: at('2026-03-02T09:00Z') };
  const noon = at('2026-03-04T12:00Z');
  const atNoon = planDue(passedTimes({ ...away, now: noon }), { missed: 'skip', now: noon });
  expect(atNoon.runAt).toBeUndefined();
  expect(atNoon.skipped).toHaveLength(3);

  const nine = at('2026-03-04T09:02Z');
  const atNine = planDue(passedTimes({ ...away, now: nine }), { missed: 'skip', now: nine });
  expect(atNine.runAt).toEqual(at('2026-03-04T09:00Z'));
  expect(atNine.skipped).toHaveLength(2);
});

test('a year of missed minutes is a thousand rows and one that says about how many more', () => {
  const dueAt = at('2025-03-02T09:00Z');
  const now = at('2026-03-02T09:00:30Z');
  const passed = passedTimes({ expression: '* * * * *', timeZone: 'Europe/Berlin', dueAt, now });
  expect(passed.dues).toHaveLength(LISTED_DUES);
  expect(passed.dues.at(-1)).toEqual(at('2026-03-02T09:00Z'));

  const plan = planDue(passed, { missed: 'run-once', now });
  expect(plan.skipped).toHaveLength(LISTED_DUES);
  expect(plan.skipped[0]).toMatchObject({ dueAt, why: expect.stringMatching(/about 52\d{4}/) });
  expect(new Set(plan.skipped.map(({ dueAt }) => dueAt.getTime())).size).toBe(LISTED_DUES);
});
