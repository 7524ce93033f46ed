import { expect, test } from 'vitest';
import { isStop, isThanks, languageOf, wordsOf } from '../../src/flow/meant.ts';

test.each([
  'stop',
  'Stop!',
  '<@U0LONGHAND> stop',
  'please stop it',
  'cancel the task',
  '停',
  '停止。',
  '取消',
  '算了',
  'para',
  'never mind',
])('"%s" stops', (text) => expect(isStop(text)).toBe(true));

test.each([
  'stop including offer C',
  'do not stop',
  'when does the sale stop?',
  '停止供货的原因是什么',
  'the bus stop',
  '',
])('"%s" does not stop', (text) => expect(isStop(text)).toBe(false));

test.each([
  'thanks',
  'Thanks a lot!',
  'ok, great',
  '谢谢你',
  '好的，收到',
  '👍',
  ':pray:',
  '<@U0LONGHAND> thank you',
])('"%s" is a kind word', (text) => expect(isThanks(text)).toBe(true));

test.each([
  'thanks, and now per seat',
  'great, do the same for #ops',
  '好的，再加上价格',
  'ok?no',
  'not great',
])('"%s" wants something', (text) => expect(isThanks(text)).toBe(false));

test('the fixed words are in the language of the goal', () => {
  expect(
    [
      'compare the offers',
      '比较这三家供应商的报价',
      '@Longhand 总结 CRM 的讨论',
      'what does 报价 mean in our channel?',
    ].map(languageOf),
  ).toEqual(['en', 'zh', 'zh', 'en']);
});

test('mentions are no words of the goal', () => {
  expect(wordsOf('<@U0LONGHAND>  add  it <@U1|maya> up')).toBe('add it up');
});
