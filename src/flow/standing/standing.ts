// What is a person's own with Longhand as things stand: open tasks, handoffs on both sides, and the share. For App Home.
import { readableText } from '../../history/render.ts';
import { languageOf } from '../../task/language-store.ts';
import type { Task } from '../../task/store.ts';
import { openCard } from '../intake/card.ts';
import { withHandoffs } from '../handoff/handoff-steps.ts';
import { ownPlate, type PlateDeps } from '../handoff/plate.ts';
import type { Plate } from '../handoff/handoff-shown.ts';
import { readSituation, renderOptionsFor } from '../situation.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Language } from '../words.ts';
import { planSteps } from '../work/plan.ts';
import { readShare, type ShareWords } from './share.ts';

/** One open task in one line, with what can be wished of it. */
export interface OpenTask {
  readonly taskId: string;
  readonly number: number;
  readonly state: Task['state'];
  readonly wanted: string;
  readonly channelId: string;
  readonly url?: string;
  readonly steps: { readonly complete: number; readonly all: number };
  /** Its own card waits for an answer. */
  readonly isAsking: boolean;
  /** Who has it, when somebody does. */
  readonly handedTo?: string;
  readonly ageDays: number;
  /** Something was wished of it a moment ago and is being taken. */
  readonly isChanging: boolean;
}

export interface Standing {
  readonly language: Language;
  readonly tasks: readonly OpenTask[];
  /** Beyond those that are shown. */
  readonly moreTasks: number;
  readonly mine: Plate;
  readonly given: Plate;
  readonly share: ShareWords;
}

export interface StandingDeps extends PlateDeps {
  readonly transact: Transact;
}

const MOST_TASKS = 8;
/** The mention that a goal begins with is who it is for, and not what is wanted. */
const CALL = /^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,，:：]*/u;
const DAY_MS = 24 * 60 * 60_000;

export function createStanding(
  deps: StandingDeps,
): (person: { teamId: string; personId: string }) => Promise<Standing> {
  const { transact, now, permalink } = deps;

  return ({ teamId, personId }) =>
    transact(async (stores) => {
      const open = await stores.tasks.openOf(teamId, { kind: 'person', personId });
      const newest = open.toSorted((one, other) => other.openedAt.getTime() - one.openedAt.getTime());
      const language = await languageOf(stores.sql, { teamId, personId });
      const tasks: OpenTask[] = [];
      // One after the other: they share the connection of the transaction.
      for (const task of newest.slice(0, MOST_TASKS)) tasks.push(await toOpenTask(stores, task));
      const plates = { teamId, personId, language };
      return {
        language,
        tasks,
        moreTasks: newest.length - tasks.length,
        mine: await ownPlate(stores, { ...plates, side: 'receiver' }, deps),
        given: await ownPlate(stores, { ...plates, side: 'giver' }, deps),
        share: await readShare(stores, { kind: 'person', teamId, personId }, now()),
      };
    });

  async function toOpenTask(stores: Stores, task: Task): Promise<OpenTask> {
    const situation = await readSituation(stores, task.id);
    const entries = situation?.entries ?? [];
    const brief = situation?.accepted?.brief;
    const { steps, now: handedTo } = await withHandoffs(
      stores,
      task,
      brief === undefined ? [] : planSteps(brief, entries),
    );
    const url = permalink(task.channelId, task.threadTs);
    return {
      taskId: task.id,
      number: task.number,
      state: task.state,
      wanted: brief?.outcome ?? (await goalOf(stores, task)),
      channelId: task.channelId,
      ...(url === undefined ? {} : { url }),
      steps: { complete: steps.filter(({ status }) => status === 'complete').length, all: steps.length },
      isAsking: task.state === 'asking' && openCard(entries) !== undefined,
      ...(handedTo === undefined ? {} : { handedTo }),
      ageDays: Math.floor((now().getTime() - task.openedAt.getTime()) / DAY_MS),
      isChanging: (await stores.tasks.waiting(task.id)).length > 0,
    };
  }
}

async function goalOf(stores: Stores, task: Task): Promise<string> {
  const { names } = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const goal = await stores.history.find({ ...task, ts: task.goalTs });
  return goal === undefined ? '' : readableText(goal.text.replace(CALL, ''), names);
}
