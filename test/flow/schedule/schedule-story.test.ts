// A schedule from the words that ask for it to a reply under its third report, in the workspace.
import { expect, test } from 'vitest';
import { answers, callsTool, type Scripted, type Step } from '../../support/scripted-model.ts';
import { KENJI, MAYA, startTeam, type Team } from '../../support/team.ts';
import { agrees, choose, fill, posted, press, reports, useHome } from './talk.ts';

const WISH = 'say what changed in this channel';

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

/** A replay of the last two times: two runs side by side, read only, told of together in the thread. */
async function replayed(
  team: Team,
  { goal, ran, told }: { goal: string; ran: string; told: string },
): Promise<string> {
  const [look = answers(''), said = answers('')] = reports(ran);
  let asked = 0;
  const step = (): Scripted => {
    asked += 1;
    if (asked === 1) return agrees('Replay', 'manage_schedule', 'Replay');
    if (asked === 2) return callsTool('manage_schedule', { schedule: 1, action: 'replay', last: 2 });
    return answers('It runs.');
  };
  team.model.goesOn(
    ...Array.from({ length: 9 }, () => (request: Parameters<Exclude<Step, Scripted>>[0]): Scripted => {
      const words = JSON.stringify(request.messages);
      if (!words.includes('This is a run of a schedule')) return step();
      return words.includes('ACCEPTED version') ? said : look;
    }),
  );
  const ts = team.says(MAYA, goal);
  const card = await team.until('what it would have said', () =>
    team.heard(ts).find(({ text }) => text.includes(told)),
  );
  return card.text;
}

/** A trial, whose output only she sees. */
async function tried(team: Team, { button, says }: { button: string; says: string }): Promise<void> {
  team.model.goesOn(...reports(says));
  await press(team, MAYA, { channel: '#ops', text: button });
  const trial = () =>
    team.rows(`select channel_id from outbox_post where key like 'report:%' and ts is not null`, []);
  while ((await trial()).length === 0) await team.clock.sleep(100);
  const direct = String((await trial())[0]?.['channel_id']);
  expect(direct).toMatch(/^D/u);
  expect(team.workspace.state.messagesIn(direct).at(-1)?.text).toContain(says);
  expect(team.workspace.state.messagesIn('#ops').some(({ text }) => text.includes(says))).toBe(false);
}

test('what comes many times a day asks what becomes of missed times; what it would have posted is shown', async () => {
  const team = await startTeam();
  const ts = await proposed(team, { expression: '0 * * * *' });
  const card = team.heard(ts).find(({ text }) => text.includes('Switch this on?'));
  expect(card?.text).toContain('one late run for all of them. It comes often: is that what you want?');
  await press(team, MAYA, { channel: '#ops', text: 'Leave out missed times' });
  const changed = await posted(team, '#ops', 'left out. It comes often');
  expect(changed.text).toContain('Run late, once');
  await press(team, MAYA, { channel: '#ops', text: 'Switch on' });
  await posted(team, '#ops', 'Report 1 is switched on');
  expect(await team.rows(`select terms ->> 'missed' as missed from schedule_version`, [])).toContainEqual({
    missed: 'skip',
  });
  const told = await replayed(team, {
    goal: '@Longhand what would report 1 have posted the last two times?',
    ran: 'Nothing had changed.',
    told: 'Nothing had changed.',
  });
  expect(told.match(/Nothing had changed\./gu)).toHaveLength(2);
});

