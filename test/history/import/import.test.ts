// Slack's own exports, with what is wrong in them: what can be read is kept once, whatever dies, and the rest is named.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../../src/db/pool.ts';
import { openSink } from '../../../src/history/export/sink.ts';
import { importExport } from '../../../src/history/import/index.ts';
import { openExport } from '../../../src/history/import/source.ts';
import type { ImportReport } from '../../../src/history/import/tally.ts';
import { reactionsOn } from '../../../src/history/reaction-store.ts';
import { searchMessages } from '../../../src/history/search/search-store.ts';
import { createHistoryStore } from '../../../src/history/store.ts';
import { createUnderstanding } from '../../../src/slack/exported.ts';
import { testDatabase } from '../../support/database.ts';

const CHILD = join(import.meta.dirname, 'child-import.ts');
const OPS = { teamId: 'T1', channelId: 'C1' };

/** As Slack writes them. */
const EXPORT = {
  'users.json': [
    {
      id: 'U1',
      team_id: 'T1',
      name: 'maya',
      real_name: 'Maya Lindqvist',
      tz: 'Europe/Berlin',
      profile: { display_name: 'Maya' },
    },
    { id: 'U9', team_id: 'T9', name: 'guest', is_restricted: true, profile: {} },
    { id: 'U2', team_id: 'T1', name: 'kenji', deleted: true, profile: { display_name: '' } },
  ],
  'channels.json': [
    { id: 'C1', name: 'ops', created: 1, members: ['U1'], is_archived: false, topic: { value: '' } },
  ],
  'groups.json': [{ id: 'G1', name: 'board' }],
  'dms.json': [{ id: 'D1', created: 1, members: ['U1', 'U2'] }],
  'integration_logs.json': [],
  'ops/2024-01-01.json': [
    {
      type: 'message',
      subtype: 'channel_join',
      user: 'U1',
      text: '<@U1> has joined',
      ts: '1704100000.000100',
    },
    {
      type: 'message',
      user: 'U1',
      client_msg_id: 'x',
      text: 'The zeppelin offer, <@U2>',
      ts: '1704100001.000100',
      thread_ts: '1704100001.000100',
      reply_count: 1,
      edited: { user: 'U1', ts: '1704100100.000000' },
      reactions: [{ name: 'eyes', users: ['U2'], count: 1 }],
      user_profile: { name: 'maya' },
    },
    {
      type: 'message',
      subtype: 'bot_message',
      bot_id: 'B5',
      text: 'Build 7 is green',
      ts: '1704100002.000100',
    },
  ],
  'ops/2024-01-02.json': [
    {
      type: 'message',
      user: 'U2',
      text: '没有问题',
      ts: '1704186400.000100',
      thread_ts: '1704100001.000100',
      parent_user_id: 'U1',
      files: [
        {
          id: 'F1',
          name: 'offer.pdf',
          mimetype: 'application/pdf',
          size: 7,
          url_private_download: 'https://files.slack.com/f1?t=xoxe-1',
        },
        { id: 'F2', mode: 'tombstone' },
      ],
    },
    { type: 'message', user: 'U3', text: 'our own words', ts: '1704186401.000100' },
  ],
  'D1/2024-01-02.json': [{ type: 'message', user: 'U2', text: 'psst', ts: '1704186402.000100' }],
} satisfies Record<string, object[]>;

test('an export of Slack’s becomes history: threads, edits, bots, files, reactions, direct messages', async () => {
  const database = await testDatabase();
  const report = await importFrom(database, await folderOf(EXPORT), { self: 'U3' });
  expect(report).toMatchObject({
    people: 3,
    channels: 3,
    added: 5,
    unsaid: 1,
    faults: [],
    filesLeft: ['integration_logs.json'],
  });

  const history = createHistoryStore(database);
  const said = await history.newest(OPS, { limit: 10 });
  expect(said.map(({ author }) => author)).toEqual([
    { kind: 'person', id: 'U1' },
    { kind: 'bot', id: 'B5' },
    { kind: 'person', id: 'U2' },
    { kind: 'longhand' },
  ]);
  expect(said[0]).toMatchObject({ mentions: ['U2'], editedAt: new Date('2024-01-01T09:08:20Z') });
  expect(said[2]).toMatchObject({
    threadTs: '1704100001.000100',
    files: [
      { id: 'F1', bytes: 7 },
      { id: 'F2', name: 'F2' },
    ],
  });
  const reactions = await reactionsOn(database, OPS, ['1704100001.000100']);
  expect(reactions.get('1704100001.000100')).toEqual([{ name: 'eyes', personIds: ['U2'] }]);
  expect(await history.newest({ teamId: 'T1', channelId: 'D1' }, { limit: 5 })).toHaveLength(1);
  const [found] = await searchMessages(database, { ...OPS, words: 'zeppelin', limit: 5 });
  expect(found?.ts).toBe('1704100001.000100');
});

test('what Slack told us itself is not doubled, an edit of later is taken over, and what was deleted stays away', async () => {
  const database = await testDatabase();
  const history = createHistoryStore(database);
  const message = {
    ...OPS,
    threadTs: '1704100001.000100',
    author: { kind: 'person', id: 'U1' },
    text: 'The offer',
    mentions: [],
    files: [],
  } as const;
  await history.record({ kind: 'posted', message: { ...message, ts: '1704100001.000100' } });
  await history.record({ kind: 'deleted', ref: { ...OPS, ts: '1704186400.000100' }, deletedAt: new Date() });

  const report = await importFrom(database, await folderOf(EXPORT));
  expect(report).toMatchObject({ added: 3, changed: 1, known: 1 });
  expect((await history.find({ ...OPS, ts: '1704100001.000100' }))?.text).toBe('The zeppelin offer, <@U2>');
  expect(await history.find({ ...OPS, ts: '1704186400.000100' })).toBeUndefined();
  expect(await importFrom(database, await folderOf(EXPORT), { again: true })).toMatchObject({
    added: 0,
    changed: 0,
  });
});

