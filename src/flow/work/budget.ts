// What a task may spend and what it has spent, counted from its rows.
import type { Entry } from '../../agent/entry.ts';
import {
  limitsOf,
  MEASURES,
  NEAR,
  standings,
  type Amounts,
  type Budgets,
  type Standing,
} from '../../guard/budget.ts';
import { toAmounts } from '../../guard/budget-words.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { SpentBudget } from '../words.ts';

/** The name of the check that asks whether to go on, and what its options say. */
export const BUDGET_CHECK = 'budget';
export const MORE = 'again';
export const FINISH = 'finish';

/** To bring in what there is costs something as well. */
const TO_FINISH = 0.25;
const DAY_MS = 24 * 60 * 60_000;

/** The nearest to its end first. */
export async function readStandings(
  stores: Stores,
  situation: Situation,
  { budgets, now }: { budgets: Budgets; now: Date },
): Promise<readonly Standing[]> {
  const { task } = situation;
  const entries = sinceOpened(situation);
  const limits = limitsOf(budgets, {
    said: await saidByOwner(stores, situation),
    granted: grantedIn(entries),
  });
  const { inputTokens, outputTokens, usd } = await stores.usage.total(task.id, task.openedAt);
  const since = new Date(now.getTime() - DAY_MS);
  const { teamId, ownerId, channelId } = task;
  const shared = async (
    scope: keyof Budgets,
    of: { ownerId?: string; channelId?: string },
  ): Promise<Amounts> =>
    limits.some((limit) => limit.scope === scope) ? stores.usage.since(since, { teamId, ...of }) : {};
  return standings(limits, {
    task: {
      tokens: inputTokens + outputTokens,
      usd,
      minutes: workedMs(entries, { from: task.openedAt, to: now }) / 60_000,
      calls: callsIn(entries),
      posts: await postsOf(stores, situation),
    },
    person: await shared('person', { ownerId }),
    channel: await shared('channel', { channelId }),
    day: await shared('day', {}),
  });
}

/** What people should see: the limits they set themselves, and those of the house that are nearly reached. */
export async function readShownBudgets(
  stores: Stores,
  situation: Situation,
  request: { budgets: Budgets; now: Date },
): Promise<readonly SpentBudget[]> {
  const all = await readStandings(stores, situation, request);
  return all
    .filter(({ scope, isSaid, share }) => scope === 'task' && (isSaid || share >= NEAR))
    .map(({ measure, used, limit }) => ({ measure, used, limit }));
}

/** The last limit of a kind that the owner named, in the goal or after it, is the one that counts. */
async function saidByOwner(stores: Stores, { task }: Situation): Promise<Amounts> {
  const said = (await stores.history.thread(task, task.threadTs)).filter(
    ({ ts, author }) =>
      ts === task.goalTs || (ts > task.goalTs && author.kind === 'person' && author.id === task.ownerId),
  );
  return Object.assign({}, ...said.map(({ text }) => toAmounts(text)));
}

/** How often as much again was given, by measure. */
export function grantedIn(entries: readonly KeptEntry<Entry>[]): Amounts {
  const granted: Partial<Record<string, number>> = {};
  const cards = new Map(
    entries.flatMap(({ entry }) =>
      entry.kind === 'card' && entry.check?.about === BUDGET_CHECK
        ? [[entry.cardId, entry.check.ref] as const]
        : [],
    ),
  );
  for (const { entry } of entries) {
    const measure = entry.kind === 'answer' ? cards.get(entry.cardId) : undefined;
    if (entry.kind !== 'answer' || measure === undefined) continue;
    const more = entry.value === MORE ? 1 : entry.value === FINISH ? TO_FINISH : 0;
    granted[measure] = (granted[measure] ?? 0) + more;
  }
  return Object.fromEntries(MEASURES.map((measure) => [measure, granted[measure]]));
}

/** Time between two rows is work, unless the first of them is a card that waits for somebody. */
export function workedMs(
  entries: readonly KeptEntry<Entry>[],
  { from, to }: { from: Date; to: Date },
): number {
  let worked = 0;
  let since = from;
  let isWaiting = false;
  for (const { entry, at } of entries) {
    if (!isWaiting) worked += at.getTime() - since.getTime();
    since = at;
    // An answer may be one of several; only what is said, or done, after them goes on.
    isWaiting = entry.kind === 'card' || (isWaiting && entry.kind === 'answer' && entry.choice === 'option');
  }
  return Math.max(0, isWaiting ? worked : worked + to.getTime() - since.getTime());
}

function callsIn(entries: readonly KeptEntry<Entry>[]): number {
  return entries.filter(
    ({ entry }) => entry.kind === 'result' && entry.decision === undefined && entry.step === undefined,
  ).length;
}

/** Everything in the ledger that others may have seen; what surely did not happen does not count. */
async function postsOf(stores: Stores, situation: Situation): Promise<number> {
  const calls = new Set(
    sinceOpened(situation).flatMap(({ entry }) =>
      entry.kind === 'response' ? entry.turn.calls.map(({ id }) => id) : [],
    ),
  );
  const effects = await stores.effects.of(situation.task.id);
  return effects.filter(({ callId, state }) => calls.has(callId) && state !== 'not-done').length;
}

function sinceOpened({ task, entries }: Situation): readonly KeptEntry<Entry>[] {
  return entries.filter(({ at }) => at >= task.openedAt);
}
