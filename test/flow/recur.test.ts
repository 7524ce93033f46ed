import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { silentLog } from '../../src/base/log.ts';
import { createRecur, type DueTask } from '../../src/flow/recur.ts';
import { createScheduleStore } from '../../src/schedule/store.ts';
import { newSchedule } from '../schedule/schedules.ts';
import { testClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';

const MINUTE_MS = 60_000;

/** A channel that opens a task for each key, once, as the contract of `openTask` has it. */
function openingChannel() {
  const opened = new Map<string, { due: DueTask; taskId: string }>();
  let isClosed = false;
  let calls = 0;
  return {
    opened: () => [...opened.values()].map(({ due }) => due),
    calls: () => calls,
    close: () => (isClosed = true),
    reopen: () => (isClosed = false),
    openTask: async (due: DueTask) => {
      calls += 1;
      if (isClosed) throw new Error('is_archived');
      const known = opened.get(due.key) ?? { due, taskId: newId() };
      opened.set(due.key, known);
      return { taskId: known.taskId };
    },
  };
}

async function start(now = '2026-03-02T08:59:30Z') {
  const database = await testDatabase();
  const clock = testClock(now);
  const channel = openingChannel();
  const recur = createRecur({ database, openTask: channel.openTask, clock, log: silentLog });
  return { database, clock, channel, recur, schedules: createScheduleStore(database) };
}

test('a due time opens one task with the goal, and the next comes a day later', async () => {
  const { recur, clock, channel, schedules } = await start();
  const { id, number } = await schedules.create(newSchedule({ language: 'zh' }));
  await recur.tick();
  expect(channel.opened()).toEqual([]);

  await clock.advance(MINUTE_MS);
  await recur.tick();
  await recur.tick();
  expect(channel.opened()).toMatchObject([
    {
      teamId: 'T1',
      channelId: 'C1',
      ownerId: 'U1',
      goal: 'Say what changed since yesterday',
      language: 'zh',
      scheduleNumber: number,
      dueAt: new Date('2026-03-02T09:00Z'),
    },
  ]);
  expect(channel.calls()).toBe(1);
  expect(await schedules.occurrences(id, 5)).toMatchObject([{ state: 'running', startedAt: clock.now() }]);

  await clock.set('2026-03-03T09:00:05Z');
  await recur.tick();
  expect(channel.opened().map(({ dueAt }) => dueAt.getUTCDate())).toEqual([2, 3]);
});

test('five processes on one database open each due task once', async () => {
  const { database, clock, channel, schedules } = await start('2026-03-02T09:00:10Z');
  for (let made = 0; made < 20; made += 1) await schedules.create(newSchedule());
  const processes = Array.from({ length: 5 }, () =>
    createRecur({ database, openTask: channel.openTask, clock, log: silentLog }),
  );
  await Promise.all(processes.map((recur) => recur.tick()));
  expect(channel.calls()).toBe(20);
  expect(channel.opened()).toHaveLength(20);
});

test('after days away a start runs each schedule at most once', async () => {
  const { recur, channel, schedules } = await start('2026-03-09T12:00Z');
  await schedules.create(newSchedule({ missed: 'run-once' }));
  await schedules.create(newSchedule({ missed: 'skip' }));
  await recur.tick();
  expect(channel.opened().map(({ dueAt }) => dueAt.toISOString())).toEqual(['2026-03-09T09:00:00.000Z']);
});

test('a claim whose process died before the task was open is taken up, under the same key', async () => {
  const { recur, clock, channel, schedules } = await start('2026-03-02T09:00Z');
  const schedule = await schedules.create(newSchedule());
  const ref = { scheduleId: schedule.id, dueAt: clock.now() };
  await schedules.claim(ref, clock.now());
  // The task was opened, and then the process died before it could write that down.
  const key = `occurrence:${schedule.id}:${ref.dueAt.toISOString()}`;
  const first = await channel.openTask({
    ...schedule,
    key,
    scheduleNumber: schedule.number,
    dueAt: ref.dueAt,
  });

  await clock.advance(MINUTE_MS);
  await recur.tick();
  expect(channel.calls()).toBe(1); // It may still be on its way.

  await clock.advance(5 * MINUTE_MS);
  await recur.tick();
  expect(channel.opened()).toHaveLength(1);
  expect(await schedules.occurrences(schedule.id, 1)).toMatchObject([
    { state: 'running', taskId: first.taskId },
  ]);
});

test('a channel that cannot be posted to holds nobody up, is tried again, and works when it can', async () => {
  const { recur, clock, channel, schedules } = await start('2026-03-02T09:00Z');
  const { id } = await schedules.create(newSchedule());
  channel.close();
  await recur.tick();
  expect(await schedules.occurrences(id, 1)).toMatchObject([
    { state: 'planned', why: expect.stringContaining('is_archived') },
  ]);

  channel.reopen();
  await clock.advance(6 * MINUTE_MS);
  await recur.tick();
  expect(await schedules.occurrences(id, 1)).toMatchObject([{ state: 'running', why: undefined }]);
});

test('after an hour of trying, the occurrence has failed and says why', async () => {
  const { recur, clock, channel, schedules } = await start('2026-03-02T09:00Z');
  const { id } = await schedules.create(newSchedule());
  channel.close();
  await recur.tick();
  await clock.advance(61 * MINUTE_MS);
  await recur.tick();
  channel.reopen();
  await recur.tick();
  expect(channel.opened()).toEqual([]);
  expect(await schedules.occurrences(id, 1)).toMatchObject([
    { state: 'failed', why: expect.stringContaining('is_archived') },
  ]);
});

test('an occurrence of a schedule that was ended meanwhile is skipped', async () => {
  const { recur, clock, channel, schedules } = await start('2026-03-02T09:00Z');
  const { id } = await schedules.create(newSchedule());
  channel.close();
  await recur.tick();
  await schedules.end(id, clock.now());
  channel.reopen();
  await clock.advance(6 * MINUTE_MS);
  await recur.tick();
  expect(channel.opened()).toEqual([]);
  expect(await schedules.occurrences(id, 1)).toMatchObject([{ state: 'skipped' }]);
});

test('a channel that does not answer holds up no other', async () => {
  const { database, clock, channel, schedules } = await start('2026-03-02T09:00Z');
  await schedules.create(newSchedule({ channelId: 'C-silent', nextDueAt: new Date('2026-03-02T08:59Z') }));
  for (let made = 0; made < 6; made += 1) await schedules.create(newSchedule());

  const answers = Promise.withResolvers<void>();
  const sixth = Promise.withResolvers<void>();
  const recur = createRecur({
    database,
    clock,
    log: silentLog,
    openTask: async (due) => {
      if (due.channelId === 'C-silent') await answers.promise;
      const opened = await channel.openTask(due);
      if (channel.calls() === 6) sixth.resolve();
      return opened;
    },
  });
  const ticked = recur.tick();
  await sixth.promise;
  expect(channel.opened().map(({ channelId }) => channelId)).not.toContain('C-silent');

  answers.resolve();
  await ticked;
  expect(channel.opened()).toHaveLength(7);
});
