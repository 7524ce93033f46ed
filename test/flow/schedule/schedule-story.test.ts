// A schedule from the words that ask for it to a reply under its third report, in the workspace.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Scripted, type Step } from '../../support/scripted-model.ts';
import { KENJI, MAYA, startTeam, type Team } from '../../support/team.ts';

const WISH = 'say what changed in this channel';

function agrees(goal: string, tool: string, title: string): Scripted {
  return callsTool('submit_intake', intake({ outcome: goal, steps: [{ title, tool, arguments: [] }] }));
}

/** A run: its own intake, then its report. */
const reports = (text: string): readonly Scripted[] => [
  callsTool(
    'submit_intake',
    intake({ outcome: WISH, steps: [{ title: 'Look', tool: null, arguments: [] }] }),
  ),
  answers(text),
];

const Button = z.looseObject({
  action_id: z.string(),
  value: z.string(),
  text: z.object({ text: z.string() }),
});
const Actions = z.looseObject({ block_id: z.string(), elements: z.array(z.unknown()) });

/** Presses a button in any message of a channel or of a direct message with Longhand. */
async function press(team: Team, as: string, { channel, text }: { channel: string; text: string }) {
  for (const message of team.workspace.state.messagesIn(channel).toReversed()) {
    for (const block of message.blocks) {
      const actions = Actions.safeParse(block).data;
      for (const element of actions?.elements ?? []) {
        const button = Button.safeParse(element).data;
        if (actions === undefined || button?.text.text !== text) continue;
        await team.workspace.act.click({
          as,
          channel,
          ts: message.ts,
          blockId: actions.block_id,
          actionId: button.action_id,
          value: button.value,
        });
        return message.ts;
      }
    }
  }
  throw new Error(`no button "${text}" in ${channel}`);
}

const posted = (team: Team, channel: string, words: string) =>
  team.until(words, () =>
    team.workspace.state.messagesIn(channel).find(({ isBot, text }) => isBot && text.includes(words)),
  );

async function proposed(team: Team, input: Record<string, unknown> = {}): Promise<string> {
  team.model.goesOn(
    agrees('It comes by itself', 'create_schedule', 'Propose it'),
    callsTool('create_schedule', {
      expression: '0 9 * * 1-5',
      time_zone: 'Europe/Berlin',
      goal: WISH,
      ...input,
    }),
    answers('Proposed: the card shows it.'),
  );
  const ts = team.says(MAYA, `@Longhand every working day at 9 ${WISH}`);
  await posted(team, '#ops', 'Proposed: the card shows it.');
  return ts;
}

test('proposed, tried, switched on, run, answered, changed, listed and deleted', async () => {
  const team = await startTeam();
  const ts = await proposed(team);
  const card = team.heard(ts).find(({ text }) => text.includes('Switch this on?'));
  expect(card?.text).toContain('At 09:00, Monday through Friday (Europe/Berlin)');

  // Somebody else presses it: nothing is switched on, and its owner hears of the wish.
  await press(team, KENJI, { channel: '#ops', text: 'Switch on' });
  await posted(team, '#ops', 'Kenji Mori suggests');
  expect(await team.rows('select state from schedule', [])).toEqual([{ state: 'proposed' }]);

  // A trial: only she sees it.
  team.model.goesOn(...reports('Trial: nothing changed.'));
  await press(team, MAYA, { channel: '#ops', text: 'Trial run now' });
  const trial = () =>
    team.rows(`select channel_id from outbox_post where key like 'report:%' and ts is not null`, []);
  while ((await trial()).length === 0) await team.clock.sleep(100);
  const direct = String((await trial())[0]?.['channel_id']);
  expect(direct).toMatch(/^D/u);
  expect(team.workspace.state.messagesIn(direct).at(-1)?.text).toContain('Trial: nothing changed.');
  expect(team.workspace.state.messagesIn('#ops').some(({ text }) => text.includes('Trial: nothing'))).toBe(
    false,
  );

  await press(team, MAYA, { channel: '#ops', text: 'Switch on' });
  await posted(team, '#ops', 'Report 1 is switched on, by Maya Lindqvist');

  // A list, by code: no model is asked.
  const asked = team.model.asked.length;
  const list = team.says(MAYA, '@Longhand schedules');
  await team.until('the list', () => team.heard(list).find(({ text }) => text.includes('Report 1')));
  expect(team.model.asked).toHaveLength(asked);

  team.model.goesOn(...reports('We ship on Fridays only.'));
  await press(team, MAYA, { channel: '#ops', text: 'Run now' });
  const report = await posted(team, '#ops', 'We ship on Fridays only.\n');
  expect(report.text).toContain('Report 1 · At 09:00');
  expect(report.thread_ts).toBeUndefined();
  const delivered = () => team.rows(`select state, tries from occurrence where kind = 'now'`, []);
  await team.until('it to be delivered', () => team.workspace.state.message('#ops', report.ts));
  while ((await delivered())[0]?.['state'] !== 'delivered') await team.clock.sleep(100);

  // A reply under the report goes on with that very run: the model sees what it had seen.
  team.model.goesOn(answers('As I said: on Fridays.'));
  team.model.goesOn();
  const before = team.model.asked.length;
  team.says(MAYA, 'On which day again?', { threadTs: report.ts });
  await team.model.untilAsked(before);
  const seen = JSON.stringify(team.model.asked[before]?.messages);
  expect(seen).toContain('This is a run of a schedule');
  expect(seen).toContain('On which day again?');
  expect(await team.count('task')).toBe(3); // The setting up, the trial, the run.
});

