import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ToolContext } from '../../src/agent/tool.ts';
import { newId } from '../../src/base/id.ts';
import { createDesk } from '../../src/flow/schedule/schedule-desk.ts';
import { createSchedulePorts } from '../../src/flow/schedule/schedule-ports.ts';
import { createTransact, storesOn } from '../../src/flow/stores.ts';
import { createVoice } from '../../src/slack/outbox-store.ts';
import { createScheduleTool } from '../../src/tools/create-schedule.ts';
import { testClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';

const INPUT = { expression: '0 9 * * 1-5', time_zone: 'Europe/Berlin', goal: 'Say what changed in #deals' };

async function start() {
  const database = await testDatabase();
  const clock = testClock('2026-03-27T07:30:00Z'); // A Friday.
  const stores = storesOn(database);
  const permalink = () => undefined;
  const desk = createDesk({
    transact: createTransact(database),
    voice: createVoice(clock),
    clock,
    permalink,
  });
  const schedules = createSchedulePorts({ stores, desk, clock, permalink });
  const channel = { teamId: 'T1', kind: 'channel' as const, isArchived: false };
  for (const [channelId, name] of [
    ['C1', 'ops'],
    ['C2', 'deals'],
  ] as const)
    await stores.directory.saveChannel({ ...channel, channelId, name }, clock.now());
  await stores.directory.saveChannel(
    { ...channel, channelId: 'G1', name: 'board', kind: 'group' },
    clock.now(),
  );
  const tool = createScheduleTool({ schedules, clock });
  const key = newId();
  const context: ToolContext = {
    task: { id: newId(), teamId: 'T1', channelId: 'C1', threadTs: '1774596600.000100', requesterId: 'U1' },
    callId: 'call-1',
    confirm: async () => {},
    signal: new AbortController().signal,
    wasShown: () => true,
    sourceOf: () => undefined,
    key,
  };
  const call = async (input: unknown, channelId = 'C1') => {
    const prepared = tool.prepare(input);
    const here = { ...context, task: { ...context.task, channelId } };
    return prepared.kind === 'ready' ? prepared.run(here) : { failed: true, text: prepared.reason };
  };
  const listed = (channelId = 'C1') => stores.schedules.inChannel({ teamId: 'T1', channelId });
  const cards = () =>
    stores.sql.rows(
      z.object({ text: z.string() }),
      `select body ->> 'text' as text from outbox_post order by place`,
    );
  return { tool, context, key, call, listed, cards };
}

test('it proposes a schedule, and its card says when it comes next, over a change of the clocks', async () => {
  const { call, listed, key, cards } = await start();
  const { text, failed } = await call(INPUT);
  const [schedule] = await listed();
  expect(schedule).toMatchObject({
    id: key,
    state: 'proposed',
    nextDueAt: undefined,
    threadTs: '1774596600.000100',
    terms: {
      when: { kind: 'cron', expression: '0 9 * * 1-5' },
      timeZone: 'Europe/Berlin',
      goal: 'Say what changed in #deals',
      ownerId: 'U1',
      language: 'en',
      missed: 'run-once',
    },
  });
  expect(failed).toBeUndefined();
  const times = [
    'Fri, 27 Mar 2026, 09:00',
    'Mon, 30 Mar 2026, 09:00',
    'Tue, 31 Mar 2026, 09:00',
    'Wed, 1 Apr 2026, 09:00',
    'Thu, 2 Apr 2026, 09:00',
  ];
  expect(text).toContain('not on yet');
  const [card] = await cards();
  for (const time of times) {
    expect(text).toContain(`- ${time}`);
    expect(card?.text).toContain(time.replace(', ', ' ').replace(' 2026', '')); // Of this year, as the card is.
  }
  for (const words of [
    'At 09:00, Monday through Friday (Europe/Berlin)',
    'one late run',
    '200,000 tokens',
    '<#C1>',
  ])
    expect(card?.text).toContain(words);
  expect(card?.text).toContain('Switch on / Trial run now / Change / Drop');
});

test('a Chinese goal is worded in Chinese, card and all', async () => {
  const { call, listed, cards } = await start();
  const { text } = await call({ ...INPUT, goal: '汇总上周的客户反馈', missed: 'skip' });
  expect(text).toContain('每个工作日 09:00');
  expect(await listed()).toMatchObject([{ terms: { language: 'zh', missed: 'skip' } }]);
  const [card] = await cards();
  expect(card?.text).toContain('启用 / 试运行 / 修改 / 放弃');
});

test('the same call made again sets up nothing more, and after a lost answer the schedule is found by its key', async () => {
  const { tool, call, listed, key, context, cards } = await start();
  expect(await tool.settle?.(key, context)).toEqual({ kind: 'not-done' });
  const outcome = await call(INPUT);
  expect(await call(INPUT)).toEqual(outcome);
  expect(await listed()).toHaveLength(1);
  expect(await cards()).toHaveLength(1);
  expect(await tool.settle?.(key, context)).toEqual({ kind: 'done', outcome });
});

test('once later: in some minutes, or at a local time of the zone that was said', async () => {
  const { call, listed } = await start();
  const { expression: _, ...rest } = INPUT;
  await call({ ...rest, in_minutes: 20 });
  expect(await listed()).toMatchObject([
    { terms: { when: { kind: 'once', at: '2026-03-27T07:50:00.000Z' } } },
  ]);
  const other = await start();
  // The clocks change in between: eight in the morning there is six in UTC.
  await other.call({ ...rest, at: '2026-03-29T08:00' });
  expect(await other.listed()).toMatchObject([
    { terms: { when: { kind: 'once', at: '2026-03-29T06:00:00.000Z' } } },
  ]);
  expect(await (await start()).call({ ...rest, at: '2026-03-26T08:00' })).toMatchObject({
    failed: true,
    text: expect.stringContaining('not in the future'),
  });
});

test('places and conditions are named, and what is private stays where it is', async () => {
  const { call, listed } = await start();
  const wanted = { to: ['this channel', '#deals', 'me', 'this thread'], only_if_changed_in: ['#deals'] };
  await call({ ...INPUT, ...wanted, only_if_moved_percent: 10 });
  expect(await listed()).toMatchObject([
    {
      terms: {
        places: [
          { channelId: 'C1' },
          { channelId: 'C2' },
          { channelId: 'U1' },
          { channelId: 'C1', threadTs: '1774596600.000100' },
        ],
        onlyIfChangedIn: ['C2'],
        onlyIfMovedPercent: 10,
      },
    },
  ]);
  const other = await start();
  for (const [wish, channelId, reason] of [
    [{ to: ['#nowhere'] }, 'C1', /#nowhere/],
    [{ to: ['#deals'] }, 'G1', /private/],
    [{ only_if_changed_in: ['#board'] }, 'C1', /private/],
    [{ constraints: [{ message: '1774596600.000100', words: 'never' }] }, 'C1', /does not stand/],
  ] as const) {
    const { failed, text } = await other.call({ ...INPUT, ...wish }, channelId);
    expect([failed, text]).toEqual([true, expect.stringMatching(reason)]);
  }
  expect(await other.listed()).toEqual([]);
});

test.each([
  [{ ...INPUT, expression: '0 9 31 2 *' }, /31 2/],
  [{ ...INPUT, expression: 'every day' }, /fields/],
  [{ ...INPUT, time_zone: 'Berlin time' }, /Berlin time/],
  [{ ...INPUT, goal: '   ' }, /goal/],
  [{ ...INPUT, in_minutes: 5 }, /exactly one/],
])('%j sets nothing up and says what is wrong', async (input, reason) => {
  const { call, listed } = await start();
  expect(await call(input)).toMatchObject({ failed: true, text: expect.stringMatching(reason) });
  expect(await listed()).toEqual([]);
});
