// Summaries are made from the messages themselves, in idle moments, within a budget, and none is made unasked.
import { expect, test } from 'vitest';
import type { Model, ModelRequest } from '../../../src/agent/chat.ts';
import { silentLog } from '../../../src/base/log.ts';
import { newId } from '../../../src/base/id.ts';
import { createWindowStore } from '../../../src/flow/window/channel-window-store.ts';
import { createSummaries } from '../../../src/flow/window/page-summaries.ts';
import { storesOn } from '../../../src/flow/stores.ts';
import { createPageStore } from '../../../src/history/page-store.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';

const NOW = new Date('2026-11-23T14:00:00Z');
const CHANNEL = { teamId: 'T1', channelId: 'C1' };
const NEVER = new AbortController().signal;

test('a page is made of the messages that left the window, with sentences that stand on them', async () => {
  const { summaries, pages, asked } = await channelOf(450, { tokensADay: 1_000_000 });
  expect(await summaries.tick(NEVER)).toBe(2);

  const made = await pages.newest(CHANNEL, { level: 'page', throughTs: ':', limit: 9 });
  expect(made.map(({ fromTs, toTs, messages }) => [fromTs, toTs, messages])).toEqual([
    ['1200.000001', '1399.000001', 200],
    ['1000.000001', '1199.000001', 200],
  ]);
  expect(made[1]?.sentences).toEqual([{ text: 'It began.', messages: ['1000.000001'] }]);
  // From the originals: each request holds the words of the messages.
  expect(asked.map(({ messages }) => JSON.stringify(messages).includes('Line 0 of talk'))).toEqual([
    true,
    false,
  ]);
  expect(await summaries.tick(NEVER)).toBe(0);
  expect(asked).toHaveLength(2);
});

test('nothing is asked when it is switched off, when a task wants to be moved, or when the day has had its share', async () => {
  const off = await channelOf(450, { tokensADay: 0 });
  expect(await off.summaries.tick(NEVER)).toBe(0);
  expect(off.asked).toEqual([]);

  const short = await channelOf(450, { tokensADay: 100 });
  expect(await short.summaries.tick(NEVER)).toBe(1);
  expect(await short.summaries.tick(NEVER)).toBe(0);
  await short.clock.advance(25 * 3_600_000);
  expect(await short.summaries.tick(NEVER)).toBe(1);

  const busy = await channelOf(450, { tokensADay: 1_000_000 });
  await busy.stores.tasks.open({
    id: newId(),
    ...CHANNEL,
    threadTs: '1.000001',
    goalTs: '1.000001',
    ownerId: 'U1',
    language: 'en',
    openedAt: NOW,
  });
  expect(await busy.summaries.tick(NEVER)).toBe(0);
  expect(busy.asked).toEqual([]);
});

test('a deletion takes the page with it, and it is made again from what is left', async () => {
  const { summaries, pages, stores, asked } = await channelOf(450, { tokensADay: 1_000_000 });
  await summaries.tick(NEVER);
  await stores.history.record({ kind: 'deleted', ref: { ...CHANNEL, ts: '1000.000001' }, deletedAt: NOW });
  expect(await pages.holding(CHANNEL, '1001.000001')).toBeUndefined();

  expect(await summaries.tick(NEVER)).toBe(1);
  expect(await pages.holding(CHANNEL, '1001.000001')).toMatchObject({ messages: 199 });
  expect(JSON.stringify(asked.at(-1))).not.toContain('Line 0 of talk');
});

test('a model that does not answer is left alone for a while', async () => {
  const { summaries, asked, clock } = await channelOf(450, {
    tokensADay: 1_000_000,
    ask: async () => ({ kind: 'busy', reason: 'full', retryAfterMs: undefined }),
  });
  expect(await summaries.tick(NEVER)).toBe(0);
  expect(await summaries.tick(NEVER)).toBe(0);
  expect(asked).toHaveLength(1);
  await clock.advance(16 * 60_000);
  await summaries.tick(NEVER);
  expect(asked).toHaveLength(2);
});

async function channelOf(count: number, { tokensADay, ask }: { tokensADay: number; ask?: Model['ask'] }) {
  const database = await testDatabase();
  const stores = storesOn(database);
  // Straight into the table: what is looked at here is not recording.
  await database.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, version)
     select $1, $2, ts, ts, 'person', 'U1', 'Line ' || place || ' of talk', 1
     from (select place, (1000 + place) || '.000001' as ts from generate_series(0, $3::int - 1) place) as line`,
    [CHANNEL.teamId, CHANNEL.channelId, count],
  );
  const window = createWindowStore(database);
  await window.lock(CHANNEL);
  await window.save(CHANNEL, {
    heading: '',
    digest: '',
    digestRefs: [],
    timeZone: 'UTC',
    cutTs: '1429.000001',
    cutAt: NOW,
  });
  const asked: ModelRequest[] = [];
  const clock = testClock(NOW);
  const model: Model = {
    name: 'small',
    ask: async (request) => {
      asked.push(request);
      return (
        (await ask?.(request)) ?? {
          kind: 'response',
          turn: { content: 'It began. [m:1000.000001]\nSo I guess.', calls: [] },
          usage: { inputTokens: 100, cachedTokens: 0, outputTokens: 10 },
        }
      );
    },
  };
  return {
    stores,
    asked,
    clock,
    pages: createPageStore(database),
    summaries: createSummaries({ database, clock, log: silentLog, model, tokensADay }),
  };
}
