// Whatever order Slack's events come in, and however often: the history ends as Slack shows it, and forgets nothing.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Message, Said } from '../../src/history/message.ts';
import { searchMessages } from '../../src/history/search/search-store.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const history = createHistoryStore(database);

interface Planned {
  readonly parent: number;
  /** As posted, and after each edit. */
  readonly texts: readonly string[];
  readonly isDeleted: boolean;
}

const words = fc.constantFrom(
  'offer',
  'raise',
  '报价',
  'a\u0000b',
  'half \ud800 pair',
  '',
  "it's",
  '\\',
  '<@U1>',
);
const plan = fc.array(
  fc.record({
    parent: fc.nat({ max: 5 }),
    texts: fc.array(words, { minLength: 1, maxLength: 4 }),
    isDeleted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

test('200 histories in any order, with redeliveries, end as Slack shows them and keep every version', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(plan, fc.infiniteStream(fc.nat()), async (planned, chance) => {
      run += 1;
      const channel = { teamId: 'T1', channelId: `C${run}` };
      const events = planned.flatMap((one, index) => eventsOf(one, index, channel.channelId));
      for (const event of shuffled(
        [...events, ...events.filter((_, index) => index % 3 === run % 3)],
        chance,
      )) {
        await history.record(event);
      }

      const shown = await history.newest(channel, { limit: 100 });
      expect(shown.map(({ ts, threadTs, text }) => ({ ts, threadTs, text }))).toEqual(
        planned.flatMap(({ texts, isDeleted }, index) =>
          isDeleted
            ? []
            : [{ ts: tsOf(index), threadTs: threadOf(planned, index), text: storable(texts.at(-1) ?? '') }],
        ),
      );
      expect((await versionsIn(channel.channelId)).toSorted()).toEqual(events.map(toVersion).toSorted());
      const found = await searchMessages(database, { ...channel, words: 'offer', limit: 50 });
      expect(found.map(({ ts }) => ts).toSorted()).toEqual(
        shown.filter(({ text }) => text === 'offer').map(({ ts }) => ts),
      );
    }),
    { numRuns: 200, interruptAfterTimeLimit: 25_000 },
  );
  expect(run).toBeGreaterThan(50);
});

test('what happened tells what follows from it: new once, changed by an edit, known when sent again', async () => {
  const message = said('C-once', '100.000001', 'first');
  const edit = edited({ ...message, text: 'second' }, 200);
  expect(await history.record({ kind: 'posted', message })).toBe('new');
  expect(await history.record({ kind: 'posted', message })).toBe('known');
  expect(await history.record(edit)).toBe('changed');
  expect(await history.record(edit)).toBe('known');
  expect(await history.record(edited(message, 150))).toBe('known');
  expect((await history.find(message))?.text).toBe('second');
  expect(await history.record(deleted(message))).toBe('changed');
  expect(await history.record(deleted(message))).toBe('known');
  expect(await history.record(edited({ ...message, text: 'third' }, 300))).toBe('known');
  expect(await history.find(message)).toBeUndefined();
});

test('an edit that takes the text back to what it was is an edit', async () => {
  const message = said('C-back', '100.000001', 'yes');
  await history.record({ kind: 'posted', message });
  await history.record(edited({ ...message, text: 'no' }, 200));

  expect(await history.record(edited({ ...message, text: 'yes' }, 300))).toBe('changed');
  expect((await history.find(message))?.text).toBe('yes');
});

test('two edits within one second, which is all that Slack tells of the time, end with the later one', async () => {
  const message = said('C-second', '100.000001', 'a');
  await history.record({ kind: 'posted', message });
  await history.record(edited({ ...message, text: 'b' }, 200));
  await history.record(edited({ ...message, text: 'c' }, 200));
  await history.record(edited({ ...message, text: 'b' }, 200));

  expect((await history.find(message))?.text).toBe('c');
});

test('a message that was deleted before it reached us stays away', async () => {
  const message = said('C-late', '100.000001', 'zeppelin');
  expect(await history.record(deleted(message))).toBe('known');
  expect(await history.record({ kind: 'posted', message })).toBe('known');

  expect(await history.newest({ teamId: 'T1', channelId: 'C-late' }, { limit: 5 })).toEqual([]);
  expect(await searchMessages(database, { ...message, words: 'zeppelin', limit: 5 })).toEqual([]);
});

test('the same message told by ten processes at once is stored once', async () => {
  const message = said('C-ten', '100.000001', 'once');
  const came = await Promise.all(
    Array.from({ length: 10 }, () =>
      database.transact((sql) => createHistoryStore(sql).record({ kind: 'posted', message })),
    ),
  );
  expect(came.filter((one) => one === 'new')).toHaveLength(1);
  expect(await versionsIn('C-ten')).toHaveLength(1);
});

test('what Postgres cannot hold as text goes, and the blocks keep it to the letter', async () => {
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'a\u0000b \ud800' } }];
  const message = { ...said('C-nul', '100.000001', 'a\u0000b \ud800'), blocks };
  await history.record({ kind: 'posted', message });
  const [kept] = await database.rows(
    z.object({ blocks: z.string() }),
    `select blocks::text from message_version where channel_id = 'C-nul'`,
  );

  expect((await history.find(message))?.text).toBe('ab \ufffd');
  expect(JSON.parse(kept?.blocks ?? '')).toEqual(blocks);
});

