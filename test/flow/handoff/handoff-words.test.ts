// What counts as handing over, as an answer, and as asking for one's plate; and what is only talk.
import { describe, expect, test } from 'vitest';
import { readDue } from '../../../src/flow/handoff/handoff-due.ts';
import { readHandover, readPlateQuestion, readReply } from '../../../src/flow/handoff/handoff-words.ts';

describe('handing over', () => {
  test.each([
    ['hand this to <@U0KENJI>, due Thursday', 'U0KENJI', '', ', due Thursday', ''],
    ['Hand this over to <@U0KENJI>', 'U0KENJI', '', '', ''],
    [
      'please hand off the vendor check to <@U0KENJI> by Friday',
      'U0KENJI',
      'the vendor check',
      'by Friday',
      '',
    ],
    ['pass this on to <@U0KENJI>: look at the prices first', 'U0KENJI', '', '', 'look at the prices first'],
    ['delegate the report to <@U0KENJI|kenji> - by 14:00', 'U0KENJI', 'the report', '', 'by 14:00'],
    ['give it to <@U0KENJI>', 'U0KENJI', '', '', ''],
    ['hand this to <#C0OTHER|other>, due tomorrow', 'C0OTHER', '', ', due tomorrow', ''],
    ['把这个交给<@U0KENJI>，周四前', 'U0KENJI', '', '，周四前', ''],
    ['请把报价核对转交给 <@U0KENJI>：先看价格', 'U0KENJI', '报价核对', '', '先看价格'],
    ['交给<@U0KENJI>', 'U0KENJI', '', '', ''],
    ['let <@U0KENJI> do this, by Friday', 'U0KENJI', '', ', by Friday', ''],
    ['ask <@U0KENJI> to take this over', 'U0KENJI', '', '', ''],
    ['让<@U0KENJI>来做这个，周四前', 'U0KENJI', '', '，周四前', ''],
    ['请把这件事转交<@U0KENJI>', 'U0KENJI', '', '', ''],
    ['这个任务交给<@U0KENJI>：先看价格', 'U0KENJI', '', '', '先看价格'],
  ])('%s', (...[text, id, what, terms, note]) => {
    expect(readHandover(text)).toMatchObject({ receiver: { id }, what, terms, note, escalateTo: undefined });
  });

  test.each([
    'hand this to <@U0KENJI>, due Thursday, otherwise tell <@U0ANA>',
    'hand this to <@U0KENJI> by Friday; escalate to <@U0ANA>',
    '把这个交给<@U0KENJI>，周四前，逾期找<@U0ANA>',
  ])('%s names who is told when it is late', (text) => {
    expect(readHandover(text)).toMatchObject({ receiver: { id: 'U0KENJI' }, escalateTo: 'U0ANA' });
  });

  test.each([
    'summarise this for <@U0KENJI>',
    'give the numbers to <@U0KENJI>',
    'who handed this to <@U0KENJI>?',
    'hand this to Kenji',
    'let <@U0KENJI> know about this',
    'ask <@U0KENJI> to do the dishes with us',
    '请<@U0KENJI>看一下',
    '请总结<@U0KENJI>的意见',
    'pass the salt to <@U0KENJI>',
  ])('but not: %s', (text) => expect(readHandover(text)).toBeUndefined());
});