test('proposed, tried, switched on, run, answered, changed, listed and deleted', async () => {
  const team = await startTeam();
  const ts = await proposed(team);
  const card = team.heard(ts).find(({ text }) => text.includes('Switch this on?'));
  expect(card?.text).toContain('At 09:00, Monday through Friday (Europe/Berlin)');

  // Somebody else presses it: nothing is switched on, and its owner hears of the wish.
  await press(team, KENJI, { channel: '#ops', text: 'Switch on' });
  await posted(team, '#ops', 'Kenji Mori suggests');
  expect(await team.rows('select state from schedule', [])).toEqual([{ state: 'proposed' }]);

  await tried(team, { button: 'Trial run now', says: 'Trial: nothing changed.' });

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

  // The card stays a handle: a form that shows how it stands, and what cannot be is said at its field.
  const change = () => press(team, MAYA, { channel: '#ops', text: 'Change' });
  expect(
    await fill(team, MAYA, { open: change, values: { timeZone: { value: 'Mars/Olympus' } } }),
  ).toMatchObject({
    timeZone: expect.stringContaining('no such time zone'),
  });
  const values = {
    days: { value: '* * 5L' },
    time: { selected_time: '08:30' },
    onlyIfMovedPercent: { value: '10' },
    people: { selected_users: [KENJI] },
  };
  await fill(team, MAYA, { open: change, values });
  const changed = await posted(team, '#ops', 'and is now version 2');
  expect(changed.text).toContain('At 08:30, on the last Friday of the month (Europe/Berlin)');
  const [terms] = await team.rows('select terms from schedule_version where version = 2', []);
  expect(terms).toMatchObject({
    terms: { places: [{ channelId: 'C0OPS' }, { channelId: KENJI }], onlyIfMovedPercent: 10, goal: WISH },
  });

  // The rest is behind three dots.
  const pick = (as: string, text: string) => choose(team, as, { channel: '#ops', text });
  await pick(MAYA, 'Skip next');
  await posted(team, '#ops', 'Report 1 leaves out');
  const until = { selected_date_time: Math.floor(team.clock.now().getTime() / 1000) + 86_400 };
  await fill(team, MAYA, { open: () => pick(MAYA, 'Pause …'), values: { until } });
  await posted(team, '#ops', 'Report 1 is paused, by Maya Lindqvist, until');
  await fill(team, KENJI, { open: () => pick(KENJI, 'Delete …') });
  await posted(team, '#ops', 'Kenji Mori suggests for report 1: delete it');
  const owner = { 'new-owner': { selected_user: KENJI } };
  await fill(team, MAYA, { open: () => pick(MAYA, 'Hand over …'), values: owner });
  await posted(team, '#ops', 'Report 1 is handed by Maya Lindqvist to');
  await fill(team, KENJI, { open: () => pick(KENJI, 'Delete …') });
  await posted(team, '#ops', 'Report 1 is deleted, by Kenji Mori');
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
    '每个工作日 09:00 (Asia/Shanghai)',
  );
  await press(team, KENJI, { channel: '#ops', text: '启用' });
  await posted(team, '#ops', 'Kenji Mori 建议');
  await tried(team, { button: '试运行', says: '试运行：没有变化。' });
  await press(team, MAYA, { channel: '#ops', text: '启用' });
  await posted(team, '#ops', '定期报告 1 已由 Maya Lindqvist 启用');
  const list = team.says(KENJI, '@Longhand 日程');
  await team.until('the list', () => team.heard(list).find(({ text }) => text.includes('立即运行')));

  const told = await replayed(team, {
    goal: '@Longhand 定期报告 1 最近两次本来会发什么？',
    ran: '那天没有变化。',
    told: '重放定期报告 1 最近 2 次',
  });
  expect(told.match(/本会发布/gu)?.length).toBeGreaterThanOrEqual(2);
  expect(told).toContain('那天没有变化。');

  team.workspace.act.openHome({ as: MAYA });
  const home = await team.until('App Home', () => team.workspace.state.home(MAYA));
  expect(JSON.stringify(home)).toContain('汇总本频道昨天以来的变化');
  const at = () => JSON.stringify(team.workspace.state.home(MAYA));
  const open = (text: string) => () => useHome(team, MAYA, text);
  const values = { days: { value: '* * *' }, time: { selected_time: '10:15' } };
  await fill(team, MAYA, { open: open('修改'), values });
  await team.until('the new time', () => at().includes('10:15'));
  await fill(team, MAYA, { open: open('暂停…') });
  await team.until('it to be paused', () => at().includes('已暂停'));
  await useHome(team, MAYA, '恢复');
  await team.until('it to be on', () => at().includes('已启用'));
  await fill(team, MAYA, { open: open('删除 …') });
  await team.until('it to be gone', () => !at().includes('汇总本频道昨天以来的变化'));
});
