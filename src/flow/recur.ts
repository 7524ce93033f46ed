// What comes again: a due time becomes an occurrence, and the occurrence a task in its channel.
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Sql } from '../db/pool.ts';
import { claimNextDue } from '../schedule/claim.ts';
import { createScheduleStore, type Schedule, type ScheduleStore } from '../schedule/store.ts';

export interface DueTask {
  /**
   * Names this occurrence for ever. Contract of `openTask`: the second call with a key answers with the task of the
   * first, because a process that dies between the post and its record leaves the call to be made again.
   */
  readonly key: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly ownerId: string;
  readonly goal: string;
  readonly language: 'en' | 'zh';
  readonly timeZone: string;
  readonly scheduleNumber: number;
  readonly dueAt: Date;
}

/** Says in the channel that a report is due, and opens a task for it in the thread of that message. */
export type OpenTask = (due: DueTask) => Promise<{ readonly taskId: string }>;

type ClaimedBefore = Awaited<ReturnType<ScheduleStore['withoutTask']>>[number];

interface RecurDeps {
  readonly database: Sql & { transact<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> };
  readonly openTask: OpenTask;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Recur {
  /** Opens a task for all that is due, a few at a time: at a start everything that was missed, then each minute. */
  tick(): Promise<void>;
}

/** Longer than opening a task takes, so that the one who claimed it is not overtaken. */
const OPENING_MS = 5 * 60_000;
/** A channel that answers slowly, or never, takes one of them; the others go on. */
const LANES = 4;
/** After an hour a report is news of yesterday, and whoever looks should find out why. */
const GIVE_UP_MS = 60 * 60_000;

export function createRecur({ database, openTask, clock, log }: RecurDeps): Recur {
  const schedules = createScheduleStore(database);

  async function open(
    schedule: Schedule,
    { dueAt, claimedAt }: { dueAt: Date; claimedAt: Date },
  ): Promise<void> {
    const ref = { scheduleId: schedule.id, dueAt };
    try {
      const { taskId } = await openTask(toDueTask(schedule, dueAt));
      await schedules.begin(ref, taskId);
    } catch (error) {
      // One channel that cannot be posted to must not hold up the others: it is tried again at later ticks.
      log.warn({ err: error, schedule: schedule.number, dueAt }, 'a due report could not be started');
      const why = `Could not be started: ${toReason(error)}`;
      const now = clock.now();
      if (now.getTime() - claimedAt.getTime() < GIVE_UP_MS) await schedules.noteWhy(ref, why);
      else await schedules.settle(ref, { state: 'failed', why, at: now });
    }
  }

  async function openDue(): Promise<void> {
    for (;;) {
      const claimedAt = clock.now();
      const claim = await database.transact((sql) => claimNextDue(createScheduleStore(sql), claimedAt));
      if (claim === undefined) return;
      if (claim.runAt !== undefined) await open(claim.schedule, { dueAt: claim.runAt, claimedAt });
    }
  }

  async function openClaimed(claimed: Iterable<ClaimedBefore>): Promise<void> {
    for (const { occurrence, schedule } of claimed) {
      const now = clock.now();
      if (schedule.endedAt !== undefined) {
        await schedules.settle(occurrence, { state: 'skipped', why: 'The schedule was ended.', at: now });
      } else {
        await open(schedule, { dueAt: occurrence.dueAt, claimedAt: occurrence.startedAt ?? now });
      }
    }
  }

  return {
    tick: async () => {
      await inLanes(openDue);
      const claimed = await schedules.withoutTask(new Date(clock.now().getTime() - OPENING_MS));
      const queue = claimed.values(); // One for all lanes: each takes what no other has taken.
      await inLanes(() => openClaimed(queue));
    },
  };
}

async function inLanes(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, work));
}

function toDueTask(schedule: Schedule, dueAt: Date): DueTask {
  const { id, teamId, channelId, ownerId, goal, language, timeZone, number } = schedule;
  return {
    key: `occurrence:${id}:${dueAt.toISOString()}`,
    teamId,
    channelId,
    ownerId,
    goal,
    language,
    timeZone,
    scheduleNumber: number,
    dueAt,
  };
}
