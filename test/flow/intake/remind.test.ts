import { expect, test } from 'vitest';
import type { CardEntry, Entry } from '../../../src/agent/entry.ts';
import { cardWords, openCard } from '../../../src/flow/intake/card.ts';
import { createRemind, remindBefore } from '../../../src/flow/intake/remind.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import { createTell } from '../../../src/flow/tell.ts';
import { draw } from '../../../src/slack/blocks/draw.ts';
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

test('a card that waits is brought up once, after a working day; a working day later the task rests, until it is answered', async () => {
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
  const card: CardEntry = {
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
    (
      await database.rows(
        z.object({ key: z.string() }),
        "select key from outbox_post where kind = 'message' order by place",
      )
    ).map(({ key }) => key);
  const isResting = async () => openCard(await transcript.read(task.id))?.isResting;

  await clock.set('2026-11-27T09:00:00Z');
  await remind();
  expect(await said()).toEqual([]);
  await clock.set('2026-11-27T10:30:00Z');
  await remind();
  await remind();
  expect(await said()).toEqual([`notice:${task.id}:reminder:c1`]);
  await clock.set('2026-11-28T12:00:00Z');
  await remind();
  expect(await isResting()).toBe(false); // Nobody is at work on a Saturday.
  await clock.set('2026-11-30T10:40:00Z');
  await remind();
  await remind();
  expect(await isResting()).toBe(true);
  expect(await said()).toEqual([`notice:${task.id}:reminder:c1`, 'card:c1']);
  const shown = cardWords(task, openCard(await transcript.read(task.id)) ?? { card, answers: [] });
  expect(
    draw(shown, 'en')
      .map(({ text }) => text)
      .join('\n'),
  ).toContain('so this rests');

  const answered: Entry = {
    kind: 'answer',
    cardId: 'c1',
    personId: 'U1',
    choice: 'option',
    questionId: 'q1',
  };
  await transcript.append(task.id, { afterSeq: 3, entries: [answered], at: clock.now() });
  expect(await isResting()).toBe(false);
  await transcript.append(task.id, {
    afterSeq: 4,
    entries: [{ kind: 'said', text: 'x', by: 'person' }],
    at: clock.now(),
  });
  await database.run('delete from outbox_post');
  await clock.set('2026-12-04T10:30:00Z');
  await remind();
  expect(await said()).toEqual([]);
});
