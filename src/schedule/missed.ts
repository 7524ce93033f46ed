// What is done about due times that have passed: which one runs, and what the rows of the others say. Pure.
import { dueTimes } from './times.ts';

/** One late run for all that was missed, or none. */
export type Missed = 'run-once' | 'skip';

export interface PassedTimes {
  /** Oldest first; the newest of them when there are more than a table should hold. */
  readonly dues: readonly Date[];
  /** Set when `dues` is not all: about how many came before it, and the first of them. */
  readonly before?: { readonly firstDueAt: Date; readonly about: number };
}

export interface DuePlan {
  readonly runAt?: Date;
  readonly skipped: readonly { readonly dueAt: Date; readonly why: string }[];
}

/** A restart or a busy minute makes nobody late. */
const ON_TIME_MS = 5 * 60_000;
/** After a year away a schedule for every minute has missed half a million times. */
export const LISTED_DUES = 1_000;
const DAY_MS = 86_400_000;

interface Stretch {
  readonly expression: string;
  readonly timeZone: string;
  /** The due time that was next when the schedule was last looked at. */
  readonly dueAt: Date;
  readonly now: Date;
}

/** All due times from `dueAt` to `now`, both included, the newest `LISTED_DUES` of them one by one. */
export function passedTimes({ expression, timeZone, dueAt, now }: Stretch): PassedTimes {
  const after = (moment: number) => ({ expression, timeZone, after: new Date(moment) });
  const until = now.getTime();
  const first = dueAt.getTime();

  // The newest can only be found from before them: look back a day, two, four, until there are enough.
  for (let back = DAY_MS; ; back *= 2) {
    const isAll = until - back < first;
    const dues: Date[] = isAll ? [dueAt] : [];
    for (const due of dueTimes(after(isAll ? first : until - back))) {
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

/**
 * Contract: each of the passed times is in the plan once, but for those `before`, which share one row. At most one
 * runs, and it is the newest: it is what people still wait for, on time or late.
 */
export function planDue(passed: PassedTimes, { missed, now }: { missed: Missed; now: Date }): DuePlan {
  const newest = passed.dues.at(-1);
  if (newest === undefined) return { skipped: [] };
  const isOnTime = now.getTime() - newest.getTime() <= ON_TIME_MS;
  const runAt = isOnTime || missed === 'run-once' ? newest : undefined;
  const why =
    runAt === undefined
      ? 'Missed while Longhand was away; this schedule skips what it missed.'
      : `Missed while Longhand was away; the run due ${runAt.toISOString()} stands for it.`;

  const { before } = passed;
  const unlisted =
    before === undefined
      ? []
      : [
          {
            dueAt: before.firstDueAt,
            why: `${why} This row stands for about ${before.about} that are not listed one by one.`,
          },
        ];
  const others = runAt === undefined ? passed.dues : passed.dues.slice(0, -1);
  return {
    ...(runAt === undefined ? {} : { runAt }),
    skipped: [...unlisted, ...others.map((dueAt) => ({ dueAt, why }))],
  };
}
