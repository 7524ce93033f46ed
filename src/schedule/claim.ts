// Takes what has come due, once: which due time runs, rows for those that do not, and the next one after now.
import { passedTimes, planDue } from './missed.ts';
import type { OccurrenceStore } from './occurrence-store.ts';
import type { Schedule, ScheduleStore } from './store.ts';
import { faultIn, nextAfter } from './when.ts';
import type { Why } from './why.ts';

export interface Claim {
  readonly schedule: Schedule;
  /** What is ours to run; undefined when nothing of it is. */
  readonly runAt: Date | undefined;
}

export interface ClaimStores {
  readonly schedules: ScheduleStore;
  readonly occurrences: OccurrenceStore;
}

/**
 * Takes one schedule with a due time that has come; undefined when there is none, or others are at them.
 *
 * Contract: runs inside the caller's transaction, and everything it writes belongs together: after a crash the due
 * time is either still due or claimed with the next one set.
 */
export async function claimNextDue(stores: ClaimStores, now: Date): Promise<Claim | undefined> {
  const schedule = await stores.schedules.lockNextDue(now);
  return schedule === undefined ? undefined : claimDuesOf(stores, schedule, now);
}

/** The same for one schedule that the caller has locked: what came due before a change is of the version before it. */
export async function claimDuesOf(stores: ClaimStores, schedule: Schedule, now: Date): Promise<Claim> {
  const { schedules, occurrences } = stores;
  const { id: scheduleId, terms, nextDueAt: dueAt } = schedule;
  if (dueAt === undefined || dueAt > now) return { schedule, runAt: undefined };

  const fault = faultIn(terms);
  if (fault !== undefined) {
    // What was read once may not be any more, after an update of the zones. It must not stop the others.
    await occurrences.claim({ scheduleId, dueAt }, { at: now });
    const why: Why = { kind: 'unreadable', reason: fault };
    await occurrences.settle({ scheduleId, dueAt }, { state: 'failed', why, at: now });
    await schedules.moveOn(scheduleId, undefined);
    return { schedule, runAt: undefined };
  }

  const { runAt, isLate, skipped } = planDue(passedTimes({ terms, dueAt, now }), {
    missed: terms.missed,
    now,
    heldBack: (due) => heldBack(schedule, due),
  });
  const isOurs =
    runAt !== undefined && (await occurrences.claim({ scheduleId, dueAt: runAt }, { at: now, isLate }));
  await occurrences.skip(scheduleId, skipped, now);
  if (schedule.skipDueAt !== undefined && schedule.skipDueAt <= now)
    await schedules.skipNext(scheduleId, undefined);
  if (schedule.state === 'paused' && schedule.pausedUntil !== undefined && schedule.pausedUntil <= now)
    await schedules.resume(scheduleId);
  await schedules.moveOn(scheduleId, nextAfter(terms, now));
  return { schedule, runAt: isOurs ? runAt : undefined };
}

function heldBack({ state, pausedUntil, skipDueAt }: Schedule, dueAt: Date): Why | undefined {
  if (state === 'paused' && (pausedUntil === undefined || dueAt < pausedUntil)) return { kind: 'paused' };
  if (skipDueAt?.getTime() === dueAt.getTime()) return { kind: 'left-out' };
  return undefined;
}
