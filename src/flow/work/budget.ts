// What a task may spend and what it has spent, counted from its rows.
import type { Entry } from '../../agent/entry.ts';
import {
  limitsOf,
  MEASURES,
  NEAR,
  standings,
  type Amounts,
  type Budgets,
  type Limit,
  type Standing,
} from '../../guard/budget.ts';
import { toAmounts } from '../../guard/budget-words.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { SpentBudget } from '../words.ts';
import { usedBy, type Used } from './used-store.ts';

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
  const used = await usedBy(stores.sql, task);
  const limits = limitsIn(situation, { used, budgets });
  const since = new Date(now.getTime() - DAY_MS);
  const { teamId, ownerId, channelId } = task;
  const shared = async (
    scope: keyof Budgets,
    of: { ownerId?: string; channelId?: string },
  ): Promise<Amounts> =>
    limits.some((limit) => limit.scope === scope) ? stores.usage.since(since, { teamId, ...of }) : {};
  return standings(limits, {
    task: amountsIn(situation, { used, now }),
    person: await shared('person', { ownerId }),
    channel: await shared('channel', { channelId }),
    day: await shared('day', {}),
  });
}

function limitsIn(
  situation: Situation,
  { used, budgets }: { used: Used; budgets: Budgets },
): readonly Limit[] {
  return limitsOf(budgets, {
    // The last limit of a kind that the owner named, in the goal or after it, is the one that counts.
    said: Object.assign({}, ...used.said.map((text) => toAmounts(text))),
    granted: grantedIn(sinceOpened(situation)),
  });
}

function amountsIn(situation: Situation, { used, now }: { used: Used; now: Date }): Amounts {
  const entries = sinceOpened(situation);
  const { inputTokens, outputTokens, usd } = used.total;
  return {
    tokens: inputTokens + outputTokens,
    usd,
    minutes: workedMs(entries, { from: situation.task.openedAt, to: now }) / 60_000,
    calls: callsIn(entries),
    posts: postsIn(entries, used),
  };
}

/** What people should see: the limits they set themselves, and those of the house that are nearly reached. */
export function shownBudgets(
  situation: Situation,
  { used, budgets, now }: { used: Used; budgets: Budgets; now: Date },
): readonly SpentBudget[] {
  const limits = limitsIn(situation, { used, budgets: { task: budgets.task } });
  return standings(limits, { task: amountsIn(situation, { used, now }), person: {}, channel: {}, day: {} })
    .filter(({ isSaid, share }) => isSaid || share >= NEAR)
    .map((standing) => ({ measure: standing.measure, used: standing.used, limit: standing.limit }));
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
function postsIn(entries: readonly KeptEntry<Entry>[], { effects }: Used): number {
  const calls = new Set(
    entries.flatMap(({ entry }) => (entry.kind === 'response' ? entry.turn.calls.map(({ id }) => id) : [])),
  );
  return effects.filter(({ callId, state }) => calls.has(callId) && state !== 'not-done').length;
}

function sinceOpened({ task, entries }: Situation): readonly KeptEntry<Entry>[] {
  return entries.filter(({ at }) => at >= task.openedAt);
}
