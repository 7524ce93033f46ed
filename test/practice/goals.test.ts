import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { recognisesManaging } from '../../src/practice/goals/manage-schedule.ts';
import { createPracticeModel, type PracticeModel } from '../../src/practice/server.ts';
import { demoWorld } from './support/demo.ts';
import { fileId, run, type World } from './support/world.ts';

let model: PracticeModel;
beforeAll(async () => {
  model = await createPracticeModel({ clock: systemClock, log: silentLog });
});
afterAll(() => model.close());

const talk: World['messages'] = [
  {
    ts: '1789000001.000100',
    at: '2026-11-02 09:00',
    by: 'Alex Moreau (U0ALEXM)',
    text: 'The old printer is gone. Who orders a new one?',
  },
  {
    ts: '1789000002.000100',
    at: '2026-11-03 10:00',
    by: 'Ana Reis (U0ANA)',
    text: 'We decided to move the workshop to 14 January in Lisbon.',
  },
  {
    ts: '1789000003.000100',
    at: '2026-11-04 10:00',
    by: 'Alex Ngo (U0ALEXN)',
    text: 'The workshop room costs €640 a day.',
    thread: '1789000002.000100',
  },
  {
    ts: '1789000004.000100',
    at: '2026-11-05 10:00',
    by: 'Jo Park (U0JO)',
    text: 'Please do not write to the caterers before Thursday.',
  },
  {
    ts: '1789000005.000100',
    at: '2026-11-23 08:00',
    by: 'Jo Park (U0JO)',
    text: 'We agreed on oat milk from now on. Does anyone object?',
  },
  {
    ts: '1789000006.000100',
    at: '2026-11-23 09:00',
    by: '王芳 (U0FANG)',
    text: '我们决定用 PostgreSQL 做数据库，下周开始迁移。',
  },
];

test('tells when something was decided, with the words, who and where', async () => {
  const { result, intakes, verdicts } = await run(
    { goal: '@Longhand when did we decide to move the workshop?', messages: talk },
    model,
  );
  expect(verdicts).toEqual(['ANSWERED']);
  expect(intakes[0]?.kind).toBe('question');
  expect(result).toContain(
    'On 2026-11-03 10:00 Ana Reis said: “We decided to move the workshop to 14 January in Lisbon.” [m:1789000002.000100]',
  );
});

test('tells in Chinese who said something', async () => {
  const { result } = await run({ goal: '@Longhand 谁说过要用 PostgreSQL？', messages: talk }, model);
  expect(result).toContain(
    '2026-11-23 09:00 王芳 说：“我们决定用 PostgreSQL 做数据库，下周开始迁移。” [m:1789000006.000100]',
  );
});

test.each([
  ['@Longhand who said anything about the helicopter?', 'I found nothing about'],
  ['@Longhand 谁提到过直升机？', '没有找到'],
])('says honestly that nothing was found: %s', async (goal, words) => {
  const { result } = await run({ goal, messages: talk }, model);
  expect(result).toContain(words);
  expect(result).not.toContain('[m:');
});

test('asks which Alex is meant, and answers about that one', async () => {
  const world: World = {
    goal: '@Longhand what did Alex say about the workshop room?',
    messages: talk,
    answer: (intake) => `- ${intake.questions[0]?.text} → Alex Ngo (value: U0ALEXN)`,
  };
  const { result, intakes, verdicts } = await run(world, model);
  expect(verdicts.map((verdict) => verdict.split('\n')[0])).toEqual(['ASKED', 'ANSWERED']);
  expect(intakes[0]?.questions[0]?.options.map(({ label }) => label)).toEqual(['Alex Moreau', 'Alex Ngo']);
  expect(result).toContain('€640 a day');
});

