// One report in several places: each copy is gone on with where it stands, and a place that is gone is told once.
import { expect, test } from 'vitest';
import { answers, callsTool } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';
import { agrees, choose, directOf, fill, posted, press, reports } from './talk.ts';

const LANGUAGES = [
  {
    wish: 'every day say what changed, here, in #other and to me',
    goal: 'Say what changed',
    switchOn: 'Switch on',
    isOn: 'Report 1 is switched on',
    runNow: 'Run now',
    list: 'schedules',
    said: 'Nothing but Fridays.',
    asks: 'On which day again?',
    answer: 'As it says: on Fridays.',
    late: 'min late',
    stoodFor: 'one late run stands for it',
    unmoved: 'nothing to say · no figure moved by 10 %',
    since: 'Since the report of',
    archived: 'Report 1 is paused: <#C0OTHER> is archived. What shall happen with it?',
    toMe: 'Send it to me instead',
    goesToMe: 'Report 1 goes to Maya Lindqvist from now on',
    removed: 'Longhand is not in <#C0OPS> any more',
    resume: 'Resume',
    goesOn: 'Report 1 goes on',
    delete: 'Delete …',
    deleted: 'Report 1 is deleted',
  },
  {
    wish: '每天在这里、#other 和私信里说有什么变化',
    goal: '说说有什么变化',
    switchOn: '启用',
    isOn: '定期报告 2 已由 Maya Lindqvist 启用',
    runNow: '立即运行',
    list: '日程',
    said: '只有周五。',
    asks: '是哪一天？',
    answer: '如上所说：周五。',
    late: '迟了',
    stoodFor: '已由一次补发代替',
    unmoved: '无可报告 · 没有数字变动达到 10%',
    since: '的报告以来',
    archived: '定期报告 2 已暂停：<#C0OTHER> 已归档。要怎么处理？',
    toMe: '改为发给我',
    goesToMe: '定期报告 2 今后以私信发给 Maya Lindqvist',
    removed: 'Longhand 已不在 <#C0OPS> 中',
    resume: '恢复',
    goesOn: '定期报告 2 已由 Maya Lindqvist 恢复',
    delete: undefined,
    deleted: '',
  },
];

/** The full hour of four hours ago: long enough that a run for it is late, whenever this is run. */
const HOUR = new Date(Math.floor(Date.now() / 3_600_000 - 4) * 3_600_000);
const AWAY = `update schedule set on_since = $2::timestamptz - interval '9 days', next_due_at = $2::timestamptz - interval '2 days'
  where number = $1`;
const ENDED = `select o.state from occurrence o join schedule s on s.id = o.schedule_id
  where s.ended_at is null and o.ended_at is not null`;

async function ended(team: Team, count: number): Promise<void> {
  while ((await team.rows(ENDED, [])).length < count) await team.clock.sleep(100);
}

/** What code lists, as text. */
async function list(team: Team, words: string): Promise<string> {
  const ts = team.says(MAYA, `@Longhand ${words}`);
  return (await team.until('the list', () => team.heard(ts).find(({ text }) => text.length > 0))).text;
}

/** Two languages through a whole life of a report; a machine with other work is slow. */
const PATIENCE_MS = 90_000;

const IN_DOUBT = `select from outbox_post where key like 'trouble:%' and ts is null`;

