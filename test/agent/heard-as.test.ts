import { describe, expect, test } from 'vitest';
import { heardAs, isCorrection, wordsOf } from '../../src/agent/heard-as.ts';

const TABLE: Record<string, readonly string[]> = {
  stop: [
    'stop',
    'Stop!',
    '<@U0LONGHAND> stop',
    'please stop it',
    'cancel the task',
    'halt',
    '停',
    '停止。',
    '取消',
    '算了',
    'para',
    'never mind',
    '不用了',
  ],
  pause: [
    'pause',
    'Hold on.',
    'wait',
    'wait a minute please',
    'give me a moment',
    '暂停',
    '等一下',
    '稍等',
    '停一下',
  ],
  resume: [
    'resume',
    'go on',
    'continue please',
    'OK, go ahead',
    '<@U0LONGHAND> carry on',
    '继续',
    '继续吧！',
    '接着做',
  ],
  status: [
    'how far are you?',
    'How far have you got?',
    'status?',
    "what's the status",
    'any progress?',
    'hey, are you still working on this?',
    'are you done yet?',
    'when will you be done?',
    'ETA?',
    'what are you doing right now?',
    '到哪了？',
    '做到哪一步了',
    '进度如何？',
    '<@U0LONGHAND> 进展怎么样了',
    '好了吗？',
    '还要多久？',
    '还在做吗',
  ],
  thanks: [
    'thanks',
    'thanks for doing this',
    'thank you for all the work!',
    'Thanks a lot!',
    'ok, great',
    '谢谢你',
    '好的，收到',
    '👍',
    ':pray:',
    '<@U0LONGHAND> thank you',
  ],
  skip: ['skip', 'skip this step', 'please skip it', '跳过', '跳过这一步'],
  'skip 3': [
    'skip step 3',
    'Skip step #3, please',
    '跳过第三步',
    '跳过第3步',
    '跳过步骤3',
    'leave step 3 out',
    '第三步不用做了',
  ],
  retry: ['retry', 'try again', 'try that again', 'redo it', '重试', '再试一次', '重做这一步'],
  'retry 2': ['retry step 2', 'do step 2 again', '重试第二步', '重做第2步吧'],
  'retry 12': ['redo step 12', '重做第十二步'],
  revision: [
    'no, I meant the Q4 report',
    'Sorry, I meant Q4',
    'I meant last month',
    'actually make it per team',
    'wait, not the draft, the signed one',
    'use the corrected offer instead',
    'change the currency to euros',
    "that's not what I asked for",
    'correction: 400, not 40',
    '不对，是第四季度的',
    '改成美元',
    '说错了',
    '不是草稿，是终稿',
    '把货币换成欧元',
    '我的意思是上个月',
  ],
  'retraction of the last': [
    'forget what I said',
    'scratch that',
    'ignore my last message',
    'I take that back',
    '当我没说',
    '刚才那句不算',
  ],
  'retraction of what is named': [
    'forget the part about the client',
    'leave out the prices per seat',
    'no need for the chart',
    '别管价格了',
    '不用做图表了',
    '去掉折扣那一栏',
  ],
  addition: [
    'also the price per seat',
    'And also sum it up per month',
    'one more thing: name the currency',
    'please include the discounts',
    'do not send it to the client',
    "but don't mention offer C",
    'only offers from this year',
    '另外，加上每席位价格',
    '还有运费',
    '不要发给客户',
    '只看今年的报价',
  ],
  undecided: [
    '',
    'per seat as well',
    'stop including offer C',
    'why did it stop last week?',
    'when does the sale stop?',
    '停止供货的原因是什么',
    'the bus stop',
    'thanks, and now per seat',
    'thanks for the report, add the prices',
    'could Kenji do this instead?',
    'is the status of the invoices known?',
    'what is the status of the invoices?',
    'should we also add the prices?',
    'I wait for the train',
    'the next step is lunch',
    '好的，再加上价格',
    '我们继续开会了',
    'lunch at noon?',
  ],
};

describe.each(Object.entries(TABLE))('%s', (kind, texts) => {
  test.each(texts)('"%s"', (text) => expect(name(text)).toBe(kind));
});

function name(text: string): string {
  const heard = heardAs(text);
  if (heard === undefined) return 'undecided';
  if ('step' in heard) return `${heard.kind} ${heard.step}`;
  if (heard.kind !== 'retraction') return heard.kind;
  return heard.isLast ? 'retraction of the last' : 'retraction of what is named';
}

test.each([
  'no, I meant Q4',
  'could you take the other file instead?',
  'hm, that should be Berlin and not Bern',
  'you have the wrong file',
  '这里不对',
  '能改成欧元吗',
  '是终稿而不是草稿',
])('"%s" corrects something, wherever in it the words stand', (text) =>
  expect(isCorrection(text)).toBe(true),
);

test.each(['lunch at noon?', 'nice weather', 'who has the key?', '今天开会吗'])(
  '"%s" corrects nothing',
  (text) => expect(isCorrection(text)).toBe(false),
);

test('mentions are no words of a message', () => {
  expect(wordsOf('<@U0LONGHAND>  add  it <@U1|maya> up')).toBe('add it up');
});