test('summarises the channel with a source on each line', async () => {
  const { result, verdicts } = await run({ goal: '@Longhand summarise this channel', messages: talk }, model);
  expect(verdicts[0]).toMatch(/^ACCEPTED/);
  expect(result).toContain('**Decisions**\n- We decided to move the workshop to 14 January in Lisbon.');
  expect(result).toMatch(
    /Numbers and dates\*\*\n- The workshop room costs €640 a day\. .*\[m:1789000003\.000100\]/,
  );
  expect(result).toContain('Who orders a new one?');
  for (const line of result.split('\n').filter((text) => text.startsWith('- ')))
    expect(line).toMatch(/\[m:\d/);
});

test('answers what changed this week at once, and leaves out what is older', async () => {
  const { result, verdicts } = await run(
    { goal: '@Longhand what changed this week?', messages: talk },
    model,
  );
  expect(verdicts).toEqual(['ANSWERED']);
  expect(result).toContain('oat milk');
  expect(result).not.toContain('Lisbon');
});

test('总结频道，用中文回答', async () => {
  const { result } = await run({ goal: '@Longhand 总结一下这个频道本周的讨论', messages: talk }, model);
  expect(result).toContain('**决定**');
  expect(result).toContain('我们决定用 PostgreSQL 做数据库，下周开始迁移。');
});

const reports: World = {
  goal: '@Longhand summarise the report',
  messages: [
    {
      ts: '1789000011.000100',
      at: '2026-11-02 09:00',
      by: 'Jo Park (U0JO)',
      text: 'Here it is',
      files: ['audit-report.pdf'],
    },
    {
      ts: '1789000012.000100',
      at: '2026-11-03 09:00',
      by: 'Jo Park (U0JO)',
      text: 'and the other',
      files: ['travel-report.pdf'],
    },
  ],
  files: {
    'audit-report.pdf':
      'Audit report 2026\nThe audit found three open findings in the access list. The audit access list must be reviewed by 15 December.\fCosts\nThe audit cost €4,200 this year.',
    'travel-report.pdf': 'Travel report\nMost trips went to Lisbon.',
  },
};

test('asks which of two reports is meant before it reads one', async () => {
  const { result, intakes, verdicts, calls } = await run(
    {
      ...reports,
      answer: (intake) =>
        `- ${intake.questions[0]?.text} → audit-report.pdf (value: ${fileId('audit-report.pdf')})`,
    },
    model,
  );
  expect(verdicts[0]).toMatch(/^ASKED/);
  expect(intakes[0]?.questions[0]?.options.map(({ label }) => label)).toEqual([
    'travel-report.pdf',
    'audit-report.pdf',
  ]);
  expect(verdicts.at(-1)).toMatch(/^ACCEPTED/);
  expect(calls.filter(({ name }) => name === 'read_file')).toEqual([
    { name: 'read_file', input: { file: fileId('audit-report.pdf') } },
  ]);
  expect(result).toContain(`The audit cost €4,200 this year. [f:${fileId('audit-report.pdf')}#p2]`);
});

test('takes the recommended one when told to use the defaults', async () => {
  const { result } = await run({ ...reports, answer: () => '- Use your defaults for the rest.' }, model);
  expect(result).toContain('**travel-report.pdf**');
});

const sheets: World = {
  goal: '@Longhand total of spend.csv by category',
  messages: [
    {
      ts: '1789000021.000100',
      at: '2026-11-02 09:00',
      by: 'Jo Park (U0JO)',
      text: 'our numbers',
      files: ['spend.csv'],
    },
  ],
  files: {
    'spend.csv': 'day,category,amount\n2026-11-01,travel,100\n2026-11-02,office,20\n2026-11-03,travel,50',
  },
};

test('totals a column by another with the calculator', async () => {
  const { result, calls, verdicts } = await run(sheets, model);
  expect(verdicts[0]).toMatch(/^ACCEPTED/);
  expect(calls).toContainEqual({
    name: 'calculate',
    input: { expression: 'sum(amount)', file: fileId('spend.csv'), group_by: 'category' },
  });
  expect(result).toContain('is 170.**');
  expect(result).toContain('| travel | 2 | 150 |');
});

test('averages only the rows that are meant, and posts a file when one is wanted', async () => {
  const { result, calls } = await run(
    { ...sheets, goal: '@Longhand what is the average amount for travel in spend.csv? Put it in a file.' },
    model,
  );
  expect(calls).toContainEqual({
    name: 'calculate',
    input: {
      expression: 'mean(amount)',
      file: fileId('spend.csv'),
      where: [{ column: 'category', op: '=', value: 'travel' }],
    },
  });
  expect(
    calls.some(({ name, input }) => name === 'post_file' && JSON.stringify(input['content']).includes('75')),
  ).toBe(true);
  expect(result).toContain('is 75.**');
});

test('asks which file and which column, in Chinese', async () => {
  const world: World = {
    goal: '@Longhand 按部门统计一下表格里的合计',
    messages: [
      {
        ts: '1789000031.000100',
        at: '2026-11-02 09:00',
        by: '王芳 (U0FANG)',
        text: '两张表',
        files: ['一月.csv', '二月.csv'],
      },
    ],
    files: {
      '一月.csv': '部门,金额,数量\n研发,10,1\n市场,20,2',
      '二月.csv': '部门,金额,数量\n研发,11,1\n市场,22,2',
    },
    answer: ({ questions }) =>
      questions[0]?.about === 'file'
        ? `- ${questions[0].text} → 二月.csv (value: ${fileId('二月.csv')})`
        : `- ${questions[0]?.text} → 金额 (value: 金额)`,
  };
  const { result, intakes } = await run(world, model);
  expect(intakes.flatMap(({ questions }) => questions.map(({ about }) => about))).toEqual(['file', 'column']);
  expect(result).toContain('为 33。**');
  expect(result).toContain('| 市场 | 1 | 22 |');
});

test.each([
  ['@Longhand every working day at 9 post what changed in this channel', '0 9 * * 1-5'],
  ['@Longhand every monday and thursday at 4:30 pm summarise the thread', '30 16 * * 1,4'],
  ['@Longhand on the 1st of every month at 08:15 list the open questions', '15 8 1 * *'],
  ['@Longhand 每周一早上九点总结上周的讨论', '0 9 * * 1'],
  ['@Longhand 每天下午五点半发一份进展', '30 17 * * *'],
  ['@Longhand on the last Friday of the month at 16:00 summarise the month', '0 16 * * 5L'],
  ['@Longhand 每月最后一个周五下午四点总结本月讨论', '0 16 * * 5L'],
])('sets up what comes again: %s', async (goal, expression) => {
  const { result, calls, verdicts } = await run({ goal, messages: talk, zone: 'Asia/Shanghai' }, model);
  expect(verdicts[0]).toMatch(/^ACCEPTED/);
  expect(calls.find(({ name }) => name === 'create_schedule')?.input).toMatchObject({
    expression,
    time_zone: 'Asia/Shanghai',
  });
  expect(result).toMatch(/switch it on|启用/);
});

test.each([
  [
    '@Longhand in 20 minutes remind us to send the timesheets',
    { in_minutes: 20, goal: 'remind us to send the timesheets' },
  ],
  ['@Longhand 20分钟后提醒我们提交工时', { in_minutes: 20, goal: '提醒我们提交工时' }],
  [
    '@Longhand tomorrow 8:00 Berlin time post the plan for the week',
    { time_zone: 'Europe/Berlin', goal: 'post the plan for the week' },
  ],
  ['@Longhand 明天早上八点提醒大家开会', { time_zone: 'Asia/Shanghai', goal: '提醒大家开会' }],
])('proposes what comes once: %s', async (goal, input) => {
  const { result, calls, verdicts } = await run({ goal, messages: talk, zone: 'Asia/Shanghai' }, model);
  expect(verdicts[0]).toMatch(/^ACCEPTED/);
  const made = calls.find(({ name }) => name === 'create_schedule')?.input;
  expect(made).toMatchObject(input);
  if (!('in_minutes' in input)) expect(made).toHaveProperty('at', expect.stringMatching(/T08:00$/));
  expect(result).toMatch(/switch it on|启用/);
});

test.each([
  [
    '@Longhand pause report 1 until 2026-12-04',
    'manage_schedule',
    { schedule: 1, action: 'pause', until: '2026-12-04T00:00' },
  ],
  ['@Longhand 暂停定期报告 1', 'manage_schedule', { schedule: 1, action: 'pause' }],
  ['@Longhand make it 8:30', 'change_schedule', { schedule: 1, time: '08:30' }],
  ['@Longhand 定期报告 1 改到 8:30', 'change_schedule', { schedule: 1, time: '08:30' }],
  ['@Longhand report 1: also for #ops', 'change_schedule', { schedule: 1, also_to: ['#ops'] }],
  ['@Longhand hand report 1 to Kenji', 'manage_schedule', { schedule: 1, action: 'hand_over', to: 'Kenji' }],
  [
    '@Longhand what would report 1 have posted over the last 10 working days?',
    'manage_schedule',
    { action: 'replay', last: 10 },
  ],
  ['@Longhand switch it on', 'manage_schedule', { schedule: 1, action: 'switch_on' }],
  ['@Longhand approve', 'manage_schedule', { schedule: 1, action: 'switch_on' }],
  ['@Longhand 启用定期报告 1', 'manage_schedule', { schedule: 1, action: 'switch_on' }],
  ['@Longhand 启用', 'manage_schedule', { schedule: 1, action: 'switch_on' }],
  ['@Longhand run it now', 'manage_schedule', { schedule: 1, action: 'run_now' }],
  ['@Longhand 改成每周一早上八点半', 'change_schedule', { schedule: 1, expression: '30 8 * * 1' }],
  ['@Longhand 也发到 #ops', 'change_schedule', { schedule: 1, also_to: ['#ops'] }],
  ['@Longhand 交给 Kenji', 'manage_schedule', { schedule: 1, action: 'hand_over', to: 'Kenji' }],
  ['@Longhand 跳过定期报告 1 的下一次', 'manage_schedule', { schedule: 1, action: 'skip_next' }],
])('manages what is there: %s', async (goal, tool, input) => {
  const { calls, result } = await run({ goal, messages: talk }, model);
  expect(calls.find(({ name }) => name === tool)?.input).toMatchObject(input);
  expect(result).toContain('Report 1 is so.');
});

test('asks for the time when none was said', async () => {
  const { calls, intakes } = await run(
    {
      goal: '@Longhand every working day post what changed',
      messages: talk,
      answer: (intake) => `- ${intake.questions[0]?.text} → 08:00 (value: 0 8 * * 1-5)`,
    },
    model,
  );
  expect(intakes[0]?.questions[0]?.options.map(({ label }) => label)).toEqual([
    '09:00',
    '08:00',
    '12:00',
    '17:00',
  ]);
  expect(calls.find(({ name }) => name === 'create_schedule')?.input).toMatchObject({
    expression: '0 8 * * 1-5',
    goal: 'post what changed',
  });
});

test('says that it cannot repeat anything when there is no tool for it', async () => {
  const { intakes, calls } = await run(
    { goal: '@Longhand every day at 9 post what changed', messages: talk, without: ['create_schedule'] },
    model,
  );
  expect(intakes[0]?.missing_abilities).toHaveLength(1);
  expect(calls.map(({ name }) => name)).not.toContain('create_schedule');
});

test.each([
  '@Longhand book a flight to Lisbon for Ana',
  '@Longhand 帮我订一张去里斯本的机票',
  '@Longhand delete all messages in this channel',
  '@Longhand send an email to the caterers',
])('says what no tool can do: %s', async (goal) => {
  const { intakes, verdicts } = await run({ goal, messages: talk }, model);
  expect(intakes[0]?.missing_abilities.length).toBeGreaterThan(0);
  expect(verdicts[0]).toMatch(/^CHALLENGED/);
});

test('shows a wish and the request that forbids it side by side', async () => {
  const { intakes, result } = await run(
    { goal: '@Longhand write to the caterers today', messages: talk, answer: () => '- Do it anyway.' },
    model,
  );
  expect(intakes[0]?.conflicts[0]).toMatchObject({
    one: { message: '1789000004.000100', words: 'Please do not write to the caterers before Thursday.' },
    other: { words: 'write to the caterers today' },
  });
  expect(result).toContain('I did not do what needs a tool');
});

test.each([
  ['@Longhand write a poem about the sea', 'practice model'],
  ['@Longhand 写一首关于大海的诗', '练习模型'],
])('says what it is when no rule fits: %s', async (goal, words) => {
  const { result, intakes } = await run({ goal, messages: talk }, model);
  expect(intakes[0]?.kind).toBe('question');
  expect(result).toContain(words);
  expect(result).toContain('OPENAI_API_KEY');
});

test('corrects a form that comes back, and does not argue forever', async () => {
  const rejecting = (most: number): World => ({
    goal: '@Longhand summarise this channel',
    messages: talk,
    reject: (_intake, times) => (times < most ? 'REJECTED\n"x" does not stand in [m:1]' : undefined),
  });
  expect((await run(rejecting(1), model)).result).toContain('**Decisions**');
  const { intakes, result } = await run(rejecting(99), model);
  expect(intakes.length).toBeLessThanOrEqual(5);
  expect(intakes.at(-1)?.kind).toBe('question');
  expect(result).toContain('could not agree');
});

test('tells in the demo workspace what stands in its files and talk', async () => {
  const goals: readonly (readonly [string, string, RegExp])[] = [
    ['finance', '@Longhand total of the expenses by category', /expenses\.csv/],
    ['sales-cn', '@Longhand 按类别统计客户反馈的数量', /充电底座/],
    ['sales-cn', '@Longhand 出货套数的平均值是多少？看周报数字表', /平均 出货套数为/],
    ['finance', '@Longhand what did Alex say about the keyboard?', /Alex Brandt said: “One line of mine/],
    ['procurement', '@Longhand who said that EU data must be in the contract?', /Sofia/],
    ['product', '@Longhand what changed this week?', /\[m:/],
    ['ops', '@Longhand summarise incident-report.md', /\[f:/],
  ];
  for (const [channel, goal, words] of goals) {
    const { result } = await run(
      { ...(await demoWorld(channel, goal)), answer: () => '- Use your defaults for the rest.' },
      model,
    );
    expect(result).toMatch(words);
  }
});

test.each([
  ['@Longhand what can you do?', 'I am Longhand'],
  ['hello!', 'I am Longhand'],
  ['@Longhand 你能做什么？', '我是 Longhand'],
])('says what it is when it is greeted: %s', async (goal, words) => {
  const { result, verdicts } = await run({ goal, messages: talk }, model);
  expect(verdicts).toEqual(['ANSWERED']);
  expect(result).toContain(words);
});

test('a greeting with a goal behind it is the goal', async () => {
  const { result } = await run({ goal: '@Longhand hello, summarise this channel', messages: talk }, model);
  expect(result).not.toContain('I am Longhand');
});

test('a job that is handed to somebody in so many words is no schedule', () => {
  expect(recognisesManaging('@Longhand hand it to Kenji')).toBe(true);
  expect(recognisesManaging('@Longhand hand this to @Kenji, due Thursday: book the room')).toBe(false);
  expect(recognisesManaging('@Longhand 交给小李：周四前订好会议室')).toBe(false);
});
