// How much the model may still look around before it says what it understood: so many calls, and so many seconds of them.
import type { Entry } from '../../agent/entry.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { sinceLastSaid } from '../work/plan.ts';

export interface LookLimits {
  /** How often the model may look before it must say what it understood. */
  readonly lookCalls: number;
  /** How long its look-ups may take together; what the model thinks in between is not counted. */
  readonly lookSeconds: number;
}

export interface LooksLeft {
  readonly calls: number;
  readonly ms: number;
}

export function looksLeft(
  entries: readonly KeptEntry<Entry>[],
  { lookCalls, lookSeconds }: LookLimits,
): LooksLeft {
  let calls = 0;
  let ms = 0;
  let before = 0;
  for (const { entry, at } of sinceLastSaid(entries)) {
    if (entry.kind === 'result' && entry.decision === undefined) {
      calls += 1;
      ms += before === 0 ? 0 : at.getTime() - before;
    }
    before = at.getTime();
  }
  return { calls: Math.max(0, lookCalls - calls), ms: Math.max(0, lookSeconds * 1000 - ms) };
}

/** Why a call is not made any more; undefined while there is something left. */
export function lookedEnough(
  { calls, ms }: LooksLeft,
  { lookCalls, lookSeconds }: LookLimits,
): string | undefined {
  if (calls > 0 && ms > 0) return undefined;
  const used = calls > 0 ? `for ${lookSeconds} seconds` : `${lookCalls} times`;
  return `You have looked ${used}, which is enough. Call submit_intake with what you know now.`;
}
