// When somebody has to be reminded of a handoff next, in the working hours of whoever is meant. Pure.
import { isOver } from '../../task/handoff.ts';
import type { Attention, Handoff } from '../../task/handoff-store.ts';
import { workingDayAfter, workingMomentFrom } from './working-hours.ts';

export interface NextAttention {
  readonly kind: Attention;
  readonly at: Date;
}

interface Zones {
  readonly giver: string;
  readonly receiver: string;
}

type Watched = Pick<Handoff, 'state' | 'dueAt' | 'changedAt' | 'attended' | 'receiver'>;

const DAY_MS = 24 * 60 * 60_000;

/** Each kind at most once in a state; undefined when nobody will be reminded any more. */
export function nextAttention(handoff: Watched, zones: Zones): NextAttention | undefined {
  // Longhand needs no reminding, and who waits for it sees its plan card.
  if (isOver(handoff.state) || handoff.receiver.kind === 'longhand') return undefined;
  const [first] = candidates(handoff, zones)
    .filter(({ kind }) => !handoff.attended.includes(kind))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  return first;
}

function candidates(
  { state, dueAt, changedAt }: Watched,
  { giver, receiver }: Zones,
): readonly NextAttention[] {
  const overdue: NextAttention[] =
    dueAt === undefined ? [] : [{ kind: 'overdue', at: workingMomentFrom(dueAt, receiver) }];
  switch (state) {
    case 'proposed':
      return [{ kind: 'unconfirmed', at: workingDayAfter(changedAt, giver) }];
    case 'offered':
      return [{ kind: 'unanswered', at: workingDayAfter(changedAt, receiver) }, ...overdue];
    case 'countered':
      return [{ kind: 'undecided', at: workingDayAfter(changedAt, giver) }, ...overdue];
    case 'accepted':
      return [...dueSoon(dueAt, changedAt, receiver), ...overdue];
    case 'declined':
    case 'returned':
    case 'withdrawn':
      return [];
  }
}

/** A day before, when there is a day between taking it and its end. */
function dueSoon(dueAt: Date | undefined, changedAt: Date, zone: string): readonly NextAttention[] {
  if (dueAt === undefined) return [];
  const at = workingMomentFrom(new Date(dueAt.getTime() - DAY_MS), zone);
  return at > changedAt && at < dueAt ? [{ kind: 'due-soon', at }] : [];
}
