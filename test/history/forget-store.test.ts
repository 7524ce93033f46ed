// What was forgotten stands nowhere: every column of every table is looked through for it, whoever made the table.
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../src/db/pool.ts';
import { newId } from '../../src/base/id.ts';
import { createDirectoryStore } from '../../src/history/directory-store.ts';
import { createFileStore } from '../../src/history/file-store.ts';
import { forget } from '../../src/history/forget-store.ts';
import type { Forget } from '../../src/history/own-words-store.ts';
import { takeIn } from '../../src/history/import/bulk-store.ts';
import type { Author, Message } from '../../src/history/message.ts';
import { setRetention, sweepRetention } from '../../src/history/retention-store.ts';
import { searchMessages } from '../../src/history/search/search-store.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { testDatabase } from '../support/database.ts';
import { plantElsewhere, WORDLESS } from './planted.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const OPS = { teamId: 'T1', channelId: 'C1' };
const MAYA: Author = { kind: 'person', id: 'U0MAYA' };
const KENJI: Author = { kind: 'person', id: 'U0KENJI' };
const SECRET = '1763800000.000100';
const SECRETS = ['zeppelin', 'quixotry', '秘密项目', 'xylophone', 'vermilion', SECRET];

test.for<[string, Forget]>([
  ['a message', { kind: 'message', ...OPS, ts: SECRET }],
  ['a person', { kind: 'person', teamId: 'T1', personId: 'U0MAYA' }],
  ['a channel', { kind: 'channel', ...OPS }],
])('after %s is forgotten no table holds a trace of it', async ([, what]) => {
  const database = await testDatabase();
  await fill(database);
  const planted = await placesOf(database, SECRETS);
  for (const [secret, places] of planted) expect({ [secret]: places }).not.toEqual({ [secret]: [] });
  // A table that is new has to be planted here, or named as one that holds no words.
  const held = new Set([...planted.values()].flat().map((place) => place.split('.')[0]));
  const worded = await wordedTables(database);
  expect(worded.filter((table) => !held.has(table) && !WORDLESS.has(table))).toEqual([]);

  const erased = await forget(database, what, { now: NOW });
  const words = what.kind === 'person' ? [...SECRETS, 'U0MAYA', 'Lindqvist'] : SECRETS;
  for (const [secret, everywhere] of await placesOf(database, words)) {
    // Of a message its ts is left, so that it does not come back.
    const allowed = secret === SECRET && what.kind !== 'channel' ? ['message.ts', 'message.thread_ts'] : [];
    const places = everywhere.filter((place) => !allowed.includes(place));
    expect({ [secret]: places }).toEqual({ [secret]: [] });
  }
  expect(Object.fromEntries(erased)).toMatchObject({
    task: expect.any(Number),
    task_entry: expect.any(Number),
    task_file: 2,
  });

  // What others said, and what was made of that alone, is as it was.
  const other = { teamId: 'T1', channelId: 'C2' };
  expect(await createHistoryStore(database).newest(other, { limit: 9 })).toHaveLength(1);
  expect(await tablesWith(database, 'marmalade')).toContain('task_entry.body');
  if (what.kind === 'channel') return;
  const said = await createHistoryStore(database).newest(OPS, { limit: 9 });
  expect(said.map(({ text }) => text)).toContain('We ship on Fridays');
  const hits = await searchMessages(database, { ...OPS, words: 'Fridays', limit: 5 });
  expect(hits.map(({ ts }) => ts)).toEqual(['1763800001.000100']);
});

test('what was forgotten does not come back with a late event', async () => {
  const database = await testDatabase();
  await fill(database);
  await forget(database, { kind: 'message', ...OPS, ts: SECRET }, { now: NOW });
  const history = createHistoryStore(database);
  const message = said(SECRET, MAYA, 'The zeppelin again');

  expect(await history.record({ kind: 'posted', message })).toBe('known');
  expect(await history.record({ kind: 'edited', message, editedAt: NOW })).toBe('known');
  await history.record({
    kind: 'reacted',
    ref: message,
    name: 'zeppelin',
    personId: 'U1',
    change: 'added',
    at: NOW,
  });
  expect(await tablesWith(database, 'zeppelin')).toEqual([]);
});

