// A step that somebody has is shown as theirs, from the record of the handoff, whatever the model said of it.
import { isOver } from '../../task/handoff.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import type { Task } from '../../task/store.ts';
import { HANDOFF_SENTENCES as SAY } from './handoff-sentences.ts';
import type { Stores } from '../stores.ts';
import type { PlanStep } from '../words.ts';

export interface HandedSteps {
  readonly steps: readonly PlanStep[];
  /** Who has the task now, when somebody does. */
  readonly now: string | undefined;
}

export async function withHandoffs(
  stores: Stores,
  task: Task,
  steps: readonly PlanStep[],
): Promise<HandedSteps> {
  const handoffs = (await stores.handoffs.ofTask(task.id)).filter(
    ({ task: linked }) => linked?.role === 'waits',
  );
  if (handoffs.length === 0) return { steps, now: undefined };
  const people = new Map(
    (await stores.directory.people(task.teamId)).map(({ personId, realName }) => [personId, realName]),
  );
  const nameOf = ({ takerId, receiver }: Handoff): string =>
    people.get(takerId ?? receiver.id) ?? receiver.id;
  const open = handoffs.findLast(({ state }) => !isOver(state));
  return {
    steps: steps.map((step) => {
      const handed = handoffs.findLast(({ terms }) => terms.step === step.number);
      return handed === undefined
        ? step
        : { ...step, ...toShown(handed, { who: nameOf(handed), task, step }) };
    }),
    now: open === undefined ? undefined : SAY.withWhom[task.language](open.number, nameOf(open)),
  };
}

function toShown(
  { state, number, said }: Handoff,
  { who, task, step }: { who: string; task: Task; step: PlanStep },
): Partial<PlanStep> {
  const { language } = task;
  switch (state) {
    case 'proposed':
    case 'offered':
    case 'accepted':
    case 'countered':
      return { status: 'in_progress', note: SAY.withWhom[language](number, who) };
    case 'returned':
      // What the model says came of it in the end stands, if it has said so.
      if (step.status === 'complete' || step.status === 'error') return {};
      return { status: 'complete', note: `${who}: ${said.evidence?.words ?? ''}` };
    case 'declined':
    case 'withdrawn':
      return {};
  }
}
