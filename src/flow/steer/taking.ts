// What everything that takes a signal works with: the task as it stands, and how it goes on from there.
import type { Entry } from '../../agent/entry.ts';
import type { Effect } from '../../guard/effect-store.ts';
import type { RenderOptions } from '../../history/render.ts';
import { nextState, type TaskEvent } from '../../task/state.ts';
import type { CheckTakers } from '../intake/check-card.ts';
import { moveTask } from '../move-task.ts';
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';

export interface Taking {
  readonly stores: Stores;
  readonly situation: Situation;
  readonly entries: Situation['entries'];
  readonly effects: readonly Effect[];
  readonly options: RenderOptions;
  readonly tell: Tell;
  readonly checks: CheckTakers;
  readonly now: Date;
  /** Names the signal; what is said of it is said under this name. */
  readonly key: string;
}

/** Without an event the entries are kept and the task stays where it is. */
export async function goOn(
  { stores, situation, now }: Taking,
  { event, entries }: { event?: TaskEvent; entries: readonly Entry[] },
): Promise<void> {
  const { task, lastSeq } = situation;
  await stores.transcript.append(task.id, { afterSeq: lastSeq, entries, at: now });
  const to = event === undefined ? undefined : nextState(task.state, event);
  if (to !== undefined && to !== task.state) await moveTask(stores, task, { to, at: now });
}

type Said = Extract<Entry, { kind: 'said' }>;

export function saidByPerson(
  text: string,
  about: Partial<Pick<Said, 'message' | 'isRevision' | 'isUntyped' | 'namesUs'>> = {},
): Said {
  return { kind: 'said', text, by: 'person', ...about };
}

export function nameOf({ options }: Taking, personId: string): string {
  return options.names.person(personId) ?? personId;
}
