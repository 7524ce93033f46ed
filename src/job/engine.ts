// The only file that knows the job engine: N processes on one Postgres, one job at a time for a task.
import { EventEmitter } from 'node:events';
import { Logger, makeWorkerUtils, run, runMigrations, type DbJob, type WorkerEvents } from 'graphile-worker';
import PQueue from 'p-queue';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Database } from '../db/pool.ts';
import { ADVANCE, createJobStore, releaseOrphans, wakeForNext } from './job-store.ts';
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

/** How often a process looks for jobs whose owner died. The engine itself would keep them for four hours. */
const SWEEP_MS = 2_000;
/** Without a NOTIFY (a lost connection) a job waits at most this long. */
const POLL_MS = 5_000;
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
  // Each task leaves a queue row behind; the engine wants them cleared now and then.
  await utilities.cleanup({ tasks: ['GC_JOB_QUEUES', 'DELETE_PERMAFAILED_JOBS'] });
  await utilities.release();
  await createLaneStore(database).wishLost();

  const stopping = new AbortController();
  const first = await startWorkers(settings, logger);
  const ended = keepRunning(first);
  const sweep = (): void => {
    releaseOrphans(database).then(
      (owners) => owners.length > 0 && log.warn({ owners }, 'jobs of a process that died were let go'),
      (error: unknown) => log.warn({ err: error }, 'looking for jobs of dead processes failed'),
    );
  };
  sweep(); // Mostly the one before us.
  const stopSweeping = clock.every(SWEEP_MS, sweep);

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
      stopSweeping();
      stopping.abort();
      await ended;
    },
  };
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
  const named = new Promise<string>((resolve) => {
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id));
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
        await places.add(async () => {
          // Taken in the moment of a stop: somebody else's from here on.
          if (signal.aborted) return createJobStore(database).enqueueAdvance(taskId);
          const confirm = createConfirm({ jobId: job.id, owner: job.locked_by ?? '' });
          return advance({ taskId, signal, isLastTry: job.attempts >= job.max_attempts, confirm });
        });
        wakeAfter(job);
      },
      [LANE]: async (payload, { job, abortSignal }) => {
        await owned.promise;
        const signal = AbortSignal.any([abortSignal, letGo.signal]);
        lanes += 1;
        try {
          await runLane({ ...LanePayload.parse(payload), signal }, { sql: database, clock, log, work });
        } finally {
          lanes -= 1;
        }
        wakeAfter(job);
      },
    },
  });
  function wakeAfter({ id, job_queue_id: queueId }: DbJob): void {
    wakeWhenEnded({ database, clock }, { id, queueId }).catch((error: unknown) =>
      log.debug({ err: error }, 'the next job waits for the engine to look again'),
    );
  }
  const over = Promise.withResolvers<void>();
  runner.promise.then(
    () => over.resolve(),
    (error: unknown) => {
      log.warn({ err: error }, 'the job engine gave up its workers');
      over.resolve();
    },
  );
  const ownership = holdOwnership({
    database,
    clock,
    log,
    owner: await named,
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

/** The end of a job is written down within milliseconds after its handler; each look waits longer. */
const WAKE_MS = [15, 50, 200, 1_000];

async function wakeWhenEnded(
  { database, clock }: Pick<EngineSettings, 'database' | 'clock'>,
  job: { id: string; queueId: number | null },
): Promise<void> {
  for (const ms of WAKE_MS) {
    await clock.sleep(ms);
    if ((await wakeForNext(database, job)) !== 'too-early') return;
  }
}

function toEngineLog(log: Log): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const details = { ...scope, ...(meta === undefined ? {} : { error: meta['error'] }) };
    if (level === 'error') log.error(details, message);
    else if (level === 'warning') log.warn(details, message);
    else log.debug(details, message);
  });
}
