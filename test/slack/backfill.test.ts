// Reading back: deletions and reactions that nobody heard, Slack's slowest pace, and processes that are killed meanwhile.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { backfillProgress } from '../../src/history/gap-store.ts';
import { reactionsOn } from '../../src/history/reaction-store.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { createReader } from '../../src/slack/slack-reader.ts';
import { Seed } from '../../src/workspace/seed-schema.ts';
import { createWorkspace } from '../../src/workspace/server.ts';
import { testClock } from '../support/clock.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { seed, startBench } from './edge.ts';

const OPS = { teamId: 'T0TEAM', channelId: 'C0OPS' };

test('what was deleted while no process ran is deleted, and what was only not read is not', async () => {
  const bench = await startBench();
  const { act } = bench.workspace;
  const first = await bench.connect();
  const say = (text: string, threadTs?: string) =>
    act.post({ as: 'U0JON', channel: '#ops', text, ...(threadTs === undefined ? {} : { threadTs }) });
  const kept = say('Kept');
  const gone = say('Gone');
  const root = say('Root');
  const replies = [say('Reply kept', root), say('Reply gone', root)];
  const lone = say('Root gone');
  const orphan = say('Reply of a root that is gone', lone);
  await bench.until(() => bench.words().length === 7);
  await first.stop();

  for (const ts of [gone, replies[1] ?? '', lone]) act.remove({ as: 'U0JON', channel: '#ops', ts });
  await bench.clock.advance(3_600_000);
  await (await bench.connect()).readBack();

  const standing = await createHistoryStore(bench.database).newest(OPS, { limit: 20 });
  expect(standing.map(({ ts }) => ts)).toEqual([kept, root, replies[0], orphan]);
  expect(bench.heard.said.filter(({ said }) => said.kind === 'deleted').map(({ when }) => when)).toEqual([
    'live',
    'live',
    'live',
  ]);
  expect(await backfillProgress(bench.database)).toMatchObject([
    { name: 'ops', messages: 4, isComplete: true, missingSince: undefined },
  ]);
});

test('reactions are heard, and those that nobody heard are seen', async () => {
  const bench = await startBench();
  const { act } = bench.workspace;
  const edge = await bench.connect();
  const ts = act.post({ as: 'U0JON', channel: '#ops', text: 'Vote' });
  act.react({ as: 'U0MAYA', channel: '#ops', ts, name: 'eyes' });
  act.react({ as: 'U0JON', channel: '#ops', ts, name: 'tada' });
  const standing = async () => (await reactionsOn(bench.database, OPS, [ts])).get(ts) ?? [];
  await bench.until(async () => (await standing()).length === 2);
  await edge.stop();

  act.react({ as: 'U0MAYA', channel: '#ops', ts, name: 'eyes', remove: true });
  act.react({ as: 'U0MAYA', channel: '#ops', ts, name: 'tada' });
  await bench.clock.advance(3_600_000);
  await (await bench.connect()).readBack();
  expect(await standing()).toEqual([
    { name: 'tada', personIds: expect.arrayContaining(['U0JON', 'U0MAYA']) },
  ]);
});

test('a gap that was not read to its end is read by the next process, although newer messages are known', async () => {
  const bench = await startBench();
  const { act, faults } = bench.workspace;
  const first = await bench.connect();
  act.post({ as: 'U0JON', channel: '#ops', text: 'Before' });
  await bench.until(() => bench.words().length === 1);
  await first.stop();
  act.post({ as: 'U0JON', channel: '#ops', text: 'In the gap' });
  await bench.clock.advance(3_600_000);

  // It dies before it has read anything, but after it has heard something new.
  faults.failNext('conversations.history', { error: 'internal_error' });
  const second = await bench.connect();
  act.post({ as: 'U0JON', channel: '#ops', text: 'New' });
  await bench.until(() => bench.words().length === 2);
  await second.stop();
  expect(bench.words()).toEqual(['Before', 'New']);

  await (await bench.connect()).readBack();
  expect(bench.words()).toEqual(['Before', 'New', 'In the gap']);
});

