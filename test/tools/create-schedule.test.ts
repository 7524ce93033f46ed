import { expect, test } from 'vitest';
import type { ToolContext } from '../../src/agent/tool.ts';
import { newId } from '../../src/base/id.ts';
import { createScheduleStore } from '../../src/schedule/store.ts';
import { createScheduleTool } from '../../src/tools/create-schedule.ts';
import { testClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';

const INPUT = { expression: '0 9 * * 1-5', time_zone: 'Europe/Berlin', goal: 'Say what changed in #deals' };

async function start() {
  const schedules = createScheduleStore(await testDatabase());
  // A Friday.
  const tool = createScheduleTool({ schedules, clock: testClock('2026-03-27T07:30:00Z') });
  const key = newId();
  const context: ToolContext = {
    task: { id: newId(), teamId: 'T1', channelId: 'C1', threadTs: '1774596600.000100', requesterId: 'U1' },
    callId: 'call-1',
    confirm: async () => {},
    signal: new AbortController().signal,
    wasShown: () => true,
    key,
  };
  const call = async (input: unknown) => {
    const prepared = tool.prepare(input);
    return prepared.kind === 'ready' ? prepared.run(context) : { failed: true, text: prepared.reason };
  };
  const listed = () => schedules.inChannel({ teamId: 'T1', channelId: 'C1' });
  return { tool, context, key, call, listed };
}

test('it sets a schedule up and says when it comes next, over a change of the clocks', async () => {
  const { call, listed, key } = await start();
  const { text, failed } = await call(INPUT);
  const [schedule] = await listed();
  expect(schedule).toMatchObject({
    id: key,
    expression: '0 9 * * 1-5',
    timeZone: 'Europe/Berlin',
    goal: 'Say what changed in #deals',
    ownerId: 'U1',
    threadTs: '1774596600.000100',
    language: 'en',
    missed: 'run-once',
    nextDueAt: new Date('2026-03-27T08:00Z'),
  });
  expect(failed).toBeUndefined();
  expect(text).toBe(
    [
      `Schedule ${schedule?.number} is set up: At 09:00, Monday through Friday (Europe/Berlin).`,
      'Goal each time: Say what changed in #deals',
      'Missed times: one late run for all of them.',
      'Next times:',
      '- Fri, 27 Mar 2026, 09:00',
      '- Mon, 30 Mar 2026, 09:00',
      '- Tue, 31 Mar 2026, 09:00',
      '- Wed, 1 Apr 2026, 09:00',
      '- Thu, 2 Apr 2026, 09:00',
    ].join('\n'),
  );
});

test('a Chinese goal is worded in Chinese', async () => {
  const { call, listed } = await start();
  const { text } = await call({ ...INPUT, goal: '汇总上周的客户反馈', missed: 'skip' });
  expect(text).toContain('在09:00, 星期一至星期五');
  expect(await listed()).toMatchObject([{ language: 'zh', missed: 'skip' }]);
});

test('the same call made again sets up nothing more, and after a lost answer the schedule is found by its key', async () => {
  const { tool, call, listed, key, context } = await start();
  expect(await tool.settle?.(key, context)).toEqual({ kind: 'not-done' });
  const outcome = await call(INPUT);
  expect(await call(INPUT)).toEqual(outcome);
  expect(await listed()).toHaveLength(1);
  expect(await tool.settle?.(key, context)).toEqual({ kind: 'done', outcome });
});

test.each([
  [{ ...INPUT, expression: '0 9 31 2 *' }, /31 2/],
  [{ ...INPUT, expression: 'every day' }, /fields/],
  [{ ...INPUT, time_zone: 'Berlin time' }, /Berlin time/],
  [{ ...INPUT, goal: '   ' }, /goal/],
])('%j sets nothing up and says what is wrong', async (input, reason) => {
  const { call, listed } = await start();
  expect(await call(input)).toMatchObject({ failed: true, text: expect.stringMatching(reason) });
  expect(await listed()).toEqual([]);
});
