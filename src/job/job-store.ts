// The wish "advance task T" as a row, and the rows of those who died while they were at it.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export const ADVANCE = 'advance-task';

export interface JobStore {
  /**
   * Ten wishes in a minute make one job; one that comes while the job runs makes the next. A wish for later does not
   * put off a job that is due sooner: somebody may have said something meanwhile.
   */
  enqueueAdvance(taskId: string, options?: { delayMs?: number }): Promise<void>;
}

/** With the engine's back-off, the tries of one job span about ten minutes. */
const MAX_TRIES = 7;

export function createJobStore(sql: Sql): JobStore {
  return {
    enqueueAdvance: async (taskId, { delayMs = 0 } = {}) => {
      await sql.run(
        `select graphile_worker.add_job($1, json_build_object('taskId', $2::text), queue_name := 'task:' || $2::text,
           job_key := 'advance:' || $2::text, max_attempts := $4, flags := array[$1::text],
           run_at := least(now() + $3 * interval '1 millisecond', (
             select run_at from graphile_worker.jobs where key = 'advance:' || $2::text and locked_at is null)))`,
        [ADVANCE, taskId, Math.max(0, Math.round(delayMs)), MAX_TRIES],
      );
    },
  };
}

const Owner = z.object({ owner: z.string() });
/** A process takes its lock right after its first job, but not in the same instant. */
const GRACE = '1 second';
const SILENCE = '30 seconds';

/** Whether a process shows by its lock that it lives; followed by what its name hashes to. */
const HELD = `select from pg_locks
  where locktype = 'advisory' and granted and objsubid = 1
    and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32 | objid::bigint) =`;

/**
 * Unlocks the jobs of every owner whose advisory lock nobody holds; resolves to those owners. The session of one that
 * has been silent for too long is ended first: it is stopped or hangs, and would keep what it holds for ever.
 */
export async function releaseOrphans(sql: Sql, silence = SILENCE): Promise<readonly string[]> {
  await sql.run(
    `select pg_terminate_backend(a.pid) from pg_stat_activity a
     where a.datname = current_database() and a.state_change < now() - $1::interval
       and a.pid in (
         select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 1
           and (classid::bigint << 32 | objid::bigint) in (
             select hashtextextended(locked_by, 0) from graphile_worker.jobs where locked_by is not null))`,
    [silence],
  );
  const orphans = await sql.rows(
    Owner,
    `select distinct locked_by as owner from graphile_worker.jobs
     where locked_by is not null and locked_at < now() - $1::interval
       and not exists (${HELD} hashtextextended(locked_by, 0))`,
    [GRACE],
  );
  if (orphans.length === 0) return [];
  const owners = orphans.map(({ owner }) => owner);
  // A try that a death cut short is no failure of the job: a task that kills its process is counted by itself.
  await sql.run(
    'update graphile_worker._private_jobs set attempts = greatest(attempts - 1, 0) where locked_by = any($1)',
    [owners],
  );
  await sql.run('select graphile_worker.force_unlock_workers($1::text[])', [owners]);
  // Unlocking tells nobody; the engines would look again after seconds.
  await sql.run(`select pg_notify('jobs:insert', '{"r":"","count":1000}')`);
  return owners;
}

export const OWN = 'select pg_advisory_lock(hashtextextended($1, 0))';
/** Moves the session's `state_change`, and nothing else. */
export const BEAT = 'select 1';

/** Whether the job is locked by this owner, and the owner lives; the row stays as it is until the transaction ends. */
export async function isOwner(
  sql: Sql,
  { jobId, owner }: { jobId: string; owner: string },
): Promise<boolean> {
  const found = await sql.rows(
    z.unknown(),
    `select 1 from graphile_worker._private_jobs j
     where id = $1 and locked_by = $2 and exists (${HELD} hashtextextended($2, 0)) for share of j`,
    [jobId, owner],
  );
  return found.length === 1;
}

const Waking = z.object({ state: z.enum(['none', 'too-early', 'woken']) });

/**
 * The engine looks for the next job before the end of this one is written down, does not find the one that waits behind
 * it in the same queue, and would look again after seconds. `too-early` until it could be found.
 */
export async function wakeForNext(
  sql: Sql,
  { id, queueId }: { id: string; queueId: number | null },
): Promise<'none' | 'too-early' | 'woken'> {
  const [row] = await sql.rows(
    Waking,
    `with ended as (select exists (select from graphile_worker._private_jobs where id = $1 and locked_at is not null) as is_not),
       next as (
         select exists (
           select from graphile_worker._private_jobs j where j.id <> $1 and j.locked_at is null and j.run_at <= now()
             and j.attempts < j.max_attempts and j.job_queue_id = $2) as is_there)
     select case when not is_there then 'none' when is_not then 'too-early'
       else 'woken' || pg_notify('jobs:insert', '{"r":"","count":1}') end as state
     from ended, next`,
    [id, queueId],
  );
  return row?.state ?? 'none';
}
