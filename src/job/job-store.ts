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
        `select graphile_worker.add_job($1, json_build_object('taskId', $2::text),
           job_key := 'advance:' || $2::text, max_attempts := $4, flags := array[$1::text],
           run_at := least(now() + $3 * interval '1 millisecond', (
             select run_at from graphile_worker.jobs where key = 'advance:' || $2::text and locked_at is null)))`,
        [ADVANCE, taskId, Math.max(0, Math.round(delayMs)), MAX_TRIES],
      );
    },
  };
}

/** A process takes its lock right after its first job, but not in the same instant. */
const GRACE = '1 second';
const SILENCE = '30 seconds';

/** Whether a process shows by its lock that it lives; followed by what its name hashes to. */
const HELD = `select from pg_locks
  where locktype = 'advisory' and granted and objsubid = 1
    and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32 | objid::bigint) =`;

const Around = z.object({ orphans: z.array(z.string()), due: z.number() });

/** More than a process takes at once. */
const MOST_DUE = 100;

/**
 * What a process asks every few seconds, in one statement: whose jobs are locked and nobody holds the advisory lock of,
 * and how many jobs are due. The session of an owner that has been silent for too long is ended: it is stopped or hangs,
 * and would keep what it holds for ever; its jobs show as left with the next look. Asking is also our own sign of life.
 */
export async function lookAround(sql: Sql, silence = SILENCE): Promise<z.infer<typeof Around>> {
  const [around] = await sql.rows(
    Around,
    `with owner as (select distinct locked_by as name from graphile_worker._private_jobs where locked_by is not null),
       ended as (
         select pg_terminate_backend(a.pid) from pg_stat_activity a
         where a.datname = current_database() and a.state_change < now() - $1::interval
           and a.pid in (
             select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 1
               and (classid::bigint << 32 | objid::bigint) in (select hashtextextended(name, 0) from owner))),
       orphan as (
         select distinct locked_by as name from graphile_worker._private_jobs
         where locked_by is not null and locked_at < now() - $2::interval
           and not exists (${HELD} hashtextextended(locked_by, 0)))
     select (select count(*) from ended) as ended, array(select name from orphan) as orphans,
       (select count(*) from (
          select from graphile_worker._private_jobs where is_available and run_at <= now() limit ${MOST_DUE}) waiting) as due`,
    [silence, GRACE],
  );
  return around ?? { orphans: [], due: 0 };
}

/** Unlocks the jobs of owners that are no more. */
export async function releaseOrphans(sql: Sql, owners: readonly string[]): Promise<void> {
  // A try that a death cut short is no failure of the job: a task that kills its process is counted by itself. A job that
  // was wished anew while it ran has no key any more and counts as tried out: it is the one that goes on, so it begins anew.
  await sql.run(
    `update graphile_worker._private_jobs
     set attempts = case when key is null then 0 else greatest(attempts - 1, 0) end where locked_by = any($1)`,
    [owners],
  );
  await sql.run('select graphile_worker.force_unlock_workers($1::text[])', [owners]);
  // Unlocking tells nobody; the engines would look again after minutes.
  await sql.run(`select pg_notify('jobs:insert', '{"r":"","count":1000}')`);
}

export const OWN = 'select pg_advisory_lock(hashtextextended($1, 0))';

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
