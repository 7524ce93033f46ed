import { expect, test } from 'vitest';
import type { Entry } from '../../../src/agent/entry.ts';
import { openCard } from '../../../src/flow/intake/card.ts';
import { putCheck, type CheckAnswer, type CheckTakers } from '../../../src/flow/intake/check-card.ts';
import { readSituation, type Situation } from '../../../src/flow/situation.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import { takeSignal } from '../../../src/flow/steer/take-signals.ts';
import { createTell } from '../../../src/flow/tell.ts';
import { createVoice } from '../../../src/slack/outbox-store.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';

const response: Entry = {
  kind: 'response',
  turn: { content: '', calls: [{ id: 'call_1', name: 'post_file', arguments: '{}' }] },
  model: 'm',
  estimatedTokens: 1,
};

async function working(entries: readonly Entry[], from: 'intake' | 'working' = 'working') {
  const database = await testDatabase();
  const clock = testClock('2026-11-26T10:00:00Z');
  const transact = createTransact(database);
  const now = () => clock.now();
  const tell = createTell({ voice: createVoice(clock), now, permalink: () => undefined });
  const { tasks, transcript } = storesOn(database);
  const { id } = await tasks.open({
    id: crypto.randomUUID(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs: '1.1',
    goalTs: '1.1',
    ownerId: 'U1',
    language: 'en',
    openedAt: now(),
  });
  await transcript.append(id, { afterSeq: 0, entries, at: now() });
  await tasks.setState(id, { from: 'intake', to: from, at: now() });
  const stands = async (): Promise<Situation> => {
    const situation = await readSituation(storesOn(database), id);
    if (situation === undefined) throw new Error('the task is gone');
    return situation;
  };
  const check = {
    about: 'colour',
    ref: 'row-1',
    title: 'Before I go on',
    evidence: [{ text: 'The wall is grey.' }],
    question: 'Which colour?',
    options: [
      { value: 'red', label: 'Red' },
      { value: 'none', label: 'Stop here' },
    ],
  };
  const asked = await stands();
  await transact((stores) => putCheck(stores, { situation: asked, check }, { tell, now }));
  const taken: CheckAnswer[] = [];
  const checks: CheckTakers = {
    colour: {
      mayAnswer: async ({ personId }) => personId === 'U_PAINTER',
      take: async (answer) => {
        taken.push(answer);
        return answer.value === 'none' ? 'stop' : 'resume';
      },
    },
  };
  const cardId = openCard((await stands()).entries)?.card.cardId ?? '';
  const chooses = async (personId: string, value: string) => {
    const choice = { kind: 'option', questionId: 'q1', value, label: value } as const;
    await tasks.signal(id, {
      key: `${personId}:${value}`,
      signal: { kind: 'answer', cardId, personId, choice },
      at: now(),
    });
    await transact((stores) => takeSignal(stores, id, { tell, now, checks }));
    const { task, entries: after } = await stands();
    return { state: task.state, kinds: after.map(({ entry }) => entry.kind), isOpen: openCard(after) };
  };
  return { chooses, taken, stateBefore: (await stands()).task.state };
}

test('a check waits for its answer, settles what it is about, and leads back into the work', async () => {
  const { chooses, taken, stateBefore } = await working([{ kind: 'said', text: 'go', by: 'person' }]);
  expect(stateBefore).toBe('asking');
  const { state, kinds, isOpen } = await chooses('U1', 'red');
  expect(state).toBe('working');
  expect(kinds).toEqual(['said', 'card', 'answer', 'said']);
  expect(isOpen).toBeUndefined();
  expect(taken.map(({ ref, value, personId }) => [ref, value, personId])).toEqual([['row-1', 'red', 'U1']]);
});

test('before a call that waits nothing is said: the answer lets it run', async () => {
  const { chooses } = await working([response]);
  expect(await chooses('U1', 'red')).toMatchObject({
    state: 'working',
    kinds: ['response', 'card', 'answer'],
    isOpen: undefined,
  });
});

test('it leads back to the intake if that is where it came up: an old brief is none for a new goal', async () => {
  const { chooses } = await working([{ kind: 'said', text: 'go', by: 'person' }], 'intake');
  expect((await chooses('U1', 'red')).state).toBe('intake');
});

test('whoever is named may answer as the owner may; all others only suggest', async () => {
  const { chooses, taken } = await working([response]);
  expect((await chooses('U_PASSER_BY', 'red')).state).toBe('asking');
  expect(taken).toEqual([]);
  expect((await chooses('U_PAINTER', 'red')).state).toBe('working');
});

test('an answer may stop the task', async () => {
  const { chooses } = await working([response]);
  expect(await chooses('U1', 'none')).toMatchObject({ state: 'stopped' });
});
