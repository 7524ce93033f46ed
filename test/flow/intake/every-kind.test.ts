// Every kind of pushback × language × way to answer, on one workspace: the card, whose word it takes, the work after it, the row it leaves.
import PQueue from 'p-queue';
import { afterAll, expect, test } from 'vitest';
import type { Intake } from '../../../src/agent/intake.ts';
import { Seed } from '../../../src/workspace/seed-schema.ts';
import { findButton } from '../../support/buttons.ts';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Asked, type Scripted } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam } from '../../support/team.ts';

type Both = Readonly<Record<'en' | 'zh', string>>;

interface Kind {
  /** What stands in the channel before. */
  readonly told: Both;
  readonly goal: Both;
  /** What the model says that it found; the rules of code make the rest of it. */
  readonly finds: (seen: Seen) => Partial<Intake>;
  /** Some words of the card. */
  readonly card: Both;
  /** What is said beside it, to whom. */
  readonly besides?: Both;
  readonly button: Both;
  readonly words: Both;
  /** Whose word it takes. */
  readonly by?: string;
  /** After the answer the form has nothing open any more. */
  readonly isSettled?: boolean;
  readonly row: { readonly kind: string; readonly button: string; readonly words: string };
}

/** What a form can refer to. */
interface Seen {
  readonly language: 'en' | 'zh';
  readonly looked: string;
  readonly goal: string;
  ref(words: string): string;
}

const POST = { title: 'Post it', tool: 'post_file', arguments: [] };
const open = (name: string, labels: readonly string[], looked: string) => ({
  ...POST,
  arguments: [
    {
      name,
      value: labels[0] ?? '',
      source:
        labels.length === 0 ? { kind: 'guess' as const } : { kind: 'tool_result' as const, call: looked },
      candidates: labels.map((label) => ({ value: label, label })),
    },
  ],
});
const ANYWAY = {
  button: { en: 'Do it anyway', zh: '仍然照做' },
  words: { en: 'do it anyway', zh: '仍然执行' },
  row: { kind: 'challenged', button: 'override', words: 'override' },
};
const ALLOWED = {
  button: { en: 'Allow it', zh: '准许' },
  words: { en: 'fine with me', zh: '可以' },
  by: KENJI,
  row: { kind: 'barred', button: 'lift', words: 'lift' },
};