describe('answers', () => {
  const receiver = (text: string) => readReply(text, { side: 'receiver', state: 'offered' });
  const giver = (text: string, state: string) => readReply(text, { side: 'giver', state });
  test.each([
    'accept',
    "I'll take it",
    'On it!',
    'ok',
    'Sure, will do',
    'yes, I can do it',
    '我来',
    '接受',
    '交给我吧',
    '好的，我来处理',
    '可以',
  ])('%s accepts', (text) => expect(receiver(text)).toEqual({ kind: 'accept' }));
  test.each([
    ['decline: no time this week', 'no time this week'],
    ["I can't take this because I am away", 'I am away'],
    ['拒绝，本周没有时间', '本周没有时间'],
    ['我做不了，因为没有权限', '没有权限'],
    ["no, I don't have time", "I don't have time"],
    ['抱歉，最近太忙了', '最近太忙了'],
    ['no, sorry', ''],
  ])('%s declines', (text, words) => expect(receiver(text)).toEqual({ kind: 'decline', words }));
  test.each([
    'how about Monday?',
    'I can only do the first half',
    'Monday would be better',
    'only the first half, please',
    '能不能改到下周一',
    '我只能做前半部分',
    '下周一可以吗？',
  ])('%s counters, in their words', (text) =>
    expect(receiver(text)).toEqual({ kind: 'counter', words: text }),
  );
  test.each([
    ['done: the total is 4,600', 'the total is 4,600'],
    ['Done', ''],
    ["it's ready: 42", '42'],
    ['做好了：42', '42'],
    ['完成了：总额 4,600', '总额 4,600'],
  ])('%s returns it', (text, words) => expect(receiver(text)).toEqual({ kind: 'return', words }));
  test.each([
    'what is this about?',
    'I accept that prices rise',
    'thanks',
    'let me look',
    '这是什么？',
    'donuts are here',
    "can't find the file",
    'offer B is better',
    'only B fits',
    '价格还可以吗？',
    'no',
  ])('%s is only talk', (text) => expect(receiver(text)).toBeUndefined());
  test('what would be a yes to an offer is talk once it is taken; a file with a word is the result', () => {
    const taken = { side: 'receiver', state: 'accepted' } as const;
    expect(readReply('ok', taken)).toBeUndefined();
    expect(readReply('here is the contract', taken)).toBeUndefined();
    const words = 'here is the contract';
    expect(readReply(words, { ...taken, hasFiles: true })).toEqual({ kind: 'return', words });
    expect(readReply('a first look', { ...taken, hasFiles: true })).toBeUndefined();
  });
  test('what the giver says depends on what is asked of them', () => {
    expect(giver('ok', 'countered')).toEqual({ kind: 'agree' });
    expect(giver('同意', 'countered')).toEqual({ kind: 'agree' });
    expect(giver('no', 'countered')).toEqual({ kind: 'insist' });
    expect(giver('ok', 'accepted')).toBeUndefined();
    expect(giver('hand it over anyway', 'proposed')).toEqual({ kind: 'confirm' });
    expect(giver('take it back', 'accepted')).toEqual({ kind: 'take-back' });
    expect(giver('收回', 'offered')).toEqual({ kind: 'take-back' });
  });
});

test.each([
  ['what is on my plate?', 'receiver'],
  ["What's on my plate", 'receiver'],
  ['我手上有什么？', 'receiver'],
  ['what did I hand off?', 'giver'],
  ['What have I handed over', 'giver'],
  ['我交出去了什么？', 'giver'],
  ['what is on the plate of Kenji?', undefined],
  ['what did I hand off to Kenji last year, and why?', undefined],
])('%s', (text, side) => expect(readPlateQuestion(text)).toBe(side));

describe('by when', () => {
  const now = new Date('2026-11-24T10:00:00Z'); // A Tuesday; 11:00 in Berlin, 19:00 in Tokyo.
  const due = (text: string) =>
    readDue(text, { now, writerZone: 'Europe/Berlin', workerZone: 'Asia/Tokyo' })?.at.toISOString();
  test.each([
    [', due Thursday', '2026-11-26T09:00:00.000Z'], // Six in the evening in Tokyo.
    ['by Friday 5pm', '2026-11-27T16:00:00.000Z'], // Five o'clock in Berlin.
    ['until 2026-12-03', '2026-12-03T09:00:00.000Z'],
    ['tomorrow', '2026-11-25T09:00:00.000Z'],
    ['in 2 hours', '2026-11-24T12:00:00.000Z'],
    ['，周四前', '2026-11-26T09:00:00.000Z'],
    ['明天下午三点前', '2026-11-25T14:00:00.000Z'],
    ['三天内', '2026-11-27T09:00:00.000Z'],
    ['12月3日', '2026-12-03T09:00:00.000Z'],
    ['whenever you can', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('"%s"', (text, at) => expect(due(text)).toBe(at));
});
