// Steering a task as it runs: by words in two languages, by buttons, by a reaction; by its owner and by others.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Scripted } from '../../support/scripted-model.ts';
import { KENJI, MAYA, startTeam, type Team } from '../../support/team.ts';

const HANGS: Scripted = { kind: 'hangs' };

const twoSteps = intake({
  steps: [
    { title: 'Read the costs', tool: 'list_files', arguments: [] },
    { title: 'Add them up', tool: 'calculate', arguments: [] },
  ],
});
const begins = [
  callsTool('submit_intake', twoSteps),
  callsTool('update_step', { step: 1, status: 'in_progress', note: null }),
];

async function hears(team: Team, ts: string, words: string): Promise<void> {
  await team.until(words, () => team.heard(ts).some(({ text }) => text.includes(words)));
}

/** A task of two steps that is in the first of them, while the model thinks. */
async function working(team: Team, text = '@Longhand add the costs up'): Promise<string> {
  const ts = team.says(MAYA, text);
  await team.model.untilAsked(2);
  await team.until(
    'the plan',
    () => blocks(team, ts).includes('Skip this step') || blocks(team, ts).includes('跳过'),
  );
  return ts;
}

function blocks(team: Team, ts: string): string {
  return JSON.stringify(team.heard(ts).map(({ blocks: drawn }) => drawn));
}

test('"how far are you?" is answered from the record, in both languages, without the model and without a stop', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await working(team);
  team.says(MAYA, 'how far are you?', { threadTs: ts });
  await hears(team, ts, 'Still to come: 2. Add them up');
  expect(blocks(team, ts)).toContain('*Working · 0 of 2 steps*\\nNow: 1. Read the costs');
  const second = team.says(KENJI, '<@U0LONGHAND> 进度如何？', { threadTs: ts });
  await team.until(
    'the second answer',
    () => team.heard(ts).filter(({ text }) => text.includes('Still to come')).length > 1,
  );
  expect(team.reacted(second, 'eyes')).toBe(false);
  expect(team.model.asked).toHaveLength(3);
  expect(await team.count('signal')).toBe(0);
});

test('a pause ends the call under way, survives a restart, queues what is said, and goes on where it was', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await working(team);
  const pause = team.says(MAYA, 'hold on', { threadTs: ts });
  await hears(team, ts, 'Paused, as Maya Lindqvist asked');
  await team.until('the sign', () => team.reacted(pause, 'white_check_mark'));
  await team.restart();
  while ((await team.count('graphile_worker.jobs')) > 0) await team.clock.sleep(100);

  const said = team.says(MAYA, 'per seat as well', { threadTs: ts });
  await team.until('the hourglass', () => team.reacted(said, 'hourglass_flowing_sand'));
  await team.until('the eye is gone', () => !team.reacted(said, 'eyes'));
  expect(await team.rows('select state from task', [])).toEqual([{ state: 'paused' }]);
  team.says(MAYA, '还在做吗', { threadTs: ts });
  await hears(team, ts, 'Paused · 0 of 2 steps');

  team.model.goesOn(({ messages }) =>
    answers(
      messages.some(({ content }) => content?.includes('per seat as well'))
        ? 'All added up per seat.'
        : 'No.',
    ),
  );
  team.says(MAYA, '继续', { threadTs: ts });
  await hears(team, ts, 'All added up per seat.');
  await team.until('taken', () => team.reacted(said, 'white_check_mark'));
  await team.until('instead of waiting', () => !team.reacted(said, 'hourglass_flowing_sand'));
});

test('by buttons: pause, resume, leave a step out, do one again', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await working(team);
  await team.click(MAYA, { threadTs: ts, text: 'Pause' });
  await hears(team, ts, 'Paused, as Maya Lindqvist asked');
  team.model.goesOn(HANGS);
  await team.click(MAYA, { threadTs: ts, text: 'Resume' });
  await hears(team, ts, 'Going on, as Maya Lindqvist asked');
  await team.model.untilAsked(3);

  team.model.goesOn(callsTool('update_step', { step: 2, status: 'error', note: 'No numbers' }), HANGS);
  await team.until('the plan at work', () => blocks(team, ts).includes('Skip this step'));
  await team.click(MAYA, { threadTs: ts, text: 'Skip this step' });
  await hears(team, ts, 'Step 1 is left out, as Maya Lindqvist asked: Read the costs');
  const asked = await team.model.untilAsked(4);
  expect(asked.messages.at(-1)?.content).toContain('# Step 1 is left out');

  team.model.goesOn(answers('Done after all.'));
  await team.until('the plan with the fault', () => blocks(team, ts).includes('Retry the step'));
  await team.click(MAYA, { threadTs: ts, text: 'Retry the step' });
  await hears(team, ts, 'Step 2 is done again, as Maya Lindqvist asked: Add them up');
  await hears(team, ts, 'Done after all.');
  expect(blocks(team, ts)).toContain('Read the costs · left out');
});