test('在中文里：拟好、启用、列出、重放过去的时间点，并在主页上管理', async () => {
  const team = await startTeam();
  team.model.goesOn(
    agrees('按时自动完成', 'create_schedule', '设置'),
    callsTool('create_schedule', {
      expression: '0 9 * * 1-5',
      time_zone: 'Asia/Shanghai',
      goal: '汇总本频道昨天以来的变化',
    }),
    answers('已拟好，见上方卡片。'),
  );
  const ts = team.says(MAYA, '@Longhand 每个工作日早上九点汇总本频道昨天以来的变化');
  await posted(team, '#ops', '已拟好，见上方卡片。');
  expect(team.heard(ts).find(({ text }) => text.includes('要启用这个定时任务吗'))?.text).toContain(
    '在09:00, 星期一至星期五 (Asia/Shanghai)',
  );
  await press(team, MAYA, { channel: '#ops', text: '启用' });
  await posted(team, '#ops', '定期报告 1 已由 Maya Lindqvist 启用');
  const list = team.says(KENJI, '@Longhand 日程');
  await team.until('the list', () => team.heard(list).find(({ text }) => text.includes('立即运行')));

  // A replay of the last two times: two runs side by side, read only, told of together in the thread.
  const [look = answers(''), said = answers('')] = reports('那天没有变化。');
  let asked = 0;
  const step = (): Scripted => {
    asked += 1;
    if (asked === 1) return agrees('重放', 'manage_schedule', '重放');
    if (asked === 2) return callsTool('manage_schedule', { schedule: 1, action: 'replay', last: 2 });
    return answers('正在重放。');
  };
  team.model.goesOn(
    ...Array.from({ length: 9 }, () => (request: Parameters<Exclude<Step, Scripted>>[0]): Scripted => {
      const words = JSON.stringify(request.messages);
      if (!words.includes('This is a run of a schedule')) return step();
      return words.includes('ACCEPTED version') ? said : look;
    }),
  );
  const again = team.says(MAYA, '@Longhand 定期报告 1 最近两次本来会发什么？');
  const told = await team.until('what it would have said', () =>
    team.heard(again).find(({ text }) => text.includes('重放定期报告 1 最近 2 次')),
  );
  expect(told.text.match(/本会发布/gu)?.length).toBeGreaterThanOrEqual(2);
  expect(told.text).toContain('那天没有变化。');

  team.workspace.act.openHome({ as: MAYA });
  const home = await team.until('App Home', () => team.workspace.state.home(MAYA));
  expect(JSON.stringify(home)).toContain('汇总本频道昨天以来的变化');
});
