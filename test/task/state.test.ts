import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isClosed,
  nextState,
  TASK_EVENTS,
  TASK_STATES,
  wantsJob,
  type TaskState,
} from '../../src/task/state.ts';

test('every event in every state means one known state, or nothing', () => {
  for (const state of TASK_STATES) {
    for (const event of TASK_EVENTS) {
      const next = nextState(state, event);
      expect(next === undefined || TASK_STATES.includes(next)).toBe(true);
      expect(nextState(state, event)).toBe(next);
    }
  }
});

test('whatever happened before, somebody can always go on: no state is a dead end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TASK_EVENTS), { maxLength: 30 }), (events) => {
      const state = events.reduce<TaskState>((now, event) => nextState(now, event) ?? now, 'intake');
      // A word sets it in motion from wherever it is, or a resume where it is held; from there it can end in each way.
      const woken = nextState(state, state === 'paused' ? 'unpaused' : 'spoken-to');
      expect(woken).toBeDefined();
      expect(woken !== undefined && wantsJob(woken)).toBe(true);
      for (const event of ['finished', 'failed', 'stopped'] as const) {
        const ended = woken === undefined ? undefined : nextState(woken, event);
        expect(ended !== undefined && isClosed(ended)).toBe(true);
      }
    }),
  );
});

test('every state can be reached', () => {
  const reached = new Set<TaskState>(['intake']);
  for (const state of reached) {
    for (const event of TASK_EVENTS) {
      const next = nextState(state, event);
      if (next !== undefined) reached.add(next);
    }
  }
  expect(reached).toEqual(new Set(TASK_STATES));
});

test('what is at rest is opened again by a word, and by nothing else', () => {
  for (const state of TASK_STATES.filter(isClosed)) {
    const opening = TASK_EVENTS.filter((event) => nextState(state, event) !== undefined);
    expect(opening).toEqual(['spoken-to']);
    expect(opening.map((event) => nextState(state, event))).toEqual(['intake']);
  }
});

test('work begins only after an agreement, and an open task can always be stopped', () => {
  for (const state of TASK_STATES) {
    const toWork = TASK_EVENTS.filter((event) => nextState(state, event) === 'working');
    // A check comes up in work only, and leads back into it: what it came from stands in its card.
    const back =
      new Map<string, string[]>([
        ['working', ['spoken-to']],
        ['asking', ['resumed']],
        ['paused', ['resumed']],
      ]).get(state) ?? [];
    expect(toWork.filter((event) => event !== 'agreed')).toEqual(back);
    expect(nextState(state, 'stopped')).toBe(isClosed(state) ? undefined : 'stopped');
  }
});

test('a task has a job, waits for a person, or rests: one of the three', () => {
  for (const state of TASK_STATES) {
    expect(
      [wantsJob(state), state === 'asking' || state === 'paused', isClosed(state)].filter(Boolean),
    ).toHaveLength(1);
  }
});
