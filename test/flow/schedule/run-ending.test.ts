// What becomes of a run: its report is with Slack, held back, refused or failed; and who hears of it.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../../src/base/log.ts';
import { createRecur } from '../../../src/flow/schedule/recur.ts';
import { moveTask } from '../../../src/flow/move-task.ts';
import { createRunTell } from '../../../src/flow/schedule/run-tell.ts';
import { createTrouble } from '../../../src/flow/schedule/schedule-trouble.ts';
import { readSituation } from '../../../src/flow/situation.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import { createTell } from '../../../src/flow/tell.ts';
import type { GivenTerms } from '../../../src/schedule/terms.ts';
import { createVoice } from '../../../src/slack/outbox-store.ts';
import { switchedOn } from '../../schedule/schedules.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';

const Post = z.object({ key: z.string(), channel_id: z.string(), text: z.string() });

async function start(terms: Partial<GivenTerms> = {}) {
  const database = await testDatabase();
  const clock = testClock('2026-03-02T09:00:10Z');
  const transact = createTransact(database);
  const stores = storesOn(database);
  const voice = createVoice(clock);
  const permalink = (channelId: string, ts: string) => `https://slack.test/${channelId}/${ts}`;
  const telling = { voice, permalink, now: () => clock.now() };
  const tell = createRunTell(createTell(telling), telling);
  const trouble = createTrouble({ voice, permalink });
  const { tick } = createRecur({ transact, trouble, clock, log: silentLog });
  const { id } = await switchedOn(stores, { terms });
  const newest = async () => (await stores.occurrences.newest(id, 1))[0];
  const running = async () => {
    const situation = await readSituation(stores, (await newest())?.taskId ?? '');
    if (situation === undefined) throw new Error('no run is at work');
    return situation;
  };
  return {
    stores,
    clock,
    tick,
    newest,
    schedule: () => stores.schedules.find(id),
    /** The model has written its report: the run ends with it. */
    reports: async (markdown: string) => {
      const situation = await running();
      await moveTask(
        stores,
        { ...situation.task, state: 'working' },
        { to: 'done', at: clock.now(), why: 'finished' },
      );
      await tell.result(stores, { situation, markdown });
    },
    fails: async (why: string) => {
      const { task } = await running();
      await moveTask(stores, task, { to: 'failed', at: clock.now(), why });
    },
    /** Slack takes all that waits, but what goes to these channels. */
    slackTakes: async (refuses: readonly string[] = []) => {
      await stores.sql.run(
        `update outbox_post set ts = '177250000' || (place % 10) || '.00010' || (place % 10), sent_version = version
         where ts is null and not channel_id = any($1)`,
        [refuses],
      );
      await stores.sql.run(
        `update outbox_post set failed_reason = 'is_archived' where ts is null and channel_id = any($1)`,
        [refuses],
      );
    },
    /** Somebody reacts to the newest report. */
    react: async () => {
      const [post] = await stores.sql.rows(
        z.object({ ts: z.string() }),
        'select ts from outbox_post order by place desc limit 1',
      );
      const ref = { teamId: 'T1', channelId: 'C1', ts: post?.ts ?? '' };
      const reaction = {
        kind: 'reacted' as const,
        ref,
        name: 'eyes',
        personId: 'U2',
        change: 'added' as const,
      };
      await stores.history.record({ ...reaction, at: clock.now() });
    },
    posts: () =>
      stores.sql.rows(
        Post,
        `select key, channel_id, body ->> 'text' as text from outbox_post order by place`,
      ),
    nextDay: async (days = 1) => {
      await clock.set(new Date(clock.now().getTime() + days * 86_400_000));
      await tick();
    },
  };
}

