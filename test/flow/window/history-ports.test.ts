// What the tools find in a real history: by words, letter for letter, by person, time, thread, file, and what changed.
import { beforeAll, expect, test } from 'vitest';
import { createTransact } from '../../../src/flow/stores.ts';
import { createToolPorts } from '../../../src/flow/tool-ports.ts';
import { createPageStore } from '../../../src/history/page-store.ts';
import type { Message } from '../../../src/history/message.ts';
import { createReadPage } from '../../../src/tools/read-page.ts';
import { createSearchHistory } from '../../../src/tools/search-history.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { call, contextOf } from '../../tools/support/context.ts';

const CHANNEL = { teamId: 'T0ACME', channelId: 'C0PROC' };
const at = (place: number): string => `${1_790_000_000 + place * 3600}.000100`;
const TEXTS = [
  'The deploy of build-7f3a91 failed.',
  'We deployed again, and builds are green.',
  '部署失败了，明天再试',
  'Here are the numbers.',
  'Numbers look odd to me.',
  'Which row?',
  'The third one.',
];
let database: TestDatabase;

function ports() {
  return createToolPorts({
    database,
    permalink: (channelId, ts) => `https://acme.slack.com/archives/${channelId}/p${ts.replace('.', '')}`,
    download: async () => ({ kind: 'failed', reason: 'none' }),
    memberships: { conversation: async () => undefined, fullMembers: async () => new Set() },
    selfId: () => 'U0SELF',
  });
}

function message(place: number): Message {
  return {
    ...CHANNEL,
    ts: at(place),
    threadTs: at(place > 4 ? 4 : place),
    author: { kind: 'person', id: place % 2 === 0 ? 'U0MAYA' : 'U0KENJI' },
    text: TEXTS[place] ?? '',
    mentions: [],
    files: place === 3 ? [{ id: 'F1', name: 'quarter-costs.csv', mimetype: 'text/csv', bytes: 9 }] : [],
  };
}

beforeAll(async () => {
  database = await testDatabase();
  await createTransact(database)(async ({ history, directory }) => {
    for (const [id, name] of Object.entries({ U0MAYA: 'Maya Lindqvist', U0KENJI: 'Kenji Mori' })) {
      const person = { teamId: 'T0ACME', personId: id, name: id, realName: name, timeZone: 'UTC' };
      await directory.savePerson(
        { ...person, isBot: false, isGuest: false, isDeactivated: false },
        new Date('2026-11-03'),
      );
    }
    for (const place of TEXTS.keys()) await history.record({ kind: 'posted', message: message(place) });
  });
});

/** The places of what was found, and what the head says. */
async function find(input: object): Promise<{ head: string; places: readonly number[]; text: string }> {
  const { text } = await call(createSearchHistory(ports()), input);
  const names = [...text.matchAll(/^Match \d+: \[m:(\S+)\]/gmu)].map(([, ts = '']) => ts);
  return {
    text,
    head: text.split('\n')[0] ?? '',
    places: names.map((ts) => [...TEXTS.keys()].findIndex((place) => at(place) === ts)),
  };
}

test('words are found by what they mean to say, and text as it stands only where it stands', async () => {
  expect((await find({ words: 'deployment failing' })).places[0]).toBe(0);
  expect((await find({ words: '部署失败' })).places[0]).toBe(2);
  const exactly = await find({ words: 'build-7f3a91', exact: true });
  expect(exactly.places).toEqual([0]);
  expect(exactly.text).toContain('https://acme.slack.com/archives/C0PROC/p');
  const near = await find({ words: 'build-7f3a92', exact: true });
  expect(near.head).toContain('Nothing matches "build-7f3a92" letter for letter');
  expect(near.places).toContain(0);
});

test('a person, a time, a thread and a file each limit what is found, alone and with words', async () => {
  expect((await find({ from_person: 'kenji' })).places).toEqual([5, 3, 1]);
  expect((await find({ from_person: 'Kenji', words: 'deploy' })).places).toEqual([1]);
  const [from, to] = [1, 4].map((place) => new Date(Number(at(place)) * 1000 + 1).toISOString());
  expect((await find({ after: from, before: to })).places).toEqual([4, 3, 2]);
  expect((await find({ in_thread: at(6) })).places).toEqual([6, 5, 4]);
  expect((await find({ in_thread: at(4), words: 'third row' })).places[0]).toBe(6);
  expect((await find({ file: 'costs' })).places).toEqual([3]);
  expect((await find({ file: 'costs', words: 'numbers' })).places).toEqual([3]);
});

