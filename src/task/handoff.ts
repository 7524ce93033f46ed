// The states of a handoff, pure: what can happen in each, by whom, and what comes of it.

/**
 * `proposed` waits for its giver's yes before anybody is asked, `offered` for the receiver's answer, `countered` for
 * the giver's; `accepted` is being worked on. The last three are the end. Overdue is no state: it is open, and late.
 */
export const HANDOFF_STATES = [
  'proposed',
  'offered',
  'accepted',
  'countered',
  'declined',
  'returned',
  'withdrawn',
] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

export const HANDOFF_EVENTS = [
  'confirmed',
  'accepted',
  'declined',
  'countered',
  'agreed',
  'insisted',
  'returned',
  'taken-back',
] as const;
export type HandoffEvent = (typeof HANDOFF_EVENTS)[number];

export type HandoffRole = 'giver' | 'receiver';

/** What an event comes to: it moves the handoff, or there is a reason why not. */
export type HandoffOutcome =
  | { readonly kind: 'moves'; readonly to: HandoffState }
  /** `not-yours`: the other side's to say; `over`: it has ended; `not-now`: it means nothing in this state. */
  | { readonly kind: 'refused'; readonly why: 'not-yours' | 'over' | 'not-now' };

const BY: Record<HandoffEvent, HandoffRole> = {
  confirmed: 'giver',
  accepted: 'receiver',
  declined: 'receiver',
  countered: 'receiver',
  agreed: 'giver',
  insisted: 'giver',
  returned: 'receiver',
  'taken-back': 'giver',
};

const NEXT: Record<HandoffState, Partial<Record<HandoffEvent, HandoffState>>> = {
  proposed: { confirmed: 'offered', 'taken-back': 'withdrawn' },
  offered: {
    accepted: 'accepted',
    declined: 'declined',
    countered: 'countered',
    returned: 'returned',
    'taken-back': 'withdrawn',
  },
  accepted: {
    declined: 'declined',
    countered: 'countered',
    returned: 'returned',
    'taken-back': 'withdrawn',
  },
  countered: {
    // As it was offered, after all.
    accepted: 'accepted',
    declined: 'declined',
    countered: 'countered',
    agreed: 'accepted',
    insisted: 'offered',
    returned: 'returned',
    'taken-back': 'withdrawn',
  },
  declined: {},
  returned: {},
  withdrawn: {},
};

export function isOver(state: HandoffState): state is 'declined' | 'returned' | 'withdrawn' {
  return state === 'declined' || state === 'returned' || state === 'withdrawn';
}

/** Contract: each event of each role has exactly one outcome in each state. */
export function settleEvent(
  state: HandoffState,
  { event, roles }: { event: HandoffEvent; roles: ReadonlySet<HandoffRole> },
): HandoffOutcome {
  if (!roles.has(BY[event])) return { kind: 'refused', why: 'not-yours' };
  if (isOver(state)) return { kind: 'refused', why: 'over' };
  const to = NEXT[state][event];
  return to === undefined ? { kind: 'refused', why: 'not-now' } : { kind: 'moves', to };
}