test('in Chinese: a step is left out by its number, and a step that is not there is said not to be', async () => {
  const team = await startTeam({ model: [...begins, HANGS, HANGS, HANGS] });
  const ts = await working(team, '@Longhand 把费用加起来');
  team.says(MAYA, '跳过第二步', { threadTs: ts });
  await hears(team, ts, '已按 Maya Lindqvist 的要求跳过第 2 步：Add them up');
  team.says(MAYA, '重做第9步', { threadTs: ts });
  await hears(team, ts, '没有这一步');
  team.says(MAYA, '停', { threadTs: ts });
  await hears(team, ts, '已按 Maya Lindqvist 的要求停止');
});

test('a stop sign of the owner on any message of the thread stops the task; one of somebody else does not', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await working(team);
  const plan = team.heard(ts).find(({ blocks: drawn }) => JSON.stringify(drawn).includes('Skip this step'));
  await team.recorded(plan?.ts ?? '');
  team.workspace.act.react({ as: KENJI, channel: '#ops', ts, name: 'octagonal_sign' });
  team.workspace.act.react({ as: MAYA, channel: '#ops', ts: plan?.ts ?? '', name: 'octagonal_sign' });
  await hears(team, ts, 'Stopped, as Maya Lindqvist asked');
});

test('two who quarrel: the stop of one who is not the owner holds the work once, and the owner decides', async () => {
  const team = await startTeam({ model: [...begins, HANGS, HANGS] });
  const ts = await working(team);
  team.says(KENJI, '<@U0LONGHAND> stop', { threadTs: ts });
  await hears(team, ts, 'Kenji Mori asked me to stop, so I hold still. Maya Lindqvist decides');
  team.says(KENJI, '<@U0LONGHAND> resume', { threadTs: ts });
  await hears(team, ts, 'Kenji Mori suggests: go on.');
  team.says(MAYA, 'go on', { threadTs: ts });
  await hears(team, ts, 'Going on, as Maya Lindqvist asked');
  await team.model.untilAsked(3);
  await team.click(KENJI, { threadTs: ts, text: 'Cancel' });
  await hears(team, ts, 'Kenji Mori suggests: stop.');
  expect(await team.rows('select state from task', [])).toEqual([{ state: 'working' }]);
});

test('what somebody else wants is offered to the owner, and is put to the model once the owner takes it', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await working(team);
  const idea = team.says(KENJI, '<@U0LONGHAND> also name the currency', { threadTs: ts });
  await hears(team, ts, 'Kenji Mori suggests');
  await team.click(KENJI, { threadTs: ts, text: 'Take it' });
  await hears(team, ts, 'That is for the owner of this task to say.');
  expect(team.model.asked).toHaveLength(3);
  team.says(MAYA, 'pause', { threadTs: ts });
  await hears(team, ts, 'Paused');
  await team.click(MAYA, { threadTs: ts, text: 'Take it' });
  await hears(team, ts, 'Maya Lindqvist takes what Kenji Mori suggested');
  team.model.goesOn(({ messages }) =>
    answers(messages.at(-1)?.content?.includes('also name the currency') === true ? 'In euros.' : 'No.'),
  );
  team.says(MAYA, 'resume', { threadTs: ts });
  await hears(team, ts, 'In euros.');
  await team.until('the sign', () => team.reacted(idea, 'white_check_mark'));
});

test('a kind word and a "go on" while it works change nothing', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await working(team);
  const kind = team.says(MAYA, 'great, thanks', { threadTs: ts });
  const on = team.says(MAYA, 'keep going', { threadTs: ts });
  await team.until('a heart', () => team.reacted(kind, 'heart'));
  await team.until('a nod', () => team.reacted(on, 'ok_hand'));
  expect(team.model.asked).toHaveLength(3);
});
