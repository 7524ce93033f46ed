// What is wanted changes while the work is under way: shown as a diff, with what was finished kept, repaired or undone.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, callsTools, type Asked, type Scripted } from '../../support/scripted-model.ts';
import { MAYA, startTeam, type Team } from '../../support/team.ts';

const HANGS: Scripted = { kind: 'hangs' };
const STEPS = [
  { title: 'Read the costs', tool: 'list_files', arguments: [] },
  { title: 'Post the total', tool: 'post_file', arguments: [] },
];
const begins = [
  callsTool('submit_intake', intake({ steps: STEPS })),
  callsTools(
    { name: 'update_step', arguments: { step: 1, status: 'complete', note: 'one file' } },
    { name: 'post_file', arguments: { name: 'total.md', content: 'The total is 4,600.' } },
    { name: 'update_step', arguments: { step: 2, status: 'complete', note: null } },
  ),
];

async function hears(team: Team, ts: string, words: string): Promise<void> {
  await team.until(words, () => team.heard(ts).some(({ text }) => text.includes(words)));
}
function drawn(team: Team, ts: string): string {
  return JSON.stringify(team.heard(ts).map(({ blocks }) => blocks));
}
function typing(asked: Asked, kind: string, more: object = {}): { name: string; arguments: unknown } {
  const shown = asked.messages.map(({ content }) => content ?? '').join('\n');
  const message = [...shown.matchAll(/# New message in the thread\n\[m:([\d.]+)\]/gu)].at(-1)?.[1] ?? '';
  return { name: 'take_message', arguments: { message, kind, reply: null, takes_back: [], ...more } };
}
async function pausedTask(team: Team, text: string): Promise<string> {
  const ts = team.says(MAYA, text);
  await team.model.untilAsked(2);
  team.says(MAYA, 'hold on', { threadTs: ts });
  await team.until('held', () => drawn(team, ts).includes('"Resume"') || drawn(team, ts).includes('"继续"'));
  return ts;
}

test('a correction replans: the diff of the brief stands in the thread, the old plan is settled, what is finished is marked', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await pausedTask(team, '@Longhand add the costs up and post the total');
  const said = team.says(MAYA, 'No, I meant only the chairs, and no file', { threadTs: ts });
  await team.until('queued', () => team.reacted(said, 'hourglass_flowing_sand'));
  team.model.goesOn(
    callsTool(
      'submit_intake',
      intake({
        outcome: 'The costs of the chairs are known',
        steps: [STEPS[0]!, { title: 'Say it', tool: null, arguments: [] }],
      }),
    ),
    ({ messages }) =>
      answers(`Chairs: 1,200. ${messages.at(-1)?.content?.includes('is kept, do not do it again')}`),
  );
  team.says(MAYA, 'resume', { threadTs: ts });
  await hears(team, ts, 'Chairs: 1,200. true');
  expect(team.model.asked[3]?.messages.at(-1)?.content).toContain('What is wanted has changed.');

  const shown = drawn(team, ts);
  expect(shown).toContain('version 2');
  expect(shown).toContain(
    '`±`  Outcome: ~The costs of the new office are added up~ → The costs of the chairs are known',
  );
  expect(shown).toContain('`−`  Step: ~Post the total~');
  expect(shown).toContain('`+`  Step: Say it');
  expect(shown).toContain('`✓`  kept: Read the costs');
  expect(shown).toContain('`↶`  no longer wanted, can be undone: Post the total');
  await team.until('the old plan is settled', () => drawn(team, ts).includes('Replaced by a newer plan'));
  expect(await team.rows('select version from brief order by version', [])).toHaveLength(2);
});

test('what is added joins the brief word for word, in one breath as one version; what is edited or deleted goes with it', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await pausedTask(team, '@Longhand 把费用加起来');
  team.says(MAYA, '另外，注明货币', { threadTs: ts });
  await team.until('the diff', () => drawn(team, ts).includes('`+`  另外要求: 另外，注明货币'));
  team.says(MAYA, '不要发给客户', { threadTs: ts });
  await team.until('the bound', () => drawn(team, ts).includes('`+`  必须遵守: 不要发给客户'));
  team.says(MAYA, '刚才那句不算', { threadTs: ts });
  await team.until('taken back', () => !drawn(team, ts).includes('不要发给客户'));
  const lunch = team.says(MAYA, '还有椅子', { threadTs: ts });
  await team.until('one more', () => drawn(team, ts).includes('还有椅子'));
  team.workspace.act.edit({ as: MAYA, channel: '#ops', ts: lunch, text: '还有桌子' });
  await team.until('as it says now', () => drawn(team, ts).includes('还有桌子'));
  expect(await team.rows('select version from brief order by version', [])).toHaveLength(2);
  const [both] = await team.rows('select body from brief order by version desc limit 1', []);
  expect(both?.['body']).toMatchObject({
    constraints: [],
    additions: [{ words: '另外，注明货币' }, { words: '还有桌子' }],
  });

  team.model.goesOn(callsTool('update_step', { step: 1, status: 'in_progress', note: null }), HANGS);
  team.says(MAYA, '继续', { threadTs: ts });
  await team.model.untilAsked(4);
  team.model.goesOn(answers('共 4,600 欧元。'));
  team.says(MAYA, '暂停', { threadTs: ts });
  while ((await team.rows(`select 1 from task where state = 'paused'`, [])).length === 0)
    await team.clock.sleep(100);
  team.workspace.act.remove({ as: MAYA, channel: '#ops', ts: lunch });
  await team.until('gone from the brief', () => drawn(team, ts).includes('`−`  另外要求: ~还有桌子~'));
  team.says(MAYA, '继续', { threadTs: ts });
  await hears(team, ts, '共 4,600 欧元。');
  const [last] = await team.rows('select version, body from brief order by version desc limit 1', []);
  expect(last).toMatchObject({ version: 3, body: { additions: [{ words: '另外，注明货币' }] } });
});