test('a file is found by what is written in it, once it was read, and not by words of two pages', async () => {
  const page = (place: string, text: string) => ({ kind: 'page' as const, place, text });
  await createTransact(database)(({ files }) =>
    files.savePages(
      { teamId: 'T0ACME', fileId: 'F1' },
      { sha256: 'a', pages: [page('p. 1', 'Penalties for late delivery'), page('p. 2', '违约金为百分之五')] },
    ),
  );
  expect((await find({ file: 'late deliveries' })).places).toEqual([3]);
  expect((await find({ file: '违约金' })).places).toEqual([3]);
  expect((await find({ file: 'delivery 违约金' })).head).toContain('Nothing');
});

test('where the limits leave nothing, what is near is found and said to be outside', async () => {
  const near = await find({ words: 'numbers', from_person: 'Kenji', after: '2030-01-01' });
  expect(near.head).toContain('Without those limits');
  expect(near.places).toEqual(expect.arrayContaining([3, 4]));
  expect((await find({ file: 'numbers.pdf' })).places).toEqual(expect.arrayContaining([3, 4]));
});

test('what changed since a moment is what was said, edited and deleted, with what stood there before', async () => {
  const moment = new Date(Number(at(6)) * 1000 + 60_000);
  await createTransact(database)(async ({ history }) => {
    await history.record({ kind: 'posted', message: { ...message(7), text: 'A slip.' } });
    await history.record({
      kind: 'edited',
      message: { ...message(1), text: 'We deployed again, and all is green.' },
      editedAt: new Date(moment.getTime() + 5_000_000),
    });
    await history.record({
      kind: 'deleted',
      ref: { ...CHANNEL, ts: at(7) },
      deletedAt: new Date(moment.getTime() + 6_000_000),
    });
  });
  const { text } = await find({ changed_since: moment.toISOString() });
  expect(text).toContain('all is green.');
  expect(text).toMatch(/\(edited \S+ \S+; before that: We deployed again, and builds are green\.\)/u);
  expect(text).toContain(`[m:${at(7)}] (deleted`);
  expect(text).not.toContain('A slip');
  expect((await find({ changed_since: '2031-01-01' })).text).toContain('The newest message is older');
});

test('a page is read by its sentences and by its messages, and without one what can be counted is told', async () => {
  const tool = createReadPage(ports());
  expect((await call(tool, {})).text).toMatch(
    /Nothing of this channel is summed up[\s\S]*Spoke: Maya Lindqvist/u,
  );

  await createPageStore(database).keep(CHANNEL, {
    level: 'page',
    fromTs: at(0),
    toTs: at(3),
    messages: 4,
    sentences: [{ text: 'The build failed.', messages: [at(0), at(2)] }],
    model: 'small',
    tokens: 1,
    madeAt: new Date('2026-11-03'),
  });
  const pages = await call(tool, {});
  expect(pages.text).toContain(`- The build failed. [m:${at(0)}] [m:${at(2)}]`);
  expect(pages.sources?.map(({ ref }) => ref)).toEqual([`m:${at(0)}`, `m:${at(2)}`]);
  expect((await call(tool, { before: '2020-01-01' })).text).toContain('Nothing of this channel');

  const whole = await call(tool, { message: `[m:${at(2)}]` });
  expect(whole.text).toContain('部署失败了');
  expect(whole.text).toContain('Here are the numbers.');
  expect(whole.text).not.toContain('Which row?');
  expect((await call(tool, { message: at(2), from: at(3) })).text).not.toContain('部署失败了');
  expect((await call(tool, { message: at(5) })).text).toContain('in no page yet');
  expect(
    (await call(tool, {}, contextOf({ task: { ...contextOf().task, channelId: 'C0EMPTY' } }))).text,
  ).not.toContain('build');
});
