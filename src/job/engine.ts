// The only file that knows the job engine: N processes on one Postgres, one job at a time for a task.
import { EventEmitter } from 'node:events';
import {
  Logger,
  makeWorkerUtils,
  run,
  runMigrations,
  type WorkerEvents,
  type WorkerPool,
} from 'graphile-worker';
import PQueue from 'p-queue';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Database, Sql } from '../db/pool.ts';
import { claim, release, type Claim } from './claim-store.ts';
import { ADVANCE, createJobStore, lookAround, releaseOrphans } from './job-store.ts';
import { createConfirm, type Confirm } from './fence.ts';
import { createLaneStore, LANE } from './lane-store.ts';
import { runLane, type LaneWork } from './lanes.ts';
import { holdOwnership } from './ownership.ts';

const AdvancePayload = z.object({ taskId: z.string() });
const LanePayload = z.object({ batch: z.string(), lane: z.number() });

export interface JobRun {
  readonly taskId: string;
  /** Aborts when this process must let go of its jobs: it is stopping, or it is no longer their owner. */
  readonly signal: AbortSignal;
  /** After this try nobody tries again: the handler must end the task visibly. */
  readonly isLastTry: boolean;
  /** To be asked right before anything that others can see. */
  readonly confirm: Confirm;
}

export interface EngineSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** How many tasks this process moves at once; lanes come on top, so that no long item keeps a task waiting. */
  readonly concurrency: number;
  advance(run: JobRun): Promise<void>;
  /** What is done with the items of a fan-out, by the kind that their batch names. */
  readonly work?: ReadonlyMap<string, LaneWork>;
}

export interface Engine {
  /** Lets what runs come to its next kept step, at most ten seconds, then leaves the rest to others. */
  stop(): Promise<void>;
}

/** Each of the engine's workers looks for itself, so they hardly do: the beat of the process wakes as many as are wanted. */
const POLL_MS = 300_000;
const DRAIN_MS = 10_000;
const RESTART_MS = 500;
const LANES_AT_ONCE = 8;

/** The engine's own tables; run under our migrator's lock, so that N starts do it once. */
export async function migrateEngine({ pool }: Database, log: Log): Promise<void> {
  await runMigrations({ pgPool: pool, logger: toEngineLog(log) });
}

