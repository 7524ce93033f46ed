import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import type { Brief } from '../../src/task/brief.ts';
import type { Signal } from '../../src/task/signal.ts';
import { createTaskStore, type OpenRequest } from '../../src/task/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const tasks = createTaskStore(database);
const NOW = new Date('2026-03-02T09:00:00Z');
const BRIEF: Brief = {
  outcome: 'The offers are compared',
  deliverable: 'A table',
  doneWhen: [],
  constraints: [{ message: '1.1', words: 'not to the client' }],
  steps: [{ title: 'Read', tool: null }],
  assumptions: [],
};
const STOP: Signal = { kind: 'stop', by: 'U1' };

test('ten who open a task in one thread at once get the same one', async () => {
  const request = requestIn('thread-ten');
  const opened = await Promise.all(
    Array.from({ length: 10 }, () =>
      database.transact((sql) => createTaskStore(sql).open({ ...request, id: newId() })),
    ),
  );
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  expect(await tasks.inThread(request)).toEqual(opened[0]);
});

test('a thread has its task, another thread has none, and the number is never used twice', async () => {
  const one = await tasks.open(requestIn('thread-a'));
  const other = await tasks.open(requestIn('thread-b'));

  expect(one.number).not.toBe(other.number);
  expect(await tasks.find(one.id)).toEqual(one);
  expect(await tasks.inThread(requestIn('thread-none'))).toBeUndefined();
  expect(await tasks.inThread({ ...requestIn('thread-a'), channelId: 'C2' })).toBeUndefined();
  expect(await tasks.find(newId())).toBeUndefined();
});

test('the task of a goal follows the goal', async () => {
  const task = await tasks.open(requestIn('thread-goal'));
  const goal = { teamId: 'T1', channelId: 'C1' };
  expect((await tasks.ofGoal({ ...goal, ts: 'thread-goal' }))?.id).toBe(task.id);
  await tasks.setGoal(task.id, { goalTs: 'later', ownerId: 'U2', openedAt: NOW });

  expect(await tasks.ofGoal({ ...goal, ts: 'thread-goal' })).toBeUndefined();
  expect(await tasks.ofGoal({ ...goal, ts: 'later' })).toMatchObject({ id: task.id, ownerId: 'U2' });
});

test('of two who change a state, the one who saw an old one changes nothing', async () => {
  const { id } = await tasks.open(requestIn('thread-state'));
  const changes = await Promise.all([
    tasks.setState(id, { from: 'intake', to: 'working', at: NOW }),
    tasks.setState(id, { from: 'intake', to: 'stopped', at: NOW }),
  ]);
  expect(changes.filter(Boolean)).toHaveLength(1);
  expect(await tasks.setState(id, { from: 'asking', to: 'done', at: NOW })).toBe(false);
});

test('the same signal twice is one; signals wait in order until they are taken', async () => {
  const { id } = await tasks.open(requestIn('thread-signal'));
  const message: Signal = { kind: 'message', ts: '1.1', personId: 'U1' };
  const sent = await Promise.all(
    Array.from({ length: 5 }, () => tasks.signal(id, { key: 'message:1.1', signal: message, at: NOW })),
  );
  expect(sent.filter(Boolean)).toHaveLength(1);
  await tasks.signal(id, { key: 'stop:1.2', signal: STOP, at: NOW });
  expect(await tasks.waiting(id)).toEqual([
    { key: 'message:1.1', signal: message },
    { key: 'stop:1.2', signal: STOP },
  ]);

  await tasks.take(id, ['message:1.1'], NOW);
  expect(await tasks.waiting(id)).toEqual([{ key: 'stop:1.2', signal: STOP }]);
  // Also after it was taken it is the same one.
  expect(await tasks.signal(id, { key: 'message:1.1', signal: message, at: NOW })).toBe(false);
});

test('each accepted brief is a version of its own, and the newest counts', async () => {
  const { id } = await tasks.open(requestIn('thread-brief'));
  expect((await tasks.standing(id))?.accepted).toBeUndefined();
  expect(await tasks.acceptBrief(id, BRIEF, { at: NOW, by: 'U1' })).toBe(1);
  expect(await tasks.acceptBrief(id, { ...BRIEF, outcome: 'Other' }, { at: NOW, by: 'U1' })).toBe(2);
  expect((await tasks.standing(id))?.accepted).toEqual({ version: 2, brief: { ...BRIEF, outcome: 'Other' } });
});

test('a model that puts what no database holds into a brief or a choice does not stop the task', async () => {
  const { id } = await tasks.open(requestIn('thread-odd'));
  await tasks.acceptBrief(id, { ...BRIEF, outcome: 'a\u0000b \ud800' }, { at: NOW, by: 'U1' });
  const choice = { kind: 'option', questionId: 'q1', value: '\u0000', label: '\udc00x' } as const;
  await tasks.signal(id, {
    key: 'k',
    signal: { kind: 'answer', cardId: 'c', personId: 'U1', choice },
    at: NOW,
  });

  expect((await tasks.standing(id))?.accepted?.brief.outcome).toBe('ab \ufffd');
  expect(await tasks.waiting(id)).toMatchObject([{ signal: { choice: { value: '', label: '\ufffdx' } } }]);
});

test('what a job should be moving is known after a restart: open work, and tasks that a signal waits for', async () => {
  const fresh = createTaskStore(await testDatabase());
  const open = async (thread: string, to: 'working' | 'asking' | 'done' | 'failed') => {
    const { id } = await fresh.open(requestIn(thread));
    await fresh.setState(id, { from: 'intake', to, at: NOW });
    return id;
  };
  const intake = (await fresh.open(requestIn('1'))).id;
  const working = await open('2', 'working');
  await open('3', 'asking');
  await open('4', 'done');
  const spokenTo = await open('5', 'done');
  await fresh.signal(spokenTo, { key: 'k', signal: STOP, at: NOW });

  expect((await fresh.wantingJob()).toSorted()).toEqual([intake, working, spokenTo].toSorted());
});

function requestIn(threadTs: string): OpenRequest {
  return {
    id: newId(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs,
    goalTs: threadTs,
    ownerId: 'U1',
    language: 'en',
    openedAt: NOW,
  };
}
