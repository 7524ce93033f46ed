import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { storable } from '../../../src/db/storable.ts';
import type { Message } from '../../../src/history/message.ts';
import { findExact } from '../../../src/history/search/exact-store.ts';
import { createRecorder } from '../../../src/history/search/document.ts';
import { addToTail, indexMessages, sealTail } from '../../../src/history/search/index-store.ts';
import { searchMessages, type SearchQuery } from '../../../src/history/search/search-store.ts';
import { toTerms } from '../../../src/history/search/terms.ts';
import { createHistoryStore } from '../../../src/history/store.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const history = createHistoryStore(database);
const TEAM = 'T1';
/** A tail of so many is sealed. */
const FULL = 2_048;
/** Of sealing: how many, whose turn, take, segment, postings. */
const STATEMENTS = 5;

test('what is sealed is found as before, by words, by author, in time and as it stands', async () => {
  const channelId = 'C-sealed';
  await say([channelId, '1700000001.000001'], 'the zeppelin contract is with Maya', 'U7');
  await fill(channelId, FULL);
  expect(await sealTail(database, { teamId: TEAM, channelId })).toBeGreaterThan(FULL);
  expect(await counts(channelId)).toEqual({ tail: 0, sealed: FULL + 1 });

  expect(await found(channelId, 'zeppelins')).toEqual(['1700000001.000001']);
  expect(await found(channelId, 'zeppelin', { authorId: 'U7' })).toHaveLength(1);
  expect(await found(channelId, 'zeppelin', { authorId: 'U1' })).toEqual([]);
  expect(await found(channelId, 'zeppelin', { afterTs: '1700000001.000001' })).toEqual([]);
  expect(await found(channelId, 'zeppelin', { beforeTs: '1700000001.000002' })).toHaveLength(1);
  expect(await exactly(channelId, 'EPPELIN contract is with ma')).toEqual(['1700000001.000001']);
  expect(await exactly(channelId, 'zeppelin contract')).toEqual(['1700000001.000001']);
});

test('a search of one thread finds what stands deep below others, sealed or not', async () => {
  const channelId = 'C-thread';
  const thread = '1700000001.000001';
  await say([channelId, thread], 'lunch for the whole team');
  const reply = {
    ...messageOf([channelId, '1700000002.000001'], 'lunch, and lots of other words'),
    threadTs: thread,
  };
  await history.record({ kind: 'posted', message: reply });
  await fill(channelId, FULL);
  const inThread = () => found(channelId, 'lunch', { threadTs: thread });
  expect((await inThread()).toSorted()).toEqual([thread, reply.ts]);

  await sealTail(database, { teamId: TEAM, channelId });
  expect((await inThread()).toSorted()).toEqual([thread, reply.ts]);
});

test('an edit after sealing is found by its new words alone, and a deletion not at all', async () => {
  const channelId = 'C-change';
  const ref = { teamId: TEAM, channelId, ts: '1700000001.000001' };
  await say([channelId, ref.ts], 'aardvark price list of the northern branch office');
  await fill(channelId, FULL);
  await sealTail(database, ref);

  await edit([channelId, ref.ts], 'buffalo price list of the southern branch office', 1);
  expect(await found(channelId, 'aardvark')).toEqual([]);
  expect(await found(channelId, 'buffalo')).toEqual([ref.ts]);
  expect(await exactly(channelId, 'of the northern branch office')).toEqual([]);
  expect(await exactly(channelId, 'of the southern branch office')).toEqual([ref.ts]);

  // Sealed again, edited again, and at last taken back.
  await fill(channelId, FULL, 1_700_100_000);
  await sealTail(database, ref);
  await edit([channelId, ref.ts], 'caribou', 2);
  expect(await found(channelId, 'buffalo')).toEqual([]);
  expect(await found(channelId, 'caribou')).toEqual([ref.ts]);
  await history.record({ kind: 'deleted', ref, deletedAt: new Date() });
  for (const word of ['aardvark', 'buffalo', 'caribou']) expect(await found(channelId, word)).toEqual([]);
});

