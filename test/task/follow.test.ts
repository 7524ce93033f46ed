import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { following, type Role } from '../../src/task/follow.ts';
import { Signal } from '../../src/task/signal.ts';
import { isClosed, TASK_STATES } from '../../src/task/state.ts';

const KINDS = Signal.options.map(({ shape }) => shape.kind.value);
const ROLES: readonly Role[] = ['owner', 'other', 'heir', 'place'];

test('whatever reaches a task, in whatever state, from whomever: one thing follows, and always the same', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TASK_STATES),
      fc.constantFrom(...KINDS),
      fc.constantFrom(...ROLES),
      (state, kind, role) => {
        const follows = following(state, kind, role);
        expect(follows).toMatch(/^[a-z-]+$/u);
        expect(following(state, kind, role)).toBe(follows);
      },
    ),
  );
});

test.each(TASK_STATES.filter((state) => !isClosed(state)))('%s: the owner can always stop it', (state) => {
  expect(following(state, 'stop', 'owner')).toBe('stop');
});

test('nobody but the owner moves a task: others suggest, and a stop of theirs holds it until the owner has spoken', () => {
  const moves = [
    'read',
    'answer',
    'replan',
    'stop',
    'pause',
    'resume',
    'skip',
    'retry',
    'take',
    'queue',
    'undo',
    'settle',
  ];
  for (const state of TASK_STATES.filter((one) => !isClosed(one))) {
    for (const kind of KINDS) expect(moves).not.toContain(following(state, kind, 'other'));
  }
  expect(following('working', 'stop', 'other')).toBe('hold');
});

test('only while its owner is gone can somebody take a task over, and end it', () => {
  for (const state of TASK_STATES.filter((one) => !isClosed(one))) {
    expect(following(state, 'take-over', 'heir')).toBe('take-over');
    expect(following(state, 'take-over', 'other')).toBe('say-owners');
    expect(following(state, 'stop', 'heir')).toBe('stop');
  }
});

test('a task at rest is opened by a word, or by what it waited for, and moved by nothing else; what it did can still be taken back or looked at', () => {
  for (const state of TASK_STATES.filter(isClosed)) {
    for (const kind of KINDS.filter((one) => !['undo', 'settle', 'handoff'].includes(one))) {
      for (const role of ROLES)
        expect(following(state, kind, role)).toMatch(kind === 'message' ? /^reopen$/u : /^say-/u);
    }
  }
});
