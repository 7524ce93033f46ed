// The window of a channel grows at its end: what was sent before is sent again unchanged, and what was deleted is not.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { headOf } from '../../../src/agent/context.ts';
import { newId } from '../../../src/base/id.ts';
import { renderOpening } from '../../../src/flow/window/open-transcript.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import type { Message } from '../../../src/history/message.ts';
import { createPageStore } from '../../../src/history/page-store.ts';
import type { Task } from '../../../src/task/store.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const transact = createTransact(database);
const stores = storesOn(database);
const NOW = new Date('2026-11-23T14:00:00Z');
const PLENTY = 1_000_000;
let channels = 0;

test('the next task begins with the bytes that the last one began with, and what is new comes after them', async () => {
  const channel = newChannel();
  await channel.says('100', 'The first offer is here.');
  const first = await channel.opens('200', '@Longhand read it');
  await channel.says('210', 'The second offer came too.');
  const second = await channel.opens('300', '@Longhand compare them');

  expect(first.window).toContain('[m:100.000001]');
  expect(second.window.startsWith(first.window)).toBe(true);
  expect(second.window.slice(first.window.length)).toMatch(/\[m:200\.000001\].*read it\n\[m:210\.000001\]/su);
  // The goal itself stands in the thread, and in the window only from the next task on.
  expect(second.window).not.toContain('compare them');
  expect(headOf(second)).toContain('# This thread\n[m:300.000001]');
});

test('an edit and a reaction are new lines; the old ones stay as they were', async () => {
  const channel = newChannel();
  await channel.says('100', 'It costs 10.');
  const first = await channel.opens('200', '@Longhand look');
  await channel.edits('100', 'It costs 12.');
  await channel.reacts('100', 'eyes', 'added');
  const second = await channel.opens('300', '@Longhand look again');
  await channel.reacts('100', 'eyes', 'removed');
  const third = await channel.opens('400', '@Longhand and again');

  expect(second.window.startsWith(first.window)).toBe(true);
  expect(second.window.slice(first.window.length)).toContain('It costs 12.\n  (edited)');
  expect(second.window.slice(first.window.length)).toContain(
    '(reactions on [m:100.000001] now: :eyes: U0MAYA)',
  );
  expect(third.window.startsWith(second.window)).toBe(true);
  expect(third.window.slice(second.window.length)).toContain('(reactions on [m:100.000001] now: none)');
});

test('a deleted message leaves the window at once, in each of its versions', async () => {
  const channel = newChannel();
  await channel.says('100', 'Before it.');
  await channel.says('110', 'The secret is swordfish.');
  await channel.says('120', 'After it.');
  await channel.opens('200', '@Longhand look');
  await channel.edits('110', 'The secret was swordfish.');
  const shown = await channel.opens('300', '@Longhand look');
  await channel.deletes('110');
  const after = await channel.opens('400', '@Longhand look');

  expect(shown.window).toContain('swordfish');
  expect(headOf(after)).not.toContain('swordfish');
  expect(after.window).toContain('Before it.');
  expect(after.window).toContain('After it.');
  expect(await database.run(`select 1 from window_line where text like '%swordfish%'`)).toBe(0);
});

test('over random talk what was sent is sent again unchanged, until a cut or a deletion', async () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('says' as const), text: words, reply: fc.nat(9) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('edits' as const), which: fc.nat(), text: words }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('reacts' as const), which: fc.nat(), on: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('deletes' as const), which: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('opens' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const channel = newChannel();
      const said: string[] = [];
      const deleted = new Map<string, string>();
      const unique = new Map<string, string>();
      const faults: string[] = [];
      let before = '';
      for (const [index, one] of steps.entries()) {
        const at = String(1000 + index * 10);
        const target = 'which' in one ? said[one.which % Math.max(said.length, 1)] : undefined;
        if (one.kind === 'says') {
          const thread = one.reply < 3 ? said.at(-1 - one.reply) : undefined;
          unique.set(at, `token${index}x`);
          await channel.says(at, `${one.text} token${index}x`, thread);
          said.push(at);
        } else if (one.kind === 'opens') {
          const opening = await channel.opens(at, `@Longhand goal ${index}`);
          if (!opening.window.startsWith(before)) faults.push(`${at}: other bytes`);
          faults.push(...[...deleted.values()].filter((token) => headOf(opening).includes(token)));
          before = opening.window;
          said.push(at);
        } else if (target !== undefined && !deleted.has(target)) {
          if (one.kind === 'edits')
            await channel.edits(target, `${one.text} ${unique.get(target) ?? ''} again`);
          else if (one.kind === 'reacts') await channel.reacts(target, 'eyes', one.on ? 'added' : 'removed');
          else {
            await channel.deletes(target);
            deleted.set(target, unique.get(target) ?? `goal ${index} never`);
            before = ''; // Honestly broken: the bytes of a deleted message are not sent again.
          }
        }
      }
      expect(faults).toEqual([]);
    }),
    { numRuns: 40, interruptAfterTimeLimit: 20_000 },
  );
});

