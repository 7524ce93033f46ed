import { expect, test } from 'vitest';
import { costOf, reachOf } from '../../src/agent/cost.ts';
import { decide } from '../../src/agent/decide.ts';
import { guessed, intakeOf, knownOf, lookedUp, quoted, stepOf } from './intakes.ts';

test.each([
  ['anna@halden.example', 1],
  ['a@x.example, b@x.example; c@x.example', 3],
  ['all customers', 20],
  ['everyone in the webinar mailing list', 20],
  ['the 60 guests of the party', 60],
  ['2,300 people', 2300],
  ['所有客户', 20],
  ['45 家门店', 45],
  ['Anna Berg', 1],
])('"%s" reaches %i', (value, reach) => {
  expect(reachOf(stepOf('send_mail', quoted('to', value)))).toBe(reach);
});

test('twenty recipients weigh more than one, and two thousand more than twenty', () => {
  expect(costOf('seen', 1)).toBe(3);
  expect(costOf('seen', 20)).toBeGreaterThan(6);
  expect(costOf('seen', 2000)).toBeGreaterThan(costOf('seen', 20));
  expect(costOf('read', 2000)).toBe(0);
});

const kindWith = (askingCost: number, tool: string, title: string): string =>
  decide(
    intakeOf({ steps: [{ ...stepOf(tool, guessed('title', 'Offers')), title }] }),
    knownOf({ askingCost }),
  ).kind;

test('a channel that wants to be asked less is asked where many are reached, and what cannot be taken back', () => {
  expect(kindWith(2, 'post_file', 'Post it')).toBe('ask');
  expect(kindWith(5, 'post_file', 'Post it')).toBe('proceed');
  expect(kindWith(5, 'post_file', 'Post it to everyone')).toBe('ask');
  expect(kindWith(5, 'send_mail', 'Write to Anna')).toBe('ask');
});

test('a channel that wants to be asked more is asked about what can be taken back', () => {
  expect(kindWith(2, 'keep_note', 'Keep it')).toBe('proceed');
  expect(kindWith(0.5, 'keep_note', 'Keep it')).toBe('ask');
  expect(kindWith(0.5, 'search_history', 'Find it')).toBe('proceed');
});

test('what was answered for good is not asked again, but for what cannot be taken back', () => {
  const notes = [{ about: 'channel', answer: '#a', ts: '1.1' }];
  const choose = (tool: string) =>
    intakeOf({ steps: [stepOf(tool, lookedUp('channel', '#a', 'look-1', '#a', '#b'))] });
  expect(decide(choose('post_file'), knownOf()).kind).toBe('ask');
  expect(decide(choose('post_file'), knownOf({ notes })).kind).toBe('proceed');
  expect(decide(choose('send_mail'), knownOf({ notes })).kind).toBe('ask');
  // Another value than the one they gave is sent back with where they said it.
  const other = intakeOf({ steps: [stepOf('post_file', lookedUp('channel', '#b', 'look-1', '#a', '#b'))] });
  const decision = decide(other, knownOf({ notes }));
  expect(decision.kind === 'reject' && decision.reasons[0]).toContain('"#a" for good, in [m:1.1]');
});
