// Whether this process may still act for a job: one that slept while others took over must notice before it does anything.
import { AppError } from '../base/errors.ts';
import type { Sql } from '../db/pool.ts';
import { isOwner } from './job-store.ts';

/**
 * Throws when the job is no longer ours.
 *
 * Contract: until the transaction of `sql` ends, nobody takes the job from us: what it writes is seen by whoever takes
 * over afterwards.
 */
export type Confirm = (sql: Sql) => Promise<void>;

export function createConfirm(held: { jobId: string; owner: string }): Confirm {
  return async (sql) => {
    if (await isOwner(sql, held)) return;
    throw new AppError({
      code: 'effect/no-longer-owner',
      message: 'This process is no longer the one that works on the task; it did nothing.',
      hint: 'Nothing is wrong with the task: another process went on with it. If it happens often, look for a machine that sleeps or a network that drops connections.',
    });
  };
}

export function isLost(error: unknown): boolean {
  return error instanceof AppError && error.code === 'effect/no-longer-owner';
}
