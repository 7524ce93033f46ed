// One job at a time for a task and for a lane: whoever is at it has a row, and who comes meanwhile leaves a word there.
import { z } from 'zod';
import type { Database, Sql } from '../db/pool.ts';

/** What is claimed, and the job that claims it under the name of its process. */
export interface Claim {
  readonly name: string;
  readonly jobId: string;
  readonly owner: string;
}

/**
 * True when nobody else is at it. Else whoever is sees to it that it is done once more, and this job may end.
 *
 * Contract: a claim holds as long as its job is locked by its owner; what a dead process claimed is anybody's as soon as
 * its jobs are unlocked.
 */
export async function claim(database: Database, claimed: Claim): Promise<boolean> {
  const { name, jobId, owner } = claimed;
  for (;;) {
    const isNew = await database.run(
      'insert into job_claim (name, job_id, owner) values ($1, $2, $3) on conflict do nothing',
      [name, jobId, owner],
    );
    if (isNew === 1) return true;
    const found = await database.transact((sql) => claimFrom(sql, claimed));
    if (found !== 'gone') return found === 'ours';
  }
}

/** Each statement sees what was committed before it: who holds it is looked up once the row is ours to change. */
async function claimFrom(sql: Sql, { name, jobId, owner }: Claim): Promise<'ours' | 'theirs' | 'gone'> {
  const found = await sql.rows(z.unknown(), 'select 1 from job_claim where name = $1 for update', [name]);
  if (found.length === 0) return 'gone';
  const taken = await sql.run(
    `update job_claim c set job_id = $2, owner = $3 where name = $1 and (job_id = $2 or not exists (
       select from graphile_worker._private_jobs j where j.id = c.job_id and j.locked_by = c.owner))`,
    [name, jobId, owner],
  );
  if (taken === 1) return 'ours';
  await sql.run('update job_claim set again = true where name = $1', [name]);
  return 'theirs';
}

/** Lets go of it; `wish` is called, in the same transaction, when somebody wanted it meanwhile. */
export async function release(
  database: Database,
  { name, jobId, owner }: Claim,
  wish: (sql: Sql) => Promise<void>,
): Promise<void> {
  const ours = [name, jobId, owner];
  const OURS = 'name = $1 and job_id = $2 and owner = $3';
  const isLeft = await database.run(`delete from job_claim where ${OURS} and not again`, ours);
  if (isLeft === 1) return;
  await database.transact(async (sql) => {
    if ((await sql.run(`delete from job_claim where ${OURS}`, ours)) === 1) await wish(sql);
  });
}
