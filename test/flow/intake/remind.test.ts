import { expect, test } from 'vitest';
import type { Entry } from '../../../src/agent/entry.ts';
import { createRemind, remindBefore } from '../../../src/flow/intake/remind.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import { createTell } from '../../../src/flow/tell.ts';
import { createVoice } from '../../../src/slack/outbox-store.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';
import { z } from 'zod';

test('a working day is a day of the week, and a weekend is none', () => {
  const at = (text: string) => remindBefore(new Date(text), 'Europe/Berlin')?.toISOString();
  expect(at('2026-11-26T10:00:00Z')).toBe('2026-11-25T10:00:00.000Z');
  expect(at('2026-11-30T10:00:00Z')).toBe('2026-11-27T10:00:00.000Z');
  expect(at('2026-11-28T10:00:00Z')).toBeUndefined();
});

test('a card that waits is brought up once, after a working day and not before', async () => {
  const database = await testDatabase();
  const clock = testClock('2026-11-26T10:00:00Z');
  const { tasks, transcript } = storesOn(database);
  const task = await tasks.open({
    id: crypto.randomUUID(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs: '1.1',
    goalTs: '1.1',
    ownerId: 'U1',
    language: 'en',
    openedAt: clock.now(),
  });
  const card: Entry = {
    kind: 'card',
    cardId: 'c1',
    purpose: 'ask',
    understood: [],
    questions: [],
    evidence: [],
    mayOverride: false,
  };
  await transcript.append(task.id, { afterSeq: 0, entries: [card], at: clock.now() });
  await tasks.setState(task.id, { from: 'intake', to: 'asking', at: clock.now() });
  const tell = createTell({ voice: createVoice(clock), now: () => clock.now(), permalink: () => undefined });
  const remind = createRemind({ database, transact: createTransact(database), tell, clock });
  const said = async () =>
    (await database.rows(z.object({ key: z.string() }), 'select key from outbox_post')).length;

  await clock.set('2026-11-27T09:00:00Z');
  await remind();
  expect(await said()).toBe(0);
  await clock.set('2026-11-27T10:30:00Z');
  await remind();
  await remind();
  expect(await said()).toBe(1);
  await transcript.append(task.id, {
    afterSeq: 1,
    entries: [{ kind: 'said', text: 'x', by: 'person' }],
    at: clock.now(),
  });
  await database.run('delete from outbox_post');
  await clock.set('2026-12-02T10:30:00Z');
  await remind();
  expect(await said()).toBe(0);
});
