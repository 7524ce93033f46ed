// An edit or a deletion of the goal, or of a message that a task has taken → the signal by which the task hears of it.
import type { Message, MessageRef } from '../../history/message.ts';
import { isClosed } from '../../task/state.ts';
import type { Task, WaitingSignal } from '../../task/store.ts';
import type { Stores } from '../stores.ts';
import { takenAs } from './take-change.ts';

/** `not-taken` may be meant for us only now; undefined where nothing follows. */
export async function changeOf(
  { transcript }: Stores,
  { task, message, at }: { task: Task; message: Message; at: Date },
): Promise<WaitingSignal | 'not-taken' | undefined> {
  const { ts, author } = message;
  const personId = author.kind === 'longhand' ? '' : author.id;
  const key = `${ts}:${at.getTime()}`;
  if (task.goalTs === ts) return { key: `goal-edited:${key}`, signal: { kind: 'goal-edited', ts, personId } };
  const { isTaken, as } = takenAs(await transcript.read(task.id), ts);
  if (!isTaken) return 'not-taken';
  // At rest only what was wanted is worth a word.
  if (isClosed(task.state) && as !== 'addition' && as !== 'revision') return undefined;
  return { key: `message-changed:${key}`, signal: { kind: 'message-changed', ts, personId } };
}

/** Whoever wrote it, and whoever deleted it: what is gone is gone, and without its goal a task stops. */
export async function deletionsOf(
  { transcript, tasks }: Stores,
  ref: MessageRef,
): Promise<readonly { readonly task: Task; readonly waiting: WaitingSignal }[]> {
  const { ts } = ref;
  const goal = await tasks.ofGoal(ref);
  const heard: { task: Task; waiting: WaitingSignal }[] = [];
  if (goal !== undefined && !isClosed(goal.state)) {
    const signal = { kind: 'stop' as const, by: 'goal-deleted' };
    heard.push({ task: goal, waiting: { key: `goal-deleted:${ts}`, signal } });
  }
  for (const id of await transcript.taking(ref)) {
    const task = id === goal?.id ? undefined : await tasks.find(id);
    if (task === undefined) continue;
    const signal = { kind: 'message-changed' as const, ts, personId: task.ownerId };
    heard.push({ task, waiting: { key: `message-changed:${ts}:deleted`, signal } });
  }
  return heard;
}
