// How each kind of words looks, to be read when it changes.
import { expect, test } from 'vitest';
import { draw } from '../../../src/slack/blocks/draw.ts';
import { faultsIn } from './limits.ts';
import { card, LOOKS, plan } from './looks.ts';

for (const [name, [words, language]] of Object.entries(LOOKS)) {
  test(`${name} looks as it did`, () => {
    const parts = draw(words, language);
    expect(parts.flatMap((part) => (part.kind === 'message' ? faultsIn(part) : []))).toEqual([]);
    expect(parts).toMatchSnapshot();
  });
}

test('a settled card takes no more clicks, and a finished plan has no Cancel button', () => {
  for (const words of [
    card({ settled: 'Yes' }),
    plan({ state: 'done' }),
    plan({ state: 'stopped' }),
    plan({ state: 'failed' }),
  ]) {
    expect(JSON.stringify(draw(words, 'en'))).not.toContain('"actions"');
  }
  expect(JSON.stringify(draw(plan({ state: 'waiting' }), 'en'))).toContain('"actions"');
});

test('many options, or long ones, become a list to choose from', () => {
  const options = Array.from({ length: 6 }, (_, index) => ({ value: `v${index}`, label: `Option ${index}` }));
  const many = draw(card({ questions: [{ id: 'q', text: 'Which?', options }] }), 'en');
  expect(JSON.stringify(many)).toContain('static_select');

  const label = 'A label that is far too long to stand in a row of buttons '.repeat(3);
  const long = JSON.stringify(
    draw(card({ questions: [{ id: 'q', text: 'Which?', options: [{ value: 'v', label }] }] }), 'en'),
  );
  expect(long).toContain('static_select');
  expect(long).toContain(label.trim()); // What the list cuts off stands above it in full.
});

test('a plan of 120 steps shows those around the one under way, and folds the rest', () => {
  const steps = Array.from({ length: 120 }, (_, index) => ({
    number: index + 1,
    title: `Document ${index + 1}`,
    status:
      index < 70 ? ('complete' as const) : index === 70 ? ('in_progress' as const) : ('pending' as const),
  }));
  const [part] = draw(plan({ steps }), 'en');
  const shown = JSON.stringify(part?.kind === 'message' ? part.blocks : []);
  expect(shown).toContain('Document 71');
  expect(shown).toContain('Steps 1–65');
  expect(shown).toContain('Steps 114–120');
});
