import { expect, test } from 'vitest';
import type { AnswerEntry, CardEntry, Entry } from '../../../src/agent/entry.ts';
import { answersForModel, isAnswered, openCard } from '../../../src/flow/intake/card.ts';

const card: CardEntry = {
  kind: 'card',
  cardId: 'c1',
  purpose: 'ask',
  understood: [],
  questions: [
    { id: 'q1', text: 'Which report?', options: [{ value: 'a', label: 'Sales' }] },
    { id: 'q2', text: 'Until when?', options: [] },
  ],
  evidence: [],
  mayOverride: false,
};
const option = (questionId: string, label: string): AnswerEntry => ({
  kind: 'answer',
  cardId: 'c1',
  personId: 'U1',
  choice: 'option',
  questionId,
  value: label,
  label,
});
const kept = (entries: readonly Entry[]) =>
  entries.map((entry, index) => ({ seq: index + 1, at: new Date(0), entry }));

test('a card is open until something was said after it', () => {
  expect(openCard(kept([card]))?.card.cardId).toBe('c1');
  expect(openCard(kept([card, option('q1', 'a')]))?.answers).toHaveLength(1);
  expect(openCard(kept([card, { kind: 'said', text: 'x', by: 'person' }]))).toBeUndefined();
  expect(openCard(kept([card, { kind: 'ended', state: 'stopped', reason: 'x' }]))).toBeUndefined();
});

test('it is answered when every question is, or when the rest is left to us', () => {
  const defaults: AnswerEntry = { kind: 'answer', cardId: 'c1', personId: 'U1', choice: 'defaults' };
  expect(isAnswered({ card, answers: [option('q1', 'a')] })).toBe(false);
  expect(isAnswered({ card, answers: [option('q1', 'a'), option('q2', 'Friday')] })).toBe(true);
  expect(isAnswered({ card, answers: [option('q1', 'a'), defaults] })).toBe(true);
});

test('the last answer to a question is the one that counts', () => {
  const text = answersForModel({ card, answers: [option('q1', 'Sales'), option('q1', 'Incident')] }, 'Maya');
  expect(text).toContain('Which report? → Incident');
  expect(text).not.toContain('Sales');
});
