// One job at a time for a task: of many that come only one is at it, and what the others wanted is wished once more.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { claim, release } from '../../src/job/claim-store.ts';
import { createJobStore } from '../../src/job/job-store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();

/** A job as it stands while a process works on it. */
async function takenJob(name: string, owner: string) {
  await createJobStore(database).enqueueAdvance(name);
  const [job] = await database.rows(
    z.object({ id: z.coerce.string() }),
    `update graphile_worker._private_jobs set locked_by = $2, locked_at = now(), key = null where key = $1 returning id`,
    [`advance:${name}`, owner],
  );
  return { name, jobId: job?.id ?? '', owner };
}

test('of twenty that come at once one is at it, and its end wishes the task once', async () => {
  const jobs = [];
  for (let index = 0; index < 20; index += 1) jobs.push(await takenJob('one', `worker-${index}`));
  const got = await Promise.all(jobs.map((job) => claim(database, job)));
  expect(got.filter(Boolean)).toHaveLength(1);

  let wishes = 0;
  for (const job of jobs) await release(database, job, async () => void (wishes += 1));
  expect(wishes).toBe(1);
  const later = await takenJob('one', 'worker-0');
  expect(await claim(database, later)).toBe(true);
  await release(database, later, async () => void (wishes += 1));
  expect(wishes).toBe(1);
});

test('what a dead process claimed is anybody’s once its job is unlocked; who wakes takes nothing back', async () => {
  const dead = await takenJob('two', 'dead');
  expect(await claim(database, dead)).toBe(true);
  const next = await takenJob('two', 'alive');
  expect(await claim(database, next)).toBe(false);
  await database.run(
    'update graphile_worker._private_jobs set locked_by = null, locked_at = null where id = $1',
    [dead.jobId],
  );
  expect(await claim(database, next)).toBe(true);

  // It wakes and believes that it ends its work.
  await release(database, dead, () => Promise.reject(new Error('it is not its to wish')));
  const third = await takenJob('two', 'third');
  expect(await claim(database, third)).toBe(false);
  let wishes = 0;
  await release(database, next, async () => void (wishes += 1));
  expect(wishes).toBe(1);
});
