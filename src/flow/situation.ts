// All that a step of a task needs to know, read afresh from its rows before each.
import type { Entry } from '../agent/entry.ts';
import type { RenderOptions } from '../history/render.ts';
import type { Brief } from '../task/brief.ts';
import type { Task } from '../task/store.ts';
import type { KeptEntry } from '../task/transcript-store.ts';
import type { Stores } from './stores.ts';
import type { Spent } from './words.ts';

export interface Situation {
  readonly task: Task;
  readonly entries: readonly KeptEntry<Entry>[];
  readonly lastSeq: number;
  readonly accepted: { readonly version: number; readonly brief: Brief } | undefined;
}

export async function readSituation(stores: Stores, taskId: string): Promise<Situation | undefined> {
  const task = await stores.tasks.find(taskId);
  if (task === undefined) return undefined;
  const entries = await stores.transcript.read(taskId);
  const accepted = await stores.tasks.brief(taskId);
  return { task, entries, lastSeq: entries.at(-1)?.seq ?? 0, accepted };
}

export async function spentOn(stores: Stores, task: Task, now: Date): Promise<Spent> {
  const { inputTokens, outputTokens, usd } = await stores.usage.total(task.id, task.openedAt);
  return {
    seconds: Math.max(0, Math.round((now.getTime() - task.openedAt.getTime()) / 1000)),
    inputTokens,
    outputTokens,
    ...(usd === undefined ? {} : { usd }),
  };
}

/** Names and zone as the owner of the task would write them. */
export async function renderOptionsFor(
  stores: Stores,
  of: { teamId: string; personId: string },
): Promise<RenderOptions> {
  const people = new Map(
    (await stores.directory.people(of.teamId)).map((person) => [person.personId, person]),
  );
  const channels = new Map(
    (await stores.directory.channels(of.teamId)).map((channel) => [channel.channelId, channel.name]),
  );
  return {
    timeZone: people.get(of.personId)?.timeZone ?? 'UTC',
    names: { person: (id) => people.get(id)?.realName, channel: (id) => channels.get(id) },
  };
}