test('a deletion after sealing takes the message out at once, its neighbours stay', async () => {
  const channelId = 'C-delete';
  await say([channelId, '1700000001.000001'], 'okapi one');
  await say([channelId, '1700000002.000001'], 'okapi two');
  await fill(channelId, FULL);
  await sealTail(database, { teamId: TEAM, channelId });
  await history.record({
    kind: 'deleted',
    ref: { teamId: TEAM, channelId, ts: '1700000001.000001' },
    deletedAt: new Date(),
  });

  expect(await found(channelId, 'okapi')).toEqual(['1700000002.000001']);
});

test('many who seal at once lose and double nothing', async () => {
  const channelId = 'C-many';
  await fill(channelId, 3 * FULL);
  await Promise.all(
    Array.from({ length: 6 }, () => database.transact((sql) => sealTail(sql, { teamId: TEAM, channelId }))),
  );

  const { tail, sealed } = await counts(channelId);
  expect(tail + sealed).toBe(3 * FULL);
  expect(await found(channelId, 'token1234')).toEqual(['1700001234.000500']);
});

test('what is being changed while the tail is sealed is found as it then stands', async () => {
  const channelId = 'C-during';
  await say([channelId, '1700000001.000001'], 'before');
  await say([channelId, '1700000002.000001'], 'gone');
  await fill(channelId, FULL);
  await Promise.all([
    database.transact((sql) => sealTail(sql, { teamId: TEAM, channelId })),
    edit([channelId, '1700000001.000001'], 'afterwards', 1),
    history.record({
      kind: 'deleted',
      ref: { teamId: TEAM, channelId, ts: '1700000002.000001' },
      deletedAt: new Date(),
    }),
  ]);

  expect(await found(channelId, 'before')).toEqual([]);
  expect(await found(channelId, 'gone')).toEqual([]);
  expect(await found(channelId, 'afterwards')).toEqual(['1700000001.000001']);
  expect(await found(channelId, 'token7')).toHaveLength(1);
});

test('a process that is killed in the middle of sealing leaves every message in one place', async () => {
  const channelId = 'C-killed';
  await fill(channelId, FULL);
  for (const statement of [1, 2, 3, 4, 5, 6]) {
    const child = fork(fileURLToPath(new URL('../../support/seal-and-die.ts', import.meta.url)), [
      database.url,
      channelId,
      String(statement),
    ]);
    await once(child, 'exit');
    expect(child.signalCode).toBe(statement <= STATEMENTS ? 'SIGKILL' : null);
    while ((await locksOfOthers()) > 0) continue;
    expect(await counts(channelId)).toEqual(
      statement <= STATEMENTS ? { tail: FULL, sealed: 0 } : { tail: 0, sealed: FULL },
    );
    expect(await found(channelId, 'token1234')).toHaveLength(1);
  }
}, 60_000);

test('many at once are found as one by one, the rest of them in the tail', async () => {
  const channelId = 'C-bulk';
  const messages = Array.from({ length: FULL + 10 }, (_, at) =>
    messageOf([channelId, `${1_700_000_000 + at}.000001`], `bulk token${at}`),
  );
  await database.transact(async (sql) => {
    await insert(messages);
    await indexMessages(
      sql,
      { teamId: TEAM, channelId },
      messages.map((message) => ({ ...message, fileNames: [] })),
    );
  });

  expect(await found(channelId, 'token2057')).toEqual(['1700002057.000001']);
  expect(await found(channelId, 'token3')).toEqual(['1700000003.000001']);
});

const piece = fc.oneof(
  fc.constantFrom(
    'the offer of Nordwind stands at 4,300 EUR',
    '供应商的报价是每台四千三百欧元，含税',
    'see https://git.example.com/team/repo/pull/1234#issuecomment-99',
    '```const total = items.reduce((sum, { price }) => sum + price, 0);```',
    'ship it 🚀🚀👩‍👩‍👧‍👦 today',
    '&lt;b&gt; &amp; more\u0000text after nothing',
    '見積もりはいつ届きますか、教えてください',
    '0123456789abcdef0123456789abcdef',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.lorem({ maxCount: 12 }),
  fc.lorem({ maxCount: 400 }),
);
const text = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(' '));
type Step = { kind: 'say' | 'edit' | 'delete' | 'seal'; at: number; text: string };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('say', 'say', 'say', 'edit', 'delete', 'seal'),
  at: fc.nat({ max: 8 }),
  text,
});

