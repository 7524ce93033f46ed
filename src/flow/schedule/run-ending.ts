// How a run ends: what it had to say is with Slack, there was nothing to say, or why it could not be said.
import type { Clock } from '../../base/clock.ts';
import type { RunPost } from '../../schedule/run-store.ts';
import type { Schedule } from '../../schedule/store.ts';
import type { Why } from '../../schedule/why.ts';
import { isClosed, type TaskState } from '../../task/state.ts';
import type { Task } from '../../task/store.ts';
import { runOf } from './run.ts';
import type { Trouble } from './schedule-trouble.ts';
import type { Stores, Transact } from '../stores.ts';

/** So many failures in a row are no accident. */
const MOST_FAILURES = 3;

/**
 * What the end of a task means for the run that it is. A report ends nothing here: it is delivered when Slack has it.
 * Runs inside the caller's transaction.
 */
export async function settleRun(
  stores: Stores,
  task: Task,
  { to, at, why }: { to: TaskState; at: Date; why?: string },
): Promise<void> {
  if (!isClosed(to)) return;
  const run = await stores.runs.ofTask(task.id);
  if (run === undefined || run.state !== 'running') return;
  const isRefused = to === 'done' && why === 'refused';
  if (to === 'done' && !isRefused) return;
  const reason = why ?? to;
  await stores.runs.settle(task.id, { state: 'failed', why: reason, at });
  const occurrence = await stores.occurrences.ofTask(task.id);
  if (occurrence === undefined) return;
  await stores.occurrences.settle(
    occurrence,
    to === 'stopped'
      ? { state: 'skipped', why: { kind: 'stopped' }, at }
      : { state: 'failed', why: { kind: 'failed', reason }, at },
  );
}

/** Looks what became of a report that was written; nothing changes while that is not known. */
export async function settleDelivered(
  stores: Stores,
  taskId: string,
  { trouble, now }: { trouble: Trouble; now: Date },
): Promise<void> {
  const of = await runOf(stores, taskId);
  const occurrence = await stores.occurrences.ofTask(taskId);
  if (of === undefined || occurrence?.state !== 'running') return;
  const posts = (await stores.runs.posts(taskId)).filter(({ isReport }) => isReport);
  const sent = posts.filter(({ ts }) => ts !== undefined);
  const refused = posts.filter((post) => isRefused(post));
  if (posts.length === 0 || sent.length + refused.length < posts.length) return;

  const [gone] = refused;
  const why: Why | undefined =
    gone === undefined
      ? undefined
      : { kind: 'place-gone', channelId: gone.channelId, reason: gone.failedReason ?? '' };
  const state = sent.length > 0 ? 'delivered' : 'failed';
  await stores.occurrences.settle(occurrence, { state, at: now, ...(why === undefined ? {} : { why }) });
  if (of.terms.when.kind === 'once' && occurrence.kind === 'due')
    await stores.schedules.end(of.schedule.id, { why: 'done', at: now });
  // What was paid for and nobody got is not made again before somebody has said where to.
  if (why !== undefined) await trouble.pause(stores, of.schedule, { why, now });
}

/** Looks at once when a report is with Slack; the next tick looks anyway. */
export function createOnSent({
  transact,
  trouble,
  clock,
}: {
  transact: Transact;
  trouble: Trouble;
  clock: Clock;
}): (key: string) => Promise<void> {
  return async (key) => {
    const taskId = /^report:([0-9a-f-]{36}):/u.exec(key)?.[1];
    if (taskId === undefined) return;
    await transact((stores) => settleDelivered(stores, taskId, { trouble, now: clock.now() }));
  };
}

function isRefused({ ts, failedReason }: RunPost): boolean {
  return ts === undefined && failedReason !== undefined;
}

/** After the third failure in a row it pauses, and its owner hears of it. */
export async function pauseAfterFailures(
  stores: Stores,
  schedule: Schedule,
  { trouble, now }: { trouble: Trouble; now: Date },
): Promise<void> {
  if (schedule.state !== 'on') return;
  const last = (await stores.occurrences.newest(schedule.id, 50))
    .filter(({ state }) => state === 'failed' || state === 'delivered' || state === 'nothing')
    .slice(0, MOST_FAILURES);
  const reason = last[0]?.why;
  if (last.length < MOST_FAILURES || reason === undefined || last.some(({ state }) => state !== 'failed'))
    return;
  await trouble.pause(stores, schedule, { why: reason, now, failures: MOST_FAILURES });
}