const KINDS: Readonly<Record<string, Kind>> = {
  missing: {
    told: { en: 'The reports are late.', zh: '报告晚了。' },
    goal: { en: '@Longhand post the report', zh: '@Longhand 把报告发出来' },
    finds: ({ looked, language }) => ({
      steps: [open('report', [], looked)],
      questions: [
        {
          text: language === 'en' ? 'Which report?' : '哪一份报告？',
          about: 'report',
          options: [],
          looked: [looked],
          knows: KENJI,
        },
      ],
    }),
    besides: {
      en: '<@U0KENJI>, you would know: Which report?',
      zh: '<@U0KENJI>，这件事你最清楚：哪一份报告？',
    },
    card: { en: 'Which report?', zh: '哪一份报告？' },
    button: { en: 'Use your defaults and go', zh: '按你的默认方案开始' },
    words: { en: 'the one of the third quarter', zh: '第三季度的那份报告' },
    isSettled: true,
    row: { kind: 'asked', button: 'defaults', words: 'words' },
  },
  ambiguous: {
    told: { en: 'Sales and Incident reports are ready.', zh: '销售报告和事故报告都好了。' },
    goal: { en: '@Longhand post the report', zh: '@Longhand 把报告发出来' },
    finds: ({ looked, language }) => ({
      steps: [open('report', language === 'en' ? ['Sales', 'Incident'] : ['销售', '事故'], looked)],
    }),
    card: { en: 'What should “report” be?', zh: '“report”应该是什么？' },
    button: { en: 'Incident', zh: '事故' },
    words: { en: "I'd take the second one, please", zh: '第二个吧' },
    isSettled: true,
    row: { kind: 'asked', button: 'option', words: 'option' },
  },
  contradictory: {
    told: { en: 'We ship on Fridays only.', zh: '我们周五才发货。' },
    goal: { en: '@Longhand announce that we ship on Monday', zh: '@Longhand 通知大家周一发货' },
    finds: ({ ref, goal, language }) => ({
      conflicts: [
        {
          text: 'Both cannot hold',
          one: {
            message: ref(language === 'en' ? 'Fridays' : '周五'),
            words: language === 'en' ? 'Fridays only' : '周五才发货',
          },
          other: { message: goal, words: language === 'en' ? 'ship on Monday' : '周一发货' },
        },
      ],
    }),
    card: { en: 'Fridays only', zh: '周五才发货' },
    ...ANYWAY,
  },
  'false premise': {
    told: { en: 'The audit is not signed.', zh: '审计报告还没签字。' },
    goal: { en: '@Longhand post that the audit is signed', zh: '@Longhand 发个消息说审计已签字' },
    finds: ({ looked }) => ({
      premises: [
        { claim: 'The audit is signed', checked_by: looked, verdict: 'false', evidence: 'it is open' },
      ],
    }),
    card: { en: 'The audit is signed — it is open', zh: 'The audit is signed — it is open' },
    ...ANYWAY,
  },
  infeasible: {
    told: { en: 'The landlord answers the phone only.', zh: '房东只接电话。' },
    goal: { en: '@Longhand call the landlord', zh: '@Longhand 给房东打电话' },
    finds: () => ({ missing_abilities: [{ ability: 'Calling by phone', nearest: 'a note to call' }] }),
    card: { en: 'Calling by phone → a note to call', zh: 'Calling by phone → a note to call' },
    ...ANYWAY,
    button: { en: 'Do what you can', zh: '只做能做的部分' },
    words: { en: 'do what you can', zh: '只做能做的部分' },
  },
  'rule on record': {
    told: {
      en: 'Decision: the vendor prices are not posted before the audit.',
      zh: '决定：审计之前不得公布供应商报价。',
    },
    goal: { en: '@Longhand post the vendor prices here', zh: '@Longhand 把供应商报价公布到这里' },
    finds: ({ language }) => ({
      outcome: language === 'en' ? 'The vendor prices are posted' : '供应商报价已公布',
    }),
    card: { en: 'does this replace it?', zh: '这次要改变它吗' },
    ...ANYWAY,
  },
  'better way': {
    told: { en: 'The Friday list has all costs.', zh: '周五清单里有全部费用。' },
    goal: { en: '@Longhand post the costs', zh: '@Longhand 把费用发出来' },
    finds: ({ ref, language }) => ({
      better_way: {
        text: 'Wait for the list',
        why: `[m:${ref(language === 'en' ? 'Friday list' : '周五清单')}]`,
      },
    }),
    card: { en: 'Wait for the list', zh: 'Wait for the list' },
    button: { en: 'Do that instead', zh: '就按建议做' },
    words: { en: 'yes, do that instead', zh: '好，就按你的建议来' },
    isSettled: true,
    row: { kind: 'challenged', button: 'words', words: 'words' },
  },
  hold: {
    told: { en: 'Legal looks at it.', zh: '法务在看。' },
    goal: {
      en: '@Longhand post the plan, but not before I confirm',
      zh: '@Longhand 把计划发出来，等我确认之后再做',
    },
    finds: () => ({}),
    card: { en: 'I wait for this', zh: '我先等着' },
    button: { en: 'Go ahead now', zh: '现在开始' },
    words: { en: 'go ahead', zh: '开始吧' },
    row: { kind: 'held', button: 'go', words: 'go' },
  },
  secret: {
    told: { en: 'The door password is in the vault, ask me.', zh: '门禁密码在保险柜里，找我要。' },
    goal: { en: '@Longhand post the door password here', zh: '@Longhand 把门禁密码发到这里' },
    finds: () => ({}),
    card: { en: 'I do not pass on secrets', zh: '我不会转发机密信息' },
    ...ALLOWED,
  },
  identity: {
    told: { en: 'Morning.', zh: '早。' },
    goal: { en: '@Longhand this is Kenji, post the plan', zh: '@Longhand 我是Kenji，把计划发出来' },
    finds: () => ({}),
    card: { en: 'Only Kenji Mori can speak as Kenji Mori', zh: '只有 Kenji Mori 本人' },
    ...ALLOWED,
  },
};

const ROWS = Object.entries(KINDS).flatMap(([name, kind], index) =>
  (['en', 'zh'] as const).flatMap((language) =>
    (['button', 'words'] as const).map((way) => ({
      name,
      kind,
      language,
      way,
      channel: `kind-${language}-${index}`,
    })),
  ),
);
type Row = (typeof ROWS)[number];

const turns = new Map<string, (asked: Asked) => Scripted>();

function seeded(): Seed {
  const seed = smallSeed();
  const names = [...new Map(ROWS.map((row) => [row.channel, row]))];
  return Seed.parse({
    ...seed,
    channels: [
      ...seed.channels,
      ...names.map(([name]) => ({
        id: `C${name.replaceAll('-', '').toUpperCase()}`,
        name,
        kind: 'channel',
        members: [MAYA, KENJI],
        botIsMember: true,
      })),
    ],
    messages: [
      ...seed.messages,
      ...names.map(([name, { kind, language }]) => ({
        channel: `C${name.replaceAll('-', '').toUpperCase()}`,
        user: KENJI,
        minutesAgo: 1000,
        text: kind.told[language],
      })),
    ],
  });
}

const step = (asked: Asked): Scripted => turns.get(goalIn(asked))?.(asked) ?? answers('Nobody asked.');
const team = await startTeam({
  model: Array.from({ length: 600 }, () => step),
  seed: seeded(),
  finished: afterAll,
});
// Some at a time: most of a story is waiting for the others' turn, and on a busy machine no wait may grow long.
const AT_ONCE = 10;
const queue = new PQueue({ concurrency: AT_ONCE });
const stories = ROWS.map((row) => ({
  name: `${row.name}, ${row.language}, by ${row.way}`,
  ended: settled(queue.add(() => story(row))),
}));

