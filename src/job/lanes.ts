// One lane of a fan-out: takes item after item of its batch until none is left, and wishes the task on when all are settled.
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Sql } from '../db/pool.ts';
import { createJobStore } from './job-store.ts';
import { createLaneStore, type TakenItem } from './lane-store.ts';

/** What is done with each item of a batch, on whichever process has time. */
export interface LaneWork {
  /**
   * Resolves to the outcome, which is kept as JSON. A throw is tried again, at most three times in all, after the items
   * that were not tried yet. It may run twice after a crash: it must only read, or keep what it did itself.
   */
  (item: unknown, context: LaneContext): Promise<unknown>;
}

export interface LaneContext {
  readonly taskId: string;
  readonly batch: string;
  readonly place: number;
  /** Aborts when the item is dropped, or when this process must let go of it. */
  readonly signal: AbortSignal;
}

export interface LaneRun {
  readonly batch: string;
  readonly lane: number;
  readonly signal: AbortSignal;
}

export interface LaneDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  readonly work: ReadonlyMap<string, LaneWork>;
}

/** Shorter than a task's: eight lanes must not keep a process from the tasks that wait for it. */
const SLICE_MS = 5_000;
const MOST_TRIES = 3;
/** How often a long item is asked after: it may have been dropped. */
const LOOK_MS = 1_000;
/** How often a task is moved while its items are worked on, so that people see how far they are. */
const SHOW_MS = 5_000;

export async function runLane({ batch, lane, signal }: LaneRun, deps: LaneDeps): Promise<void> {
  const { sql, clock } = deps;
  const queue = createLaneStore(sql);
  const jobs = createJobStore(sql);
  const until = clock.now().getTime() + SLICE_MS;
  for (let isShown = false; ;) {
    if (signal.aborted || clock.now().getTime() > until) return queue.wishLane(batch, lane);
    const taken = await queue.take(batch, lane);
    if (taken === undefined) break;
    await workOn(taken, signal, deps);
    if (!isShown) await jobs.enqueueAdvance(taken.taskId, { delayMs: SHOW_MS });
    isShown = true;
  }
  await wishOn(batch, deps);
}

async function workOn(taken: TakenItem, letGo: AbortSignal, deps: LaneDeps): Promise<void> {
  const { sql, clock, log, work } = deps;
  const queue = createLaneStore(sql);
  const doIt = work.get(taken.kind);
  if (doIt === undefined)
    return void (await queue.settle(taken, {
      state: 'failed',
      reason: `there is no work called "${taken.kind}"`,
    }));
  // It was taken so often and never came to an end: it ended whoever worked on it.
  if (taken.tries > MOST_TRIES)
    return void (await queue.settle(taken, {
      state: 'failed',
      reason: 'it ended the process that worked on it, three times',
    }));

  const dropped = new AbortController();
  const stopLooking = clock.every(LOOK_MS, () => {
    queue.isMine(taken).then(
      (isMine) => !isMine && dropped.abort(),
      // The database is away for a moment; what comes of the item is written only if it is still ours.
      () => undefined,
    );
  });
  const { taskId, batch, place } = taken;
  const signal = AbortSignal.any([letGo, dropped.signal]);
  try {
    const outcome = await doIt(taken.item, { taskId, batch, place, signal });
    if (!signal.aborted) await queue.settle(taken, { state: 'done', outcome });
    else await queue.putBack(taken, { reason: 'put down to make way', counts: false });
  } catch (error) {
    if (signal.aborted) return await queue.putBack(taken, { reason: toReason(error), counts: false });
    log.warn({ err: error, batch, place, tries: taken.tries }, 'an item of a fan-out failed');
    if (taken.tries >= MOST_TRIES) await queue.settle(taken, { state: 'failed', reason: toReason(error) });
    else await queue.putBack(taken, { reason: toReason(error), counts: true });
  } finally {
    stopLooking();
  }
}

/** The lane that settles the last item sees that it was the last; one that dies in between is run again and looks again. */
async function wishOn(batch: string, { sql }: LaneDeps): Promise<void> {
  const taskId = await createLaneStore(sql).taskWhenSettled(batch);
  if (taskId !== undefined) await createJobStore(sql).enqueueAdvance(taskId);
}
