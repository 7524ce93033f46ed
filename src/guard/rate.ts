// What a key may be asked in a minute, and how long until the next request fits. Pure.

export interface RateLimits {
  readonly requests?: number | undefined;
  readonly tokens?: number | undefined;
}

export interface Taken {
  readonly at: Date;
  readonly tokens: number;
}

const MINUTE_MS = 60_000;

/** `taken` oldest first. 0 when it may be asked now; a request larger than the limit goes when nothing else is in its minute. */
export function waitFor(
  taken: readonly Taken[],
  { tokens, limits, at }: { tokens: number; limits: RateLimits; at: Date },
): number {
  const inMinute = taken.filter((one) => one.at.getTime() > at.getTime() - MINUTE_MS);
  const mustLeave = Math.max(
    limits.requests === undefined ? 0 : inMinute.length + 1 - limits.requests,
    limits.tokens === undefined
      ? 0
      : leavingForTokens(inMinute, Math.min(tokens, limits.tokens), limits.tokens),
  );
  const last = inMinute[mustLeave - 1];
  return last === undefined ? 0 : Math.max(last.at.getTime() + MINUTE_MS - at.getTime(), 1);
}

/** How many of the oldest must be over before so many tokens fit. */
function leavingForTokens(taken: readonly Taken[], wanted: number, limit: number): number {
  let left = taken.reduce((sum, { tokens }) => sum + tokens, 0);
  let count = 0;
  while (left + wanted > limit && count < taken.length) {
    left -= taken[count]?.tokens ?? 0;
    count += 1;
  }
  return count;
}
