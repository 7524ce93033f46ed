import { expect, test } from 'vitest';
import type { RenderedMessage } from '../../src/tools/history-lines.ts';
import { createReadHistory, type HistoryRead } from '../../src/tools/read-history.ts';
import { createSearchHistory, type HistorySearch } from '../../src/tools/search-history.ts';
import { call } from './support/context.ts';

function message(number: number, text = `message ${number}`): RenderedMessage {
  const ts = `17320012${String(number).padStart(2, '0')}.000100`;
  return {
    ref: `m:${ts}`,
    line: `[m:${ts}] 2026-11-03 09:12 Maya Lindqvist (U0MAYA): ${text}`,
    label: 'Maya, 3 Nov',
  };
}

test('matches come with what stands around them, and all of it can be cited', async () => {
  const asked: HistorySearch[] = [];
  const tool = createSearchHistory({
    history: {
      search: (query) => {
        asked.push(query);
        return Promise.resolve([
          { before: [message(1)], hit: message(2), after: [message(3)] },
          { before: [message(2)], hit: message(3), after: [] },
        ]);
      },
    },
  });
  const { text, sources } = await call(tool, {
    words: 'seat price',
    from_person: 'Maya',
    after: '2026-11-01',
    limit: '5',
  });
  expect(asked).toEqual([
    {
      teamId: 'T0ACME',
      channelId: 'C0PROC',
      requesterId: 'U0MAYA',
      isExact: false,
      words: 'seat price',
      fromPerson: 'Maya',
      after: new Date('2026-11-01'),
      limit: 5,
    },
  ]);
  expect(text).toContain(
    `Match 1: [${message(2).ref}]\n${[1, 2, 3].map((number) => message(number).line).join('\n')}`,
  );
  expect(sources?.map(({ ref }) => ref)).toEqual([1, 2, 3].map((number) => message(number).ref));
});

test('nothing found is an answer that says what else to try', async () => {
  const tool = createSearchHistory({ history: { search: () => Promise.resolve([]) } });
  const outcome = await call(tool, { words: 'seat price' });
  expect(outcome.failed).toBeUndefined();
  expect(outcome.text).toContain('Try other words');
});

test('too many long matches are left out aloud', async () => {
  const long = message(1, 'x'.repeat(5_000));
  const tool = createSearchHistory({
    history: {
      search: () => Promise.resolve(Array.from({ length: 9 }, () => ({ before: [], hit: long, after: [] }))),
    },
  });
  const { text } = await call(tool, { words: 'xx' });
  expect(text.length).toBeLessThan(13_000);
  expect(text).toContain('7 more did not fit');
});

test('a message is named as it is cited or by its bare number', async () => {
  const asked: HistoryRead[] = [];
  const tool = createReadHistory({
    history: {
      read: (query) => {
        asked.push(query);
        return Promise.resolve([message(1), message(2)]);
      },
    },
  });
  const { text } = await call(tool, { around: '[m:1732001201.000100]' });
  await call(tool, { thread: '1732001201.000100', limit: 3 });
  expect(asked.map(({ around, thread }) => around ?? thread)).toEqual([
    '1732001201.000100',
    '1732001201.000100',
  ]);
  expect(text).toBe(`${message(1).line}\n${message(2).line}`);
  expect(await call(tool, { around: 'yesterday' })).toMatchObject({ failed: true });
});

test('of the newest messages the newest are kept, of a thread its start', async () => {
  const many = Array.from({ length: 40 }, (_, number) => message(number, `n${number} ${'x'.repeat(900)}`));
  const tool = createReadHistory({ history: { read: () => Promise.resolve(many) } });
  const newest = (await call(tool, {})).text;
  expect(newest).toContain(': n39 ');
  expect(newest).not.toContain(': n0 ');
  expect(newest).toContain('earlier messages did not fit');
  const thread = (await call(tool, { thread: '1732001200.000100' })).text;
  expect(thread).toContain(': n0 ');
  expect(thread).not.toContain(': n39 ');
  expect(thread).toContain('later messages did not fit');
});
