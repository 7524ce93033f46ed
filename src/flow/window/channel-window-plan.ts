// When a window is cut and how much of it stays: pure, so that the replay in bench/ cuts as the product does.

interface Sized {
  readonly tokens: number;
}

export interface CutSettings {
  readonly budgetTokens: number;
  /** So many of the newest stay whatever they cost. */
  readonly newest: number;
  /** Does the provider still know the prefix? */
  readonly isWarm: boolean;
}

/** While the provider knows the prefix, a cut waits for a pause until it is this much over. */
const WARM_SHARE = 1.15;
/** A cut that frees less than this would come again at once, and each one costs the whole prefix. */
const LEAST_FREED = 0.25;
/** Whatever a hundred messages cost, this many budgets are the end. */
const MOST_BUDGETS = 4;

/** How many of the newest lines stay; undefined while nothing has to go. */
export function planCut(
  lines: readonly Sized[],
  { budgetTokens, newest, isWarm }: CutSettings,
): number | undefined {
  const total = lines.reduce((sum, { tokens }) => sum + tokens, 0);
  if (total <= (isWarm ? budgetTokens * WARM_SHARE : budgetTokens)) return undefined;
  let kept = 0;
  let keep = 0;
  for (const { tokens } of lines.toReversed()) {
    if (kept + tokens > (keep < newest ? budgetTokens * MOST_BUDGETS : budgetTokens / 2)) break;
    kept += tokens;
    keep += 1;
  }
  return total - kept >= total * LEAST_FREED ? keep : undefined;
}