test('files are those of the present version, with any name people give them', async () => {
  const file = {
    id: 'F1',
    name: 'of\u0000fer-\ud800b.pdf',
    mimetype: 'application/pdf',
    bytes: 5_000_000_000,
  };
  const other = {
    id: 'F2',
    name: 'zeppelin.csv',
    mimetype: 'text/csv',
    bytes: 10,
    downloadUrl: 'https://f/2',
  };
  const message = { ...said('C-files', '100.000001', 'two files'), files: [file, other] };
  await history.record({ kind: 'posted', message });
  expect((await history.find(message))?.files).toEqual([{ ...file, name: 'offer-\ufffdb.pdf' }, other]);
  expect(await searchMessages(database, { ...message, words: 'zeppelin', limit: 5 })).toHaveLength(1);

  expect(await history.record(edited({ ...message, files: [file] }, 200))).toBe('changed');
  expect((await history.find(message))?.files.map(({ id }) => id)).toEqual(['F1']);
  expect(await searchMessages(database, { ...message, words: 'zeppelin', limit: 5 })).toEqual([]);
});

test('a page of the history goes back from a message, or on from one, and a thread is read whole', async () => {
  const channel = { teamId: 'T1', channelId: 'C-pages' };
  for (let index = 1; index <= 9; index += 1) {
    const message = said(channel.channelId, `10${index}.000001`, `m${index}`);
    await history.record({
      kind: 'posted',
      message: { ...message, threadTs: index % 3 === 0 ? '103.000001' : message.ts },
    });
  }
  const textsOf = (messages: readonly { text: string }[]) => messages.map(({ text }) => text);

  expect(textsOf(await history.newest(channel, { limit: 3 }))).toEqual(['m7', 'm8', 'm9']);
  expect(textsOf(await history.newest(channel, { limit: 2, beforeTs: '107.000001' }))).toEqual(['m5', 'm6']);
  expect(textsOf(await history.from(channel, { limit: 2, fromTs: '107.000001' }))).toEqual(['m7', 'm8']);
  expect(textsOf(await history.thread(channel, '103.000001'))).toEqual(['m3', 'm6', 'm9']);
  expect(await history.newestTs(channel)).toBe('109.000001');
  expect(await history.newestTs({ ...channel, channelId: 'C-none' })).toBeUndefined();
});

test('others in a thread are people, not bots, not Longhand, not the one who asks', async () => {
  const thread = { channelId: 'C-others', threadTs: '100.000001' };
  const authors: Message['author'][] = [
    { kind: 'person', id: 'U1' },
    { kind: 'person', id: 'U2' },
    { kind: 'bot', id: 'B1' },
    { kind: 'longhand' },
  ];
  for (const [index, author] of authors.entries()) {
    const message = said(thread.channelId, `10${index}.000001`, 'hello');
    await history.record({ kind: 'posted', message: { ...message, author, threadTs: thread.threadTs } });
  }
  const channel = { teamId: 'T1', channelId: thread.channelId };

  expect(await history.othersIn(channel, { ...thread, personId: 'U1' })).toBe(1);
  await history.record(deleted({ ...channel, ts: '101.000001' }));
  expect(await history.othersIn(channel, { ...thread, personId: 'U1' })).toBe(0);
});

function eventsOf({ parent, texts, isDeleted }: Planned, index: number, channelId: string): Said[] {
  const [first = '', ...later] = texts;
  const base = { ...said(channelId, tsOf(index), first), threadTs: tsOf(Math.min(parent, index)) };
  return [
    { kind: 'posted', message: base },
    ...later.map((text, edit) => edited({ ...base, text }, 1000 + edit)),
    ...(isDeleted ? [deleted(base)] : []),
  ];
}

function tsOf(index: number): string {
  return `${100 + index}.000001`;
}

function threadOf(planned: readonly Planned[], index: number): string {
  return tsOf(Math.min(planned[index]?.parent ?? index, index));
}

function said(channelId: string, ts: string, text: string): Message {
  return {
    teamId: 'T1',
    channelId,
    ts,
    threadTs: ts,
    author: { kind: 'person', id: 'U1' },
    text,
    mentions: [],
    files: [],
  };
}

function edited(message: Message, second: number): Said {
  return { kind: 'edited', message, editedAt: new Date(second * 1000) };
}

function deleted({ teamId, channelId, ts }: { teamId: string; channelId: string; ts: string }): Said {
  return { kind: 'deleted', ref: { teamId, channelId, ts }, deletedAt: new Date(5_000_000) };
}

function toVersion(event: Said): string {
  if (!('message' in event)) return `${event.ref.ts} deleted `;
  const at = event.kind === 'edited' ? event.editedAt.getTime() : '';
  return `${event.message.ts} ${event.kind} ${at}${storable(event.message.text)}`;
}

async function versionsIn(channelId: string): Promise<string[]> {
  const rows = await database.rows(
    z.object({ ts: z.string(), kind: z.string(), text: z.string(), said_at: z.date() }),
    'select ts, kind, text, said_at from message_version where channel_id = $1',
    [channelId],
  );
  return rows.map(
    (row) => `${row.ts} ${row.kind} ${row.kind === 'edited' ? row.said_at.getTime() : ''}${row.text}`,
  );
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** Fisher-Yates with numbers from the property, so that a failure can be run again. */
function shuffled<Item>(items: readonly Item[], chance: Iterator<number>): Item[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Number(chance.next().value) % (index + 1);
    const [one, two] = [result[index], result[other]];
    if (one === undefined || two === undefined) continue;
    result[index] = two;
    result[other] = one;
  }
  return result;
}
