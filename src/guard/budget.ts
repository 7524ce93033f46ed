// How much may be spent, and how near to it a task is: pure. What was spent is counted from rows, never from words.

/** `usd` dollars, `minutes` of work (waiting for people is free), `calls` of tools, `posts` that others see. */
export const MEASURES = ['tokens', 'usd', 'minutes', 'calls', 'posts'] as const;
export type Measure = (typeof MEASURES)[number];

/** `task` is one goal, until its end; the others are of the last 24 hours, over all tasks. */
export const SCOPES = ['task', 'person', 'channel', 'day'] as const;
export type Scope = (typeof SCOPES)[number];

export type Amounts = { readonly [measure in Measure]?: number | undefined };

/** What the house allows; of all tasks together only tokens and money are counted. */
export interface Budgets {
  readonly task?: Amounts | undefined;
  readonly person?: Amounts | undefined;
  readonly channel?: Amounts | undefined;
  readonly day?: Amounts | undefined;
}

/** The setting BUDGETS, with the one that is older than it. */
export function budgetsOf(config: { TASK_BUDGET_TOKENS: number; BUDGETS?: Budgets | undefined }): Budgets {
  return { ...config.BUDGETS, task: { tokens: config.TASK_BUDGET_TOKENS, ...config.BUDGETS?.task } };
}

export interface Limit {
  readonly scope: Scope;
  readonly measure: Measure;
  readonly limit: number;
  /** Whether the owner set it; what the house set is shown only when it matters. */
  readonly isSaid: boolean;
}

/** A limit, and how much of it is gone. `share` is 1 when all of it is. */
export interface Standing extends Limit {
  readonly used: number;
  readonly share: number;
}

/** From here on it is said that the end is near. */
export const NEAR = 0.8;

/**
 * What holds for a task: the house's limits, and what its owner said, whichever is less. `granted` is how often the
 * owner has given as much again; what holds for everyone is not the owner's to raise.
 */
export function limitsOf(
  house: Budgets,
  { said, granted }: { said: Amounts; granted: Amounts },
): readonly Limit[] {
  const ofTask = MEASURES.flatMap((measure): Limit[] => {
    const ofHouse = house.task?.[measure] ?? Infinity;
    const ofOwner = said[measure] ?? Infinity;
    const least = Math.min(ofHouse, ofOwner);
    if (!Number.isFinite(least)) return [];
    return [
      { scope: 'task', measure, limit: least * (1 + (granted[measure] ?? 0)), isSaid: ofOwner <= ofHouse },
    ];
  });
  const shared = (['person', 'channel', 'day'] as const).flatMap((scope) =>
    (['tokens', 'usd'] as const).flatMap((measure): Limit[] => {
      const limit = house[scope]?.[measure];
      return limit === undefined ? [] : [{ scope, measure, limit, isSaid: false }];
    }),
  );
  return [...ofTask, ...shared];
}

/** The limits with what is gone of each, the nearest to its end first. What nobody counts limits nothing. */
export function standings(
  limits: readonly Limit[],
  used: Readonly<Record<Scope, Amounts>>,
): readonly Standing[] {
  return limits
    .map((limit): Standing => {
      const gone = used[limit.scope][limit.measure] ?? 0;
      return { ...limit, used: gone, share: gone / limit.limit };
    })
    .toSorted((one, other) => other.share - one.share);
}
