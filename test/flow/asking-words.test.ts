// A card answered in words, remembered, put to those who would know, and asked as often as the channel wants.
import { expect, test } from 'vitest';
import { createStartAnnounced } from '../../src/flow/intake/start-announced.ts';
import { createTransact } from '../../src/flow/stores.ts';
import { intake } from '../support/intakes.ts';
import { answers, callsTool, type Asked, type Step } from '../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../support/team.ts';

const step = (name: string, ...labels: readonly string[]) => ({
  name,
  value: labels[0] ?? '',
  source: { kind: 'guess' as const },
  candidates: labels.map((label) => ({ value: label, label })),
});

/** Two open values of a file that others will see. */
const openPlan = (language: string) =>
  intake({
    language,
    steps: [
      {
        title: 'Post the summary',
        tool: 'post_file',
        arguments: [step('report', 'costs.csv', 'the new office'), step('scope', 'Chairs', 'Desks')],
      },
    ],
  });

const submits = (form: unknown): Step => callsTool('submit_intake', form);
const shownLast = ({ messages }: Asked): string => messages.at(-1)?.content ?? '';
const texts = (team: Team, ts: string): string =>
  team
    .heard(ts)
    .map(({ text }) => text)
    .join('\n');

test('partly by words in English, the rest by default; and never asked again', async () => {
  const settled = intake({ steps: [{ title: 'Post it', tool: 'post_file', arguments: [] }] });
  const model = [submits(openPlan('en')), submits(settled), answers('Here it is.')];
  const team = await startTeam({ model: [...model, submits(openPlan('en')), answers('And again.')] });
  const ts = team.says(MAYA, '@Longhand post a summary of the costs');
  await team.until('the card', () => texts(team, ts).includes('What should “report” be?'));
  team.says(MAYA, "second one; rest as you like, and don't ask me about this again", { threadTs: ts });
  await team.until('the result', () => texts(team, ts).includes('Here it is.'));
  const answered = shownLast(team.model.asked[1]!);
  expect(answered).toContain('What should “report” be? → the new office');
  expect(answered).toContain('Use your defaults for the rest');
  expect(texts(team, ts)).toContain('I will not ask you about report, scope here again');
  expect(await team.rows('select about, answer from note order by about', [])).toEqual([
    { about: 'report', answer: 'the new office' },
    { about: 'scope', answer: null },
  ]);
  expect(
    await team.rows("select answer, is_changed, outcome from decision where kind = 'asked'", []),
  ).toEqual([{ answer: 'defaults', is_changed: true, outcome: 'done' }]);

  // The next goal of hers is told what she answered, and no card is put.
  const next = team.says(MAYA, '@Longhand post the summary again');
  await team.until('it is told', () => team.model.asked.length >= 5);
  expect(shownLast(team.model.asked[4]!)).toContain('they answered "the new office" for good');
  expect(texts(team, next)).not.toContain('What should');
});

test('用中文也能只答一部分；频道说少问，就少问', async () => {
  const team = await startTeam({
    model: [
      submits(openPlan('zh')),
      submits(intake({ language: 'zh' })),
      answers('好了。'),
      submits(openPlan('zh')),
      answers('直接做好了。'),
    ],
  });
  const ts = team.says(MAYA, '@Longhand 发一份费用摘要');
  await team.until('the card', () => texts(team, ts).includes('“report”应该是什么？'));
  team.says(MAYA, '第二个，其他随你', { threadTs: ts });
  await team.until('the result', () => texts(team, ts).includes('好了。'));
  expect(shownLast(team.model.asked[1]!)).toContain('→ the new office');

  const wish = team.says(KENJI, '@Longhand 以后少问一点');
  await team.until('it is said back', () => texts(team, wish).includes('我才会问'));
  expect(await team.count('task')).toBe(1);
  // Others will see it, and still nobody is asked: two files that fit cost more than the channel wants to be asked for.
  const next = team.says(MAYA, '@Longhand 再发一份');
  await team.until('the card or the work', () => team.model.asked.length >= 4 && team.heard(next).length > 0);
  expect(await team.rows('select level from channel_asking', [])).toEqual([{ level: 'less' }]);
});

