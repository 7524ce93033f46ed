import { expect, test } from 'vitest';
import type { Entry } from '../../../src/agent/entry.ts';
import { lookedEnough, looksLeft } from '../../../src/flow/intake/look-budget.ts';

const LIMITS = { lookCalls: 6, lookSeconds: 20 };

/** Entries at so many seconds from the start. */
function at(...entries: readonly (readonly [seconds: number, entry: Entry])[]) {
  return entries.map(([seconds, entry], index) => ({ seq: index + 1, at: new Date(seconds * 1000), entry }));
}

const opened: Entry = { kind: 'opened', system: '', head: '' };
const asks: Entry = {
  kind: 'response',
  turn: { content: '', calls: [] },
  model: 'm',
  estimatedTokens: 1,
};
const found: Entry = {
  kind: 'result',
  callId: 'c',
  tool: 'read_history',
  text: '',
  isFailed: false,
  sources: [],
};

test('look-ups are counted, and so is the time they take; what the model thinks is not', () => {
  expect(looksLeft(at([0, opened]), LIMITS)).toEqual({ calls: 6, ms: 20_000 });
  const looked = at([0, opened], [100, asks], [105, found], [105, found], [300, asks], [301, found]);
  expect(looksLeft(looked, LIMITS)).toEqual({ calls: 3, ms: 14_000 });
  const decided: Entry = { ...found, decision: 'rejected' };
  expect(looksLeft(at([0, opened], [1, asks], [2, decided]), LIMITS)).toEqual({ calls: 6, ms: 20_000 });
});

test('either limit ends the looking, and a word of a person begins it anew', () => {
  const slow = at([1, opened], [2, asks], [22, found]);
  expect(lookedEnough(looksLeft(slow, LIMITS), LIMITS)).toContain('20 seconds');
  const often = at([1, opened], [2, asks], ...Array.from({ length: 6 }, () => [3, found] as const));
  expect(lookedEnough(looksLeft(often, LIMITS), LIMITS)).toContain('6 times');
  const said: Entry = { kind: 'said', text: 'x', by: 'person' };
  expect(
    lookedEnough(looksLeft(at([1, opened], [2, asks], [22, found], [30, said]), LIMITS), LIMITS),
  ).toBeUndefined();
});
