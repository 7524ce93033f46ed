// What a turn came to → words in the thread, kept in the same transaction as what they tell.
import { labelOf } from '../history/render.ts';
import type { Brief } from '../task/brief.ts';
import type { BriefChange, Finished } from '../task/brief-changes.ts';
import type { Task } from '../task/store.ts';
import { cite, refsOf, type CitedSource } from '../agent/cite.ts';
import type { Budgets } from '../guard/budget.ts';
import { shownBudgets } from './work/budget.ts';
import { coverageLines, disagreementsIn, readingsToTell } from './reading/told-readings.ts';
import { overrideLines } from './intake/overrides.ts';
import { withHandoffs } from './handoff/handoff-steps.ts';
import { markUnsourced } from './work/sourcing.ts';
import { closeWithTask } from './poll/tell-poll.ts';
import { asShown, disagreementsOf } from './work/disagreements.ts';
import { createSeenSources } from './work/seen-sources.ts';
import { planSteps, shownText, sourcesIn } from './work/plan.ts';
import { usedBy } from './work/used-store.ts';
import { renderOptionsFor, spentOn, toSpent, type Situation } from './situation.ts';
import type { Stores } from './stores.ts';
import type { EffectLine } from './work/effect-line.ts';
import type { Offer, Reaction, ResultWords, SessionStatus, Voice, Words } from './words.ts';

export interface TellDeps {
  readonly voice: Voice;
  readonly now: () => Date;
  permalink(channelId: string, ts: string): string | undefined;
  /** What the plan card shows beside what is spent. */
  readonly budgets?: Budgets;
  /** Whether this tool can take its effects back; without it none is offered. */
  canUndo?(tool: string): boolean;
}

export interface Tell {
  brief(
    stores: Stores,
    told: {
      task: Task;
      version: number;
      brief: Brief;
      changes?: readonly BriefChange[] | undefined;
      finished?: readonly Finished[] | undefined;
    },
  ): Promise<void>;
  /** The plan card of the accepted brief, as it stands; `now` is what it is doing. */
  plan(stores: Stores, situation: Situation, told: { state: PlanState; now?: string }): Promise<void>;
  card(stores: Stores, told: { task: Task; words: Extract<Words, { kind: 'card' }> }): Promise<void>;
  /** The result, its sources and the ledger. Parts of the transcript decide which references are real. */
  result(stores: Stores, told: { situation: Situation; markdown: string; at?: Date }): Promise<void>;
  /** The ledger alone, for a task that ends without a result; nothing when nothing was done. */
  ledger(stores: Stores, task: Task): Promise<void>;
  notice(
    stores: Stores,
    told: {
      task: Task;
      key: string;
      tone: 'info' | 'warning' | 'error';
      text: string;
      offers?: readonly Offer[];
    },
  ): Promise<void>;
  status(stores: Stores, task: Task, status: SessionStatus['status']): Promise<void>;
  react(stores: Stores, told: { task: Task; ts: string; name: string }): Promise<void>;
  /** What people were asked in its name is over, on the poll itself. */
  pollsOver(stores: Stores, task: Task): Promise<void>;
  /** The sign that stands on a message to a task, `instead` of the one before: what became of it. */
  sign(stores: Stores, told: { task: Task; ts: string; sign: Sign; instead?: Sign }): Promise<void>;
}

/** Seen, put before the model, kept for later, not for Longhand. */
export type Sign = 'seen' | 'taken' | 'queued' | 'talk';
const SIGN_NAME: Record<Sign, string> = {
  seen: 'eyes',
  taken: 'white_check_mark',
  queued: 'hourglass_flowing_sand',
  talk: 'speech_balloon',
};

type PlanState = Extract<Words, { kind: 'plan' }>['state'];

