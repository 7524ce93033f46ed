// Takes what has come due, once: which due time runs, rows for those that do not, and the next one after now.
import { passedTimes, planDue, type DuePlan } from './missed.ts';
import type { Schedule, ScheduleStore } from './store.ts';
import { nextDueAt, readExpression } from './times.ts';

export interface Claim {
  readonly schedule: Schedule;
  /** What is ours to run; undefined when nothing of it is. */
  readonly runAt: Date | undefined;
}

/**
 * Takes one schedule with a due time that has come; undefined when there is none, or others are at them.
 *
 * Contract: runs inside the caller's transaction, and everything it writes belongs together: after a crash the due
 * time is either still due or claimed with the next one set.
 */
export async function claimNextDue(schedules: ScheduleStore, now: Date): Promise<Claim | undefined> {
  const schedule = await schedules.lockNextDue(now);
  if (schedule?.nextDueAt === undefined) return undefined;
  const { id: scheduleId, expression, timeZone, missed, nextDueAt: dueAt } = schedule;

  const reading = readExpression(expression, timeZone);
  if (reading.kind === 'not-read') {
    // What was read once may not be any more, after an update of the zones. It must not stop the others.
    await schedules.claim({ scheduleId, dueAt }, now);
    await schedules.settle({ scheduleId, dueAt }, { state: 'failed', why: reading.reason, at: now });
    await schedules.moveOn(scheduleId, undefined);
    return { schedule, runAt: undefined };
  }

  const plan: DuePlan = planDue(passedTimes({ expression, timeZone, dueAt, now }), { missed, now });
  const isOurs = plan.runAt !== undefined && (await schedules.claim({ scheduleId, dueAt: plan.runAt }, now));
  if (plan.skipped.length > 0) await schedules.skip(scheduleId, plan.skipped, now);
  await schedules.moveOn(scheduleId, nextDueAt(expression, timeZone, now));
  return { schedule, runAt: isOurs ? plan.runAt : undefined };
}
