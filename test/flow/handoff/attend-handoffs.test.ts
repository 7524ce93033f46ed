// Who is reminded of a handoff, and when: in their own working hours, once, and whom the giver named when it is late.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answerHandoff } from '../../../src/flow/handoff/answer-handoff.ts';
import { createAttendHandoffs } from '../../../src/flow/handoff/attend-handoffs.ts';
import { handOver, type Giving } from '../../../src/flow/handoff/hand-over.ts';
import { createHandoffTell } from '../../../src/flow/handoff/handoff-tell.ts';
import { createTransact, type Stores } from '../../../src/flow/stores.ts';
import { createVoice } from '../../../src/slack/outbox-store.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';

const person = (personId: string, timeZone: string) => ({
  teamId: 'T1',
  personId,
  name: personId,
  realName: personId,
  timeZone,
  isBot: false,
  isGuest: false,
  isDeactivated: false,
});

/** Given on a Tuesday at eleven in Berlin, seven in the evening in Tokyo; due on Thursday, end of work in Tokyo. */
async function start() {
  const database = await testDatabase();
  const clock = testClock('2026-11-24T10:00:00Z');
  const transact = createTransact(database);
  const now = () => clock.now();
  const deps = {
    now,
    tell: createHandoffTell({ voice: createVoice(clock), now, permalink: () => undefined }),
  };
  const attend = createAttendHandoffs({ database, transact, ...deps });
  const given = await transact(async (stores) => {
    await stores.directory.savePerson(person('UMAYA', 'Europe/Berlin'), now());
    await stores.directory.savePerson(person('UKENJI', 'Asia/Tokyo'), now());
    return handOver(stores, giving, deps);
  });
  const said = async () =>
    (
      await database.rows(
        z.object({ text: z.string() }),
        `select body ->> 'text' as text from outbox_post where key like 'handoff-notice:%' order by place`,
      )
    ).map(({ text }) => text);
  const at = async (time: string) => {
    await clock.set(time);
    // By two processes at once: each is told once all the same.
    await Promise.all([attend(), attend()]);
    return said();
  };
  const answer = (event: 'accepted' | 'countered' | 'taken-back', personId: string) =>
    transact((stores: Stores) =>
      answerHandoff(stores, { handoffId: given.id, personId, key: event, event, words: 'by Monday' }, deps),
    );
  return { at, answer, said };
}

const giving: Giving = {
  id: crypto.randomUUID(),
  teamId: 'T1',
  channelId: 'C1',
  threadTs: '1.1',
  giverId: 'UMAYA',
  receiver: { kind: 'person', id: 'UKENJI' },
  brief: {
    wanted: 'Compare the offers',
    note: '',
    done: [],
    left: [],
    openQuestions: [],
    constraints: [],
    files: [],
    changes: [],
    withheld: 0,
  },
  dueAt: new Date('2026-11-26T09:00:00Z'),
  terms: { from: 'person', language: 'en' },
  waitingTaskId: undefined,
  found: {
    kind: 'reachable',
    absence: undefined,
    isOutside: false,
    timeZone: 'Asia/Tokyo',
    escalateTo: 'UANA',
  },
  isOwnIdea: false,
};

test('nobody is woken: an answer is asked for when its receiver is at work, once', async () => {
  const { at } = await start();
  expect(await at('2026-11-25T09:30:00Z')).toEqual([]); // Half past six in the evening in Tokyo.
  expect(await at('2026-11-25T23:00:00Z')).toEqual([]); // Eight in the morning.
  const asked = [
    '<@UKENJI>, handoff 1 still waits for your answer: accept, decline, or suggest other terms.',
  ];
  expect(await at('2026-11-26T00:00:00Z')).toEqual(asked);
  expect(await at('2026-11-26T05:00:00Z')).toEqual(asked);
});

test('what is late is said to whoever has it, and to whom the giver named, when work begins', async () => {
  const { at, answer, said } = await start();
  await answer('accepted', 'UKENJI');
  const before = (await said()).length;
  const soon = await at('2026-11-25T09:00:00Z'); // A day before, at six: the next morning is soon enough.
  expect(soon).toHaveLength(before);
  expect((await at('2026-11-26T00:00:00Z')).at(-1)).toMatch(
    /^<@UKENJI>, handoff 1 is due Thu, 26 Nov 2026, 18:00/u,
  );
  expect((await at('2026-11-26T09:30:00Z')).slice(before + 1)).toEqual([]);
  const late = (await at('2026-11-27T00:00:00Z')).slice(before + 1);
  expect(late).toEqual([
    expect.stringMatching(/^<@UKENJI>, handoff 1 was due/u),
    expect.stringMatching(/<@UANA>, handoff 1 is late: <@UKENJI> has it/u),
  ]);
  expect(await at('2026-12-04T00:00:00Z')).toHaveLength(before + 3);
});

test('a counter waits for the giver, in the giver’s hours; what was taken back waits for nobody', async () => {
  const { at, answer } = await start();
  await answer('countered', 'UKENJI');
  expect((await at('2026-11-25T10:00:00Z')).at(-1)).toBe(
    '<@UMAYA>, <@UKENJI> still waits for your word on handoff 1.',
  );
  await answer('taken-back', 'UMAYA');
  const then = await at('2026-11-25T11:00:00Z');
  expect(await at('2026-12-24T10:00:00Z')).toEqual(then);
});
