// From one state of a task to the next, with what hangs on it.
import { createApprovalStore } from '../guard/approval-store.ts';
import { isClosed, type TaskState } from '../task/state.ts';
import type { Task } from '../task/store.ts';
import type { Stores } from './stores.ts';

const OCCURRENCE_ENDING = { done: 'delivered', failed: 'failed', stopped: 'skipped' } as const;

/** Moves the task; a due time of a schedule that it was for ends with it. */
export async function moveTask(
  stores: Stores,
  task: Task,
  { to, at, why }: { to: TaskState; at: Date; why?: string },
): Promise<void> {
  await stores.tasks.setState(task.id, { from: task.state, to, at });
  // A yes is for the work it was asked in: it dies with an edit, and with the end.
  if (to !== 'working' && to !== 'asking') await createApprovalStore(stores.sql).voidOf(task.id);
  if (!isClosed(to)) return;
  await stores.lanes.drop(task.id);
  await stores.schedules.settleTask(task.id, {
    state: OCCURRENCE_ENDING[to],
    at,
    ...(why === undefined ? {} : { why }),
  });
}
