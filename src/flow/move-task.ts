// From one state of a task to the next, with what hangs on it.
import { createApprovalStore } from '../guard/approval-store.ts';
import { createDecisionStore } from '../task/decision-store.ts';
import { isClosed, type TaskState } from '../task/state.ts';
import type { Task } from '../task/store.ts';
import { settleRun } from './schedule/run-ending.ts';
import type { Stores } from './stores.ts';

/** Moves the task; a run of a schedule that it is ends with it. */
export async function moveTask(
  stores: Stores,
  task: Task,
  change: { to: TaskState; at: Date; why?: string },
): Promise<void> {
  const { to, at } = change;
  await stores.tasks.setState(task.id, { from: task.state, to, at });
  // A yes is for the work it was asked in: it dies with an edit, and with the end.
  if (to !== 'working' && to !== 'asking') await createApprovalStore(stores.sql).voidOf(task.id);
  const isRevised = task.state === 'working' && to === 'intake';
  if (isRevised || isClosed(to))
    await createDecisionStore(stores.sql).cameTo(task.id, isClosed(to) ? to : 'revised', at);
  if (isClosed(to)) await stores.lanes.drop(task.id);
  await settleRun(stores, task, change);
}
