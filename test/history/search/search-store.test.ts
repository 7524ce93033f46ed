import { expect, test } from 'vitest';
import { indexMessages } from '../../../src/history/search/index-store.ts';
import { searchMessages, type SearchQuery } from '../../../src/history/search/search-store.ts';
import { createHistoryStore } from '../../../src/history/store.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const history = createHistoryStore(database);
const CHATTER = [
  'lunch at noon?',
  'the build is green again',
  'meeting moved to Thursday',
  '中午吃什么',
  '构建又绿了',
  'who has the offer template for invoices',
  '会议改到周四',
];

test.each([
  [
    'what did Nordwind ask per unit in their offer',
    'Nordwind raised the offer to 4,300 EUR per unit',
    'Nordwind',
  ],
  ['PROJ-12 deadline', 'PROJ-12 must ship before the fair, no later', 'proj-12'],
  ['供应商的报价是多少', '北风供应商报价每台四千三百欧元', '报价'],
])('the evidence is first among hundreds of other messages: %s', async (question, evidence, part) => {
  const channelId = `C-${part}`;
  await chatter(channelId, 400);
  await say([channelId, '500.000500'], evidence);

  const [first] = await find({ channelId, words: question });
  expect(first?.ts).toBe('500.000500');
  expect((await find({ channelId, words: part }))[0]?.ts).toBe('500.000500');
});

test('an answer in words of its own is found some messages behind its question, and what repeats itself makes room', async () => {
  const channelId = 'C-answer';
  const texts = [
    'any news from Halden on the price of the chairs for the big meeting room?',
    'they called back this morning',
    'the heating is on again',
    '214 a piece if we take forty',
    ...Array.from({ length: 12 }, (_, week) => `reminder ${week}: chairs back into the meeting room`),
  ];
  for (const [at, text] of texts.entries()) {
    // Of the reminders each stands by itself.
    const seconds = at < 4 ? 1_000_000 + at * 60 : 1_000_000 + at * 90_000;
    await say([channelId, `${seconds}.000001`], text);
  }
  const found = await find({
    channelId,
    words: 'How much does Halden want for the meeting room chairs?',
    limit: 5,
  });
  expect(found.map(({ ts }) => ts)).toContain(`${1_000_000 + 3 * 60}.000001`);
});

test('a rare word is found behind more common ones than are ranked', async () => {
  const channelId = 'C-full';
  await database.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, version)
     select 'T1', $1, ts, ts, 'person', 'U1', 'offer', 1
     from (select (1000000 + n)::text || '.000001' as ts from generate_series(1, 6000) n) said`,
    [channelId],
  );
  await indexMessages(
    database,
    { teamId: 'T1', channelId },
    Array.from({ length: 6000 }, (_, index) => ({
      ...messageOf([channelId, `${1_000_001 + index}.000001`], 'offer'),
      fileNames: [],
    })),
  );
  await say([channelId, '0900000.000001'], 'the zeppelin contract');

  expect((await find({ channelId, words: 'offer zeppelin' }))[0]?.ts).toBe('0900000.000001');
});

test('the search is of one channel, one author, and a stretch of time', async () => {
  await say(['C-limits', '100.000001'], 'zeppelin one', 'U1');
  await say(['C-limits', '200.000001'], 'zeppelin two', 'U2');
  await say(['C-limits', '300.000001'], 'zeppelin three', 'U1');
  await say(['C-elsewhere', '150.000001'], 'zeppelin elsewhere');
  const found = async (query: Partial<SearchQuery>) =>
    (await find({ channelId: 'C-limits', words: 'zeppelins', ...query })).map(({ ts }) => ts).toSorted();

  expect(await found({})).toEqual(['100.000001', '200.000001', '300.000001']);
  expect(await found({ authorId: 'U2' })).toEqual(['200.000001']);
  expect(await found({ afterTs: '100.000001' })).toEqual(['200.000001', '300.000001']);
  expect(await found({ beforeTs: '300.000001' })).toEqual(['100.000001', '200.000001']);
  expect(await found({ limit: 1 })).toHaveLength(1);
  expect(await found({ teamId: 'T2' })).toEqual([]);
});

test('an edited message is found by its new words alone', async () => {
  await say(['C-edit', '100.000001'], 'aardvark');
  await history.record({
    kind: 'edited',
    editedAt: new Date(200_000),
    message: messageOf(['C-edit', '100.000001'], 'buffalo'),
  });

  expect(await find({ channelId: 'C-edit', words: 'aardvark' })).toEqual([]);
  expect(await find({ channelId: 'C-edit', words: 'buffalo' })).toHaveLength(1);
});

test.each([
  ['nothing', ''],
  ['stop words alone', 'the of and'],
  ['quotes', "it's 'quoted' \"twice\""],
  ['backslashes', 'back\\slash \\\\ \\'],
  ['operators', 'a & b | !c <-> d:* (e)'],
  ['an attempt', "'; drop table message; --"],
  ['what is no text', '\u0000 \ud800'],
  ['a very long word', 'x'.repeat(100_000)],
  ['a very long run', '长'.repeat(50_000)],
  ['very many words', Array.from({ length: 5000 }, (_, index) => `word${index}`).join(' ')],
])(
  'an odd query is only a query: %s',
  async (_, words) => {
    await say(['C-odd', '100.000001'], words.slice(0, 40_000));
    expect(Array.isArray(await find({ channelId: 'C-odd', words }))).toBe(true);
  },
  10_000,
);

function find(query: { channelId: string; words: string } & Partial<SearchQuery>) {
  return searchMessages(database, { teamId: 'T1', limit: 10, ...query });
}

async function chatter(channelId: string, count: number): Promise<void> {
  await database.transact(async (sql) => {
    const store = createHistoryStore(sql);
    for (let index = 0; index < count; index += 1) {
      const text = `${CHATTER[index % CHATTER.length]} ${index}`;
      await store.record({ kind: 'posted', message: messageOf([channelId, `${index + 1}.000001`], text) });
    }
  });
}

async function say([channelId, ts]: readonly [string, string], text: string, personId = 'U1'): Promise<void> {
  await history.record({ kind: 'posted', message: messageOf([channelId, ts], text, personId) });
}

function messageOf([channelId, ts]: readonly [string, string], text: string, personId = 'U1') {
  const author = { kind: 'person' as const, id: personId };
  return { teamId: 'T1', channelId, ts, threadTs: ts, author, text, mentions: [], files: [] };
}
