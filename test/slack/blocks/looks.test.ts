// How each kind of words looks, to be read when it changes.
import { expect, test } from 'vitest';
import type { Language, Words } from '../../../src/flow/words.ts';
import { draw } from '../../../src/slack/blocks/draw.ts';
import { faultsIn } from './limits.ts';

const spent = { seconds: 132, inputTokens: 31_200, outputTokens: 2900, usd: 0.118 };

const LOOKS: Record<string, readonly [Words, Language]> = {
  'a brief': [
    {
      kind: 'brief',
      taskNumber: 12,
      version: 1,
      outcome: 'A recommendation for one of the three vendor offers, with the price per seat.',
      assumptions: ['Prices are compared without VAT', 'The offer corrected on 10 November counts'],
      constraints: ['Do not write to the vendors'],
    },
    'en',
  ],
  'a changed brief in Chinese': [
    {
      kind: 'brief',
      taskNumber: 12,
      version: 2,
      outcome: '比较三份报价并推荐一份',
      assumptions: ['价格不含税'],
      constraints: [],
    },
    'zh',
  ],
  'a question card': [card({}), 'en'],
  'a question card in Chinese': [card({}), 'zh'],
  'a settled card': [card({ settled: 'Offers of November · without VAT' }), 'en'],
  'a challenge': [
    card({
      purpose: 'challenge',
      questions: [],
      understood: [],
      evidence: [
        { text: 'Offer B was withdrawn on 12 November', url: 'https://team.slack.com/archives/C0OPS/p1732' },
      ],
      betterWay: 'Compare A and C only, and ask B for a new offer.',
      mayOverride: true,
    }),
    'en',
  ],
  'a plan at work': [plan({}), 'en'],
  'a finished plan in Chinese': [
    plan({ state: 'done', steps: [{ number: 1, title: '阅读报价', status: 'complete' }] }),
    'zh',
  ],
  'a result': [
    {
      kind: 'result',
      taskNumber: 12,
      markdown: '**Take offer B.** It is cheapest at €4,180 [1] and was corrected on 10 November [2].',
      sources: [
        { number: 1, label: 'offer-b.pdf, page 1', url: 'https://team.slack.com/files/F0OFFERB' },
        { number: 2, label: 'Jon Bell, 10 November' },
      ],
      effects: [
        { what: 'posted comparison.csv', state: 'done' },
        { what: 'reminder to Jon', state: 'not-done' },
        { what: 'calendar entry', state: 'unknown' },
      ],
      spent,
    },
    'en',
  ],
  'a warning': [
    { kind: 'notice', tone: 'warning', text: 'The model is busy; I try again in a minute.' },
    'en',
  ],
};

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

type Card = Extract<Words, { kind: 'card' }>;
function card(parts: Partial<Card>): Card {
  return {
    kind: 'card',
    taskId: 'b7e0c9d4-0f51-4f3e-9d0e-3a9f0a6a8c11',
    taskNumber: 12,
    cardId: '1f0e',
    purpose: 'ask',
    understood: [
      {
        text: 'Three offers of November',
        basis: 'quoted',
        url: 'https://team.slack.com/archives/C0OPS/p1732',
      },
      { text: 'Prices in euros', basis: 'looked-up' },
      { text: 'For the whole team', basis: 'assumed' },
    ],
    questions: [
      {
        id: 'offers',
        text: 'Which offers do you mean?',
        options: [
          { value: 'november', label: 'Those of November' },
          { value: 'all', label: 'All since the summer' },
        ],
      },
      { id: 'why', text: 'What matters most?', options: [] },
    ],
    evidence: [],
    mayOverride: false,
    ...parts,
  };
}

type Plan = Extract<Words, { kind: 'plan' }>;
function plan(parts: Partial<Plan>): Plan {
  return {
    kind: 'plan',
    taskId: 'b7e0c9d4-0f51-4f3e-9d0e-3a9f0a6a8c11',
    taskNumber: 12,
    title: 'Compare the three vendor offers',
    state: 'working',
    steps: [
      { number: 1, title: 'Read the offers', status: 'complete', note: '3 files, 14 pages' },
      { number: 2, title: 'Compare prices per seat', status: 'in_progress' },
      { number: 3, title: 'Recommend one', status: 'pending' },
    ],
    now: 'Reading offer-b.pdf, page 2',
    spent,
    ...parts,
  };
}
