import { expect, test } from 'vitest';
import type { Brief } from '../../src/task/brief.ts';
import { carriedOver, changesBetween, fatesOf, withoutMessages } from '../../src/task/brief-changes.ts';

const BRIEF: Brief = {
  outcome: 'The offers are compared',
  deliverable: 'A table in the thread',
  doneWhen: [],
  constraints: [{ message: '1.1', words: 'not to the client' }],
  steps: [
    { title: 'Read the offers', tool: 'read_file', arguments: [{ name: 'quarter', value: 'Q3' }] },
    { title: 'Post the table', tool: 'post_file' },
    { title: 'Recommend one', tool: null },
  ],
  assumptions: ['without VAT'],
  additions: [{ message: '1.2', words: 'the price per seat' }],
};

test('what changed is told line by line, and what stayed is not', () => {
  expect(
    changesBetween(BRIEF, {
      ...BRIEF,
      outcome: 'The offers of Q4 are compared',
      constraints: [],
      additions: [...(BRIEF.additions ?? []), { message: '1.3', words: 'in euros' }],
    }),
  ).toEqual([
    { part: 'outcome', before: 'The offers are compared', after: 'The offers of Q4 are compared' },
    { part: 'constraint', before: 'not to the client' },
    { part: 'addition', after: 'in euros' },
  ]);
  expect(changesBetween(BRIEF, { ...BRIEF, outcome: ' the offers are compared ' })).toEqual([]);
});

test('a finished step is kept where it stands unchanged, repaired where it is wanted otherwise, undone where it did something', () => {
  const after: Brief = {
    ...BRIEF,
    steps: [{ title: 'Read the offers', tool: 'read_file', arguments: [{ name: 'quarter', value: 'Q4' }] }],
  };
  const finished = [{ number: 1, note: '3 files' }, { number: 2 }, { number: 3 }];
  const fates = (to: Brief) =>
    fatesOf(finished, { before: BRIEF, after: to, didSomething: (tool) => tool === 'post_file' }).map(
      ({ title, fate, step }) => [title, fate, step],
    );
  expect(fates(BRIEF)).toEqual([
    ['Read the offers', 'keep', 1],
    ['Post the table', 'keep', 2],
    ['Recommend one', 'keep', 3],
  ]);
  expect(fates(after)).toEqual([
    ['Read the offers', 'repair', 1],
    ['Post the table', 'undo', undefined],
    ['Recommend one', 'keep', undefined],
  ]);
});

test('what people said to the brief stays in the one that replaces it, unless it stands no more', () => {
  const submitted: Brief = { ...BRIEF, constraints: [], additions: [] };
  expect(carriedOver(BRIEF, submitted, () => true)).toMatchObject({
    constraints: BRIEF.constraints,
    additions: BRIEF.additions,
  });
  expect(carriedOver(BRIEF, submitted, ({ message }) => message === '1.2').constraints).toEqual([]);
  expect(withoutMessages(BRIEF, new Set(['1.2'])).additions).toEqual([]);
});
