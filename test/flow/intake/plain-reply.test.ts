// Replies to a card in plain words, in both languages: what code takes from them, and what it leaves to the model.
import { describe, expect, test } from 'vitest';
import { plainReply } from '../../../src/flow/intake/plain-reply.ts';

const options = (...labels: readonly string[]) =>
  labels.map((label, index) => ({ value: `v${index + 1}`, label }));
const WHICH = { id: 'q1', text: 'Which report?', options: options('Q3 report', 'Q4 report', 'Both') };
const WHERE = { id: 'q2', text: 'Where?', options: options('Here', '#board') };
const ZH = { id: 'q1', text: '哪一份？', options: options('三季度报告', '四季度报告') };
const one = { purpose: 'ask' as const, questions: [WHICH] };
const two = { purpose: 'ask' as const, questions: [WHICH, WHERE] };

/** "q1=Q4 report; defaults" */
function read(text: string, card: Parameters<typeof plainReply>[1]): string {
  const reply = plainReply(text, card);
  if (reply === undefined) return 'the model';
  const said = reply.answers.map(({ questionId, label }) => `${questionId}=${label}`);
  return [
    ...said,
    ...((reply.rest ?? []).length === 0 ? [] : [reply.rest]),
    ...(reply.isForEver ? ['for ever'] : []),
  ].join('; ');
}

describe('one question', () => {
  test.each([
    ['the first one', 'q1=Q3 report'],
    ['First!', 'q1=Q3 report'],
    ['2', 'q1=Q4 report'],
    ['option 2 please', 'q1=Q4 report'],
    ["I'd take the second one, thanks.", 'q1=Q4 report'],
    ['the last one please', 'q1=Both'],
    ['<@U0LONGHAND> Q4 report', 'q1=Q4 report'],
    ['use “Both”', 'q1=Both'],
    ['第二个', 'q1=Q4 report'],
    ['就用第一个吧', 'q1=Q3 report'],
    ['最后一个', 'q1=Both'],
    ['your defaults', 'defaults'],
    ['go ahead', 'defaults'],
    ['Up to you.', 'defaults'],
    ['随你', 'defaults'],
    ['按默认的来吧', 'defaults'],
    ['按默认的来', 'defaults'],
    ["the first one, and don't ask me about this again", 'q1=Q3 report; for ever'],
    ['第一个，以后别再问我了', 'q1=Q3 report; for ever'],
    ["don't ask me about this again", 'defaults; for ever'],
    ['not the first one', 'the model'],
    ['the first one was wrong last time', 'the model'],
    ['what is the difference?', 'the model'],
    ['第一个不行', 'the model'],
    ['Q4 report, but only the summary', 'the model'],
    ['4', 'the model'],
    ['', 'the model'],
  ])('"%s" says: %s', (text, says) => {
    expect(read(text, one)).toBe(says);
  });

  test('in Chinese labels count as well', () => {
    expect(read('四季度报告', { purpose: 'ask', questions: [ZH] })).toBe('q1=四季度报告');
    expect(read('要四季度报告的', { purpose: 'ask', questions: [ZH] })).toBe('q1=四季度报告');
  });
});

test.each([
  ['first one; rest as you like', 'q1=Q3 report; defaults'],
  ['The second, the rest is up to you', 'q1=Q4 report; defaults'],
  ['第一个，其他随你', 'q1=Q3 report; defaults'],
  ['Q4 report, and the others your defaults', 'q1=Q4 report; defaults'],
  ['#board, rest as you like', 'q2=#board; defaults'],
  ['the first one, the second one', 'q1=Q3 report; q2=#board'],
  ['Q4 report and #board', 'q1=Q4 report; q2=#board'],
  ['#board and Q4 report', 'q2=#board; q1=Q4 report'],
  ['第二个，第一个', 'q1=Q4 report; q2=Here'],
  ['the first one', 'q1=Q3 report'],
  ['first, second, third', 'the model'],
  ['first one, and call it summary', 'the model'],
])('of two questions, "%s" says: %s', (text, says) => {
  expect(read(text, two)).toBe(says);
});

test.each([
  ['challenge', 'do it anyway', 'override'],
  ['challenge', 'Yes, it replaces that', 'override'],
  ['challenge', '仍然执行', 'override'],
  ['challenge', 'approved', 'lift'],
  ['challenge', 'yes', 'the model'],
  ['challenge', 'do that instead', 'instead'],
  ['challenge', '就按你的建议做', 'instead'],
  ['challenge', 'the first one', 'the model'],
  ['stop', 'ok', 'lift'],
  ['stop', 'I allow it', 'lift'],
  ['stop', '可以', 'lift'],
  ['stop', 'no', 'the model'],
  ['stop', 'ok, but only to Anna', 'the model'],
  ['hold', 'go', 'go'],
  ['hold', '开始吧', 'go'],
  ['hold', '开始', 'go'],
  ['hold', 'not yet', 'the model'],
  ['check', 'go', 'the model'],
] as const)('to a card of the kind "%s", "%s" says: %s', (purpose, text, says) => {
  expect(read(text, { purpose, questions: [], betterWay: 'Use the pass' })).toBe(says);
});

test.each([
  ['go ahead', 'go'],
  ['ok, go ahead please', 'go'],
  ['yes', 'go'],
  ['好的，开始吧', 'go'],
  ['yes, but without the salary', 'the model'],
  ['leave the salary away', 'the model'],
])('to a form that is looked at, "%s" says: %s', (text, says) => {
  const form = [{ name: 'Salary', type: 'number' as const, question: 'What they ask for' }];
  const check = { about: 'start', ref: 'call-1', title: 'Right?', from: 'working' as const, form };
  expect(read(text, { purpose: 'check', questions: [], check })).toBe(says);
});
