import { expect, test } from 'vitest';
import { isShareQuestion } from '../../../src/flow/standing/share.ts';

test.each([
  'how much do you carry?',
  '<@U0LONGHAND> how much of our work do you carry',
  'How much have you carried?',
  'what share of the work do you carry?',
  'what is your share?',
  'your share of the work',
  '你承担了多少？',
  '你一共完成了多少任务',
  '你的占比是多少？',
])('"%s" asks how much it carries', (text) => {
  expect(isShareQuestion(text)).toBe(true);
});

test.each([
  'how much does the truck carry?',
  'how much of the budget do you need?',
  'share this with Kenji',
  'what is your share price target?',
  '你做了什么？',
])('"%s" asks something else', (text) => {
  expect(isShareQuestion(text)).toBe(false);
});