test('of many messages in sealed segments only the forgotten ones are no longer found', async () => {
  const database = await testDatabase();
  const messages = Array.from({ length: 3_000 }, (_, index) =>
    said(`${1_763_000_000 + index}.000100`, index % 2 === 0 ? MAYA : KENJI, `number${index} of many`),
  );
  await database.transact((sql) =>
    takeIn(
      sql,
      OPS,
      messages.map((message) => ({ message, reactions: [] })),
    ),
  );
  await forget(database, { kind: 'message', ...OPS, ts: messages[7]?.ts ?? '' }, { now: NOW });

  const find = async (words: string) =>
    (await searchMessages(database, { ...OPS, words, limit: 3 })).map(({ ts }) => ts);
  expect(await find('number7')).not.toContain(messages[7]?.ts);
  expect((await find('number8'))[0]).toBe(messages[8]?.ts);
  expect((await find('number2999'))[0]).toBe(messages[2999]?.ts);
});

test('the text of deleted messages goes when its days are over, and a channel keeps what it was told to keep', async () => {
  const database = await testDatabase();
  const history = createHistoryStore(database);
  const day = 24 * 60 * 60;
  const ago = (days: number) => `${Math.round(NOW.getTime() / 1000) - days * day}.000100`;
  for (const days of [100, 60, 20, 1]) {
    await history.record({ kind: 'posted', message: said(ago(days), MAYA, `zeppelin ${days}`) });
    await history.record({
      kind: 'posted',
      message: { ...said(ago(days), MAYA, `quixotry ${days}`), channelId: 'C2' },
    });
  }
  const deletedAt = (days: number) => new Date(NOW.getTime() - days * day * 1000);
  await history.record({ kind: 'deleted', ref: { ...OPS, ts: ago(60) }, deletedAt: deletedAt(31) });
  await history.record({ kind: 'deleted', ref: { ...OPS, ts: ago(20) }, deletedAt: deletedAt(10) });
  await setRetention(database, { ...OPS, channelId: 'C2' }, 30);

  expect(await sweepRetention(database, NOW, { retainDeletedDays: 30 })).toEqual({ purged: 1, expired: 2 });
  expect(await sweepRetention(database, NOW, { retainDeletedDays: 30 })).toEqual({ purged: 0, expired: 0 });
  const texts = await database.rows(
    z.object({ text: z.string() }),
    `select text from message_version where text <> '' order by text`,
  );
  expect(texts.map(({ text }) => text)).toEqual([
    'quixotry 1',
    'quixotry 20',
    'zeppelin 1',
    'zeppelin 100',
    'zeppelin 20',
  ]);
  expect(await history.newest({ ...OPS, channelId: 'C2' }, { limit: 9 })).toHaveLength(2);
});

function said(ts: string, author: Author, text: string): Message {
  return { ...OPS, ts, threadTs: ts, author, text, mentions: [], files: [] };
}

