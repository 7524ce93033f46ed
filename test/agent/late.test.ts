import { expect, test } from 'vitest';
import { askedLate } from '../../src/agent/late.ts';
import { guessed, intakeOf, questionOf, stepOf } from './intakes.ts';

const FORM = intakeOf({
  steps: [
    { ...stepOf(null, guessed('quarter', '')), title: 'Read' },
    { ...stepOf('post_file', guessed('name', '')), title: 'Post' },
    { ...stepOf(null, guessed('person', '')), title: 'Tell' },
  ],
  questions: ['purpose', 'quarter', 'name', 'person'].map((about) => questionOf(about)),
});

test.each([
  ['early all is asked', { share: 0, titles: [] }, ['purpose', 'quarter', 'name', 'person']],
  ['late only what the next step lacks', { share: 0.5, titles: ['Read'] }, ['name']],
  ['late, at the last step', { share: 0.7, titles: ['Read', 'Post'] }, ['person']],
  ['with everything finished nothing is', { share: 1, titles: ['Read', 'Post', 'Tell'] }, []],
] as const)('%s', (_, { share, titles }, asked) => {
  const form = askedLate(FORM, { share, titles: new Set(titles) });
  expect(form.questions.map(({ about }) => about)).toEqual(asked);
});