test('who decided it is asked in the thread, their word is put to the owner, and the override stands on record', async () => {
  const seed = smallSeed();
  const decided = 'Decision: the vendor prices are not posted before the audit.';
  const said = { channel: 'C0OPS', user: KENJI, minutesAgo: 1000, text: decided, files: [] };
  const plan = submits(
    intake({
      outcome: 'The vendor prices are posted',
      steps: [{ title: 'Post them', tool: 'post_file', arguments: [] }],
    }),
  );
  const team = await startTeam({
    seed: { ...seed, messages: [...seed.messages, said] },
    model: [plan, plan, plan, plan, answers('Posted.')],
  });
  const ts = team.says(MAYA, '@Longhand post the vendor prices here');
  await team.until('the challenge', () => texts(team, ts).includes('does this replace it?'));
  await team.until('he is asked', () => texts(team, ts).includes('<@U0KENJI>, Maya Lindqvist wants'));
  expect(texts(team, ts)).toContain('Kenji Mori decided: “Decision: the vendor prices');
  team.says(KENJI, 'fine by me, the audit is done', { threadTs: ts });
  await team.until('it is put to her', () => texts(team, ts).includes('Kenji Mori suggests: fine by me'));
  expect(await team.count('brief')).toBe(0);
  await team.restart();
  team.says(MAYA, 'do it anyway', { threadTs: ts });
  await team.until('the result', () => texts(team, ts).includes('Posted.'));
  expect(
    await team.rows("select rule, answer, answered_by, outcome from decision where kind = 'challenged'", []),
  ).toEqual([{ rule: 'decision', answer: 'override', answered_by: MAYA, outcome: 'done' }]);
  const brief = texts(team, ts);
  expect(brief).toContain('Done in spite of');
  expect(brief).toMatch(
    /Kenji Mori decided: “Decision: the vendor prices.*— Maya Lindqvist on .*: do it anyway/u,
  );
  const [kept] = await team.rows("select body -> 'overrides' -> 0 as override from brief", []);
  expect(kept?.['override']).toMatchObject({ how: 'override', by: MAYA });
});

test('where the channel allows it, what can be taken back begins on the defaults at the announced time', async () => {
  const choose = intake({
    steps: [
      {
        title: 'Set it up',
        tool: 'create_schedule',
        arguments: [step('time', 'nine for the office', 'ten for the office')],
      },
    ],
  });
  const team = await startTeam({ model: [submits(choose), submits(choose), answers('Set up.')] });
  const wish = team.says(MAYA, '@Longhand you may start on your defaults after 2 hours');
  await team.until('it is said back', () => texts(team, wish).includes('nobody answers for 120 minutes'));
  const ts = team.says(MAYA, '@Longhand remind us of the office costs every day');
  await team.until('the card', () => texts(team, ts).includes('without an answer I start on my defaults'));
  const after = (hours: number) =>
    createStartAnnounced({
      database: team.database,
      transact: createTransact(team.database),
      clock: { ...team.clock, now: () => new Date(team.clock.now().getTime() + hours * 3_600_000) },
    })();
  await after(1);
  expect(await team.count('signal')).toBe(0);
  await after(3);
  await after(3);
  await team.until('the result', () => texts(team, ts).includes('Set up.'));
  await team.until('the card says so', () =>
    JSON.stringify(team.heard(ts).map(({ blocks }) => blocks)).includes('Nobody answered, so I started'),
  );
  expect(await team.rows("select answered_by, answer from decision where kind = 'asked'", [])).toEqual([
    { answered_by: 'nobody', answer: 'defaults' },
  ]);
});

test('隐私由有权的人用一句话放行；别人怎么说、说几遍都不算', async () => {
  const seed = smallSeed();
  const said = { channel: 'C0OPS', user: KENJI, minutesAgo: 1000, files: [] };
  const text = '身份证号属于个人敏感信息，只有人事可以看。';
  const plan = submits(
    intake({ language: 'zh', steps: [{ title: '整理', tool: 'post_file', arguments: [] }] }),
  );
  const team = await startTeam({
    seed: { ...seed, messages: [...seed.messages, { ...said, text }] },
    model: [plan, plan, answers('已整理。')],
  });
  const ts = team.says(MAYA, '@Longhand 把全员的身份证号整理成表发到群里');
  await team.until('the stop', () => texts(team, ts).includes('属于他人的隐私'));
  team.says(MAYA, '准许', { threadTs: ts });
  await team.until('it is nobody’s but his', () => texts(team, ts).includes('Maya Lindqvist 建议：准许'));
  expect(await team.count('brief')).toBe(0);
  team.says(KENJI, '可以', { threadTs: ts });
  await team.until('the result', () => texts(team, ts).includes('已整理。'));
  expect(await team.rows("select rule, answer, answered_by from decision where kind = 'barred'", [])).toEqual(
    [{ rule: 'private', answer: 'lift', answered_by: KENJI }],
  );
});
