// How much Slack takes: so many calls a minute to a method, one post a second to a channel.
import type { Clock } from '../base/clock.ts';
import type { Limit } from './method.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

// Slack promises "20+" and so on; a stand-in that gives exactly that hides no haste.
const RATES: Readonly<Record<Exclude<Limit, 'none'>, Rate>> = {
  tier1: { burst: 1, perSecond: 1 / 60 },
  tier2: { burst: 20, perSecond: 20 / 60 },
  tier3: { burst: 50, perSecond: 50 / 60 },
  tier4: { burst: 100, perSecond: 100 / 60 },
  // "Short bursts" are allowed; how short is not documented. We take five.
  post: { burst: 5, perSecond: 1 },
};

export function createLimits(clock: Clock) {
  const buckets = new Map<string, Bucket>();

  /** Seconds to wait, or 0 when the call may go ahead and is counted. */
  return function take(key: string, limit: Limit): number {
    if (limit === 'none') return 0;
    const { burst, perSecond } = RATES[limit];
    const nowMs = clock.now().getTime();
    const bucket = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, bucket.tokens + (Math.max(nowMs - bucket.atMs, 0) / 1000) * perSecond);
    const isFull = tokens < 1;
    buckets.set(key, { tokens: isFull ? tokens : tokens - 1, atMs: nowMs });
    return isFull ? Math.max(1, Math.ceil((1 - tokens) / perSecond)) : 0;
  };
}