export async function startEngine(settings: EngineSettings): Promise<Engine> {
  const { database, clock, log } = settings;
  const logger = toEngineLog(log);
  const utilities = await makeWorkerUtils({ pgPool: database.pool, logger });
  // What versions before this one left: a queue for each task.
  await utilities.cleanup({ tasks: ['GC_JOB_QUEUES', 'DELETE_PERMAFAILED_JOBS'] });
  await utilities.release();
  await createLaneStore(database).wishLost();
  await tidy(database, log); // Mostly what the one before us has left.

  const stopping = new AbortController();
  const first = await startWorkers(settings, logger);
  const ended = keepRunning(first);

  /** Workers whose owner was lost, or that the engine gave up, are replaced under a new name. */
  async function keepRunning(workers: Workers): Promise<void> {
    let current: Workers | undefined = workers;
    while (!stopping.signal.aborted) {
      await current?.untilOver(stopping.signal);
      await current?.stop();
      current = undefined;
      if (stopping.signal.aborted) return;
      await clock.sleep(RESTART_MS, stopping.signal);
      current = await startWorkers(settings, logger).catch((error: unknown) => {
        log.warn({ err: error }, 'the job engine cannot start; trying again');
        return undefined;
      });
    }
    await current?.stop();
  }

  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

interface Wished {
  readonly name: string;
  readonly job: { readonly id: string; readonly locked_by: string | null };
  readonly wish: (sql: Sql) => Promise<void>;
}

/** The workers of this process under one name, until they stop or lose it. */
interface Workers {
  untilOver(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

async function startWorkers(settings: EngineSettings, logger: Logger): Promise<Workers> {
  const { database, clock, log, concurrency, advance, work = new Map() } = settings;
  const letGo = new AbortController();
  let lanes = 0;
  /** The engine takes several jobs in one moment, before any has begun: what is too much waits here. */
  const places = new PQueue({ concurrency });
  /** Nothing is begun before others can see that we live. */
  const owned = Promise.withResolvers<void>();
  const events: WorkerEvents = new EventEmitter();
  const created = new Promise<Pick<WorkerPool, 'id' | 'nudge'>>((resolve) => {
    // The pool itself would be waited for until it ends.
    events.once('pool:create', ({ workerPool }) =>
      resolve({ id: workerPool.id, nudge: (count) => workerPool.nudge(count) }),
    );
  });
  const runner = await run({
    pgPool: database.pool,
    logger,
    events,
    concurrency: concurrency + LANES_AT_ONCE,
    // Each kind has places of its own: neither takes those of the other. Who stops, or lost its name, takes nothing more.
    forbiddenFlags: () => [
      ...(letGo.signal.aborted || lanes >= LANES_AT_ONCE ? [LANE] : []),
      ...(letGo.signal.aborted || places.pending + places.size >= concurrency ? [ADVANCE] : []),
    ],
    pollInterval: POLL_MS,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: DRAIN_MS,
    // With a delay, even of nothing, a job whose end cannot be written down ends the workers; without one it would
    // only be a failed promise, and the job ours for hours while nobody runs it.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: {
      [ADVANCE]: async (payload, { job, abortSignal }) => {
        await owned.promise;
        const { taskId } = AdvancePayload.parse(payload);
        const signal = AbortSignal.any([abortSignal, letGo.signal]);
        const wish = (sql: Sql): Promise<void> => createJobStore(sql).enqueueAdvance(taskId);
        await places.add(async () => {
          // Taken in the moment of a stop: somebody else's from here on.
          if (signal.aborted) return wish(database);
          await alone({ name: `task:${taskId}`, job, wish }, () => {
            const confirm = createConfirm({ jobId: job.id, owner: job.locked_by ?? '' });
            return advance({ taskId, signal, isLastTry: job.attempts >= job.max_attempts, confirm });
          });
        });
      },
      [LANE]: async (payload, { job, abortSignal }) => {
        await owned.promise;
        const { batch, lane } = LanePayload.parse(payload);
        const signal = AbortSignal.any([abortSignal, letGo.signal]);
        const wish = (sql: Sql): Promise<void> => createLaneStore(sql).wishLane(batch, lane);
        lanes += 1;
        try {
          await alone({ name: `lane:${lane}:${batch}`, job, wish }, () =>
            runLane({ batch, lane, signal }, { sql: database, clock, log, work }),
          );
        } finally {
          lanes -= 1;
        }
      },
    },
  });
  /** Beside nobody: a wish that comes meanwhile is taken up when this is over. */
  async function alone({ name, job, wish }: Wished, doIt: () => Promise<void>): Promise<void> {
    const claimed: Claim = { name, jobId: job.id, owner: job.locked_by ?? '' };
    if (!(await claim(database, claimed))) return;
    try {
      await doIt();
    } finally {
      await release(database, claimed, wish);
    }
  }
  const over = Promise.withResolvers<void>();
  runner.promise.then(
    () => over.resolve(),
    (error: unknown) => {
      log.warn({ err: error }, 'the job engine gave up its workers');
      over.resolve();
    },
  );
  const pool = await created;
  const ownership = holdOwnership({
    database,
    clock,
    log,
    owner: pool.id,
    beat: async (sql) => {
      const due = await tidy(sql, log);
      // Due by the clock, or its notice was lost, or nobody had a place for it when it came.
      if (due > 0 && !letGo.signal.aborted) pool.nudge(due);
    },
    // Others may take our jobs from now on: what runs here must not go on as if it were still ours.
    onLost: () => {
      letGo.abort();
      over.resolve();
    },
  });
  void ownership.settled.then(owned.resolve);

  return {
    untilOver: (signal) => {
      signal.addEventListener('abort', () => over.resolve(), { once: true });
      return over.promise;
    },
    stop: async () => {
      letGo.abort();
      await runner
        .stop()
        .catch((error: unknown) => log.debug({ err: error }, 'the workers had stopped already'));
      await ownership.release();
    },
  };
}

/** Lets go of what the dead have held; resolves to the number of jobs that are due. */
async function tidy(sql: Sql, log: Log): Promise<number> {
  const { orphans, due } = await lookAround(sql);
  if (orphans.length === 0) return due;
  log.warn({ owners: orphans }, 'jobs of a process that died are let go');
  await releaseOrphans(sql, orphans);
  return due;
}

function toEngineLog(log: Log): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const details = { ...scope, ...(meta === undefined ? {} : { error: meta['error'] }) };
    if (level === 'error') log.error(details, message);
    else if (level === 'warning') log.warn(details, message);
    else log.debug(details, message);
  });
}
