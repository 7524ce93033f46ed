// What is done about due times that have passed: which one runs, and what the rows of the others say. Pure.
import type { Terms } from './terms.ts';
import { duesOf } from './when.ts';
import type { Why } from './why.ts';

export interface PassedTimes {
  /** Oldest first; the newest of them when there are more than a table should hold. */
  readonly dues: readonly Date[];
  /** Set when `dues` is not all: about how many came before it, and the first of them. */
  readonly before?: { readonly firstDueAt: Date; readonly about: number };
}

export interface DuePlan {
  readonly runAt?: Date;
  /** What runs was due so long ago that people have noticed. */
  readonly isLate: boolean;
  readonly skipped: readonly { readonly dueAt: Date; readonly why: Why }[];
}

/** A restart or a busy minute makes nobody late. */
const ON_TIME_MS = 5 * 60_000;
/** After a year away a schedule for every minute has missed half a million times. */
export const LISTED_DUES = 1_000;
const DAY_MS = 86_400_000;

interface Stretch {
  readonly terms: Pick<Terms, 'when' | 'timeZone'>;
  /** The due time that was next when the schedule was last looked at. */
  readonly dueAt: Date;
  readonly now: Date;
}

/** All due times from `dueAt` to `now`, both included, the newest `LISTED_DUES` of them one by one. */
export function passedTimes({ terms, dueAt, now }: Stretch): PassedTimes {
  const until = now.getTime();
  const first = dueAt.getTime();

  // The newest can only be found from before them: look back a day, two, four, until there are enough.
  for (let back = DAY_MS; ; back *= 2) {
    const isAll = until - back < first;
    const dues: Date[] = isAll ? [dueAt] : [];
    for (const due of duesOf(terms, new Date(isAll ? first : until - back))) {
      if (due.getTime() > until) break;
      dues.push(due);
    }
    if (isAll && dues.length <= LISTED_DUES) return { dues };
    if (dues.length >= LISTED_DUES) {
      const listed = dues.slice(-LISTED_DUES);
      const days = ((listed[0] ?? now).getTime() - first) / DAY_MS;
      return {
        dues: listed,
        before: { firstDueAt: dueAt, about: Math.max(1, Math.round(days * perDay(listed))) },
      };
    }
  }
}

/** By the pace of those that were counted: counting the rest would take minutes. */
function perDay(dues: readonly Date[]): number {
  const first = dues.at(0)?.getTime() ?? 0;
  const last = dues.at(-1)?.getTime() ?? 0;
  return last === first ? 0 : (dues.length - 1) / ((last - first) / DAY_MS);
}

interface Policy {
  readonly missed: Terms['missed'];
  readonly now: Date;
  /** Why this due time does not run whatever the policy is; undefined for one that may. */
  heldBack(dueAt: Date): Why | undefined;
}

/**
 * Contract: each of the passed times is in the plan once, but for those `before`, which share one row. At most one
 * runs, and it is the newest that is not held back: it is what people still wait for, on time or late.
 */
export function planDue(passed: PassedTimes, { missed, now, heldBack }: Policy): DuePlan {
  const newest = passed.dues.findLast((due) => heldBack(due) === undefined);
  const isOnTime = newest !== undefined && now.getTime() - newest.getTime() <= ON_TIME_MS;
  const runAt = isOnTime || missed === 'run-once' ? newest : undefined;
  const missedWhy = (about?: number): Why => ({
    ...(runAt === undefined ? { kind: 'away' } : { kind: 'stood-for', by: runAt.toISOString() }),
    ...(about === undefined ? {} : { about }),
  });

  const { before } = passed;
  const unlisted = before === undefined ? [] : [{ dueAt: before.firstDueAt, why: missedWhy(before.about) }];
  const others = passed.dues.filter((due) => due !== runAt);
  return {
    ...(runAt === undefined ? {} : { runAt }),
    isLate: !isOnTime,
    skipped: [...unlisted, ...others.map((dueAt) => ({ dueAt, why: heldBack(dueAt) ?? missedWhy() }))],
  };
}
