// All that a step of a task needs to know, read afresh from its rows before each.
import type { Entry } from '../agent/entry.ts';
import type { UsageTotal } from '../guard/usage-store.ts';
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
  return createReader(stores, taskId)();
}

/** Reads the same task again and again: a transcript only grows, so what was read before is not read twice. */
export function createReader(
  { tasks, transcript }: Stores,
  taskId: string,
): () => Promise<(Situation & { readonly hasWaiting: boolean }) | undefined> {
  let entries: readonly KeptEntry<Entry>[] = [];
  return async () => {
    const found = await tasks.standing(taskId);
    if (found === undefined) return undefined;
    const added = await transcript.read(taskId, { afterSeq: entries.at(-1)?.seq ?? 0 });
    entries = [...entries, ...added];
    return { ...found, entries, lastSeq: entries.at(-1)?.seq ?? 0 };
  };
}

/** The situation after these entries were added, for whoever has added them. */
export function withAdded(
  situation: Situation,
  { entries: added, at }: { entries: readonly Entry[]; at: Date },
): Situation {
  const { entries, lastSeq } = situation;
  const kept = added.map((entry, index) => ({ seq: lastSeq + 1 + index, at, entry }));
  return { ...situation, entries: [...entries, ...kept], lastSeq: lastSeq + added.length };
}

export async function spentOn(stores: Stores, task: Task, now: Date): Promise<Spent> {
  return toSpent(await stores.usage.total(task.id, task.openedAt), task, now);
}

export function toSpent({ inputTokens, outputTokens, usd }: UsageTotal, task: Task, now: Date): Spent {
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
