// How each kind of words looks, to be read when it changes.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { draw } from '../../../src/slack/blocks/draw.ts';
import { emojiOf } from '../../../src/workspace/page/emoji.ts';
import { faultsIn } from './limits.ts';
import { card, LOOKS, plan } from './looks.ts';

for (const [name, [words, language]] of Object.entries(LOOKS)) {
  test(`${name} looks as it did`, () => {
    const parts = draw(words, language);
    expect(parts.flatMap((part) => (part.kind === 'message' ? faultsIn(part) : []))).toEqual([]);
    expect(parts).toMatchSnapshot();
  });
}

test('the local workspace knows every sign that we draw', () => {
  const drawn = Object.values(LOOKS).map(([words, language]) => JSON.stringify(draw(words, language)));
  const names = [...drawn.join(' ').matchAll(/(?<![\w:]):([a-z_]+):(?![\w:])/gu)].map(
    ([, name = '']) => name,
  );
  expect(names.length).toBeGreaterThan(10);
  expect([...new Set(names)].filter((name) => emojiOf(name) === undefined)).toEqual([]);
});

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

test('a plan of 120 steps shows the ten around the one under way, and the rest by tens, counted, with what failed by name', () => {
  const steps = Array.from({ length: 120 }, (_, index) => ({
    number: index + 1,
    title: `Document ${index + 1}`,
    status: statusAt(index),
    ...(index === 33 ? { note: 'it is empty' } : {}),
    ...(index === 5 ? { isSkipped: true } : {}),
  }));
  const shown = tasksOf(draw(plan({ steps }), 'en'));
  expect(shown.map(({ title, status }) => [title, status])).toEqual([
    ['Steps 1–10 · 9 of 10 done · 1 left out', 'complete'],
    ['Steps 11–20 · 10 of 10 done', 'complete'],
    ['Steps 21–30 · 10 of 10 done', 'complete'],
    ['Steps 31–40 · 9 of 10 done · 1 failed', 'error'],
    ['Steps 41–50 · 10 of 10 done', 'complete'],
    ['Steps 51–60 · 10 of 10 done', 'complete'],
    ['Steps 61–70 · 10 of 10 done', 'complete'],
    ['Document 71', 'in_progress'],
    ...[72, 73, 74, 75, 76, 77, 78, 79, 80].map((number) => [`Document ${number}`, 'pending']),
    ['Steps 81–90 · 0 of 10 done', 'pending'],
    ['Steps 91–100 · 0 of 10 done', 'pending'],
    ['Steps 101–110 · 0 of 10 done', 'pending'],
    ['Steps 111–120 · 0 of 10 done', 'pending'],
  ]);
  expect(JSON.stringify(shown[3])).toContain('34. Document 34 — it is empty');
  expect(tasksOf(draw(plan({ steps }), 'zh'))[3]?.title).toBe('第 31–40 步 · 完成 9/10 · 失败 1');
});

test('nothing turns on a plan whose task rests or holds still', () => {
  for (const state of ['paused', 'stopped', 'failed', 'replaced'] as const)
    expect(tasksOf(draw(plan({ state }), 'en'))[1]).toMatchObject({ status: 'pending' });
  expect(tasksOf(draw(plan({ state: 'waiting' }), 'en'))[1]).toMatchObject({ status: 'in_progress' });
});

test.each([51, 60, 400, 999, 5000])(
  'a plan of %i steps is no more than Slack shows, wherever it stands',
  (count) => {
    for (const at of [0, Math.floor(count / 2), count - 1, count]) {
      const steps = Array.from({ length: count }, (_, index) => ({
        number: index + 1,
        title: `Step ${index + 1}`,
        status: index < at ? ('complete' as const) : ('pending' as const),
      }));
      const shown = tasksOf(draw(plan({ steps }), 'en'));
      expect(shown.length).toBeLessThanOrEqual(50);
      expect(shown.map(({ title }) => title)).toContain(`Step ${Math.min(at + 1, count)}`);
    }
  },
);

function statusAt(index: number): 'complete' | 'error' | 'in_progress' | 'pending' {
  if (index === 33) return 'error';
  if (index === 5) return 'pending';
  return index < 70 ? 'complete' : index === 70 ? 'in_progress' : 'pending';
}

const Tasks = z.object({ tasks: z.array(z.looseObject({ title: z.string(), status: z.string() })) });

function tasksOf([part]: ReturnType<typeof draw>) {
  const [block] = part?.kind === 'message' ? part.blocks : [];
  return Tasks.parse(block).tasks;
}
