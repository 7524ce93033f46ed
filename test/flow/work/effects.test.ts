// What changes something: a yes before it where one is wanted, a person's word where nobody else knows, and the way back.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Step } from '../../support/scripted-model.ts';
import { KENJI, MAYA, startTeam, type Team } from '../../support/team.ts';

const CAREFUL = { ASK_BEFORE: 'seen' };
const works = callsTool('submit_intake', intake());
const posts = (content = 'The total is 4,600.', name = 'total.md'): Step =>
  callsTool('post_file', { name, content });

async function hears(team: Team, ts: string, words: string): Promise<void> {
  await team.until(words, () => shown(team, ts).includes(words));
}

/** What led to the waiting may still be on its way out. */
async function holdsNoJob(team: Team): Promise<void> {
  while ((await team.count('graphile_worker.jobs')) > 0) await team.clock.sleep(200);
}

/** All that stands in the thread, as people see it. */
function shown(team: Team, ts: string): string {
  return JSON.stringify(team.heard(ts).map(({ text, blocks }) => [text, blocks]));
}

function files(team: Team, ts: string): number {
  return team.workspace.state
    .thread('#ops', ts)
    .filter(({ raw }) => JSON.stringify(raw['files'] ?? '').includes('total.md')).length;
}

test('what wants a yes waits for it with its exact arguments, and is done once, when the owner says so', async () => {
  const team = await startTeam({
    settings: CAREFUL,
    model: [works, posts('A secret plan'), answers('The file is there.')],
  });
  const ts = team.says(MAYA, '@Longhand write it down');
  await hears(team, ts, 'Before I do this');
  expect(shown(team, ts)).toContain('content: A secret plan');
  expect(shown(team, ts)).toContain('name: total.md');

  // Whoever is not entitled only suggests, over a restart as well; nothing is done and no job is held.
  await team.click(KENJI, { threadTs: ts, text: 'Approve' });
  await hears(team, ts, 'Kenji Mori suggests: Approve');
  await team.restart();
  await holdsNoJob(team);
  expect([files(team, ts), team.model.asked.length]).toEqual([0, 2]);

  await team.click(MAYA, { threadTs: ts, text: 'Approve' });
  await hears(team, ts, 'The file is there.');
  expect(files(team, ts)).toBe(1);
  expect(await team.rows('select state, decided_by from approval', [])).toEqual([
    { state: 'used', decided_by: MAYA },
  ]);
});

test('somebody whom the channel names may answer as well; a no is told to the model, and nothing is done', async () => {
  const team = await startTeam({ model: [works, posts(), answers('Then here: 4,600.')] });
  await team.database.run(
    `insert into channel_approval values ('T0TEAM', 'C0OPS', 'seen', array['${KENJI}'])`,
  );
  const ts = team.says(MAYA, '@Longhand write it down');
  await hears(team, ts, 'Before I do this');
  await team.click(KENJI, { threadTs: ts, text: 'Do not do it' });
  await hears(team, ts, 'Then here: 4,600.');
  expect(team.model.asked[2]?.messages.at(-1)?.content).toContain(`Not approved by <@${KENJI}>`);
  expect([files(team, ts), await team.count('effect')]).toEqual([0, 0]);
});

test('an edit of the goal kills an open approval; a late click on it does nothing', async () => {
  const team = await startTeam({
    settings: CAREFUL,
    model: [works, posts(), works, posts('For two: 9,200.'), answers('Both are in the file.')],
  });
  const ts = team.says(MAYA, '@Longhand write it down');
  await hears(team, ts, 'Before I do this');
  team.workspace.act.edit({ as: MAYA, channel: '#ops', ts, text: '@Longhand write it down for two' });
  await hears(team, ts, 'For two: 9,200.');
  const [first] = await team.rows('select state from approval order by place', []);
  expect([first, files(team, ts)]).toEqual([{ state: 'void' }, 0]);
  await team.click(MAYA, { threadTs: ts, text: 'Approve' });
  await hears(team, ts, 'Both are in the file.');
  expect(files(team, ts)).toBe(1);
  expect(await team.rows('select state from approval order by place', [])).toEqual([
    { state: 'void' },
    { state: 'used' },
  ]);
});

test('what nobody can find out is asked of a person, and the answer is the result of the call', async () => {
  const team = await startTeam({ model: [works, posts(), answers('As Maya saw it.')] });
  team.workspace.faults.loseNextReply('files.completeUploadExternal');
  team.workspace.faults.failNext('files.info', { status: 500, times: 50 });
  const ts = team.says(MAYA, '@Longhand write it down');
  await hears(team, ts, 'I don’t know whether this happened');
  expect(await team.rows('select state from effect', [])).toEqual([{ state: 'unknown' }]);
  await holdsNoJob(team);

  await team.click(MAYA, { threadTs: ts, text: 'It happened' });
  await hears(team, ts, 'As Maya saw it.');
  expect(team.model.asked[2]?.messages.at(-1)?.content).toContain('Maya Lindqvist looked: it happened');
  expect(await team.rows('select state, settled_by from effect', [])).toEqual([
    { state: 'done', settled_by: MAYA },
  ]);
  expect(files(team, ts)).toBe(1);
});