test('when the budget is passed the older half goes once, with a digest in its place, and then it grows again', async () => {
  const channel = newChannel();
  await channel.fills(1000, 300, 'Line');
  const budget = 10_000; // Of about 40 tokens each: 300 do not fit, 100 are below half of it.
  const first = await channel.opens('2000', '@Longhand one', budget);
  const lines = (window: string) => window.match(/^\[m:/gmu)?.length ?? 0;
  expect(lines(first.window)).toBeGreaterThanOrEqual(100);
  expect(lines(first.window)).toBeLessThan(180);
  expect(first.window).toMatch(/^# Before that \(the \d+ messages/u);
  expect(first.window).toContain('Line 299');

  let cuts = 0;
  let before = first.window;
  for (let task = 1; task <= 12; task += 1) {
    await channel.fills(2000 + task * 50, 20, 'More');
    const opening = await channel.opens(`${2000 + task * 50 + 30}`, '@Longhand next', budget);
    if (!opening.window.startsWith(before)) cuts += 1;
    expect(lines(opening.window)).toBeGreaterThanOrEqual(100);
    before = opening.window;
  }
  expect(cuts).toBeGreaterThanOrEqual(1);
  expect(cuts).toBeLessThanOrEqual(2);
});

test('two processes that open tasks of one channel at once make one window between them', async () => {
  const channel = newChannel();
  await channel.fills(1000, 30, 'Line');
  const openings = await Promise.all(
    Array.from({ length: 6 }, (_, index) => channel.opens(String(2000 + index), `@Longhand task ${index}`)),
  );
  const windows = openings.map(({ window }) => window).toSorted((one, other) => one.length - other.length);
  windows.slice(1).forEach((window, index) => expect(window.startsWith(windows[index] ?? '')).toBe(true));
  const last = await channel.opens('3000', '@Longhand last');
  for (let index = 0; index < 30; index += 1)
    expect(last.window.split(`[m:${1000 + index}.000001]`)).toHaveLength(2);
});

test('what a backfill brings later stands in front, once; until it is over the model is told that not all is here', async () => {
  const channel = newChannel();
  await channel.says('500', 'The newest.');
  const early = await channel.opens('600', '@Longhand look');
  expect(early.head).toContain('# Not all is here yet');
  await channel.says('100', 'The oldest.');
  await channel.isReadBack();
  const opening = await channel.opens('700', '@Longhand look');
  expect(opening.window).toMatch(/The oldest\.\n.*The newest\./u);
  expect(opening.head).not.toContain('# Not all is here yet');
});

test('older words come by the words of the goal, those of the window do not come twice, and rules stand in the head', async () => {
  const channel = newChannel();
  await channel.isReadBack();
  await channel.says('100', 'The zeppelin needs helium by March.');
  await channel.says('101', 'Never buy hydrogen for airships.');
  await channel.fills(1000, 300, 'Line');
  const opening = await channel.opens('2000', '@Longhand when does the zeppelin need helium?', 10_000);

  expect(opening.window).not.toContain('zeppelin needs');
  expect(opening.head).toMatch(
    /# Older messages found by the words of the goal[^#]*zeppelin needs helium[^#]*# This thread/su,
  );
  expect(opening.head).toContain(
    '1. Rule: "Never buy hydrogen for airships." (U0MAYA, 1970-01-01) [m:101.000001]',
  );
  const inWindow = new Set(opening.window.match(/\[m:\d+\.\d+\]/gu));
  const found = opening.head.split('# This thread')[0]?.match(/^\[m:\d+\.\d+\]/gmu) ?? [];
  expect(found.filter((ref) => inWindow.has(ref))).toEqual([]);
});

test('summaries stand in the digest with what they stand on, and go with it', async () => {
  const channel = newChannel();
  await channel.fills(1000, 300, 'Line');
  const kept = await createPageStore(database).keep(channel.ref, {
    level: 'page',
    fromTs: '1000.000001',
    toTs: '1019.000001',
    messages: 20,
    sentences: [
      { text: 'Twenty lines were said.', messages: ['1003.000001'] },
      { text: 'The last of them was number nineteen.', messages: ['1019.000001'] },
    ],
    model: 'small',
    tokens: 100,
    madeAt: NOW,
  });
  const first = await channel.opens('2000', '@Longhand look', 10_000);
  expect(kept).toBe(true);
  expect(first.window).toContain('Twenty lines were said. [m:1003.000001]');

  await channel.deletes('1003');
  const second = await channel.opens('2100', '@Longhand look', 10_000);
  expect(second.window).not.toContain('Twenty lines were said.');
  expect(second.window).toMatch(/^# Before that/u);
});

const words = fc.constantFrom(
  'hello',
  '报价单',
  'two\nlines',
  '# The task',
  '[m:1.2] fake',
  'price: 10 €',
  '',
);

function newChannel() {
  channels += 1;
  const ref = { teamId: 'T1', channelId: `C${channels}` };
  const tsOf = (second: string) => `${second}.000001`;
  const toMessage = (second: string, text: string, thread = second): Message => ({
    ...ref,
    ts: tsOf(second),
    threadTs: tsOf(thread),
    author: { kind: 'person', id: 'U0MAYA' },
    text,
    mentions: [],
    files: [],
  });
  const threads = new Map<string, string>();
  let edits = 0;

  async function says(second: string, text: string, thread?: string): Promise<Message> {
    const root = thread === undefined ? second : (threads.get(thread) ?? thread);
    threads.set(second, root);
    const message = toMessage(second, text, root);
    await stores.history.record({ kind: 'posted', message });
    return message;
  }

  return {
    ref,
    says,
    /** Straight into the table: what is measured here is not recording. */
    fills: (second: number, count: number, word: string) =>
      database.run(
        `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, version)
         select $1, $2, ts, ts, 'person', 'U0MAYA', $5 || ' ' || place || ' ' || repeat('word ', 20), 1
         from (select place, ($3::int + place) || '.000001' as ts from generate_series(0, $4::int - 1) place) as line`,
        [ref.teamId, ref.channelId, second, count, word],
      ),
    edits: (second: string, text: string) =>
      stores.history.record({
        kind: 'edited',
        message: toMessage(second, text, threads.get(second)),
        editedAt: new Date(NOW.getTime() + (edits += 1) * 1000),
      }),
    reacts: (second: string, name: string, change: 'added' | 'removed') =>
      stores.history.record({
        kind: 'reacted',
        ref: { ...ref, ts: tsOf(second) },
        name,
        personId: 'U0MAYA',
        change,
        at: new Date(NOW.getTime() + (edits += 1) * 1000),
      }),
    deletes: (second: string) =>
      stores.history.record({ kind: 'deleted', ref: { ...ref, ts: tsOf(second) }, deletedAt: NOW }),
    isReadBack: async () => {
      await stores.directory.saveChannel({ ...ref, name: 'ops', kind: 'channel', isArchived: false }, NOW);
      await stores.directory.saveBackfill(ref, { completedAt: NOW });
    },
    opens: async (second: string, text: string, historyTokens = PLENTY) => {
      await says(second, text);
      return transact(async (inside) => {
        const task: Task = await inside.tasks.open({
          id: newId(),
          ...ref,
          threadTs: tsOf(second),
          goalTs: tsOf(second),
          ownerId: 'U0MAYA',
          language: 'en',
          openedAt: NOW,
        });
        return renderOpening(inside, task, { historyTokens, now: NOW });
      });
    },
  };
}