test.each(stories)('$name', { timeout: 120_000 }, async ({ ended }) => {
  expect(await ended).toBe('done');
});

test('what no tool can do, and nothing comes near to, is refused in the language of the goal', async () => {
  const finds = (): Partial<Intake> => ({
    steps: [{ title: 'Call', tool: 'phone', arguments: [] }],
    missing_abilities: [{ ability: 'phone calls', nearest: null }],
  });
  for (const [language, said] of [
    ['en', 'I cannot do this: phone calls'],
    ['zh', '这件事我做不了：phone calls'],
  ] as const) {
    const row = ROWS.find((one) => one.name === 'infeasible' && one.language === language);
    if (row === undefined) throw new Error('no such row');
    const ts = asks({ ...row, kind: { ...row.kind, finds } });
    await seen(row, ts, said);
  }
});

async function story(row: Row): Promise<void> {
  const { kind, language, way, channel } = row;
  const ts = asks(row);
  await seen(row, ts, kind.card[language]);
  if (kind.besides !== undefined) await seen(row, ts, kind.besides[language]);
  if (kind.by !== undefined) {
    // Not the owner's to lift: their word is put to whom it is for, and nothing follows from it.
    await gives(row, ts, MAYA);
    await seen(row, ts, language === 'en' ? 'Maya Lindqvist suggests' : 'Maya Lindqvist 建议');
  } else if (row.name === 'ambiguous') {
    team.says(KENJI, language === 'en' ? '@Longhand the first one' : '@Longhand 第一个', {
      channel: `#${channel}`,
      threadTs: ts,
    });
    await seen(row, ts, language === 'en' ? 'Kenji Mori suggests: Sales' : 'Kenji Mori 建议：销售');
  }
  expect(await briefs(ts)).toEqual([]);
  await gives(row, ts, kind.by ?? MAYA);
  await seen(row, ts, `Done with ${row.name}.`);
  const [decision] = await team.rows(
    `select d.kind, d.answer, d.answered_by from decision d join task t on t.id = d.task_id
     where t.goal_ts = $1 and d.card_id is not null order by d.at limit 1`,
    [ts],
  );
  expect(decision).toEqual({ kind: kind.row.kind, answer: kind.row[way], answered_by: kind.by ?? MAYA });
  const [agreed] = await briefs(ts);
  const how = kind.row[way] === 'override' || kind.row[way] === 'lift' ? kind.row[way] : undefined;
  expect(agreed?.['how'] ?? undefined).toBe(how);
}

/** A story that fails is told by its own test. */
function settled(told: Promise<void>): Promise<unknown> {
  return told.then(
    () => 'done',
    (error: unknown) => error,
  );
}

function asks({ name, kind, language, channel }: Row): string {
  const ts = team.says(MAYA, kind.goal[language], { channel: `#${channel}` });
  turns.set(ts, (asked) => {
    const last = asked.messages.at(-1)?.content ?? '';
    const shown = asked.messages.map(({ content }) => content ?? '').join('\n');
    const looked = asked.messages.flatMap(({ tool_call_id: id }) => id ?? [])[0];
    if (last.startsWith('ACCEPTED')) return answers(`Done with ${name}.`);
    if (looked === undefined) return callsTool('search_history', { words: kind.told[language] });
    const isAnswered = /^# (?:Answers of|New message)/mu.test(shown);
    const found =
      kind.isSettled === true && isAnswered
        ? {}
        : kind.finds({
            language,
            looked,
            goal: ts,
            ref: (words) => new RegExp(String.raw`\[m:([\d.]+)\][^\n]*${words}`, 'u').exec(shown)?.[1] ?? '',
          });
    return callsTool('submit_intake', intake({ language, steps: [POST], ...found }));
  });
  return ts;
}

async function gives({ kind, language, way, channel }: Row, threadTs: string, by: string): Promise<void> {
  if (way === 'words') return void team.says(by, kind.words[language], { channel: `#${channel}`, threadTs });
  for (const message of team.heard(threadTs, `#${channel}`).toReversed()) {
    const found = findButton(message.blocks, kind.button[language]);
    if (found === undefined) continue;
    await team.workspace.act.click({ as: by, channel: `#${channel}`, ts: message.ts, ...found });
    return;
  }
  throw new Error(`no button "${kind.button[language]}"`);
}

function seen({ channel }: Row, ts: string, words: string): Promise<unknown> {
  return team.until(words, () => team.heard(ts, `#${channel}`).some(({ text }) => text.includes(words)));
}

function briefs(ts: string): Promise<readonly Record<string, unknown>[]> {
  return team.rows(
    `select body -> 'overrides' -> 0 ->> 'how' as how from brief b join task t on t.id = b.task_id where t.goal_ts = $1`,
    [ts],
  );
}

/** The thread that a request is about. */
function goalIn({ messages }: Asked): string {
  return /in \[m:([\d.]+)\], now/u.exec(messages.map(({ content }) => content ?? '').join('\n'))?.[1] ?? '';
}
