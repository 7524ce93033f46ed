// Holds the rows against the promise: every due time that has passed has one. Pure.
import type { Occurrence } from './occurrence-store.ts';
import type { Schedule, Version } from './store.ts';
import { duesOf } from './when.ts';

interface Account {
  readonly schedule: Schedule;
  /** Oldest first. */
  readonly versions: readonly Version[];
  readonly occurrences: readonly Pick<Occurrence, 'dueAt' | 'why'>[];
  readonly now: Date;
}

/**
 * Due times that have passed and have neither a row nor a turn: what can never be.
 *
 * A due time from `nextDueAt` on has its turn: whoever ticks next takes it. Each version counts from when it was
 * agreed to when the next one was; a row that stands for many (`about`) counts for all up to the row after it.
 */
export function missingDues({ schedule, versions, occurrences, now }: Account): readonly Date[] {
  const { onSince, endedAt, nextDueAt } = schedule;
  if (onSince === undefined) return [];
  const rows = occurrences.toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
  const known = new Set(rows.map(({ dueAt }) => dueAt.getTime()));
  const last = Math.min(
    now.getTime(),
    endedAt?.getTime() ?? Infinity,
    (nextDueAt?.getTime() ?? Infinity) - 1,
  );

  const missing: Date[] = [];
  for (const [at, { terms, changedAt }] of versions.entries()) {
    const from = Math.max(changedAt.getTime(), onSince.getTime());
    const until = Math.min(last, versions[at + 1]?.changedAt.getTime() ?? Infinity);
    if (from >= until) continue;
    for (const due of duesOf(terms, new Date(from))) {
      if (due.getTime() > until) break;
      if (!known.has(due.getTime()) && !isStoodFor(due, rows)) missing.push(due);
    }
  }
  return missing;
}

function isStoodFor(due: Date, rows: Account['occurrences']): boolean {
  const before = rows.findLast(({ dueAt }) => dueAt < due);
  return (
    (before?.why?.kind === 'away' || before?.why?.kind === 'stood-for') && before.why.about !== undefined
  );
}

/** How late its run began, in milliseconds; undefined for one that never did. */
export function lateBy({
  dueAt,
  startedAt,
  taskId,
}: Pick<Occurrence, 'dueAt' | 'startedAt' | 'taskId'>): number | undefined {
  if (startedAt === undefined || taskId === undefined) return undefined;
  return Math.max(0, startedAt.getTime() - dueAt.getTime());
}
