import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Message } from '../../../src/history/message.ts';
import { changesSince, searchFiles } from '../../../src/history/search/changes-store.ts';
import { sealTail } from '../../../src/history/search/index-store.ts';
import { searchMessages } from '../../../src/history/search/search-store.ts';
import { catchUpSearch, sweepSearch } from '../../../src/history/search/upkeep-store.ts';
import { createHistoryStore } from '../../../src/history/store.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const history = createHistoryStore(database);

test('messages from before the index are taken in once, whoever starts, and changed as any other', async () => {
  await say(['C-old', '1700000001.000001'], 'zeppelin');
  await say(['C-old', '1700000002.000001'], 'airship');
  await database.run(`delete from search_tail where channel_id = 'C-old'`);
  await database.run(`insert into search_backlog values ('T1', 'C-old')`);
  expect(await found('C-old', 'zeppelin')).toEqual(['1700000001.000001']); // By its spelling, in the newest.

  const done = await Promise.all([catchUpSearch(database), catchUpSearch(database)]);
  expect(done.toSorted((one, other) => one - other)).toEqual([0, 1]);
  await edit(['C-old', '1700000001.000001'], 'balloon');
  expect(await found('C-old', 'zeppelin')).toEqual([]);
  expect(await found('C-old', 'balloon')).toEqual(['1700000001.000001']);
  expect(await found('C-old', 'airships')).toEqual(['1700000002.000001']);
  expect(await catchUpSearch(database)).toBe(0);
});

test('sweeping leaves nothing of what was taken back, and all that stands', async () => {
  const channel = { teamId: 'T1', channelId: 'C-sweep' };
  await say(['C-sweep', '1700000001.000001'], 'secret');
  expect(await found('C-sweep', 'secret')).toHaveLength(1);
  await say(['C-sweep', '1700000002.000001'], 'public');
  await database.transact((sql) => sealTail(sql, channel, 1));
  await history.record({
    kind: 'deleted',
    ref: { ...channel, ts: '1700000001.000001' },
    deletedAt: new Date(),
  });
  expect(await found('C-sweep', 'secret')).toEqual([]);

  expect(await sweepSearch(database, channel)).toBe(1);
  expect(await sweepSearch(database, channel)).toBe(0);
  const [left] = await database.rows(
    z.object({ messages: z.number(), documents: z.number() }),
    `select messages, documents from search_segment where channel_id = 'C-sweep'`,
  );
  expect(left).toEqual({ messages: 1, documents: 1 });
  expect(await found('C-sweep', 'public')).toEqual(['1700000002.000001']);
});

test('a slip of the pen, a part of a word and a single character still find something', async () => {
  await say(['C-near', '1700000001.000001'], 'we run it on kubernetes');
  await say(['C-near', '1700000002.000001'], '部署失败了');

  expect(await found('C-near', 'kuberntes')).toEqual(['1700000001.000001']);
  expect(await found('C-near', 'bernet')).toEqual(['1700000001.000001']);
  expect(await found('C-near', '败')).toEqual(['1700000002.000001']);
  expect(await found('C-near', 'zzyzx')).toEqual([]);
});

test('what changed since a time is told in order, with what an edit replaced', async () => {
  await say(['C-since', '1700000001.000001'], 'one');
  await say(['C-since', '1700000100.000001'], 'two');
  await say(['C-since', '1700000200.000001'], 'three');
  await edit(['C-since', '1700000001.000001'], 'one more');
  await history.record({
    kind: 'deleted',
    ref: { teamId: 'T1', channelId: 'C-since', ts: '1700000200.000001' },
    deletedAt: new Date(1_900_000_000_000),
  });

  const changes = await changesSince(
    database,
    { teamId: 'T1', channelId: 'C-since' },
    { since: new Date(1_700_000_050_000), limit: 10 },
  );
  expect(changes.map(({ kind, text, before }) => [kind, text, before])).toEqual([
    ['posted', 'two', undefined],
    ['edited', 'one more', 'one'],
    ['deleted', '', undefined],
  ]);
});

test('a file is found by words and parts of its name', async () => {
  await history.record({
    kind: 'posted',
    message: {
      ...messageOf(['C-files', '1700000001.000001'], ''),
      files: [
        { id: 'F1', name: 'Nordwind_offer-final.pdf', mimetype: 'application/pdf', bytes: 1 },
        { id: 'F2', name: '北风报价单.xlsx', mimetype: 'application/xlsx', bytes: 1 },
      ],
    },
  });
  const names = async (words: string) =>
    (await searchFiles(database, { teamId: 'T1', channelId: 'C-files', words, limit: 5 })).map(
      ({ fileId }) => fileId,
    );

  expect(await names('the offers of Nordwind')).toEqual(['F1']);
  expect(await names('报价')).toEqual(['F2']);
  expect(await names('wind_off')).toEqual(['F1']);
  expect(await names('invoice')).toEqual([]);
  expect(await found('C-files', 'nordwind')).toEqual(['1700000001.000001']);
});

async function found(channelId: string, words: string): Promise<readonly string[]> {
  return (await searchMessages(database, { teamId: 'T1', channelId, words, limit: 50 })).map(({ ts }) => ts);
}

async function say([channelId, ts]: readonly [string, string], text: string): Promise<void> {
  await history.record({ kind: 'posted', message: messageOf([channelId, ts], text) });
}

async function edit(place: readonly [string, string], text: string): Promise<void> {
  await history.record({
    kind: 'edited',
    editedAt: new Date(1_800_000_000_000),
    message: messageOf(place, text),
  });
}

function messageOf([channelId, ts]: readonly [string, string], text: string): Message {
  const author = { kind: 'person' as const, id: 'U1' };
  return { teamId: 'T1', channelId, ts, threadTs: ts, author, text, mentions: [], files: [] };
}