test(
  'a report in a channel, in another and in a direct message is answered in each; trouble is put once, with choices',
  async () => {
    const small = smallSeed();
    const channels = small.channels.map((channel) => ({ ...channel, botIsMember: true }));
    const team = await startTeam({ seed: { ...small, channels } });
    const direct = directOf(team, MAYA);
    const { act, state } = team.workspace;
    const told = (words: string): number =>
      state.messagesIn(direct).filter(({ text }) => text.includes(words)).length;

    for (const [index, words] of LANGUAGES.entries()) {
      team.model.goesOn(
        agrees('It comes by itself', 'create_schedule', 'Propose it'),
        callsTool('create_schedule', {
          expression: `0 ${HOUR.getUTCHours()} * * *`,
          time_zone: 'UTC',
          goal: words.goal,
          to: ['this channel', '#other', 'me'],
          deputy: 'Kenji',
          only_if_moved_percent: 10,
        }),
        answers(`Proposed ${index}.`),
      );
      team.says(MAYA, `@Longhand ${words.wish}`);
      await posted(team, '#ops', `Proposed ${index}.`);
      await press(team, MAYA, { channel: '#ops', text: words.switchOn });
      await posted(team, '#ops', words.isOn);

      // Nobody is there for three of its times: one late run stands for them, and the list says so, by code.
      const figures = (total: number) => reports(`${words.said}\n\nFigures: total = ${total}`);
      team.model.goesOn(...figures(100));
      await team.restart(async () => {
        await team.database.run(AWAY, [index + 1, HOUR]);
      });
      await posted(team, '#ops', words.said);
      await ended(team, 3);
      expect(await list(team, words.list)).toContain(words.late);
      expect(await list(team, words.list)).toContain(words.stoodFor);

      const [elsewhere, toHer] = [
        await posted(team, '#other', words.said),
        await posted(team, direct, words.said),
      ];

      // Somebody else asks under the copy, without a mention; she asks under hers. Both go on with what the run has read.
      for (const { as, channel, ts } of [
        { as: KENJI, channel: '#other', ts: elsewhere.ts },
        { as: MAYA, channel: direct, ts: toHer.ts },
      ]) {
        const asked = team.model.asked.length;
        team.model.goesOn(
          ...reports(`${words.answer} ${channel} [m:C0OPS/${state.messagesIn('#ops')[0]?.ts}]`),
        );
        team.says(as, words.asks, { channel, threadTs: ts });
        const answer = await team.until('the answer', () =>
          team.heard(ts, channel).find(({ text }) => text.includes(`${words.answer} ${channel}`)),
        );
        expect(answer.text).toContain('/archives/C0OPS/p'); // The source is where it was said.
        const seen = JSON.stringify(team.model.asked[asked]?.messages);
        expect(seen).toContain('This is a run of a schedule');
        expect(seen).toContain('[m:C0OPS/');
        expect(seen).toContain(words.asks);
      }

      // No figure moved by so much: nothing is said. When one does, what is different is counted and the last one linked.
      team.model.goesOn(...figures(104));
      await press(team, MAYA, { channel: '#ops', text: words.runNow });
      await ended(team, 4);
      expect(await list(team, words.list)).toContain(words.unmoved);
      team.model.goesOn(...figures(120));
      await press(team, MAYA, { channel: '#ops', text: words.runNow });
      const next = await posted(team, '#ops', words.since);
      expect(next.text).toMatch(/<http[^|]+\/archives\/C0OPS\/p[^|]+\|[^>]*total 100 → 120 \(\+20 %\)/u);

      // The other channel is archived: she alone hears of it, once, and chooses.
      // Slack's answer to that is lost: it is looked up in the direct message, and not said again.
      team.workspace.faults.loseNextReply('chat.postMessage');
      act.archive({ as: MAYA, channel: '#other' });
      await posted(team, direct, words.archived);
      while ((await team.rows(IN_DOUBT, [])).length > 0) await team.clock.sleep(100);
      expect(told(words.archived)).toBe(1);
      await press(team, MAYA, { channel: direct, text: words.toMe });
      await posted(team, direct, words.goesToMe);
      act.unarchive({ as: MAYA, channel: '#other' });

      // Longhand is removed from the channel that it reads.
      act.leave({ as: 'U0LONGHAND', channel: '#ops' });
      await posted(team, direct, words.removed);
      act.invite({ as: MAYA, channel: '#ops', user: 'U0LONGHAND' });
      await press(team, MAYA, { channel: direct, text: words.resume });
      await posted(team, direct, words.goesOn);
      const { delete: text } = words;
      if (text === undefined) continue;
      await fill(team, MAYA, { open: () => choose(team, MAYA, { channel: '#ops', text }) });
      await posted(team, '#ops', words.deleted);
    }

    // She leaves: her deputy hears of it, and takes it over.
    act.deactivate({ user: MAYA });
    const deputy = directOf(team, KENJI);
    await posted(team, deputy, '负责人 Maya Lindqvist 已离开。由谁接手？');
    await press(team, KENJI, { channel: deputy, text: '由我接手' });
    await posted(team, deputy, '定期报告 2 现由 Kenji Mori 负责');
  },
  PATIENCE_MS,
);
