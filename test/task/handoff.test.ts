// What can happen to a handoff, over every state, event and role.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  HANDOFF_EVENTS,
  HANDOFF_STATES,
  isOver,
  settleEvent,
  type HandoffRole,
  type HandoffState,
} from '../../src/task/handoff.ts';
import { hashOf, withoutQuotes, type HandoffBrief } from '../../src/task/handoff-brief.ts';

const GIVER: ReadonlySet<HandoffRole> = new Set(['giver']);
const RECEIVER: ReadonlySet<HandoffRole> = new Set(['receiver']);
const ROLES: readonly ReadonlySet<HandoffRole>[] = [
  new Set(),
  GIVER,
  RECEIVER,
  new Set([...GIVER, ...RECEIVER]),
];
const open = HANDOFF_STATES.filter((state) => !isOver(state));

function reach(state: HandoffState, roles: ReadonlySet<HandoffRole>): readonly HandoffState[] {
  return HANDOFF_EVENTS.flatMap((event) => {
    const outcome = settleEvent(state, { event, roles });
    return outcome.kind === 'moves' ? [outcome.to] : [];
  });
}

test('each event has one outcome in each state, and what is over stays as it ended', () => {
  for (const state of HANDOFF_STATES)
    for (const event of HANDOFF_EVENTS)
      for (const roles of ROLES) {
        const outcome = settleEvent(state, { event, roles });
        expect(settleEvent(state, { event, roles })).toEqual(outcome);
        if (isOver(state)) expect(outcome.kind).toBe('refused');
        if (roles.size === 0) expect(outcome).toEqual({ kind: 'refused', why: 'not-yours' });
      }
});

test('no state is a dead end: whatever happened before, its giver alone can end it, and so can whoever has it', () => {
  const step = fc.record({ event: fc.constantFrom(...HANDOFF_EVENTS), roles: fc.constantFrom(...ROLES) });
  fc.assert(
    fc.property(
      fc.constantFrom<HandoffState>('proposed', 'offered'),
      fc.array(step, { maxLength: 30 }),
      (first, steps) => {
        const state = steps.reduce<HandoffState>((now, one) => {
          const outcome = settleEvent(now, one);
          return outcome.kind === 'moves' ? outcome.to : now;
        }, first);
        if (isOver(state)) return;
        expect(reach(state, GIVER)).toContain('withdrawn');
        // Nobody has been asked yet while it is proposed.
        if (state !== 'proposed')
          expect(reach(state, RECEIVER)).toEqual(expect.arrayContaining(['declined', 'returned']));
      },
    ),
  );
});

test('only the receiver accepts, declines, counters and returns; only the giver takes back and decides on a counter', () => {
  for (const state of open) {
    expect(
      reach(state, GIVER).filter((to) => to === 'declined' || to === 'returned' || to === 'countered'),
    ).toEqual([]);
    expect(reach(state, RECEIVER)).not.toContain('withdrawn');
  }
  expect(reach('proposed', RECEIVER)).toEqual([]);
  expect(settleEvent('countered', { event: 'agreed', roles: RECEIVER })).toEqual({
    kind: 'refused',
    why: 'not-yours',
  });
});

test('every state can be reached', () => {
  const reached = new Set<HandoffState>(['proposed']);
  for (const state of reached)
    for (const roles of ROLES) for (const to of reach(state, roles)) reached.add(to);
  expect(reached).toEqual(new Set(HANDOFF_STATES));
});

const brief: HandoffBrief = {
  wanted: 'Compare the offers',
  note: 'please look at the prices',
  done: ['Offers collected'],
  left: ['Compare'],
  openQuestions: ['With VAT?'],
  constraints: [{ message: '1.1', words: 'Do not write to the vendors' }],
  files: [{ id: 'F1', name: 'a.pdf', message: '1.1' }],
  changes: [],
  withheld: 0,
};

test('the hash is another for every other word and date, and the same for the same terms', () => {
  const due = new Date('2026-12-03T09:00:00Z');
  const texts = fc.array(fc.string(), { maxLength: 3 });
  fc.assert(
    fc.property(fc.string(), texts, (wanted, left) => {
      const other = { ...brief, wanted, left };
      const isSame = JSON.stringify(other) === JSON.stringify(brief);
      expect(hashOf(other, due) === hashOf(brief, due)).toBe(isSame);
    }),
  );
  expect(hashOf({ ...brief }, new Date(due))).toBe(hashOf(brief, due));
  expect(hashOf(brief, undefined)).not.toBe(hashOf(brief, due));
});

test("without quotes nothing of the channel is left but the giver's own words and how much stays behind", () => {
  const told = withoutQuotes(brief);
  expect(told.wanted).toBe(brief.note);
  expect(told.withheld).toBe(6);
  const secret = [
    'Compare the offers',
    'Offers collected',
    'With VAT?',
    'Do not write to the vendors',
    'a.pdf',
  ];
  expect(secret.filter((words) => JSON.stringify(told).includes(words))).toEqual([]);
});
