import { expect, test } from 'vitest';
import { toAmounts } from '../../src/guard/budget-words.ts';

test.each([
  ['Compare the offers. Spend at most $2.', { usd: 2 }],
  ['summarise this; budget: US$1.50', { usd: 1.5 }],
  ['do it but do not spend more than... well, spend no more than 50 cents', { usd: 0.5 }],
  ['spend up to 3 dollars and take no more than 10 minutes', { usd: 3, minutes: 10 }],
  ['use at most 50k tokens', { tokens: 50_000 }],
  ['1.5m tokens max, please', { tokens: 1_500_000 }],
  ['at most 1,200 tool calls', { calls: 1200 }],
  ['post at most 3 messages', { posts: 3 }],
  ['take 2 hours at most', { minutes: 120 }],
  ['Spend at most $2. No: spend at most $5.', { usd: 5 }],
  ['最多花2美元', { usd: 2 }],
  ['预算：5美元，10分钟以内完成', { usd: 5, minutes: 10 }],
  ['用不超过3万词元', { tokens: 30_000 }],
  ['最多发2条消息', { posts: 2 }],
  ['最多用100次工具调用', { calls: 100 }],
])('“%s” is a budget', (text, expected) => {
  expect(toAmounts(text)).toEqual(expected);
});

test.each([
  'Find offers under $500 and compare them',
  'Which chairs cost less than $200?',
  'Summarise the meeting of at most 30 minutes that Kenji held',
  'what happened within 24 hours of the incident?',
  'Up to 20 messages were lost yesterday: find out which',
  '找出不超过500美元的报价',
  'We spent $2,000 on chairs',
  'the budget of the office is in costs.csv',
  '',
])('“%s” is none', (text) => {
  expect(toAmounts(text)).toEqual({});
});

test('no text makes it slow', () => {
  for (const text of ['at most '.repeat(20_000), `spend ${'1'.repeat(100_000)}`, '最多花'.repeat(30_000)])
    expect(toAmounts(text)).toEqual({});
});
