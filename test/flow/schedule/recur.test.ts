import { expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../../src/base/log.ts';
import { pauseEnded } from '../../../src/flow/schedule/place-ended.ts';
import { createRecur } from '../../../src/flow/schedule/recur.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import { createTrouble } from '../../../src/flow/schedule/schedule-trouble.ts';
import { createVoice } from '../../../src/slack/outbox-store.ts';
import { missingDues } from '../../../src/schedule/accounting.ts';
import { switchedOn } from '../../schedule/schedules.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';

const MINUTE_MS = 60_000;
const Post = z.object({ channel_id: z.string(), text: z.string() });

async function start(now = '2026-03-02T08:59:30Z') {
  const database = await testDatabase();
  const clock = testClock(now);
  const transact = createTransact(database);
  const stores = storesOn(database);
  const trouble = createTrouble({ voice: createVoice(clock), permalink: () => undefined });
  const left = new Set<string>();
  const findPerson = async (id: string) => ({ isDeactivated: left.has(id) });
  const recur = () => createRecur({ transact, trouble, clock, log: silentLog, findPerson });
  const ended = (personId: string) =>
    transact((inside) =>
      pauseEnded(inside, { teamId: 'T1', what: { kind: 'person', personId } }, { trouble, now: clock.now() }),
    );
  const rows = async (id: string) =>
    (await stores.occurrences.newest(id, 10)).map(({ dueAt, state }) => `${dueAt.getUTCDate()} ${state}`);
  const tasks = async () => (await stores.tasks.wantingJob()).length;
  const missing = async (id: string) => {
    const schedule = await stores.schedules.find(id);
    if (schedule === undefined) throw new Error('it is not there');
    return missingDues({
      schedule,
      versions: await stores.schedules.versions(id),
      occurrences: await stores.occurrences.every(id),
      now: clock.now(),
    });
  };
  const said = () =>
    stores.sql.rows(Post, `select channel_id, body ->> 'text' as text from outbox_post order by place`, []);
  return { left, database, clock, stores, recur, ...recur(), rows, tasks, missing, said, ended };
}
test('a due time opens one run with the goal as agreed, and the next comes a day later', async () => {
  const { tick, clock, stores, rows, tasks } = await start();
  const { id } = await switchedOn(stores, { terms: { language: 'zh' } });
  await tick();
  expect(await tasks()).toBe(0);

  await clock.advance(MINUTE_MS);
  await tick();
  await tick();
  expect(await tasks()).toBe(1);
  const [occurrence] = await stores.occurrences.newest(id, 5);
  expect(occurrence).toMatchObject({ state: 'running', startedAt: clock.now(), tries: 1 });
  const task = await stores.tasks.find(occurrence?.taskId ?? '');
  expect(task).toMatchObject({ channelId: 'C1', ownerId: 'U1', language: 'zh' });
  expect(await stores.runs.ofTask(task?.id ?? '')).toMatchObject({ kind: 'due', version: 1 });

  await clock.set('2026-03-03T09:00:05Z');
  await tick();
  expect(await rows(id)).toEqual(['3 running', '2 running']);
});

test('five processes on one database open each due run once', async () => {
  const { recur, stores, tasks } = await start('2026-03-02T09:00:10Z');
  for (let made = 0; made < 20; made += 1) await switchedOn(stores);
  await Promise.all(Array.from({ length: 5 }, () => recur().tick()));
  expect(await tasks()).toBe(20);
});

test('after days away each schedule runs at most once, one after the other, and every due time has a row', async () => {
  const { tick, stores, clock, rows, tasks, missing } = await start('2026-03-09T12:00Z');
  const made = [];
  for (let count = 0; count < 5; count += 1) made.push(await switchedOn(stores));
  const skips = await switchedOn(stores, { terms: { missed: 'skip' } });
  await tick();
  expect(await tasks()).toBe(1);
  await clock.advance(MINUTE_MS);
  await tick();
  expect(await tasks()).toBe(5);
  for (const { id } of made) {
    expect((await rows(id))[0]).toBe('9 running');
    expect(await missing(id)).toEqual([]);
  }
  expect((await rows(skips.id))[0]).toBe('9 skipped');
});

test('a paused schedule runs nothing, says so of each due time, and goes on by itself when its pause is over', async () => {
  const { tick, stores, clock, rows, missing } = await start('2026-03-02T08:00Z');
  const { id } = await switchedOn(stores);
  await stores.schedules.pause(id, { until: new Date('2026-03-04T00:00Z'), why: 'U1' });
  for (const day of [2, 3, 4]) {
    await clock.set(`2026-03-0${day}T09:00:10Z`);
    await tick();
  }
  expect(await rows(id)).toEqual(['4 running', '3 skipped', '2 skipped']);
  expect((await stores.occurrences.newest(id, 2))[1]?.why).toEqual({ kind: 'paused' });
  expect(await stores.schedules.find(id)).toMatchObject({ state: 'on', pausedUntil: undefined });
  expect(await missing(id)).toEqual([]);
});

test('one that runs only when something was said opens no task on a quiet day', async () => {
  const { tick, stores, clock, rows, tasks } = await start('2026-03-02T09:00:10Z');
  const { id } = await switchedOn(stores, { terms: { onlyIfChangedIn: ['C1', 'C2'] } });
  await tick();
  expect(await rows(id)).toEqual(['2 nothing']);
  expect(await tasks()).toBe(0);

  await stores.history.record({
    kind: 'posted',
    message: {
      teamId: 'T1',
      channelId: 'C2',
      ts: '1772500000.000100',
      threadTs: '1772500000.000100',
      author: { kind: 'person', id: 'U2' },
      text: 'The deal is signed.',
      mentions: [],
      files: [],
    },
  });
  await clock.set('2026-03-03T09:00:10Z');
  await tick();
  expect(await rows(id)).toEqual(['3 running', '2 nothing']);
});

test('when its owner has left it pauses, and the deputy is asked once', async () => {
  const { tick, stores, clock, rows, tasks, said } = await start('2026-03-02T09:00:10Z');
  const { id } = await switchedOn(stores, { terms: { deputyId: 'U2' } });
  const person = {
    teamId: 'T1',
    name: 'maya',
    realName: 'Maya Lindqvist',
    timeZone: 'UTC',
    isBot: false,
    isGuest: false,
  };
  await stores.directory.savePerson({ ...person, personId: 'U1', isDeactivated: true }, clock.now());
  await tick();
  await clock.set('2026-03-03T09:00:10Z');
  await tick();
  expect(await tasks()).toBe(0);
  expect(await rows(id)).toEqual(['3 skipped', '2 skipped']);
  expect(await stores.schedules.find(id)).toMatchObject({ state: 'paused' });
  expect(await said()).toMatchObject([{ channel_id: 'U2', text: expect.stringContaining('Maya Lindqvist') }]);
});

test('when the owner of one that was paused in trouble leaves, the deputy is asked, once', async () => {
  const { stores, said, ended } = await start();
  const { id } = await switchedOn(stores, { terms: { deputyId: 'U2' } });
  await stores.schedules.pause(id, { why: 'trouble' });
  await ended('U9');
  expect(await said()).toEqual([]);
  await ended('U1');
  await ended('U1');
  expect(await said()).toMatchObject([
    { channel_id: 'U2', text: expect.stringContaining('Who takes it over?') },
  ]);
});

test('a change counts from its own time on: what came due before it is of the version before', async () => {
  const { tick, stores, clock, missing } = await start('2026-03-02T09:00:10Z');
  const { id, terms } = await switchedOn(stores);
  await tick();
  await stores.schedules.change(id, {
    terms: { ...terms, when: { kind: 'cron', expression: '30 8 * * *' } },
    by: 'U1',
    at: clock.now(),
  });
  await clock.set('2026-03-04T10:00Z');
  expect((await stores.schedules.find(id))?.nextDueAt).toEqual(new Date('2026-03-03T08:30Z'));
  await tick();
  expect(await missing(id)).toEqual([]);
  expect((await stores.occurrences.every(id)).map(({ dueAt }) => dueAt.toISOString().slice(5, 16))).toEqual([
    '03-02T09:00',
    '03-03T08:30',
    '03-04T08:30',
  ]);
});

test('a row that is not there is found missing', async () => {
  const { tick, stores, missing } = await start('2026-03-05T09:00:10Z');
  const { id } = await switchedOn(stores);
  await tick();
  expect(await missing(id)).toEqual([]);
  await stores.sql.run(`delete from occurrence where due_at = '2026-03-03T09:00Z'`, []);
  expect(await missing(id)).toEqual([new Date('2026-03-03T09:00Z')]);
});

test('an owner who left while nobody listened is noticed within a day, before anything is due', async () => {
  const { tick, clock, stores, said, left } = await start();
  const { id } = await switchedOn(stores, {
    terms: { deputyId: 'U2', when: { kind: 'cron', expression: '0 9 * * 5' } },
  });
  const person = { teamId: 'T1', name: 'm', realName: 'Maya', timeZone: 'UTC', isBot: false, isGuest: false };
  await tick();
  expect(await said()).toEqual([]);
  left.add('U1');
  await stores.directory.savePerson({ ...person, personId: 'U1', isDeactivated: true }, clock.now());
  await clock.advance(24 * 60 * MINUTE_MS);
  await tick();
  await tick();
  expect(await said()).toMatchObject([
    { channel_id: 'U2', text: expect.stringContaining('Who takes it over?') },
  ]);
  expect(await stores.schedules.find(id)).toMatchObject({ state: 'paused' });
});