test('a long reading back is told in the channel that was joined: one message, which the next process ends', async () => {
  const threads = (channel: string, count: number, text: string) =>
    Array.from({ length: count }, (_, index) => ({
      channel,
      user: 'U0JON',
      minutesAgo: 100_000 + index * 100,
      text: `${text} ${index}`,
      thread: [{ user: 'U0MAYA', minutesAgo: 99_999 + index * 100, text }],
    }));
  const place = (id: string, name: string, botIsMember = false) => ({
    id,
    name,
    kind: 'channel' as const,
    members: ['U0MAYA', 'U0JON'],
    botIsMember,
  });
  const bench = await startBench({
    seed: {
      ...seed,
      channels: [...seed.channels, place('C0ZH', 'zh'), place('C0SHORT', 'short')],
      messages: [
        ...threads('C0OPS', 3, 'Ours already'),
        ...threads('C0SHORT', 3, 'Short'),
        ...threads('C0OTHER', 75, 'The harbour'),
        ...threads('C0ZH', 9, '港口的预算'),
      ],
    },
  });
  const { act, faults, state } = bench.workspace;
  const told = (channel: string) =>
    state.messagesIn(channel).filter(({ isBot, subtype }) => isBot && !subtype);
  const join = (channel: string) => act.invite({ as: 'U0JON', channel, user: 'U0BOT' });
  const first = await bench.connect();
  faults.setLimits(true);
  join('#short');
  await bench.until(() => bench.words('old').filter((text) => text === 'Short').length === 3, 5);
  await first.readBack();
  join('#other');
  await bench.until(() => told('#other').length === 1);
  expect(told('#other')[0]?.text).toMatch(/Reading this channel’s past: \d+ messages, back to \d+ \w+…$/u);
  const begun = told('#other')[0]?.text;
  await bench.until(() => told('#other')[0]?.text !== begun);
  expect(told('#other')[0]?.text).toContain('Reading this channel’s past');
  await first.stop();
  expect(state.messagesIn('#other').length).toBeGreaterThan(150);

  const second = bench.connect(); // Waits for the limits too: the clock goes on below.
  const ended = (channel: string, words: RegExp) => () => words.test(told(channel)[0]?.text ?? '');
  // All 150, and what was said since: Longhand's own line is one of them.
  await bench.until(ended('#other', /^I have read this channel back to its beginning: 15[0-2] messages\.$/u));
  await second;
  join('#zh');
  await bench.until(ended('#zh', /^本频道的历史消息已全部读完，共 (?:1[89]|20) 条。$/u));
  expect(['#other', '#zh', '#short', '#ops'].map((channel) => told(channel).length)).toEqual([1, 1, 0, 0]);
});

test('where Slack gives fifteen messages a minute, it is asked for them once a minute', async () => {
  for (const sign of ['a short page', 'a long wait'] as const) {
    const clock = testClock();
    const start = clock.now().getTime();
    const calls: { at: number; limit: number }[] = [];
    const fake = {
      apiCall: async (_: string, { limit, cursor = '0' }: { limit: number; cursor?: string }) => {
        const at = (clock.now().getTime() - start) / 1000;
        const last = calls.at(-1);
        if (sign === 'a long wait' && last !== undefined && at - last.at < 60)
          throw new WebAPIRateLimitedError(60 - (at - last.at));
        calls.push({ at, limit });
        const from = Number(cursor);
        const messages = Array.from({ length: Math.min(15, 50 - from) }, (_, index) => ({
          ts: `${from + index}.000001`,
        }));
        return {
          ok: true,
          messages,
          response_metadata: { next_cursor: from + 15 < 50 ? String(from + 15) : '' },
        };
      },
    };
    const reader = createReader({
      // The one method of the client that reading uses.
      client: fake as unknown as WebClient,
      clock,
      signal: new AbortController().signal,
    });
    const read: unknown[] = [];
    const reading = (async () => {
      for await (const page of reader.pages('conversations.history', { channel: 'C1' })) read.push(...page);
    })();
    await clock.advance(600_000);
    await reading;
    expect(read).toHaveLength(50);
    expect(calls.map(({ at }) => Math.round(at / 60))).toEqual([0, 1, 2, 3]);
    expect(calls.slice(1).every(({ limit }) => limit === 15)).toBe(true);
  }
});

test(
  'a process that is killed again and again while it reads back loses and doubles nothing',
  { timeout: 60_000 },
  async () => {
    const database = await testDatabase();
    const messages = Array.from({ length: 240 }, (_, index) => ({
      channel: 'C0OPS',
      user: 'U0MAYA',
      minutesAgo: 90_000 - index * 100,
      text: `message ${index}`,
      ...(index % 20 === 0
        ? { thread: [{ user: 'U0JON', minutesAgo: 89_999 - index * 100, text: `reply ${index}` }] }
        : {}),
    }));
    const workspace = await createWorkspace({
      clock: systemClock,
      log: silentLog,
      seed: Seed.parse({ ...seed, messages }),
      hasLimits: false,
    });
    onTestFinished(() => workspace.close());
    const start = (): ChildProcess =>
      fork(join(import.meta.dirname, 'child-edge.ts'), [
        database.url,
        workspace.botToken,
        workspace.appToken,
        workspace.apiUrl,
      ]);

    for (let kill = 1; kill <= 3; kill += 1) {
      const child = start();
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'exit');
      const wanted = kill * 60;
      while ((await countOf(database, 'message')) < wanted)
        await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill('SIGKILL');
      await ended;
    }
    const last = start();
    onTestFinished(() => void last.kill('SIGKILL'));
    await once(last, 'message');
    last.kill('SIGKILL');

    expect(await countOf(database, 'message')).toBe(252);
    expect(await countOf(database, 'message_version')).toBe(252);
    expect(await backfillProgress(database)).toMatchObject([
      { name: 'ops', messages: 252, isComplete: true },
    ]);
  },
);

async function countOf(database: TestDatabase, table: string): Promise<number> {
  const [row] = await database.rows(
    z.object({ count: z.number() }),
    `select count(*) as count from ${table}`,
  );
  return row?.count ?? 0;
}
