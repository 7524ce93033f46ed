import { expect, test } from 'vitest';
import { languageOf } from '../../src/flow/meant.ts';

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
