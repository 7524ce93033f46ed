// Several engines on one database: one advance at a time for a task, and what dies or is cut off lets go.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { isLost } from '../../src/job/fence.ts';
import { startEngine, type Engine, type JobRun } from '../../src/job/engine.ts';
import { createJobStore, lookAround, OWN } from '../../src/job/job-store.ts';
import { openMigrated } from '../../src/own-database.ts';
import { newFolder, start } from '../db/embedded-server.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const AN_HOUR_MS = 3_600_000;
const CHILD = new URL('child-engine.ts', import.meta.url).pathname;

test('ten wishes before anybody has time are one run', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  await Promise.all(Array.from({ length: 10 }, () => jobs.enqueueAdvance('one')));
  await jobs.enqueueAdvance('last');
  const runs = recorder();
  const engine = await engineOn(database, { advance: runs.advance, concurrency: 1 });

  await Promise.all([runs.sees('one'), runs.sees('last')]);
  await engine.stop(); // Whatever else there was would have been run by now.
  expect(runs.seen.toSorted()).toEqual(['last', 'one']);
});

test('three engines move many tasks, and each task by one of them at a time', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const active = new Map<string, number>();
  const wished = new Map<string, number>();
  const allDone = Promise.withResolvers<void>();
  let most = 0;
  const advance = async ({ taskId }: JobRun) => {
    const now = (active.get(taskId) ?? 0) + 1;
    active.set(taskId, now);
    most = Math.max(most, now);
    // Wishes from inside, as signals and ended slices are: each must lead to one more run, beside nobody.
    const count = (wished.get(taskId) ?? 0) + 1;
    wished.set(taskId, count);
    if (count < 5) await Promise.all([jobs.enqueueAdvance(taskId), jobs.enqueueAdvance(taskId)]);
    active.set(taskId, now - 1);
    if (wished.size === 8 && [...wished.values()].every((runs) => runs >= 5)) allDone.resolve();
  };
  await Promise.all([1, 2, 3].map(() => engineOn(database, { advance, concurrency: 4 })));
  await Promise.all(Array.from({ length: 8 }, (_, index) => jobs.enqueueAdvance(`task ${index}`)));

  await allDone.promise;
  expect(most).toBe(1);
});

test('a wish while the job runs makes it run again, after the run', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const [running, finish, again] = [gate(), gate(), gate()];
  let runs = 0;
  await engineOn(database, {
    advance: async () => {
      runs += 1;
      if (runs > 1) return again.open();
      running.open();
      await finish.opened;
    },
  });
  await jobs.enqueueAdvance('one');
  await running.opened;
  await Promise.all(Array.from({ length: 5 }, () => jobs.enqueueAdvance('one')));
  // Whoever takes up the wishes finds that somebody is at it, and leaves a word.
  await until(async () => (await countOf(database, 'select count(*) from graphile_worker.jobs')) === 1);
  expect(runs).toBe(1);
  finish.open();

  await again.opened;
  await none(database);
  expect(runs).toBe(2);
});

test('a wish for later waits, and one for now brings it forward', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const runs = recorder();
  await engineOn(database, { advance: runs.advance, concurrency: 1 });
  await jobs.enqueueAdvance('later', { delayMs: AN_HOUR_MS });
  await jobs.enqueueAdvance('now');
  await runs.sees('now');
  expect(runs.seen).toEqual(['now']);

  await jobs.enqueueAdvance('later');
  await runs.sees('later');
});

test('a wish for later does not put off what is due now', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  await jobs.enqueueAdvance('one');
  await jobs.enqueueAdvance('one', { delayMs: AN_HOUR_MS });
  const runs = recorder();
  await engineOn(database, { advance: runs.advance });

  await runs.sees('one');
});

test('an advance that throws is tried again and is told when it is the last time', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const [first, last] = [gate(), gate()];
  let tries = 0;
  await engineOn(database, {
    advance: async ({ isLastTry }) => {
      tries += 1;
      if (isLastTry) return last.open();
      first.open();
      throw new Error('the database went away');
    },
  });
  await jobs.enqueueAdvance('one');
  await first.opened;
  await settled(database);
  // The tries in between would take the engine's back-off of two hours.
  await database.run(
    "update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now() - interval '1 second'",
  );
  await jobs.enqueueAdvance('wakes the engine', { delayMs: AN_HOUR_MS });
  await last.opened;
  expect(tries).toBe(2);
});

