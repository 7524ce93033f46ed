// The newest messages are sealed beside the recording: nobody who records waits for it, and it is set off by what is recorded.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../../src/base/log.ts';
import { createSealing } from '../../../src/flow/window/seal-search.ts';
import { createTransact } from '../../../src/flow/stores.ts';
import type { Message } from '../../../src/history/message.ts';
import { createRecorder } from '../../../src/history/search/document.ts';
import { addToTail, sealTail } from '../../../src/history/search/index-store.ts';
import { searchMessages } from '../../../src/history/search/search-store.ts';
import { testDatabase } from '../../support/database.ts';

const FULL = 2_048;
const database = await testDatabase();
const record = createTransact(database);

function messageIn(channelId: string, place: number): Message {
  const ts = `${1_700_000_000 + place}.000100`;
  const author = { kind: 'person', id: 'U1' } as const;
  const text = `about topic${place}`;
  return { teamId: 'T1', channelId, ts, threadTs: ts, author, text, mentions: [], files: [] };
}

async function fillTail(channelId: string): Promise<void> {
  const toRecord = createRecorder();
  const messages = Array.from({ length: FULL }, (_, place) => messageIn(channelId, place));
  await addToTail(
    database,
    { teamId: 'T1', channelId },
    messages.map((message) => toRecord({ ...message, fileNames: [] })),
  );
}

const say = (message: Message) => record(({ history }) => history.record({ kind: 'posted', message }));

async function sealedIn(channelId: string): Promise<number> {
  const [row] = await database.rows(
    z.object({ sealed: z.number() }),
    'select coalesce(sum(messages), 0)::bigint as sealed from search_segment where channel_id = $1',
    [channelId],
  );
  return row?.sealed ?? 0;
}

test('what is recorded now and then has the tail looked at, and a full one is sealed without being waited for', async () => {
  const sealing = createSealing({ database, log: silentLog });
  await fillTail('C1');
  for (let place = 0; place < 63; place += 1) sealing.recorded(messageIn('C1', FULL + place));
  for (let place = 0; place < 63; place += 1) sealing.recorded(messageIn('C2', place));
  await sealing.stop();
  expect(await sealedIn('C1')).toBe(0);

  const next = createSealing({ database, log: silentLog });
  for (let place = 0; place < 64; place += 1) next.recorded(messageIn('C1', FULL + place));
  await next.stop();
  expect(await sealedIn('C1')).toBe(FULL);
});

test('while a segment is being made others record and are found, and what is sealed is found meanwhile and after', async () => {
  const channelId = 'C-beside';
  await fillTail(channelId);
  const before = messageIn(channelId, 7);
  await database.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, version)
     values ('T1', $1, $2, $2, 'person', 'U1', $3, 1)`,
    [channelId, before.ts, before.text],
  );
  const find = async (words: string) =>
    (await searchMessages(database, { teamId: 'T1', channelId, words, limit: 3 })).map(({ ts }) => ts);

  const sealed = Promise.withResolvers<undefined>();
  const mayEnd = Promise.withResolvers<undefined>();
  const sealing = database.transact(async (sql) => {
    await sealTail(sql, { teamId: 'T1', channelId });
    sealed.resolve(undefined);
    await mayEnd.promise;
  });
  await sealed.promise;
  // Were recording to wait for the sealing, this would never come to an end.
  const said = { ...messageIn(channelId, FULL), text: 'about newcomers' };
  await say(said);
  expect(await find('newcomers')).toEqual([said.ts]);
  expect(await find('topic7')).toEqual([before.ts]);
  mayEnd.resolve(undefined);
  await sealing;
  expect(await find('newcomers')).toEqual([said.ts]);
  expect(await find('topic7')).toEqual([before.ts]);
  expect(await sealedIn(channelId)).toBe(FULL);
});

test('sealing that fails is tried again with a later message, and nothing is lost by it', async () => {
  const channelId = 'C-fails';
  await fillTail(channelId);
  let failures = 0;
  const broken = { ...database, transact: () => Promise.reject(new Error(`failure ${(failures += 1)}`)) };
  const failing = createSealing({ database: broken, log: silentLog });
  for (let place = 0; place < 64; place += 1) failing.recorded(messageIn(channelId, place));
  await failing.stop();
  expect(failures).toBe(1);
  expect(await sealedIn(channelId)).toBe(0);

  const sealing = createSealing({ database, log: silentLog });
  for (let place = 0; place < 64; place += 1) sealing.recorded(messageIn(channelId, place));
  await sealing.stop();
  expect(await sealedIn(channelId)).toBe(FULL);
});
