// A fan-out: every item has one outcome, whatever dies, and the task is moved when the last one has.
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/id.ts';
import { silentLog } from '../../src/base/log.ts';
import { startEngine } from '../../src/job/engine.ts';
import { createLaneStore } from '../../src/job/lane-store.ts';
import { runLane, type LaneWork } from '../../src/job/lanes.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { testClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const lanes = createLaneStore(database);

async function openBatch(items: readonly unknown[], count = 2): Promise<{ batch: string; taskId: string }> {
  const taskId = newId();
  await createTaskStore(database).open({
    id: taskId,
    teamId: 'T1',
    channelId: 'C1',
    threadTs: taskId,
    goalTs: taskId,
    ownerId: 'U1',
    language: 'en',
    openedAt: new Date('2026-03-02T09:00:00Z'),
  });
  const batch = `${taskId}:call-1`;
  await lanes.open({ batch, taskId, kind: 'double', lanes: count, items });
  return { batch, taskId };
}

function lane(batch: string, work: LaneWork, { signal = new AbortController().signal, lane = 0 } = {}) {
  const deps = { sql: database, clock: testClock(), log: silentLog, work: new Map([['double', work]]) };
  return runLane({ batch, lane, signal }, deps);
}

const double: LaneWork = (item) => Promise.resolve(Number(item) * 2);

test('eight lanes on an engine work through a batch, and the task is moved when the last item is settled', async () => {
  const { promise: moved, resolve } = Promise.withResolvers<void>();
  const items = Array.from({ length: 200 }, (_, index) => index);
  const active = new Set<number>();
  let most = 0;
  const engine = await startEngine({
    database,
    clock: systemClock,
    log: silentLog,
    concurrency: 8,
    advance: async ({ taskId }) => {
      const { all, settled } = await lanes.progress(`${taskId}:call-1`);
      if (settled === all) resolve();
    },
    work: new Map<string, LaneWork>([
      [
        'double',
        async (item) => {
          active.add(Number(item));
          most = Math.max(most, active.size);
          await database.run('select 1');
          active.delete(Number(item));
          return Number(item) * 2;
        },
      ],
    ]),
  });
  onTestFinished(() => engine.stop());
  const { batch } = await openBatch(items, 8);
  await moved;

  expect(most).toBeGreaterThan(1);
  expect((await lanes.items(batch)).map(({ state, outcome }) => ({ state, outcome }))).toEqual(
    items.map((item) => ({ state: 'done', outcome: item * 2 })),
  );
});

test('a call that is made again finds its batch as it is', async () => {
  const { batch, taskId } = await openBatch([1, 2, 3]);
  await lane(batch, double);
  await lanes.open({ batch, taskId, kind: 'double', lanes: 2, items: [7, 8, 9] });
  expect(await lanes.progress(batch)).toEqual({ all: 3, settled: 3, failed: 0 });
  expect((await lanes.items(batch)).map(({ outcome }) => outcome)).toEqual([2, 4, 6]);
});

test('an item that fails is tried three times, after the others, and then says why', async () => {
  const { batch } = await openBatch(['bad', 1, 2]);
  const seen: unknown[] = [];
  await lane(batch, async (item) => {
    seen.push(item);
    if (item === 'bad') throw new Error('it cannot be read');
    return item;
  });
  expect(seen).toEqual(['bad', 1, 2, 'bad', 'bad']);
  expect(await lanes.progress(batch)).toEqual({ all: 3, settled: 3, failed: 1 });
  expect((await lanes.items(batch))[0]).toMatchObject({ state: 'failed', reason: 'it cannot be read' });
});

test('an item that ends its process each time is given up after three tries, and the others are done', async () => {
  const { batch } = await openBatch(['deadly', 1], 1);
  // Taken by the lane and never settled: what a kill leaves behind.
  for (let kill = 0; kill < 3; kill += 1) expect((await lanes.take(batch, 0))?.item).toBe('deadly');
  await lane(batch, async (item) => {
    if (item === 'deadly') throw new Error('it would have ended this process as well');
    return item;
  });
  expect(await lanes.items(batch)).toMatchObject([
    { state: 'failed', reason: 'it ended the process that worked on it, three times' },
    { state: 'done', outcome: 1 },
  ]);
});

test('what a lane left is taken up by that lane alone', async () => {
  const { batch } = await openBatch(['left', 'open']);
  await lanes.take(batch, 0);
  expect((await lanes.take(batch, 1))?.item).toBe('open');
  expect(await lanes.take(batch, 1)).toMatchObject({ item: 'open', tries: 2 });
  expect(await lanes.take(batch, 0)).toMatchObject({ item: 'left', tries: 2 });
});

test('a process that was only stopped and wakes cannot settle what somebody else has taken over', async () => {
  const { batch } = await openBatch([1], 1);
  const slept = await lanes.take(batch, 0);
  const over = await lanes.take(batch, 0);
  if (slept === undefined || over === undefined) throw new Error('there was an item');
  expect(await lanes.settle(slept, { state: 'done', outcome: 'old' })).toBe(false);
  expect(await lanes.settle(over, { state: 'done', outcome: 'new' })).toBe(true);
  expect((await lanes.items(batch))[0]?.outcome).toBe('new');
});

test('making way puts an item back as if it had not been tried, and wishes the lane again', async () => {
  const { batch } = await openBatch([1], 1);
  const letGo = new AbortController();
  await database.run('delete from graphile_worker._private_jobs');
  await lane(
    batch,
    async (_, { signal }) => {
      letGo.abort();
      signal.throwIfAborted();
    },
    { signal: letGo.signal },
  );
  expect(await lanes.progress(batch)).toMatchObject({ settled: 0 });
  expect(
    await database.run('select 1 from graphile_worker.jobs where task_identifier = $1', ['run-lane']),
  ).toBe(1);
  expect(await lanes.take(batch, 0)).toMatchObject({ tries: 1 });
});

test('what is dropped is not begun any more, and what runs is told', async () => {
  const { batch, taskId } = await openBatch([1, 2, 3], 1);
  const clock = testClock();
  const work: LaneWork = async (_, { signal }) => {
    await lanes.drop(taskId);
    while (!signal.aborted) await clock.advance(100);
    signal.throwIfAborted();
  };
  await runLane(
    { batch, lane: 0, signal: new AbortController().signal },
    { sql: database, clock, log: silentLog, work: new Map([['double', work]]) },
  );
  expect((await lanes.items(batch)).map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped']);
});

test('lanes that were lost with a crash are wished again at the next start', async () => {
  const { batch } = await openBatch([1, 2], 2);
  await lanes.take(batch, 1);
  await database.run('delete from graphile_worker._private_jobs');
  await lanes.wishLost();
  const keys = (batch: string) => [`lane:0:${batch}`, `lane:1:${batch}`];
  expect(await database.run('select 1 from graphile_worker.jobs where key = any($1)', [keys(batch)])).toBe(2);
});