test('a stop tells what runs to come to its end, waits for it, and leaves the rest to others', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const running = gate();
  const seen: string[] = [];
  const engine = await engineOn(database, {
    concurrency: 1,
    advance: async ({ taskId, signal }) => {
      running.open();
      await aborted(signal);
      await jobs.enqueueAdvance(taskId);
      seen.push(`${taskId} kept`);
    },
  });
  await jobs.enqueueAdvance('one');
  await running.opened;
  await jobs.enqueueAdvance('two');
  await engine.stop();
  expect(seen).toEqual(['one kept']);

  const runs = recorder();
  await engineOn(database, { advance: runs.advance });
  await Promise.all([runs.sees('one'), runs.sees('two')]);
});

test('a process that is killed lets go of its jobs within seconds, not hours', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const child = await startChild(database.url);
  await jobs.enqueueAdvance('hang 1');
  await jobs.enqueueAdvance('hang 2');
  await child.says('hang 1');
  await child.says('hang 2');
  // Wished again while it runs: a word at the one that is at it, and no job any more.
  await jobs.enqueueAdvance('hang 1');
  await until(async () => (await countOf(database, 'select count(*) from graphile_worker.jobs')) === 2);
  const runs = recorder();
  const tries: boolean[] = [];
  await engineOn(database, {
    advance: (run) => {
      tries.push(run.isLastTry);
      return runs.advance(run);
    },
  });
  child.process.kill('SIGKILL');
  const killedAt = performance.now();

  await Promise.all([runs.sees('hang 1'), runs.sees('hang 2')]);
  expect(performance.now() - killedAt).toBeLessThan(12_000);
  expect(tries).not.toContain(true);
});

test('what a living process works on is not taken from it, however long it takes', async () => {
  const database = await testDatabase();
  const child = await startChild(database.url);
  await createJobStore(database).enqueueAdvance('hang on');
  await child.says('hang on');
  await database.run(`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'`);

  expect((await lookAround(database)).orphans).toEqual([]);
  child.process.kill('SIGKILL');
  await once(child.process, 'exit');
  await until(async () => (await lookAround(database)).orphans.length === 1);
});

test('a process that is stopped keeps its connection, and loses it to its silence', async () => {
  const database = await testDatabase();
  const child = await startChild(database.url);
  await createJobStore(database).enqueueAdvance('hang on');
  await child.says('hang on');
  child.process.kill('SIGSTOP');
  await database.run(`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'`);

  expect((await lookAround(database)).orphans).toEqual([]);
  await until(async () => (await lookAround(database, '10 milliseconds')).orphans.length === 1);
});

test('nobody may act for a job that was taken from it, nor without the lock that shows that it lives', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const [running, go] = [gate(), gate()];
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  await engineOn(database, {
    advance: async ({ confirm }) => {
      const attempt = () =>
        database.transact(confirm).then(
          () => 'ours',
          (error: unknown) => isLost(error),
        );
      const before = await attempt();
      running.open();
      await go.opened;
      resolve([before, await attempt()]);
    },
  });
  await jobs.enqueueAdvance('one');
  await running.opened;
  await database.run(`update graphile_worker._private_jobs set locked_by = 'somebody else'`);
  go.open();
  expect(await promise).toEqual(['ours', true]);
});

test('a process that can no longer show that it lives tells its jobs to stop, and takes its place again', async () => {
  const database = await testDatabase();
  const jobs = createJobStore(database);
  const [running, told] = [gate(), gate()];
  const runs = recorder();
  await engineOn(database, {
    advance: async (run) => {
      if (run.taskId !== 'long') return runs.advance(run);
      running.open();
      await aborted(run.signal);
      told.open();
    },
  });
  await jobs.enqueueAdvance('long');
  await running.opened;
  await until(async () => (await owners(database)) === 1);
  await database.run(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
  );
  await told.opened;

  await until(async () => (await owners(database)) === 1);
  await jobs.enqueueAdvance('next');
  await runs.sees('next');
});