test('every message that stands is found by its words and by any piece of it, and nothing that was taken back', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), fc.nat(), async (steps, chance) => {
      run += 1;
      const channelId = `C-history-${run}`;
      const standing = await play(channelId, steps);
      for (const [ts, said] of standing) {
        if (toTerms(said).length > 0) expect(await found(channelId, said)).toContain(ts);
        const kept = storable(said);
        for (let from = chance % 7; from + 30 <= kept.length; from += 11) {
          expect(await exactly(channelId, kept.slice(from, from + 30))).toContain(ts);
        }
      }
      const everywhere = await found(channelId, steps.map((one) => one.text).join(' '));
      for (const ts of everywhere) expect([...standing.keys()]).toContain(ts);
    }),
    { numRuns: 40 },
  );
}, 120_000);

/** Plays the steps, and resolves to what then stands. */
async function play(channelId: string, steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  const standing = new Map<string, string>();
  const gone = new Set<string>();
  for (const [index, { kind, at, text: said }] of steps.entries()) {
    const ts = `170000000${at}.000001`;
    if (kind === 'seal') await database.transact((sql) => sealTail(sql, { teamId: TEAM, channelId }, 1));
    else if (gone.has(ts)) continue;
    else if (kind === 'delete') {
      gone.add(ts);
      standing.delete(ts);
      await history.record({ kind: 'deleted', ref: { teamId: TEAM, channelId, ts }, deletedAt: new Date() });
    } else if (kind === 'say' && !standing.has(ts)) {
      standing.set(ts, said);
      await say([channelId, ts], said);
    } else if (standing.has(ts)) {
      standing.set(ts, said);
      await edit([channelId, ts], said, index + 1);
    }
  }
  return standing;
}

async function found(channelId: string, words: string, more: Partial<SearchQuery> = {}) {
  return (await searchMessages(database, { teamId: TEAM, channelId, words, limit: 50, ...more })).map(
    ({ ts }) => ts,
  );
}

function exactly(channelId: string, wanted: string) {
  return findExact(database, { teamId: TEAM, channelId, text: wanted, limit: 50 });
}

async function say([channelId, ts]: readonly [string, string], said: string, personId = 'U1'): Promise<void> {
  await history.record({ kind: 'posted', message: messageOf([channelId, ts], said, personId) });
}

async function edit([channelId, ts]: readonly [string, string], said: string, second: number): Promise<void> {
  await history.record({
    kind: 'edited',
    editedAt: new Date(1_800_000_000_000 + second * 1000),
    message: messageOf([channelId, ts], said),
  });
}

/** Talk of others, each message with a word of its own, all of it in the tail. */
async function fill(channelId: string, count: number, from = 1_700_000_000): Promise<void> {
  const messages = Array.from({ length: count }, (_, at) =>
    messageOf([channelId, `${from + at}.000500`], `lunch token${at}`),
  );
  await insert(messages);
  const toRecord = createRecorder();
  await addToTail(
    database,
    { teamId: TEAM, channelId },
    messages.map((message) => toRecord({ ...message, fileNames: [] })),
  );
}

async function insert(messages: readonly Message[]): Promise<void> {
  await database.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, version)
     select $1, $2, ts, ts, 'person', 'U1', text, 1 from unnest($3::text[], $4::text[]) as said (ts, text)`,
    [TEAM, messages[0]?.channelId, messages.map(({ ts }) => ts), messages.map((message) => message.text)],
  );
}

async function counts(channelId: string): Promise<{ tail: number; sealed: number }> {
  const [row] = await database.rows(
    z.object({ tail: z.number(), sealed: z.number() }),
    `select (select count(*) from search_tail where channel_id = $1) as tail,
            (select coalesce(sum(messages), 0) from search_segment where channel_id = $1)::bigint as sealed`,
    [channelId],
  );
  return row ?? { tail: 0, sealed: 0 };
}

/** What the server has not yet noticed to be gone. */
async function locksOfOthers(): Promise<number> {
  const [row] = await database.rows(
    z.object({ locks: z.number() }),
    `select count(*) as locks from pg_locks where relation = 'search_tail'::regclass and pid <> pg_backend_pid()`,
  );
  return row?.locks ?? 0;
}

function messageOf([channelId, ts]: readonly [string, string], said: string, personId = 'U1'): Message {
  const author = { kind: 'person' as const, id: personId };
  return { teamId: TEAM, channelId, ts, threadTs: ts, author, text: said, mentions: [], files: [] };
}