export function createTell({ voice, now, permalink, budgets = {}, canUndo = () => false }: TellDeps): Tell {
  function say({ sql }: Stores, task: Task, { key, words }: { key: string; words: Words }): Promise<void> {
    return voice.say(sql, {
      key,
      channelId: task.channelId,
      threadTs: task.threadTs,
      language: task.language,
      words,
    });
  }

  return {
    brief: async (stores, { task, version, brief, changes, finished }) => {
      const { overrides = [] } = brief;
      const options = await renderOptionsFor(stores, { ...task, personId: task.ownerId });
      await say(stores, task, {
        key: `brief:${task.id}:${version}`,
        words: {
          kind: 'brief',
          taskNumber: task.number,
          version,
          outcome: brief.outcome,
          assumptions: brief.assumptions,
          constraints: brief.constraints.map(({ words }) => words),
          additions: (brief.additions ?? []).map(({ words }) => words),
          ...(changes === undefined ? {} : { changes }),
          ...(overrides.length === 0 ? {} : { overrides: overrideLines(task, overrides, options) }),
          ...(finished === undefined ? {} : { finished }),
        },
      });
    },

    plan: async (stores, situation, { state, now: doing }) => {
      const { task, entries, accepted } = situation;
      if (accepted === undefined) return; // Before a brief there is no plan to show.
      const used = await usedBy(stores.sql, task);
      const steps = planSteps(accepted.brief, entries);
      const handed = used.hasHandoffs ? await withHandoffs(stores, task, steps) : { steps, now: undefined };
      const doingNow = doing ?? (state === 'waiting' ? handed.now : undefined);
      await say(stores, task, {
        key: `plan:${task.id}:${accepted.version}`,
        words: {
          kind: 'plan',
          taskId: task.id,
          taskNumber: task.number,
          title: accepted.brief.outcome,
          state,
          steps: handed.steps,
          ...(doingNow === undefined ? {} : { now: doingNow }),
          spent: toSpent(used.total, task, now()),
          budgets: shownBudgets(situation, { used, budgets, now: now() }),
          sources: sourcesIn(entries),
        },
      });
    },

    card: (stores, { task, words }) => say(stores, task, { key: `card:${words.cardId}`, words }),

    result: async (stores, { situation, markdown, at = now() }) => {
      const { task, lastSeq } = situation;
      const words = await resultWords(stores, { situation, markdown, at }, { permalink, canUndo });
      await say(stores, task, { key: `result:${task.id}:${lastSeq}`, words: { kind: 'result', ...words } });
    },

    ledger: async (stores, task) => {
      const effects = await effectLines(stores, task, canUndo);
      if (effects.length === 0) return;
      await say(stores, task, {
        key: `ledger:${task.id}:${task.openedAt.getTime()}`,
        words: { kind: 'ledger', taskNumber: task.number, effects },
      });
    },

    notice: (stores, { task, key, tone, text, offers }) =>
      say(stores, task, {
        key: `notice:${task.id}:${key}`,
        words: { kind: 'notice', tone, text, ...(offers === undefined ? {} : { offers }) },
      }),

    status: ({ sql }, { channelId, threadTs }, status) =>
      voice.setStatus(sql, { channelId, threadTs, status }),

    pollsOver: (stores, task) => closeWithTask(stores, task, { voice, at: now() }),

    react: ({ sql }, { task: { channelId }, ts, name }) =>
      voice.react(sql, toReaction({ channelId, ts }, name)),

    sign: async ({ sql }, { task: { channelId }, ts, sign, instead }) => {
      await voice.react(sql, toReaction({ channelId, ts }, SIGN_NAME[sign]));
      if (instead === undefined) return;
      await voice.react(sql, { ...toReaction({ channelId, ts }, SIGN_NAME[instead]), isTakenBack: true });
    },
  };
}

function toReaction(ref: { channelId: string; ts: string }, name: string): Reaction {
  return { key: `react:${name}:${ref.channelId}:${ref.ts}`, channelId: ref.channelId, ts: ref.ts, name };
}

/** The text with its references as numbered sources, what the ledger says was done, and what it took. */
export async function resultWords(
  stores: Stores,
  { situation, markdown, at }: { situation: Situation; markdown: string; at: Date },
  { permalink, canUndo = () => false }: Pick<TellDeps, 'permalink' | 'canUndo'>,
): Promise<ResultWords> {
  const { task } = situation;
  const marked = markUnsourced(situation, markdown);
  const told = await readingsToTell(stores, task);
  const disagreements = disagreementsOf(situation, disagreementsIn(told));
  const own = new Set(disagreements.flatMap(({ sides }) => sides.flatMap(({ ref }) => ref ?? [])));
  const resolve = await createResolver(stores, situation, { markdown: marked, own, permalink });
  const cited = cite(marked, resolve);
  return {
    taskNumber: task.number,
    markdown: cited.markdown,
    sources: cited.sources,
    effects: await effectLines(stores, task, canUndo),
    coverage: coverageLines(told, task.language),
    disagreements: asShown(disagreements, resolve),
    spent: await spentOn(stores, task, at),
  };
}

