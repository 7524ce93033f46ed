// A run over the past: what was said and edited later is not there.
import { expect, test } from 'vitest';
import { storesAsOf } from '../../../src/flow/schedule/stores-as-of.ts';
import { storesOn } from '../../../src/flow/stores.ts';
import { createToolPorts } from '../../../src/flow/tool-ports.ts';
import { openingOf } from '../../../src/flow/schedule/replay.ts';
import { openRun } from '../../../src/flow/schedule/run.ts';
import type { Message } from '../../../src/history/message.ts';
import { switchedOn } from '../../schedule/schedules.ts';
import { testDatabase } from '../../support/database.ts';

const CHANNEL = { teamId: 'T1', channelId: 'C1' };
const at = (time: string): string => (Date.parse(time) / 1000).toFixed(6);
const said = (time: string, text: string): Message => ({
  ...CHANNEL,
  ts: at(time),
  threadTs: at(time),
  author: { kind: 'person', id: 'U1' },
  text,
  mentions: [],
  files: [],
});

async function start() {
  const database = await testDatabase();
  const stores = storesOn(database);
  await stores.history.record({
    kind: 'posted',
    message: said('2026-03-01T10:00Z', 'The offer is 900 euros.'),
  });
  await stores.history.record({ kind: 'posted', message: said('2026-03-01T11:00Z', 'A secret slip.') });
  const edit = said('2026-03-01T10:00Z', 'The offer is 1200 euros.');
  await stores.history.record({ kind: 'edited', message: edit, editedAt: new Date('2026-03-03T10:00Z') });
  await stores.history.record({ kind: 'posted', message: said('2026-03-03T12:00Z', 'The deal is signed.') });
  await stores.history.record({
    kind: 'deleted',
    ref: { ...CHANNEL, ts: at('2026-03-01T11:00Z') },
    deletedAt: new Date('2026-03-04T10:00Z'),
  });
  return { database, stores };
}

test('as of a moment the channel reads as it did then, without what was deleted since', async () => {
  const { database, stores } = await start();
  const then = storesAsOf(database, new Date('2026-03-02T09:00Z'));
  const texts = async ({ history }: typeof then) =>
    (await history.newest(CHANNEL, { limit: 10 })).map(({ text }) => text);
  expect(await texts(then)).toEqual(['The offer is 900 euros.']);
  expect(await texts(stores)).toEqual(['The offer is 1200 euros.', 'The deal is signed.']);
  expect(await then.history.find({ ...CHANNEL, ts: at('2026-03-03T12:00Z') })).toBeUndefined();
});

test('the model of a replay is shown that day, and finds no more by looking', async () => {
  const { database, stores } = await start();
  const schedule = await switchedOn(stores);
  const dueAt = new Date('2026-03-02T09:00Z');
  const task = await openRun(stores, { schedule, kind: 'replay', dueAt, now: new Date('2026-03-09T09:00Z') });
  const opening = await openingOf(stores, task, { historyTokens: 4_000, now: new Date('2026-03-09T09:00Z') });
  const shown = `${opening.window}\n${opening.head}`;
  expect(shown).toContain('900 euros');
  expect(shown).toContain('now 2026-03-02 09:00');
  expect(shown).not.toMatch(/1200|signed|slip/u);

  const { history } = createToolPorts({
    database,
    asOf: dueAt,
    permalink: () => undefined,
    selfId: () => 'U0BOT',
    memberships: { conversation: async () => undefined, fullMembers: async () => new Set() },
    download: async () => ({ kind: 'failed', reason: 'not here' }),
  });
  const query = { ...CHANNEL, threadTs: task.threadTs, requesterId: 'U1', limit: 10 };
  const found = JSON.stringify([
    await history.search({ ...query, words: 'offer', isExact: false }),
    await history.search({ ...query, words: 'signed', isExact: false }),
    await history.read(query),
  ]);
  expect(found).toContain('900 euros');
  expect(found).not.toMatch(/1200|signed|slip/u);
});
