import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { claimNextDue } from '../../src/schedule/claim.ts';
import { storesOn } from '../../src/flow/stores.ts';
import { testDatabase } from '../support/database.ts';
import { cron, newSchedule, switchedOn } from './schedules.ts';

const DUE_AT = new Date('2026-03-02T09:00Z');
const NOON = new Date('2026-03-02T12:00Z');

async function start() {
  const database = await testDatabase();
  const stores = storesOn(database);
  const claimNext = (now: Date) => database.transact((sql) => claimNextDue(storesOn(sql), now));
  return { database, stores, ...stores, claimNext };
}

test('a schedule asked for twice is one, and stays as it was first', async () => {
  const { schedules } = await start();
  const asked = newSchedule({ threadTs: undefined });
  const made = await schedules.create(asked);
  const again = await schedules.create({ ...asked, terms: { ...asked.terms, goal: 'Something else' } });
  expect(made).toMatchObject({ id: asked.id, state: 'proposed', version: 1, nextDueAt: undefined });
  expect(again).toEqual(made);
  expect(await schedules.inChannel({ teamId: 'T1', channelId: 'C1' })).toEqual([made]);
  expect(await schedules.numbered('T1', made.number)).toEqual(made);
});

test('nothing is owed before it is switched on, and switching on twice changes nothing', async () => {
  const { schedules, claimNext } = await start();
  const { id } = await schedules.create(newSchedule());
  expect(await claimNext(NOON)).toBeUndefined();
  await schedules.switchOn(id, new Date('2026-03-02T10:00Z'));
  await schedules.switchOn(id, new Date('2026-03-09T10:00Z'));
  expect(await schedules.find(id)).toMatchObject({
    state: 'on',
    onSince: new Date('2026-03-02T10:00Z'),
    nextDueAt: new Date('2026-03-03T09:00Z'),
  });
});

test('a channel lists its own schedules until they end, and a person theirs', async () => {
  const { stores, schedules } = await start();
  const here = await switchedOn(stores);
  const ended = await switchedOn(stores);
  const theirs = await switchedOn(stores, { channelId: 'C2', terms: { ownerId: 'U2', deputyId: 'U1' } });
  await switchedOn(stores, { teamId: 'T2' });

  expect(await schedules.end(ended.id, { why: 'U1', at: NOON })).toBe(true);
  expect(await schedules.end(ended.id, { why: 'U1', at: NOON })).toBe(false);
  expect(await schedules.inChannel({ teamId: 'T1', channelId: 'C1' })).toEqual([here]);
  expect(await schedules.ofPerson({ teamId: 'T1', personId: 'U2' })).toEqual([theirs]);
  expect(await schedules.ofPerson({ teamId: 'T1', personId: 'U1' })).toEqual([here, theirs]);
  expect((await schedules.due(NOON)).map(({ id }) => id)).not.toContain(ended.id);
});

test('a change is a version with who made it, and moves the next due time', async () => {
  const { stores, schedules } = await start();
  const { id, terms } = await switchedOn(stores);
  await schedules.change(id, { terms: { ...terms, ...cron('30 8 * * *') }, by: 'U2', at: NOON });
  expect(await schedules.find(id)).toMatchObject({ version: 2, nextDueAt: new Date('2026-03-03T08:30Z') });
  expect(await schedules.versions(id)).toMatchObject([
    { version: 1, changedBy: 'U1', terms: cron('0 9 * * *') },
    { version: 2, changedBy: 'U2', terms: cron('30 8 * * *'), changedAt: NOON },
  ]);
});

test('nothing is due before its time', async () => {
  const { stores, claimNext } = await start();
  await switchedOn(stores);
  expect(await claimNext(new Date('2026-03-02T08:59:59.999Z'))).toBeUndefined();
  expect((await claimNext(DUE_AT))?.runAt).toEqual(DUE_AT);
});

test('of five who claim the same due time at once, one gets it', async () => {
  const { stores, occurrences } = await start();
  const { id: scheduleId } = await switchedOn(stores);
  const wins = await Promise.all(
    Array.from({ length: 5 }, () => occurrences.claim({ scheduleId, dueAt: DUE_AT }, { at: NOON })),
  );
  expect(wins.filter(Boolean)).toHaveLength(1);
});

test('five who work through forty schedules for three days run each due time once', async () => {
  const { stores, schedules, claimNext } = await start();
  for (let made = 0; made < 40; made += 1) await switchedOn(stores);

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
  const { database, stores, occurrences, claimNext } = await start();
  const { id } = await switchedOn(stores);
  const dies = database.transact(async (sql) => {
    await claimNextDue(storesOn(sql), DUE_AT);
    throw new Error('the process dies here');
  });
  await expect(dies).rejects.toThrow('dies here');
  expect(await occurrences.newest(id, 5)).toEqual([]);
  expect((await claimNext(DUE_AT))?.runAt).toEqual(DUE_AT);
});