/** One message of Maya's, and everything that Longhand makes of what it reads. */
async function fill(database: Database): Promise<void> {
  const history = createHistoryStore(database);
  const directory = createDirectoryStore(database);
  for (const [channelId, name] of [
    ['C1', 'ops'],
    ['C2', 'other'],
  ] as const)
    await directory.saveChannel({ teamId: 'T1', channelId, name, kind: 'channel', isArchived: false }, NOW);
  const person = { teamId: 'T1', timeZone: 'UTC', isBot: false, isGuest: false, isDeactivated: false };
  await directory.savePerson(
    { ...person, personId: 'U0MAYA', name: 'maya', realName: 'Maya Lindqvist' },
    NOW,
  );
  await directory.savePerson({ ...person, personId: 'U0KENJI', name: 'kenji', realName: 'Kenji Mori' }, NOW);
  const secret: Message = {
    ...said(SECRET, MAYA, 'The zeppelin quixotry 秘密项目'),
    files: [{ id: 'F1', name: 'xylophone.pdf', mimetype: 'application/pdf', bytes: 1 }],
    blocks: [{ type: 'section', text: 'The zeppelin' }],
  };
  await history.record({ kind: 'posted', message: secret });
  await history.record({
    kind: 'edited',
    message: { ...secret, text: 'The zeppelin quixotry 秘密项目!' },
    editedAt: NOW,
  });
  await createFileStore(database).savePages(
    { teamId: 'T1', fileId: 'F1' },
    { sha256: 'vermilion hashed', pages: [{ kind: 'page', place: 'p. 1', text: 'vermilion' }] },
  );
  await history.record({ kind: 'posted', message: said('1763800001.000100', KENJI, 'We ship on Fridays') });
  await history.record({
    kind: 'reacted',
    ref: said('1763800001.000100', KENJI, ''),
    name: 'eyes',
    personId: 'U0MAYA',
    change: 'added',
    at: NOW,
  });
  await history.record({
    kind: 'reacted',
    ref: secret,
    name: 'zeppelin',
    personId: 'U0KENJI',
    change: 'added',
    at: NOW,
  });
  await history.record({
    kind: 'posted',
    message: { ...said('1763800005.000100', KENJI, 'marmalade'), channelId: 'C2' },
  });
  await history.record({
    kind: 'posted',
    message: said('1763800002.000100', { kind: 'longhand' }, 'Done: the Zeppelin flies.'),
  });
  await history.record({
    kind: 'posted',
    message: said('1763800003.000100', { kind: 'longhand' }, `As <@U0MAYA> said, vermilion [m:${SECRET}]`),
  });

  const quoting = await task(database, 'U0KENJI', { channelId: 'C1', threadTs: '1763800001.000100' });
  const other = await task(database, 'U0KENJI', { channelId: 'C2', threadTs: '1763800005.000100' });
  const run = (text: string, ...values: unknown[]) => database.run(text, values);
  const writing = await task(database, 'U0KENJI', { channelId: 'C1', threadTs: '1763800006.000100' });
  await run(
    `insert into task_file values ($1, 'plan.xlsx', 2, 'the zeppelin', '\\x504b', now()), ($1, 'b.csv', 1, 'b', null, now())`,
    writing,
  );
  const nested = JSON.stringify(JSON.stringify({ text: `line\nzeppelin "vermilion" xylophone\tU0MAYA` }));
  await run(
    `insert into task_entry values ($1, 1, 'head', $2, now()), ($1, 2, 'tool', '{"a": "b"}', now())`,
    quoting,
    nested,
  );
  await run(`insert into task_entry values ($1, 1, 'head', '"marmalade"', now())`, other);
  await run(`insert into brief values ($1, 1, '{"outcome": "quixotry"}', now(), 'U0KENJI')`, quoting);
  await run(
    `insert into effect values (gen_random_uuid(), $1, 'c1', 'post', 'x', '{"t": "秘密项目的预算"}', 'done', null, null, now(), null)`,
    quoting,
  );
  await run(
    `insert into signal (task_id, key, kind, body, at) values ($1, 'k', 'message', '{"ts": "${SECRET}"}', now())`,
    quoting,
  );
  await run(`insert into outbox_post (key, kind, channel_id, thread_ts, body, due_at, created_at)
             values ('k1', 'message', 'C1', '1763800001.000100', '{"text": "zeppelin"}', now(), now())`);
  await run(`insert into inbox_event (event_id, envelope, received_at, handled_at)
             values ('E1', '{"event":{"user":"U0MAYA","text":"The zeppelin","ts":"${SECRET}"}}', now(), now())`);
  const schedule = newId();
  await run(
    `insert into schedule (id, team_id, channel_id, created_at) values ($1, 'T1', 'C1', now())`,
    schedule,
  );
  await run(
    `insert into schedule_version values ($1, 1, '{"goal": "Tell us of the zeppelin", "ownerId": "U0KENJI"}', 'U0KENJI', now())`,
    schedule,
  );
  await run(
    `insert into schedule_run (task_id, schedule_id, version, kind, due_at, state, report)
     values ($1, $2, 1, 'due', now(), 'reported', 'A zeppelin of quixotry')`,
    newId(),
    schedule,
  );
  await run(
    `insert into lane_item (batch, place, task_id, kind, item, state, outcome)
     values ('b1', 0, $1, 'read', '{"file": "xylophone.pdf"}', 'done', '"vermilion"')`,
    quoting,
  );
  await run(
    `insert into note (team_id, channel_id, owner_id, about, answer, ts, noted_at)
     values ('T1', 'C1', 'U0KENJI', 'budget', 'zeppelin', '1763800001.000100', now())`,
  );
  await run(
    `insert into decision (id, task_id, at, kind, rule, seen)
     values (gen_random_uuid(), $1, now(), 'asked', 'value', '{${SECRET}}')`,
    quoting,
  );
  await run(`insert into page (team_id, channel_id, level, from_ts, to_ts, messages, sentences, model, tokens, made_at)
             values ('T1', 'C1', 'page', '1763800000.000000', '1763800009.000000', 3, '[{"text": "A zeppelin."}]', 'm', 1, now())`);
  await plantElsewhere(database, quoting);
  // A table that nobody has thought of yet.
  await run(`create table later_idea (id integer primary key, words text[])`);
  await run(`insert into later_idea values (1, '{Zeppelin, other}'), (2, '{marmalade}')`);
}

