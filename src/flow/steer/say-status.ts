// "How far are you?" is answered from the record, at once and without the model: the work goes on undisturbed.
import type { ToolCall } from '../../agent/chat.ts';
import type { Task } from '../../task/store.ts';
import { openCard } from '../intake/card.ts';
import { pendingCalls, planSteps } from '../work/plan.ts';
import { readSituation, spentOn } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Voice } from '../words.ts';

export interface SayStatusDeps {
  readonly voice: Voice;
  readonly now: () => Date;
  /** What people read of a call under way; undefined for those that are no work. */
  doing(call: ToolCall, task: Task): Promise<string | undefined>;
}

/** Says where the task stands, in answer to the message of that ts. */
export type SayStatus = (stores: Stores, task: Task, askedIn: string) => Promise<void>;

export function createSayStatus({ voice, now, doing }: SayStatusDeps): SayStatus {
  return async function sayStatus(stores, task, askedIn) {
    const situation = await readSituation(stores, task.id);
    if (situation === undefined) return;
    const { entries, accepted } = situation;
    const isOfThisGoal = accepted !== undefined && task.state !== 'intake' && task.state !== 'asking';
    const underWay = task.state === 'working' || task.state === 'intake' ? pendingCalls(entries) : [];
    const current = (await Promise.all(underWay.map((call) => doing(call, task))))
      .flatMap((words) => words ?? [])
      .slice(0, 3)
      .join(' · ');
    const waiting = (await stores.tasks.waiting(task.id)).filter(({ signal }) => signal.kind === 'message');
    await voice.say(stores.sql, {
      key: `status:${task.id}:${askedIn}`,
      channelId: task.channelId,
      threadTs: task.threadTs,
      language: task.language,
      words: {
        kind: 'status',
        taskNumber: task.number,
        state: task.state,
        ...(openCard(entries)?.isResting === true ? { isResting: true } : {}),
        steps: isOfThisGoal ? planSteps(accepted.brief, entries) : [],
        ...(current === '' ? {} : { now: current }),
        waiting: waiting.length,
        spent: await spentOn(stores, task, now()),
      },
    });
  };
}