test('a due time that has a row already does not run again, and the schedule goes on', async () => {
  const { stores, schedules, occurrences, claimNext } = await start();
  const { id } = await switchedOn(stores);
  await occurrences.claim({ scheduleId: id, dueAt: DUE_AT }, { at: DUE_AT });
  expect((await claimNext(DUE_AT))?.runAt).toBeUndefined();
  expect((await schedules.find(id))?.nextDueAt).toEqual(new Date('2026-03-03T09:00Z'));
});

test('after days away each due time has a row, and by policy one of them runs late or none', async () => {
  const { stores, schedules, occurrences, claimNext } = await start();
  const once = await switchedOn(stores);
  const skips = await switchedOn(stores, { terms: { missed: 'skip' } });
  const now = new Date('2026-03-05T12:00Z');
  while ((await claimNext(now)) !== undefined);

  const rowsOf = async (id: string) =>
    (await occurrences.newest(id, 10)).map(({ dueAt, state, why }) =>
      [dueAt.getUTCDate(), state, why?.kind].join(' ').trim(),
    );
  expect(await rowsOf(once.id)).toEqual([
    '5 planned',
    '4 skipped stood-for',
    '3 skipped stood-for',
    '2 skipped stood-for',
  ]);
  expect(await rowsOf(skips.id)).toEqual([
    '5 skipped away',
    '4 skipped away',
    '3 skipped away',
    '2 skipped away',
  ]);
  expect((await schedules.find(skips.id))?.nextDueAt).toEqual(new Date('2026-03-06T09:00Z'));
});

test('late runs stand in a line, five seconds apart, whoever puts them there', async () => {
  const { database, stores, claimNext } = await start();
  for (let made = 0; made < 12; made += 1) await switchedOn(stores);
  const now = new Date('2026-03-05T12:00Z');
  const work = async () => {
    while ((await claimNext(now)) !== undefined);
  };
  await Promise.all(Array.from({ length: 4 }, work));

  const begun: number[] = [];
  for (let seconds = 0; seconds < 120; seconds += 1) {
    const at = new Date(now.getTime() + seconds * 1000);
    await database.transact(async (sql) => {
      const { occurrences } = storesOn(sql);
      const planned = await occurrences.lockNextPlanned(at);
      if (planned === undefined) return;
      await occurrences.settle(planned, { state: 'skipped', at });
      begun.push(seconds);
    });
  }
  expect(begun).toEqual(Array.from({ length: 12 }, (_, index) => index * 5));
});

test('a year away from a schedule for every minute leaves about a thousand rows', async () => {
  const { stores, schedules, occurrences, claimNext } = await start();
  const { id } = await switchedOn(stores, { terms: cron('* * * * *') });
  await claimNext(new Date('2027-03-02T09:00:10Z'));
  const rows = await occurrences.newest(id, 5_000);
  expect(rows).toHaveLength(1_001);
  expect(rows.filter(({ state }) => state === 'planned')).toHaveLength(1);
  expect(rows.at(-1)?.why).toMatchObject({ kind: 'stood-for', about: expect.any(Number) });
  expect((await schedules.find(id))?.nextDueAt).toEqual(new Date('2027-03-02T09:01Z'));
});

test('a schedule that can no longer be read fails with the reason and holds nobody up', async () => {
  const { stores, occurrences, schedules, claimNext } = await start();
  const broken = await switchedOn(stores);
  await schedules.change(broken.id, {
    terms: { ...broken.terms, ...cron('0 8 * * *') },
    by: 'U1',
    at: broken.createdAt,
  });
  // As if the zone had been there when it was agreed, and were gone after an update.
  await stores.sql.run(
    `update schedule_version set terms = jsonb_set(terms, '{timeZone}', '"Mars/Olympus"') where schedule_id = $1`,
    [broken.id],
  );
  await switchedOn(stores);
  expect((await claimNext(DUE_AT))?.runAt).toBeUndefined();
  expect((await claimNext(DUE_AT))?.runAt).toEqual(DUE_AT);
  expect(await claimNext(DUE_AT)).toBeUndefined();
  expect(await occurrences.newest(broken.id, 1)).toMatchObject([
    { state: 'failed', why: { kind: 'unreadable', reason: expect.stringContaining('Mars/Olympus') } },
  ]);
});

test('an occurrence ends once: what came first stays; a failed one can be tried again', async () => {
  const { stores, occurrences } = await start();
  const { id: scheduleId } = await switchedOn(stores);
  const ref = { scheduleId, dueAt: DUE_AT };
  const taskId = newId();
  await occurrences.claim(ref, { at: DUE_AT });
  await occurrences.begin(ref, { taskId, at: DUE_AT });
  expect(
    await occurrences.settle(ref, { state: 'failed', why: { kind: 'failed', reason: 'x' }, at: NOON }),
  ).toBe(true);
  expect(await occurrences.settle(ref, { state: 'delivered', at: NOON })).toBe(false);
  expect(await occurrences.ofTask(taskId)).toMatchObject({ state: 'failed', tries: 1 });
  expect(await occurrences.tryAgain(ref, NOON)).toBe(true);
  await occurrences.begin(ref, { taskId: newId(), at: NOON });
  expect(await occurrences.newest(scheduleId, 1)).toMatchObject([{ state: 'running', tries: 2 }]);
});