async function task(
  database: Database,
  ownerId: string,
  { channelId, threadTs }: { channelId: string; threadTs: string },
): Promise<string> {
  const id = newId();
  await database.run(
    `insert into task (id, team_id, channel_id, thread_ts, goal_ts, owner_id, language, state, opened_at)
     values ($1, 'T1', $2, $3, $3, $4, 'en', 'done', now())`,
    [id, channelId, threadTs, ownerId],
  );
  return id;
}

async function wordedTables(database: Database): Promise<string[]> {
  const rows = await database.rows(
    z.object({ name: z.string() }),
    `select distinct table_name::text as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
       and data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY') order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** `table.column` of wherever it stands, in whatever capitals, inside of whatever. */
async function tablesWith(database: Database, word: string): Promise<string[]> {
  return (await placesOf(database, [word])).get(word) ?? [];
}

/** All words in all columns of all tables, in one statement. */
async function placesOf(
  database: Database,
  words: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const Column = z.object({
    table_schema: z.string(),
    table_name: z.string(),
    column_name: z.string(),
    data_type: z.string(),
  });
  const columns = await database.rows(
    Column,
    `select table_schema::text, table_name::text, column_name::text, data_type::text
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3`,
  );
  const tables = Map.groupBy(columns, (column) => `"${column.table_schema}"."${column.table_name}"`);
  const looks = [...tables].map(([table, its]) => {
    const values = its.map(({ table_name: name, column_name: column, data_type: type }) => {
      const text = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
      return `('${name}.${column}', lower(${text}))`;
    });
    return `select asked.word, held.place from ${table} cross join lateral (values ${values.join(', ')}) as held (place, text)
            cross join unnest($1::text[]) as asked (word) where strpos(held.text, lower(asked.word)) > 0`;
  });
  const found = await database.rows(
    z.object({ word: z.string(), place: z.string() }),
    `select distinct word, place from (${looks.join('\nunion all\n')}) as everywhere order by place`,
    [words],
  );
  return new Map(
    words.map((word) => [word, found.filter((one) => one.word === word).map(({ place }) => place)]),
  );
}
