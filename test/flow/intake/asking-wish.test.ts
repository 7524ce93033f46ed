import { expect, test } from 'vitest';
import { askingWish } from '../../../src/flow/intake/asking-wish.ts';

test.each([
  ['<@U0LONGHAND> ask me more', { kind: 'level', level: 'more' }],
  ['<@U0LONGHAND> ask us less here, please', undefined],
  ['<@U0LONGHAND> please ask us less here.', { kind: 'level', level: 'less' }],
  ['Don’t ask me so much', { kind: 'level', level: 'less' }],
  ['ask as usual again', { kind: 'level', level: 'usual' }],
  ['以后少问一点', { kind: 'level', level: 'less' }],
  ['多问我一点吧', { kind: 'level', level: 'more' }],
  ['照常问', { kind: 'level', level: 'usual' }],
  ['you may start on your defaults after 2 hours', { kind: 'start', afterMinutes: 120 }],
  ['start with your defaults if nobody answers within 30 minutes', { kind: 'start', afterMinutes: 30 }],
  ['两小时没人回答，就按默认开始', { kind: 'start', afterMinutes: 120 }],
  ['never start without an answer', { kind: 'start', afterMinutes: null }],
  ['没人回答就不要开始', { kind: 'start', afterMinutes: null }],
  ['how much do you ask here?', { kind: 'show' }],
  ['ask me more about the offers', undefined],
  ['ask Maya for more', undefined],
  ['start the report after 2 hours', undefined],
  ['少问几个供应商', undefined],
])('"%s" is a wish about asking: %j', (text, wish) => {
  expect(askingWish(text)).toEqual(wish);
});