test('what words do not type the model types, with its next calls; what it leaves out is an addition', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await pausedTask(team, '@Longhand add the costs up');
  const lunch = team.says(MAYA, 'lunch at noon?', { threadTs: ts });
  await team.until('queued', () => team.reacted(lunch, 'hourglass_flowing_sand'));
  const silent = team.says(MAYA, 'mind the currency', { threadTs: ts });
  await team.until('queued', () => team.reacted(silent, 'hourglass_flowing_sand'));
  team.model.goesOn(
    (asked) =>
      callsTools(
        { name: 'list_files', arguments: {} },
        {
          name: 'take_message',
          arguments: { ...(typing(asked, 'talk').arguments as object), message: lunch },
        },
      ),
    answers('All added up.'),
  );
  team.says(MAYA, 'resume', { threadTs: ts });
  await hears(team, ts, 'All added up.');
  await team.until('not for me', () => team.reacted(lunch, 'speech_balloon'));
  expect(drawn(team, ts)).toContain('`+`  Also wanted: mind the currency');
  expect(drawn(team, ts)).not.toContain('Also wanted: lunch');
  expect(
    await team.rows(
      `select body ->> 'as' as kind, body ->> 'by' as by from task_entry where kind = 'meant' order by seq`,
      [],
    ),
  ).toEqual([
    { kind: 'talk', by: 'model' },
    { kind: 'addition', by: 'default' },
  ]);
});

test('a correction that the model takes for talk is a revision all the same, and no call beside it runs', async () => {
  const team = await startTeam({ model: [...begins, HANGS] });
  const ts = await pausedTask(team, '@Longhand add the costs up');
  const said = team.says(MAYA, 'could you take only the chairs instead?', { threadTs: ts });
  await team.until('queued', () => team.reacted(said, 'hourglass_flowing_sand'));
  team.model.goesOn(
    (asked) =>
      callsTools(
        { name: 'post_file', arguments: { name: 'late.md', content: 'too late' } },
        typing(asked, 'talk'),
      ),
    callsTool('submit_intake', intake({ outcome: 'The chairs are added up' })),
    answers('Chairs: 1,200.'),
  );
  team.says(MAYA, 'resume', { threadTs: ts });
  await hears(team, ts, 'Chairs: 1,200.');
  expect(team.model.asked[4]?.messages.at(-1)?.content).toContain('# What is wanted has changed');
  expect(await team.rows(`select what from effect where what like '%late%'`, [])).toEqual([]);
});
