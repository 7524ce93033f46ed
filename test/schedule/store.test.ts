import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { claimNextDue } from '../../src/schedule/claim.ts';
import { createScheduleStore } from '../../src/schedule/store.ts';
import { testDatabase } from '../support/database.ts';
import { newSchedule } from './schedules.ts';

const DUE_AT = new Date('2026-03-02T09:00Z');
const NOON = new Date('2026-03-02T12:00Z');

async function start() {
  const database = await testDatabase();
  const schedules = createScheduleStore(database);
  const claimNext = (now: Date) => database.transact((sql) => claimNextDue(createScheduleStore(sql), now));
  return { database, schedules, claimNext };
}

test('a schedule asked for twice is one, and stays as it was first', async () => {
  const { schedules } = await start();
  const asked = newSchedule({ threadTs: undefined });
  const made = await schedules.create(asked);
  const again = await schedules.create({ ...asked, goal: 'Something else' });
  expect(made).toEqual({ ...asked, number: made.number, endedAt: undefined });
  expect(again).toEqual(made);
  expect(await schedules.inChannel({ teamId: 'T1', channelId: 'C1' })).toEqual([made]);
});

test('a channel lists its own schedules until they end', async () => {
  const { schedules } = await start();
  const here = await schedules.create(newSchedule());
  const ended = await schedules.create(newSchedule());
  await schedules.create(newSchedule({ channelId: 'C2' }));
  await schedules.create(newSchedule({ teamId: 'T2' }));

  expect(await schedules.end(ended.id, NOON)).toBe(true);
  expect(await schedules.end(ended.id, NOON)).toBe(false);
  expect(await schedules.inChannel({ teamId: 'T1', channelId: 'C1' })).toEqual([here]);
  expect((await schedules.due(NOON)).map(({ id }) => id)).not.toContain(ended.id);
});

test('nothing is due before its time', async () => {
  const { schedules, claimNext } = await start();
  await schedules.create(newSchedule());
  expect(await claimNext(new Date('2026-03-02T08:59:59.999Z'))).toBeUndefined();
  expect((await claimNext(DUE_AT))?.runAt).toEqual(DUE_AT);
});

test('of five who claim the same due time at once, one gets it', async () => {
  const { schedules } = await start();
  const { id: scheduleId } = await schedules.create(newSchedule());
  const wins = await Promise.all(
    Array.from({ length: 5 }, () => schedules.claim({ scheduleId, dueAt: DUE_AT }, NOON)),
  );
  expect(wins.filter(Boolean)).toHaveLength(1);
});

test('five who work through forty schedules for three days run each due time once', async () => {
  const { schedules, claimNext } = await start();
  for (let made = 0; made < 40; made += 1) await schedules.create(newSchedule());

  const ran: string[] = [];
  for (const day of ['02', '03', '04']) {
    const now = new Date(`2026-03-${day}T09:00:20Z`);
    const work = async () => {
      for (let claim = await claimNext(now); claim !== undefined; claim = await claimNext(now)) {
        ran.push(`${claim.schedule.id} ${claim.runAt?.toISOString()}`);
      }
    };
    await Promise.all(Array.from({ length: 5 }, work));
    expect(await schedules.due(now)).toEqual([]);
  }
  expect(ran).toHaveLength(120);
  expect(new Set(ran).size).toBe(120);
});

test('a claim whose transaction fails leaves the due time due', async () => {
  const { database, schedules, claimNext } = await start();
  const { id } = await schedules.create(newSchedule());
  const dies = database.transact(async (sql) => {
    await claimNextDue(createScheduleStore(sql), DUE_AT);
    throw new Error('the process dies here');
  });
  await expect(dies).rejects.toThrow('dies here');
  expect(await schedules.occurrences(id, 5)).toEqual([]);
  expect((await claimNext(DUE_AT))?.runAt).toEqual(DUE_AT);
});

test('a due time that has a row already does not run again, and the schedule goes on', async () => {
  const { schedules, claimNext } = await start();
  const { id } = await schedules.create(newSchedule());
  await schedules.claim({ scheduleId: id, dueAt: DUE_AT }, DUE_AT);
  expect((await claimNext(DUE_AT))?.runAt).toBeUndefined();
  expect((await schedules.find(id))?.nextDueAt).toEqual(new Date('2026-03-03T09:00Z'));
});

test('after days away each due time has a row, and by policy one of them runs late or none', async () => {
  const { schedules, claimNext } = await start();
  const once = await schedules.create(newSchedule({ missed: 'run-once' }));
  const skips = await schedules.create(newSchedule({ missed: 'skip' }));
  const now = new Date('2026-03-05T12:00Z');
  while ((await claimNext(now)) !== undefined);

  const rowsOf = async (id: string) =>
    (await schedules.occurrences(id, 10)).map(({ dueAt, state }) => `${dueAt.getUTCDate()} ${state}`);
  expect(await rowsOf(once.id)).toEqual(['5 planned', '4 skipped', '3 skipped', '2 skipped']);
  expect(await rowsOf(skips.id)).toEqual(['5 skipped', '4 skipped', '3 skipped', '2 skipped']);
  for (const { state, why } of await schedules.occurrences(skips.id, 10)) {
    expect([state, why]).toEqual(['skipped', expect.stringContaining('Missed')]);
  }
  expect((await schedules.find(skips.id))?.nextDueAt).toEqual(new Date('2026-03-06T09:00Z'));
});

test('a year away from a schedule for every minute leaves about a thousand rows', async () => {
  const { schedules, claimNext } = await start();
  const { id } = await schedules.create(newSchedule({ expression: '* * * * *' }));
  await claimNext(new Date('2027-03-02T09:00:10Z'));
  const rows = await schedules.occurrences(id, 5_000);
  expect(rows).toHaveLength(1_001);
  expect(rows.filter(({ state }) => state === 'planned')).toHaveLength(1);
  expect(rows.at(-1)?.why).toMatch(/about 52\d{4}/);
  expect((await schedules.find(id))?.nextDueAt).toEqual(new Date('2027-03-02T09:01Z'));
});

test('a schedule that can no longer be read fails with the reason and holds nobody up', async () => {
  const { schedules, claimNext } = await start();
  const broken = await schedules.create(
    newSchedule({ timeZone: 'Mars/Olympus', nextDueAt: new Date('2026-03-02T08:00Z') }),
  );
  await schedules.create(newSchedule());
  expect((await claimNext(DUE_AT))?.runAt).toBeUndefined();
  expect((await claimNext(DUE_AT))?.runAt).toEqual(DUE_AT);
  expect(await claimNext(DUE_AT)).toBeUndefined();
  expect(await schedules.occurrences(broken.id, 1)).toMatchObject([
    { state: 'failed', why: expect.stringContaining('Mars/Olympus') },
  ]);
});

test('an occurrence ends once: what came first stays', async () => {
  const { schedules } = await start();
  const { id: scheduleId } = await schedules.create(newSchedule());
  const ref = { scheduleId, dueAt: DUE_AT };
  const taskId = newId();
  await schedules.claim(ref, NOON);
  await schedules.begin(ref, taskId);
  expect(await schedules.settleTask(newId(), { state: 'failed', at: NOON })).toBe(false);
  expect(await schedules.settleTask(taskId, { state: 'delivered', at: NOON })).toBe(true);
  expect(await schedules.settle(ref, { state: 'failed', why: 'too late', at: NOON })).toBe(false);
  expect(await schedules.occurrences(scheduleId, 1)).toEqual([
    { ...ref, state: 'delivered', why: undefined, taskId, startedAt: NOON, endedAt: NOON },
  ]);
});
