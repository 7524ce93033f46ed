import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { createDirectoryStore } from '../../src/history/directory-store.ts';
import { createNoteStore } from '../../src/history/note-store.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { createAskingStore } from '../../src/task/asking-store.ts';
import { createDecisionStore, type CardSettled, type DecidedKind } from '../../src/task/decision-store.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const decisions = createDecisionStore(database);
const tasks = createTaskStore(database);
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 3, 9, 0, seconds));

async function goal(channelId: string): Promise<string> {
  const id = newId();
  const ts = `${1_700_000_000 + Math.floor(Math.random() * 1e8)}.000100`;
  const place = { teamId: 'T1', channelId, threadTs: ts, goalTs: ts };
  await tasks.open({ id, ...place, ownerId: 'U1', language: 'en', openedAt: at(0) });
  return id;
}

async function decided(
  taskId: string,
  kind: DecidedKind,
  settled?: Partial<CardSettled> & Pick<CardSettled, 'answer'>,
): Promise<void> {
  const cardId = settled === undefined ? undefined : newId();
  await decisions.note({ id: newId(), taskId, at: at(0), kind, rule: 'value', seen: ['1.1'], cardId });
  if (cardId !== undefined && settled !== undefined)
    await decisions.settleCard(cardId, { by: 'U1', isChanged: undefined, at: at(10), ...settled });
}

test('what was asked, gone over, regretted and delayed is counted by channel and month', async () => {
  await createDirectoryStore(database).saveChannel(
    { teamId: 'T1', channelId: 'C1', name: 'ops', kind: 'channel', isArchived: false },
    at(0),
  );
  const chosen = await goal('C1');
  await decided(chosen, 'asked', { answer: 'option', isChanged: true, at: at(30) });
  await decided(chosen, 'accepted');
  const easy = await goal('C1');
  await decided(easy, 'asked', { answer: 'defaults', isChanged: false });
  await decided(easy, 'accepted');
  const regretted = await goal('C1');
  await decided(regretted, 'challenged', { answer: 'override', at: at(20) });
  await decisions.cameTo(regretted, 'revised', at(40));
  const kept = await goal('C1');
  await decided(kept, 'challenged', { answer: 'override', at: at(20) });
  await decisions.cameTo(kept, 'done', at(50));
  await decisions.cameTo(kept, 'stopped', at(60)); // How it ended stays.
  await decided(await goal('C2'), 'barred');

  expect(await decisions.report()).toEqual([
    {
      channel: 'C2',
      month: '2026-11',
      goals: 1,
      asked: 0,
      overAsked: 0,
      challenged: 0,
      overridden: 0,
      regretted: 0,
      refused: 1,
      delayed: 0,
      medianAnswerSeconds: undefined,
    },
    {
      channel: 'ops',
      month: '2026-11',
      goals: 4,
      asked: 2,
      overAsked: 1,
      challenged: 2,
      overridden: 2,
      regretted: 1,
      refused: 0,
      delayed: 1,
      medianAnswerSeconds: 20,
    },
  ]);
});

test('a channel is asked as usual until somebody there says otherwise; one wish does not undo another', async () => {
  const asking = createAskingStore(database);
  const channel = { teamId: 'T1', channelId: 'C3' };
  const by = { by: 'U1', ts: '1.1' };
  expect(await asking.of(channel)).toEqual({ level: 'usual', startAfterMinutes: undefined });
  await asking.set(channel, { level: 'less', ...by });
  await asking.set(channel, { startAfterMinutes: 120, ...by });
  expect(await asking.of(channel)).toEqual({ level: 'less', startAfterMinutes: 120 });
  await asking.set(channel, { startAfterMinutes: null, ...by });
  expect(await asking.of(channel)).toEqual({ level: 'less', startAfterMinutes: undefined });
});

test('a note is kept with the message that says so, and goes with it', async () => {
  const notes = createNoteStore(database);
  const history = createHistoryStore(database);
  const ref = { teamId: 'T1', channelId: 'C4', ts: '1700000000.000100' };
  const author = { kind: 'person' as const, id: 'U1' };
  const message = {
    ...ref,
    threadTs: ref.ts,
    author,
    text: 'the first, do not ask again',
    mentions: [],
    files: [],
  };
  await history.record({ kind: 'posted', message });
  const person = { ...ref, ownerId: 'U1' };
  await notes.keep(person, { about: 'report', answer: 'q3', ts: ref.ts }, at(0));
  await notes.keep(person, { about: 'report', answer: 'q4', ts: ref.ts }, at(1));
  expect(await notes.of(person)).toEqual([{ about: 'report', answer: 'q4', ts: ref.ts }]);
  expect(await notes.of({ ...person, ownerId: 'U2' })).toEqual([]);
  await history.record({ kind: 'deleted', ref, deletedAt: at(2) });
  expect(await notes.of(person)).toEqual([]);
});