/** "Done" is what the ledger says, whatever the model's words are. */
async function effectLines(
  { effects }: Stores,
  task: Task,
  canUndo: (tool: string) => boolean,
): Promise<readonly EffectLine[]> {
  return (await effects.of(task.id)).map(({ key, tool, what, state, undoWishedBy, undoFailed }) => {
    const place = { taskId: task.id, effectKey: key };
    const isUnknown = state === 'intended' || state === 'unknown';
    if (isUnknown) return { what, state: 'unknown', settle: place };
    const isUndoable =
      state === 'done' && canUndo(tool) && (undoWishedBy === undefined || undoFailed !== undefined);
    return { what, state, ...(isUndoable ? { undo: place } : {}) };
  });
}

/** A reference is real when the model was shown it; what it is called is looked up, not taken from the model. */
async function createResolver(
  stores: Stores,
  { task, entries }: Situation,
  {
    markdown,
    own,
    permalink,
  }: { markdown: string; own: ReadonlySet<string>; permalink: TellDeps['permalink'] },
): Promise<(ref: string) => Omit<CitedSource, 'number'> | undefined> {
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const shown = entries.map(({ entry }) => shownText(entry)).join('\n');
  const fromTools = createSeenSources(entries, task.id);
  const known = new Map<string, Omit<CitedSource, 'number'>>();
  // What code itself has read need not have been shown to the model.
  for (const ref of new Set([...refsOf(markdown), ...own])) {
    const isKnown = own.has(ref) || isShown(ref, shown);
    const found = fromTools.get(ref) ?? (isKnown ? await lookUp(ref) : undefined);
    if (found !== undefined) known.set(ref, found);
  }
  return (ref) => known.get(ref);

  async function lookUp(ref: string): Promise<{ label: string; url?: string } | undefined> {
    const id = ref.slice(2);
    if (ref.startsWith('m:')) {
      const [ts = '', channelId = task.channelId] = id.split('/').toReversed();
      const message = await stores.history.find({ teamId: task.teamId, channelId, ts });
      if (message === undefined) return undefined;
      const isElsewhere = channelId !== task.channelId;
      return withUrl(labelOf(message, { ...options, isElsewhere }), permalink(channelId, ts));
    }
    if (!ref.startsWith('f:')) return undefined;
    const [fileId = '', place] = id.split('#');
    const file = await stores.files.find(task, fileId);
    if (file === undefined) return undefined;
    const shownPlace = place === undefined ? undefined : await placeOf(fileId, place);
    return withUrl(
      shownPlace === undefined ? file.name : `${file.name}, ${shownPlace}`,
      permalink(task.channelId, file.ts),
    );
  }

  /** A page is called as the file calls it (a slide, a chapter); a cell as it is cited. */
  async function placeOf(fileId: string, place: string): Promise<string | undefined> {
    const page = /^p(\d{1,6})$/u.exec(place)?.[1];
    const row = /^r(\d{1,7})$/u.exec(place)?.[1];
    if (row !== undefined) return `row ${row}`;
    if (page === undefined) return toCellPlace(place);
    return (await stores.files.placeOf({ teamId: task.teamId, fileId }, Number(page))) ?? `p. ${page}`;
  }
}

function withUrl(label: string, url: string | undefined): { label: string; url?: string } {
  return { label, ...(url === undefined ? {} : { url }) };
}

/** `Q3%20plan!B12` as a person reads it. */
function toCellPlace(place: string): string {
  try {
    return decodeURIComponent(place).replaceAll(/\s+/gu, ' ');
  } catch {
    return place; // A percent sign that means itself.
  }
}

/** A place in a file that was shown is shown with it. */
function isShown(ref: string, shown: string): boolean {
  const whole = ref.split('#')[0] ?? ref;
  return shown.includes(`[${whole}]`) || shown.includes(`[${whole}#`);
}