test('a restart of Postgres in the middle of a run is waited out: the run is told to let go, and is made again', async () => {
  const folder = await newFolder();
  const server = await start(folder);
  const database = await openMigrated({ url: server.url, connections: 10, log: silentLog });
  onTestFinished(() => database.close());
  const [running, told, again] = [gate(), gate(), gate()];
  let runs = 0;
  const engine = await startEngine({
    database,
    clock: systemClock,
    log: silentLog,
    concurrency: 2,
    advance: async ({ signal }) => {
      runs += 1;
      if (runs > 1) return again.open();
      running.open();
      await aborted(signal);
      told.open();
      throw new Error('its next statement would have failed');
    },
  });
  await createJobStore(database).enqueueAdvance('long');
  await running.opened;
  await server.stop();
  await told.opened;
  const second = await start(folder);
  expect(second.url).toBe(server.url);
  await again.opened;
  await engine.stop();
});

test('an owner is known by its lock whatever its name hashes to', async () => {
  const database = await testDatabase();
  const Hash = z.object({ name: z.string(), is_negative: z.boolean() });
  const names = await database.rows(
    Hash,
    `select 'worker-' || n as name, hashtextextended('worker-' || n, 0) < 0 as is_negative from generate_series(1, 40) n`,
  );
  expect(new Set(names.map((row) => row.is_negative)).size).toBe(2);
  const jobs = createJobStore(database);
  for (const { name } of names) {
    await jobs.enqueueAdvance(name);
    await database.run(
      `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - interval '1 minute' where key = $2`,
      [name, `advance:${name}`],
    );
  }
  const holder = await database.pool.connect();
  for (const { name } of names) await holder.query(OWN, [name]);

  expect((await lookAround(database)).orphans).toEqual([]);
  holder.release(true);
  await until(async () => (await owners(database)) === 0);
  expect((await lookAround(database)).orphans.toSorted()).toEqual(names.map(({ name }) => name).toSorted());
});

interface Parts {
  readonly advance: (run: JobRun) => Promise<void>;
  readonly concurrency?: number;
}

async function engineOn(database: TestDatabase, { advance, concurrency = 4 }: Parts): Promise<Engine> {
  const engine = await startEngine({ database, clock: systemClock, log: silentLog, concurrency, advance });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= engine.stop());
  onTestFinished(stop);
  return { stop };
}

/** Notes which tasks were advanced, and lets a test wait for one. */
function recorder() {
  const seen: string[] = [];
  const waiting = new Map<string, () => void>();
  return {
    seen,
    advance: async ({ taskId }: JobRun) => {
      seen.push(taskId);
      waiting.get(taskId)?.();
    },
    sees: (taskId: string) =>
      new Promise<void>((resolve) => {
        if (seen.includes(taskId)) resolve();
        else waiting.set(taskId, resolve);
      }),
  };
}

function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Postgres has no event for these; it is asked again and again. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await systemClock.sleep(50);
}

function none(database: TestDatabase): Promise<void> {
  return until(async () => (await countOf(database, 'select count(*) from graphile_worker.jobs')) === 0);
}

function settled(database: TestDatabase): Promise<void> {
  return until(
    async () =>
      (await countOf(database, 'select count(*) from graphile_worker.jobs where locked_at is not null')) ===
      0,
  );
}

function owners(database: TestDatabase): Promise<number> {
  return countOf(
    database,
    `select count(distinct pid) from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
}

async function countOf(database: TestDatabase, text: string): Promise<number> {
  const [row] = await database.rows(z.object({ count: z.number() }), text);
  return row?.count ?? 0;
}

async function startChild(
  url: string,
): Promise<{ process: ChildProcess; says: (line: string) => Promise<void> }> {
  const child = spawn(process.execPath, [CHILD, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const said = new Set<string>();
  const waiting = new Map<string, () => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.add(line);
    waiting.get(line)?.();
  });
  const says = (line: string) =>
    new Promise<void>((resolve) => {
      if (said.has(line)) resolve();
      else waiting.set(line, resolve);
    });
  await says('ready');
  return { process: child, says };
}
