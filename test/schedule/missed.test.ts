import { expect, test } from 'vitest';
import { LISTED_DUES, passedTimes, planDue } from '../../src/schedule/missed.ts';
import { cron } from './schedules.ts';

const daily = { terms: { ...cron('0 9 * * *'), timeZone: 'UTC' } };
const at = (text: string) => new Date(text);
const iso = (dates: readonly Date[]) => dates.map((date) => date.toISOString().slice(0, 16));
const heldBack = () => undefined;

test('passed times go from the one that was next to now, both included', () => {
  const { dues, before } = passedTimes({
    ...daily,
    dueAt: at('2026-03-02T09:00Z'),
    now: at('2026-03-04T09:00Z'),
  });
  expect(iso(dues)).toEqual(['2026-03-02T09:00', '2026-03-03T09:00', '2026-03-04T09:00']);
  expect(before).toBeUndefined();
});

test('one due time, noticed within minutes, runs on time and nothing is skipped', () => {
  const now = at('2026-03-02T09:01Z');
  const passed = passedTimes({ ...daily, dueAt: at('2026-03-02T09:00Z'), now });
  for (const missed of ['run-once', 'skip'] as const) {
    expect(planDue(passed, { missed, now, heldBack })).toEqual({
      runAt: at('2026-03-02T09:00Z'),
      isLate: false,
      skipped: [],
    });
  }
});

test('after three days away "run once" runs the newest late and says of the others which run stands for them', () => {
  const now = at('2026-03-04T12:00Z');
  const passed = passedTimes({ ...daily, dueAt: at('2026-03-02T09:00Z'), now });
  const plan = planDue(passed, { missed: 'run-once', now, heldBack });
  expect(plan).toMatchObject({ runAt: at('2026-03-04T09:00Z'), isLate: true });
  expect(iso(plan.skipped.map(({ dueAt }) => dueAt))).toEqual(['2026-03-02T09:00', '2026-03-03T09:00']);
  expect(plan.skipped[0]?.why).toEqual({ kind: 'stood-for', by: '2026-03-04T09:00:00.000Z' });
});

test('after three days away "skip" runs nothing, unless one is due right now', () => {
  const away = { ...daily, dueAt: at('2026-03-02T09:00Z') };
  const noon = at('2026-03-04T12:00Z');
  const atNoon = planDue(passedTimes({ ...away, now: noon }), { missed: 'skip', now: noon, heldBack });
  expect(atNoon.runAt).toBeUndefined();
  expect(atNoon.skipped.map(({ why }) => why)).toEqual(Array.from({ length: 3 }, () => ({ kind: 'away' })));

  const nine = at('2026-03-04T09:02Z');
  const atNine = planDue(passedTimes({ ...away, now: nine }), { missed: 'skip', now: nine, heldBack });
  expect(atNine.runAt).toEqual(at('2026-03-04T09:00Z'));
  expect(atNine.skipped).toHaveLength(2);
});

test('what is held back does not run, and the newest before it stands in', () => {
  const now = at('2026-03-04T09:02Z');
  const passed = passedTimes({ ...daily, dueAt: at('2026-03-02T09:00Z'), now });
  const plan = planDue(passed, {
    missed: 'run-once',
    now,
    heldBack: (due) => (due.getUTCDate() === 4 ? { kind: 'left-out' } : undefined),
  });
  expect(plan).toMatchObject({ runAt: at('2026-03-03T09:00Z'), isLate: true });
  expect(plan.skipped.map(({ why }) => why.kind)).toEqual(['stood-for', 'left-out']);
});

test('a year of missed minutes is a thousand rows and one that says about how many more', () => {
  const dueAt = at('2025-03-02T09:00Z');
  const now = at('2026-03-02T09:00:30Z');
  const passed = passedTimes({ terms: { ...cron('* * * * *'), timeZone: 'Europe/Berlin' }, dueAt, now });
  expect(passed.dues).toHaveLength(LISTED_DUES);
  expect(passed.dues.at(-1)).toEqual(at('2026-03-02T09:00Z'));

  const plan = planDue(passed, { missed: 'run-once', now, heldBack });
  expect(plan.skipped).toHaveLength(LISTED_DUES);
  const [first] = plan.skipped;
  expect(first?.dueAt).toEqual(dueAt);
  expect(first?.why.kind === 'stood-for' && first.why.about).toBeGreaterThan(520_000);
  expect(new Set(plan.skipped.map(({ dueAt: due }) => due.getTime())).size).toBe(LISTED_DUES);
});