test('words instead of the button leave it unknown, are told as unknown, and the closing message says so', async () => {
  const team = await startTeam({ model: [works, posts(), answers('I leave it at that.')] });
  team.workspace.faults.loseNextReply('files.completeUploadExternal');
  team.workspace.faults.failNext('files.info', { status: 500, times: 50 });
  const ts = team.says(MAYA, '@Longhand write it down');
  await hears(team, ts, 'I don’t know whether this happened');
  team.says(MAYA, 'no idea, go on', { threadTs: ts });
  await hears(team, ts, 'I leave it at that.');
  const told = JSON.stringify(team.model.asked[2]?.messages);
  expect(told).toContain('It is not known whether this happened');
  expect(told).not.toContain('Not run');
  await hears(team, ts, 'I don’t know whether this happened: Posting total.md');

  // The work is over; whoever looks still settles it, and others only say what they saw.
  await team.click(KENJI, { threadTs: ts, text: 'It did not' });
  await hears(team, ts, 'Kenji Mori suggests: It did not (Posting total.md)');
  await team.click(MAYA, { threadTs: ts, text: 'It happened' });
  await hears(team, ts, 'Done: Posting total.md');
  await team.until('no button is left', () => !shown(team, ts).includes('effect_happened'));
  expect(await team.rows('select state, settled_by from effect', [])).toEqual([
    { state: 'done', settled_by: MAYA },
  ]);
});

test('a stop that leaves an effect of unknown ending asks how it ended, also when the process died in the middle of it', async () => {
  const seen = callsTool('submit_intake', intake({ kind: 'question', answer: 'As Maya saw it.' }));
  const team = await startTeam({ model: [works, posts(), seen] });
  team.workspace.faults.loseNextReply('files.completeUploadExternal');
  team.workspace.faults.failNext('files.info', { status: 500, times: 50 });
  const ts = team.says(MAYA, '@Longhand 写下来');
  await hears(team, ts, '无法确定这件事是否已经发生');
  // As it stands when a process dies between the call and what came of it, and its owner says stop meanwhile.
  await team.restart(async () => {
    await team.database.run(`update effect set state = 'intended', settled_at = null`);
    await team.database.run(`delete from task_entry where kind = 'card'`);
    await team.database.run(`update task set state = 'working'`);
    team.says(MAYA, '停止', { threadTs: ts });
  });
  await hears(team, ts, '无法确定是否已发生: Posting total.md');
  await team.click(MAYA, { threadTs: ts, text: '没有发生' });
  await hears(team, ts, '未执行: Posting total.md');
  expect(await team.rows('select state from effect', [])).toEqual([{ state: 'not-done' }]);
  team.says(MAYA, '继续', { threadTs: ts });
  await hears(team, ts, 'As Maya saw it.');
  expect(JSON.stringify(team.model.asked[2]?.messages)).toContain('Maya Lindqvist looked: it did not happen');
});

test('what was done, though its answer was lost, is taken back by a button, by the owner, once', async () => {
  const team = await startTeam({ model: [works, posts(), answers('The file is there.')] });
  team.workspace.faults.loseNextReply('files.completeUploadExternal');
  const ts = team.says(MAYA, '@Longhand write it down');
  await hears(team, ts, 'Undo: Posting total.md');
  expect(files(team, ts)).toBe(1);
  await team.click(KENJI, { threadTs: ts, text: 'Undo: Posting total.md' });
  await hears(team, ts, 'Kenji Mori suggests: Undo: Posting total.md');
  expect(files(team, ts)).toBe(1);

  await team.click(MAYA, { threadTs: ts, text: 'Undo: Posting total.md' });
  await hears(team, ts, 'Taken back, as Maya Lindqvist asked: Posting total.md.');
  await hears(team, ts, 'Taken back: Posting total.md');
  await team.until('no button is left', () => !shown(team, ts).includes('"Undo: Posting total.md"'));
  expect(await team.rows('select state from effect', [])).toEqual([{ state: 'undone' }]);
  expect(team.workspace.state.apiCalls('files.delete')).toHaveLength(1);
  expect(team.heard(ts).filter(({ text }) => text.includes('The file is there.'))).toHaveLength(1);
});

test('a task that is stopped says what was done, and offers to take it back', async () => {
  const team = await startTeam({ model: [works, posts(), { kind: 'hangs' }] });
  const ts = team.says(MAYA, '@Longhand write it down');
  await team.model.untilAsked(2);
  team.says(MAYA, 'stop', { threadTs: ts });
  await hears(team, ts, 'Done: Posting total.md');
  team.workspace.faults.failNext('files.delete', { error: 'cant_delete_file' });
  await team.click(MAYA, { threadTs: ts, text: 'Undo: Posting total.md' });
  await hears(team, ts, 'This could not be taken back: Posting total.md.');
  await team.click(MAYA, { threadTs: ts, text: 'Undo: Posting total.md' });
  await hears(team, ts, 'Taken back: Posting total.md');
});

test('a stop does not wait for a call that hangs: nobody knows what came of it, until it is known after all', async () => {
  const team = await startTeam({ model: [works, posts(), { kind: 'hangs' }] });
  team.workspace.faults.delayMs('files.completeUploadExternal', 15_000);
  const ts = team.says(MAYA, '@Longhand write it down');
  while ((await team.rows('select 1 from effect where handle is not null', [])).length === 0)
    await team.clock.sleep(20);
  team.says(MAYA, 'stop', { threadTs: ts });
  await hears(team, ts, 'Stopped, as Maya Lindqvist asked');
  await hears(team, ts, 'I don’t know whether this happened: Posting total.md');
  expect(files(team, ts)).toBe(0);
  await hears(team, ts, 'Done: Posting total.md');
  expect(files(team, ts)).toBe(1);
});
