import { expect, test } from 'vitest';
import type { Entry } from '../../src/agent/entry.ts';
import { pushbackReport } from '../../src/flow/pushback-report.ts';
import { storesOn } from '../../src/flow/stores.ts';
import { testDatabase } from '../support/database.ts';

const card = (purpose: 'ask' | 'challenge'): Entry => ({
  kind: 'card',
  cardId: 'c',
  purpose,
  understood: [],
  questions: [],
  evidence: [],
  mayOverride: true,
});
const answer = (choice: 'option' | 'defaults' | 'override'): Entry => ({
  kind: 'answer',
  cardId: 'c',
  personId: 'U1',
  choice,
});
const opened: Entry = { kind: 'opened', system: '', head: '' };
const after = (entries: readonly (readonly [seconds: number, entry: Entry])[]) =>
  entries.map(([seconds, entry]) => ({ at: new Date(Date.UTC(2026, 10, 3, 9, 0, seconds)), entry }));

test('what was asked, gone over and regretted is counted by channel and month', () => {
  const report = pushbackReport([
    {
      channel: 'ops',
      entries: after([
        [0, opened],
        [10, card('ask')],
        [40, answer('option')],
      ]),
    },
    {
      channel: 'ops',
      entries: after([
        [0, opened],
        [10, card('ask')],
        [20, answer('defaults')],
      ]),
    },
    {
      channel: 'ops',
      entries: after([
        [0, opened],
        [5, card('challenge')],
        [10, answer('override')],
        [30, { kind: 'ended', state: 'stopped', reason: 'U1' }],
      ]),
    },
    { channel: 'deals', entries: after([[0, opened]]) },
    { channel: 'empty', entries: [] },
  ]);
  expect(report).toEqual([
    expect.objectContaining({
      channel: 'deals',
      month: '2026-11',
      goals: 1,
      asked: 0,
      medianAnswerSeconds: undefined,
    }),
    expect.objectContaining({
      channel: 'ops',
      goals: 3,
      asked: 2,
      overAsked: 1,
      challenged: 1,
      overridden: 1,
      regretted: 1,
      medianAnswerSeconds: 10,
    }),
  ]);
});

test('the transcripts of the database are read whole, without what the model said', async () => {
  const { tasks, transcript } = storesOn(await testDatabase());
  const task = await tasks.open({
    id: crypto.randomUUID(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs: '1.1',
    goalTs: '1.1',
    ownerId: 'U1',
    language: 'en',
    openedAt: new Date('2026-11-03T09:00:00Z'),
  });
  const response: Entry = {
    kind: 'response',
    turn: { content: 'x', calls: [] },
    model: 'm',
    estimatedTokens: 1,
  };
  await transcript.append(task.id, {
    afterSeq: 0,
    entries: [opened, response, card('ask')],
    at: new Date('2026-11-03T09:00:00Z'),
  });
  const all = await transcript.readAll();
  expect(all.map(({ channel, entries }) => [channel, entries.map(({ entry }) => entry.kind)])).toEqual([
    ['C1', ['opened', 'card']],
  ]);
});