test('a malformed export names file and line, and the rest is kept', async () => {
  const database = await testDatabase();
  const place = await folderOf(EXPORT);
  const day = join(place, 'ops/2024-01-02.json');
  await writeFile(day, (await readFile(day, 'utf8')).replace('"没有问题",', '"没有问题,'));
  await mkdir(join(place, 'board'));
  await writeFile(
    join(place, 'board/2024-01-01.json'),
    '[{"text": "no time"}, 7, {"ts": "1704100001.000100", "user": "U1", "text": "kept"}]',
  );
  await writeFile(join(place, 'board/2024-01-02.json'), 'not JSON');

  const report = await importFrom(database, place);
  expect(report.added).toBe(5);
  expect(report.faults.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([
    'board/2024-01-01.json:1',
    'board/2024-01-01.json:1',
    'board/2024-01-02.json:1',
    'ops/2024-01-02.json:5',
  ]);
});

test('in a zip a damaged file is named and the others are read; half a zip is refused with a hint', async () => {
  const place = join(await temporary(), 'export.zip');
  const sink = await openSink(place);
  for (const [path, entries] of Object.entries(EXPORT))
    await sink.write(`Acme export/${path}`, JSON.stringify(entries, null, 4));
  await sink.close();
  const whole = await readFile(place);
  expect(await importFrom(await testDatabase(), place)).toMatchObject({
    added: 5,
    faults: [],
    filesLeft: ['Acme export/integration_logs.json'],
  });

  const at = whole.indexOf('Acme export/ops/2024-01-02.json') + 'Acme export/ops/2024-01-02.json'.length;
  const damaged = join(dirname(place), 'damaged.zip');
  await writeFile(
    damaged,
    Buffer.concat([whole.subarray(0, at + 20), Buffer.from('xxxxxxxx'), whole.subarray(at + 28)]),
  );
  const report = await importFrom(await testDatabase(), damaged);
  expect(report.faults.map(({ path }) => path)).toContain('Acme export/ops/2024-01-02.json');
  expect(report.added).toBeGreaterThanOrEqual(3);

  await writeFile(damaged, whole.subarray(0, whole.length / 2));
  await expect(openExport(damaged)).rejects.toMatchObject({ code: 'import/unreadable' });
  const nothing = await folderOf({});
  await expect(importFrom(await testDatabase(), nothing)).rejects.toMatchObject({
    code: 'import/not-an-export',
  });
});

test(
  'an import that is killed again and again loses nothing and doubles nothing',
  { timeout: 60_000 },
  async () => {
    const database = await testDatabase();
    const days = Object.fromEntries(
      Array.from({ length: 60 }, (_, day) => [
        `ops/2024-${String(1 + Math.floor(day / 28)).padStart(2, '0')}-${String(1 + (day % 28)).padStart(2, '0')}.json`,
        Array.from({ length: 1_000 }, (_, index) => ({
          type: 'message',
          user: 'U1',
          text: `message ${day} ${index}`,
          ts: `${1_704_067_200 + day * 86_400 + index}.000100`,
        })),
      ]),
    );
    const place = await folderOf({
      ...EXPORT,
      ...days,
      'ops/2024-01-01.json': days['ops/2024-01-01.json'] ?? [],
    });
    let kills = 0;
    for (; kills < 5; kills += 1) {
      const child = fork(CHILD, [database.url, place]);
      const ended = once(child, 'exit');
      // Each time a little later: before the first batch, in the middle of one, between two.
      await Promise.race([once(child, 'message'), ended]);
      await new Promise((resolve) => setTimeout(resolve, 60 + kills * 350));
      child.kill('SIGKILL');
      const [code] = await ended;
      if (code === 0) break;
    }
    await importFrom(database, place);

    expect(kills).toBeGreaterThan(1);
    expect(await countOf(database, 'message')).toBe(60_001);
    expect(await countOf(database, 'message_version')).toBe(60_001);
    const hits = await searchMessages(database, { ...OPS, words: 'message 31 777', limit: 5 });
    expect(hits[0]?.ts).toBe(`${1_704_067_200 + 31 * 86_400 + 777}.000100`);
    expect(new Set(hits.map(({ ts }) => ts)).size).toBe(hits.length);
  },
);

async function importFrom(
  database: Database,
  place: string,
  { again, self }: { again?: boolean; self?: string } = {},
): Promise<ImportReport> {
  const source = await openExport(place);
  try {
    return await importExport(source, {
      database,
      understand: createUnderstanding(self === undefined ? {} : { botUserId: self }),
      now: () => new Date(0),
      again,
    });
  } finally {
    await source.close();
  }
}

async function folderOf(files: Record<string, readonly object[]>): Promise<string> {
  const place = await temporary();
  for (const [path, entries] of Object.entries(files)) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), JSON.stringify(entries, null, 4));
  }
  return place;
}

async function temporary(): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'longhand-import-'));
  onTestFinished(() => rm(place, { recursive: true }));
  return place;
}

async function countOf(database: Database, table: string): Promise<number> {
  const [row] = await database.rows(
    z.object({ count: z.number() }),
    `select count(*) as count from ${table}`,
  );
  return row?.count ?? 0;
}
