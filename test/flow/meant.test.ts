import { expect, test } from 'vitest';
import { languageOf, scheduleListIn } from '../../src/flow/meant.ts';

test('the fixed words are in the language of the goal', () => {
  expect(
    [
      'compare the offers',
      '比较这三家供应商的报价',
      '@Longhand 总结 CRM 的讨论',
      'what does 报价 mean in our channel?',
      '读一下 <https://a-long-address.example.com/with/a/path>',
    ].map(languageOf),
  ).toEqual(['en', 'zh', 'zh', 'en', 'zh']);
});

test('which schedules are to be shown is read from plain words in both languages', () => {
  expect(['schedules', '日程', 'show report 3', 'report 12', '查看定期报告 3'].map(scheduleListIn)).toEqual([
    {},
    {},
    { number: 3 },
    { number: 12 },
    { number: 3 },
  ]);
  expect(['pause report 3', 'report 3 is late', '定期报告 3 改到 8:30'].map(scheduleListIn)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
