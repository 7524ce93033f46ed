// A run of a schedule as a task: opened without a thread, its goal what was agreed, its thread where people answer it.
import { newId } from '../../base/id.ts';
import type { StoredMessage } from '../../history/store.ts';
import type { Run, RunKind } from '../../schedule/run-store.ts';
import type { Schedule } from '../../schedule/store.ts';
import type { Terms } from '../../schedule/terms.ts';
import type { Task } from '../../task/store.ts';
import type { Stores } from '../stores.ts';

export interface NewRun {
  readonly schedule: Schedule;
  readonly kind: RunKind;
  /** Of a replay: the moment whose history it sees. */
  readonly dueAt: Date;
  readonly askedBy?: string;
  readonly batch?: NonNullable<Run['batch']>;
  readonly now: Date;
}

/** Runs inside the caller's transaction: task, run and the wish to move it stand together. */
export async function openRun(
  { tasks, runs, jobs }: Stores,
  { schedule, now, ...run }: NewRun,
): Promise<Task> {
  const { teamId, channelId, terms, id: scheduleId, version } = schedule;
  const threadTs = await runs.nextThreadTs();
  const task = await tasks.open({
    id: newId(),
    teamId,
    channelId,
    threadTs,
    goalTs: threadTs,
    ownerId: terms.ownerId,
    language: terms.language,
    openedAt: now,
  });
  await runs.add({ taskId: task.id, scheduleId, version, ...run });
  await jobs.enqueueAdvance(task.id);
  return task;
}

/** No message is in this thread: what a run without one says stands in the channel itself, if it is said at all. */
export function isUnsaid(ts: string): boolean {
  return ts.startsWith('0.');
}

export interface RunOfTask {
  readonly run: Run;
  readonly schedule: Schedule;
  /** As they were when the run began. */
  readonly terms: Terms;
}

/** Undefined for a task that a person opened. */
export async function runOf(stores: Stores, taskId: string): Promise<RunOfTask | undefined> {
  const run = await stores.runs.ofTask(taskId);
  const schedule = run === undefined ? undefined : await stores.schedules.find(run.scheduleId);
  if (run === undefined || schedule === undefined) return undefined;
  const versions = run.version === schedule.version ? [] : await stores.schedules.versions(schedule.id);
  return {
    run,
    schedule,
    terms: versions.find(({ version }) => version === run.version)?.terms ?? schedule.terms,
  };
}

/** A message of the task's channel; the goal of a run is one although nobody said it there. */
export async function findSaid(stores: Stores, task: Task, ts: string): Promise<StoredMessage | undefined> {
  if (!isUnsaid(ts)) return stores.history.find({ ...task, ts });
  const of = await runOf(stores, task.id);
  if (of === undefined || ts !== task.goalTs) return undefined;
  const { terms } = of;
  return {
    teamId: task.teamId,
    channelId: task.channelId,
    ts,
    threadTs: ts,
    author: { kind: 'person', id: terms.ownerId },
    text: terms.goal,
    mentions: [],
    files: [],
    version: 1,
    editedAt: undefined,
  };
}
