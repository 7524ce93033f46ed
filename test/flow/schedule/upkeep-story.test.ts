// Two reports, one in each language, over two months: quiet weeks, weeks that nobody reads, and runs that fail.
import { expect, test } from 'vitest';
import { answers, callsTool, fails, type Step } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';
import { agrees, directOf, posted, press, reports } from './talk.ts';

const LANGUAGES = [
  {
    wish: 'every week say what is new in #other',
    goal: 'Say what is new',
    switchOn: 'Switch on',
    isOn: 'Report 1 is switched on',
    said: 'A new price list.',
    list: 'schedules',
    quiet: 'nothing to say · nothing was said since the last report',
    unread: 'Nobody has answered or reacted to the last 4 of report 1 for a month. Shall it end?',
    keep: 'Keep it',
    kept: 'Report 1 stays as it is, by Maya Lindqvist',
    paused: 'Report 1 is paused: it failed 3 times in a row',
    tryAgain: 'Try again',
    ownerGone: 'Report 1 is paused: Maya Lindqvist, whose report it is, has left. Who takes it over?',
    takeOver: 'Take it over',
    taken: 'Report 1 is Kenji Mori’s now, and goes on.',
  },
  {
    wish: '每周说说 #other 有什么新消息',
    goal: '说说有什么新消息',
    switchOn: '启用',
    isOn: '定期报告 2 已由 Maya Lindqvist 启用',
    said: '有新的报价单。',
    list: '日程',
    quiet: '无可报告 · 上次报告后没有新消息',
    unread: '定期报告 2 最近 4 次在一个月内无人回复或回应。要结束它吗？',
    keep: '保留',
    kept: '定期报告 2 保持不变（Maya Lindqvist）',
    paused: '定期报告 2 已暂停：连续失败 3 次',
    tryAgain: '重试',
    ownerGone: '定期报告 2 已暂停：负责人 Maya Lindqvist 已离开。由谁接手？',
    takeOver: '由我接手',
    taken: '定期报告 2 现由 Kenji Mori 负责',
  },
];

const WEEK_MS = 7 * 86_400_000;
/** Two months with eleven starts; a machine with other work is slow. */
const PATIENCE_MS = 90_000;

let isDown = false;

/** Of the two runs that are under way at once, each is answered in its own words. */
const runs: Step = (asked) => {
  if (isDown) return fails(400);
  const seen = JSON.stringify(asked.messages);
  const words = LANGUAGES.find(({ goal }) => seen.includes(goal)) ?? LANGUAGES[0];
  const [agreed, said] = reports(words?.said ?? '');
  return (seen.includes('ACCEPTED version') ? said : agreed) ?? fails(400);
};

/** So many of the latest times have come to this end, each of both reports. */
async function ended(team: Team, state: string, count: number): Promise<void> {
  const look = () => team.rows('select from occurrence where state = $1', [state]);
  while ((await look()).length < 2 * count) await team.clock.sleep(100);
}

test(
  'quiet weeks cost nothing, unread ones are asked about, failing ones pause, and one whose owner leaves is taken over',
  async () => {
    const small = smallSeed();
    const channels = small.channels.map((channel) => ({ ...channel, botIsMember: true }));
    const team = await startTeam({ seed: { ...small, channels } });
    const { act } = team.workspace;
    const direct = directOf(team, MAYA);
    const nextWeek = () =>
      team.restart(async () => {
        team.clock.skip(WEEK_MS);
      });

    const due = new Date(team.clock.now().getTime() - 4 * 3_600_000);
    for (const [index, words] of LANGUAGES.entries()) {
      team.model.goesOn(
        agrees('It comes by itself', 'create_schedule', 'Propose it'),
        callsTool('create_schedule', {
          expression: `0 ${due.getUTCHours()} * * ${due.getUTCDay()}`,
          time_zone: 'UTC',
          goal: words.goal,
          deputy: 'Kenji',
          only_if_changed_in: ['#other'],
        }),
        answers(`Proposed ${index}.`),
      );
      team.says(MAYA, `@Longhand ${words.wish}`);
      await posted(team, '#ops', `Proposed ${index}.`);
      await press(team, MAYA, { channel: '#ops', text: words.switchOn });
      await posted(team, '#ops', words.isOn);
    }

    // However often each is asked.
    team.model.goesOn(...Array.from({ length: 200 }, () => runs));

    // Nothing was said: no model is asked, and the row says why.
    const before = team.model.asked.length;
    await nextWeek();
    await ended(team, 'nothing', 1);
    expect(team.model.asked).toHaveLength(before);
    for (const { list, quiet } of LANGUAGES) {
      const ts = team.says(MAYA, `@Longhand ${list}`);
      await team.until(quiet, () => team.heard(ts).find(({ text }) => text.includes(quiet)));
    }

    // Something was said in four weeks, and reported, one after the other though both were late; nobody reads it.
    for (let week = 1; week <= 4; week += 1) {
      team.says(KENJI, `News ${week}.`, { channel: '#other' });
      await nextWeek();
      await ended(team, 'delivered', week);
    }
    const lines = await team.rows(
      `select bool_and(started_at >= run_at) as "inTurn",
              extract(epoch from max(run_at) - min(run_at))::float as "secondsApart"
       from occurrence where state = 'delivered' group by due_at`,
      [],
    );
    expect(lines).toEqual(Array.from({ length: 4 }, () => ({ inTurn: true, secondsApart: 5 })));

    // It costs nothing to go on in silence, so they are asked, each about its own.
    await nextWeek();
    await ended(team, 'nothing', 2);
    for (const { unread, keep, kept } of LANGUAGES) {
      await posted(team, direct, unread);
      await press(team, MAYA, { channel: direct, text: keep });
      await posted(team, direct, kept);
    }

    // The model refuses three weeks in a row.
    isDown = true;
    for (let week = 1; week <= 3; week += 1) {
      team.says(KENJI, `More news ${week}.`, { channel: '#other' });
      await nextWeek();
      await ended(team, 'failed', week);
    }
    isDown = false;
    await team.restart();
    for (const { paused, tryAgain } of LANGUAGES) {
      await posted(team, direct, paused);
      await press(team, MAYA, { channel: direct, text: tryAgain });
    }
    await ended(team, 'delivered', 5);

    // She leaves: her deputy is asked, and takes them over.
    act.deactivate({ user: MAYA });
    const deputy = directOf(team, KENJI);
    for (const { ownerGone, takeOver, taken } of LANGUAGES) {
      await posted(team, deputy, ownerGone);
      await press(team, KENJI, { channel: deputy, text: takeOver });
      await posted(team, deputy, taken);
    }
  },
  PATIENCE_MS,
);