test('a report is delivered when Slack has it, and the next one says what is different and where the last one stands', async () => {
  const { tick, reports, slackTakes, newest, posts, nextDay } = await start();
  await tick();
  await reports('All is well.\n\nFigures: total = 100');
  expect(await newest()).toMatchObject({ state: 'running' });
  await slackTakes();
  await tick();
  expect(await newest()).toMatchObject({ state: 'delivered', tries: 1 });
  const [report] = await posts();
  expect(report).toMatchObject({
    channel_id: 'C1',
    text: expect.stringMatching(/^Report 1 · At 09:00[\s\S]*All is well\./),
  });
  expect(report?.text).not.toContain('Figures');

  await nextDay();
  await reports('More of it.\n\nFigures: total = 120');
  const [, second] = await posts();
  expect(second?.text).toContain('total 100 → 120 (+20 %)');
  expect(second?.text).toContain('https://slack.test/C1/');
});

test('when no figure moved enough nothing is posted, and the row says so', async () => {
  const { tick, reports, slackTakes, newest, posts, nextDay } = await start({
    onlyIfMovedPercent: 10,
    language: 'zh',
  });
  await tick();
  await reports('新签 9 家。\n\n数字：新签 = 100');
  await slackTakes();
  await nextDay();
  await reports('新签 9 家多一点。\n\n数字：新签 = 105');
  expect(await newest()).toMatchObject({ state: 'nothing', why: { kind: 'unmoved', percent: 10 } });
  expect(await posts()).toHaveLength(1);
});

test('where one of several places is gone the others have it, and the owner is asked once what shall happen', async () => {
  const { tick, reports, slackTakes, newest, posts, schedule, nextDay } = await start({
    places: [{ channelId: 'C1' }, { channelId: 'C2' }, { channelId: 'U2' }],
  });
  await tick();
  await reports('All is well.');
  expect((await posts()).map(({ channel_id }) => channel_id)).toEqual(['C1', 'C2', 'U2']);
  await slackTakes(['C2']);
  await tick();
  expect(await newest()).toMatchObject({ state: 'delivered', why: { kind: 'place-gone', channelId: 'C2' } });
  expect(await schedule()).toMatchObject({ state: 'paused' });
  await nextDay();
  const asked = (await posts()).filter(({ key }) => key.startsWith('trouble:'));
  expect(asked).toMatchObject([{ channel_id: 'U1', text: expect.stringContaining('<#C2> is archived') }]);
  expect(asked[0]?.text).toContain('Send it to me instead / Resume / Delete');
});

test('a report that nobody could get has failed, with the reason', async () => {
  const { tick, reports, slackTakes, newest } = await start();
  await tick();
  await reports('All is well.');
  await slackTakes(['C1']);
  await tick();
  expect(await newest()).toMatchObject({
    state: 'failed',
    why: { kind: 'place-gone', reason: 'is_archived' },
  });
});

test('three failures in a row pause it and say why; one that worked in between starts the count anew', async () => {
  const { tick, fails, reports, slackTakes, schedule, posts, nextDay } = await start({ language: 'zh' });
  await tick();
  await fails('the model is gone');
  await nextDay();
  await fails('the model is gone');
  await nextDay();
  await reports('好。');
  await slackTakes();
  for (let day = 0; day < 3; day += 1) {
    await nextDay();
    expect(await schedule()).toMatchObject({ state: 'on' });
    await fails('the model is gone');
  }
  await tick();
  expect(await schedule()).toMatchObject({ state: 'paused' });
  const asked = (await posts()).filter(({ key }) => key.startsWith('trouble:'));
  expect(asked).toMatchObject([{ channel_id: 'U1', text: expect.stringContaining('连续失败 3 次') }]);
});

test('what nobody answers or reacts to for a month proposes its own end, and a reaction prevents that', async () => {
  const quiet = await start();
  const read = await start();
  for (const story of [quiet, read]) {
    await story.tick();
    for (let day = 0; day < 36; day += 6) {
      await story.reports(`Day ${day}.`);
      await story.slackTakes();
      if (day === 12 && story === read) await story.react();
      await story.nextDay(6);
    }
  }
  const unread = (posts: readonly { key: string }[]) => posts.filter(({ key }) => key.startsWith('unread:'));
  expect(unread(await quiet.posts())).toMatchObject([
    { channel_id: 'U1', text: expect.stringContaining('Keep it / Pause / Delete') },
  ]);
  expect(unread(await read.posts())).toEqual([]);
});
