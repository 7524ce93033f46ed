// A brief that replaces another one: what of it stays, what changed, and what becomes of what was finished.
import type { StepUpdate } from '../../agent/intake.ts';
import { readableText, standsIn } from '../../history/render.ts';
import type { Brief } from '../../task/brief.ts';
import {
  carriedOver,
  changesBetween,
  fatesOf,
  type BriefChange,
  type Finished,
} from '../../task/brief-changes.ts';
import { planSteps } from '../work/plan.ts';
import { renderOptionsFor, type Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';

interface Revised {
  readonly brief: Brief;
  /** Absent where there was no brief for this goal before. */
  readonly changes?: readonly BriefChange[];
  readonly finished?: readonly Finished[];
  readonly carried: readonly StepUpdate[];
}

export async function revise(stores: Stores, situation: Situation, submitted: Brief): Promise<Revised> {
  const { task, accepted, entries } = situation;
  // What was agreed for a goal that came to its end is no part of the next one.
  const isLater = entries.some(
    ({ entry, at }) => entry.kind === 'result' && entry.decision === 'accepted' && at >= task.openedAt,
  );
  if (accepted === undefined || !isLater) return { brief: submitted, carried: [] };
  const before = accepted.brief;
  const brief = carriedOver(before, submitted, await whatStands(stores, situation, before));
  const effects = await stores.effects.of(task.id);
  const complete = planSteps(before, entries).filter(({ status }) => status === 'complete');
  const finished = fatesOf(complete, {
    before,
    after: brief,
    didSomething: (tool) => effects.some((effect) => effect.tool === tool && effect.state === 'done'),
  });
  return {
    brief,
    changes: changesBetween(before, brief),
    finished,
    carried: finished.flatMap(({ fate, step, note }) =>
      fate === 'keep' && step !== undefined ? [{ step, status: 'complete', note: note ?? null }] : [],
    ),
  };
}

/** How far the work is that a form comes from; before there is any, nothing is finished. */
export function finishedIn({ task, accepted, entries }: Situation): {
  titles: ReadonlySet<string>;
  share: number;
} {
  const steps = task.state === 'working' && accepted !== undefined ? planSteps(accepted.brief, entries) : [];
  const complete = steps.filter(({ status }) => status === 'complete');
  return {
    titles: new Set(complete.map(({ title }) => title)),
    share: steps.length === 0 ? 0 : complete.length / steps.length,
  };
}

/** A message that was deleted, or says something else now, binds nobody. */
async function whatStands(
  stores: Stores,
  { task }: Situation,
  { constraints, additions = [] }: Brief,
): Promise<(line: { message: string; words: string }) => boolean> {
  const { names } = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const standing = new Set<string>();
  for (const { message, words } of [...constraints, ...additions]) {
    const said = await stores.history.find({ ...task, ts: message });
    if (said !== undefined && standsIn(readableText(words, names), said, names))
      standing.add(`${message} ${words}`);
  }
  return ({ message, words }) => standing.has(`${message} ${words}`);
}

const FATE_TOLD = {
  keep: 'is kept, do not do it again',
  repair: 'is to be done again for what is wanted now',
  undo: 'is wanted no more; undoing what it did is offered to the owner',
} as const;

/** As the model reads it. */
export function toldOfRevision({ brief, finished = [] }: Revised): readonly string[] {
  return [
    ...(brief.additions ?? []).map(
      ({ words, message }) => `Also wanted, word for word: "${words}" [m:${message}]`,
    ),
    ...finished.map(({ title, fate }) => `Finished before: "${title}" ${FATE_TOLD[fate]}.`),
  ];
}
