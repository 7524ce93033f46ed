import { expect, test } from 'vitest';
import { createHandOff, type HandedOff, type HandoffWish } from '../../src/tools/hand-off.ts';
import { call, contextOf } from './support/context.ts';

const INPUT = { to: 'U0KENJI', summary: 'Sign the offer of vendor B', note: 'Only you can sign.', step: 2 };

function start(made: HandedOff) {
  const wishes: HandoffWish[] = [];
  const kept = new Map<string, HandedOff>();
  const tool = createHandOff({
    handoffs: {
      make: async (wish) => {
        wishes.push(wish);
        kept.set(wish.key, made);
        return made;
      },
      find: async (key) => kept.get(key),
    },
  });
  return { tool, wishes };
}

test('it says what came of it, and after a lost answer finds the same by its key', async () => {
  const { tool, wishes } = start({ kind: 'handed', number: 3, to: 'Kenji Mori', isAskedFirst: false });
  expect(await tool.settle?.('key-1', contextOf())).toEqual({ kind: 'not-done' });
  const outcome = await call(tool, INPUT, { key: 'key-1' });
  expect(outcome.text).toBe('Handed to Kenji Mori as handoff 3. The task rests until it comes back.');
  expect(await tool.settle?.('key-1', contextOf())).toEqual({ kind: 'done', outcome });
  // No constraint can come from the model: there is no place for one.
  expect(wishes).toEqual([
    expect.objectContaining({ key: 'key-1', to: 'U0KENJI', wanted: INPUT.summary, step: 2, due: undefined }),
  ]);
  expect(Object.keys(wishes[0] ?? {})).not.toContain('constraints');
});

test('a refusal is a failed result that says why, and nothing runs without a key', async () => {
  const { tool } = start({ kind: 'refused', reason: 'Kenji is a guest here.' });
  expect(await call(tool, INPUT, { key: 'key-1' })).toEqual({
    failed: true,
    text: 'Nothing was handed over. Kenji is a guest here.',
  });
  await expect(call(tool, INPUT)).rejects.toThrow('without a key');
});

test.each([{ ...INPUT, to: '' }, { ...INPUT, summary: ' ' }, { ...INPUT, step: 0 }, { to: 'U0KENJI' }])(
  '%j is not understood, and says why',
  async (input) => {
    const { tool, wishes } = start({ kind: 'refused', reason: '' });
    expect(await call(tool, input, { key: 'k' })).toMatchObject({ failed: true });
    expect(wishes).toEqual([]);
  },
);
