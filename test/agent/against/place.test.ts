import { expect, test } from 'vitest';
import { lostChannels, lostIn } from '../../../src/agent/against/place.ts';

const CHANNELS = ['ops', 'deal-desk', 'sales-deals', 'general', '客户反馈'];
const lost = (raw: string) => lostChannels(raw, CHANNELS);
const names = (raw: string) => [...lost(raw).keys()];

test.each([
  ['post it in #deals please', ['deals']],
  ['把结果发到 #客户 和 #deals。', ['客户', 'deals']],
  ['every day say what is new in #Deals, and in #deals too', ['deals']],
])('%s', (raw, expected) => {
  expect(names(raw)).toEqual(expected);
});

test.each([
  ['a channel that is there, written by hand', 'post it in #ops and #General'],
  ['a link of Slack, whatever it is called', 'post it in <#C0DEALS|deals> and <#C0DEALS>'],
  ['a number', 'look at issue #12 and PR #7a'],
  ['a colour', 'make the line #ffcc00 or #fff'],
  ['a part of an address', 'read <https://example.com/#deals> and https://example.com/page#deals'],
  ['code', 'run `grep #deals` and ```\n#include\n```'],
  ['an entity', 'R&amp;D &#x27;'],
])('%s is no channel that is missing', (_, raw) => {
  expect(names(raw)).toEqual([]);
});

test('the nearest names are offered, and others not', () => {
  expect(lost('in #deals').get('deals')?.near).toEqual([
    { value: '#deal-desk', label: '#deal-desk' },
    { value: '#sales-deals', label: '#sales-deals' },
  ]);
  expect(lost('in #客户').get('客户')?.near).toEqual([{ value: '#客户反馈', label: '#客户反馈' }]);
  expect(lost('in #marketing').get('marketing')?.near).toEqual([]);
});

test.each([
  ['post it in #deals', true],
  ['from the channel #deals, please', true],
  ['把结果发到 #deals', true],
  ['find what was said of the #deals campaign', false],
])('%s: a place or a word', (raw, isPlace) => {
  expect(lost(raw).get('deals')?.isPlace).toBe(isPlace);
});

test('a value names it as it is or with its sign, and a longer text with its sign only', () => {
  const deals = lost('#deals');
  expect(lostIn('Deals', deals)).toBe('deals');
  expect(lostIn('#ops, #deals', deals)).toBe('deals');
  expect(lostIn('all deals of this month', deals)).toBeUndefined();
});
