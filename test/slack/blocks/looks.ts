// One of each kind of words, as a task says them.
import type { HandoffCard } from '../../../src/flow/handoff/handoff-shown.ts';
import type { ServerView } from '../../../src/flow/server/server-words.ts';
import type { Language, Words } from '../../../src/flow/words.ts';

const spent = { seconds: 132, inputTokens: 31_200, outputTokens: 2900, usd: 0.118 };

export const LOOKS: Record<string, readonly [Words, Language]> = {
  'a handoff that waits for an answer': [handoff({}), 'en'],
  'a handoff that nobody has been asked for yet': [
    handoff({
      state: 'proposed',
      doubts: { absence: 'On vacation', isOutside: true, isOwnIdea: true, isForLack: false },
    }),
    'en',
  ],
  'a handoff that is late, in Chinese': [handoff({ state: 'accepted', isOverdue: true }), 'zh'],
  'a handoff with other terms': [
    handoff({
      state: 'countered',
      counter: { words: 'Only the prices\nby Monday', due: 'Mon, 30 Nov 2026, 18:00' },
    }),
    'en',
  ],
  'a handoff in another place': [
    handoff({
      place: 'there',
      withheld: 3,
      source: { text: '<#C0OPS>', url: 'https://team.slack.com/archives/C0OPS/p1' },
    }),
    'en',
  ],
  'a handoff that came back': [
    handoff({
      state: 'returned',
      taker: '<@U0JON>',
      evidence: { words: 'Offer B is cheapest', files: [{ text: 'comparison.csv' }] },
    }),
    'en',
  ],
  'a plate': [
    {
      kind: 'plate',
      side: 'receiver',
      items: [
        {
          handoffId: '8d5ae8f0-0000-8000-8000-000000000003',
          stamp: 's3',
          number: 3,
          state: 'accepted',
          isOverdue: true,
          text: 'Compare the three offers',
          other: '<@U0MAYA>',
          due: 'Thu, 3 Dec 2026, 18:00 (Asia/Tokyo)',
          ageDays: 2,
          url: 'https://team.slack.com/archives/C0OPS/p1',
        },
        {
          handoffId: '8d5ae8f0-0000-8000-8000-000000000004',
          stamp: 's4',
          number: 4,
          state: 'countered',
          isOverdue: false,
          text: '核对报价',
          other: '<@U0CHEN>',
          counter: '只能看前两份',
          ageDays: 0,
        },
      ],
      elsewhere: 1,
      more: 2,
    },
    'en',
  ],
  'the share in a channel': [
    {
      kind: 'share',
      of: 'channel',
      days: 30,
      share: { alone: 7, withQuestion: 4, handed: 1, declined: 1, failed: 1, stopped: 0, open: 2 },
    },
    'en',
  ],
  'a share of nothing in Chinese': [
    {
      kind: 'share',
      of: 'person',
      days: 30,
      share: { alone: 0, withQuestion: 0, handed: 0, declined: 0, failed: 0, stopped: 0, open: 1 },
    },
    'zh',
  ],
  'a server of tools that is asked for': [
    {
      kind: 'servers',
      card: 'server:1',
      views: [server({ state: 'asked', acts: ['connect', 'decline'] })],
      owners: ['U0MAYA', 'U0JON'],
    },
    'en',
  ],
  'a server of tools that has changed one': [
    {
      kind: 'servers',
      card: 'server:1:changed:a1',
      isChange: true,
      views: [
        server({ changed: [{ name: 'get_issue', says: 'Reads one.' }], acts: ['accept', 'disconnect'] }),
      ],
      owners: [],
    },
    'en',
  ],
  'servers of tools in a list, in Chinese': [
    {
      kind: 'servers',
      card: 'servers:C0OPS:1.1',
      title: '这里连接了 2 个 MCP 服务器',
      owners: [],
      views: [
        server({
          serverId: '8d5ae8f0-0000-8000-8000-000000000006',
          name: 'notion',
          url: undefined,
          state: 'set',
          acts: [],
          signIn: 'each',
          tools: [],
          away: { since: '2026-11-25T10:00:00.000Z', reason: 'fetch failed: connect ECONNREFUSED <1>' },
        }),
        server({
          changed: [{ name: 'get_issue', says: '读取 <一个> 问题。\n现在也读评论。' }],
          acts: ['accept', 'disconnect'],
        }),
      ],
    },
    'zh',
  ],
  'an empty plate in Chinese': [{ kind: 'plate', side: 'giver', items: [], elsewhere: 0, more: 0 }, 'zh'],
  'a brief': [
    {
      kind: 'brief',
      taskNumber: 12,
      version: 1,
      outcome: 'A recommendation for one of the three vendor offers, with the price per seat.',
      assumptions: ['Prices are compared without VAT', 'The offer corrected on 10 November counts'],
      constraints: ['Do not write to the vendors'],
      overrides: ['On 3 Nov Maya decided: “no posts” — Kenji on 5 Nov: do it anyway'],
    },
    'en',
  ],
  'a changed brief in Chinese': [
    {
      kind: 'brief',
      taskNumber: 12,
      version: 2,
      outcome: '比较三份报价并推荐一份',
      assumptions: ['价格不含税'],
      constraints: [],
    },
    'zh',
  ],
  'a brief that replaces another': [
    {
      kind: 'brief',
      taskNumber: 12,
      version: 2,
      outcome: 'The three offers compared in euros',
      assumptions: [],
      constraints: ['Do not write to the vendors'],
      changes: [
        { part: 'outcome', before: 'The three offers compared', after: 'The three offers compared in euros' },
        { part: 'step', before: 'Post ~ the table' },
        { part: 'addition', after: 'also name the <discounts>' },
      ],
      finished: [
        { title: 'Read the offers', fate: 'keep', step: 1 },
        { title: 'Compare them', fate: 'repair', step: 2 },
        { title: 'Post the table', fate: 'undo' },
      ],
    },
    'en',
  ],
  'a question card': [card({}), 'en'],
  'a question card in Chinese': [card({}), 'zh'],
  'a settled card': [card({ settled: 'Offers of November · without VAT' }), 'en'],
  'a challenge': [
    card({
      purpose: 'challenge',
      questions: [],
      understood: [],
      evidence: [
        { text: 'Offer B was withdrawn on 12 November', url: 'https://team.slack.com/archives/C0OPS/p1732' },
      ],
      betterWay: 'Compare A and C only, and ask B for a new offer.',
      mayOverride: true,
    }),
    'en',
  ],
  'a hard stop': [
    card({
      purpose: 'stop',
      understood: [],
      questions: [],
      evidence: [{ text: 'I do not pass on secrets: “the admin password of the booking system”.' }],
      mayLift: ['<@U0KENJI>'],
      mayAsk: [{ personId: 'U0KENJI', name: 'Kenji Mori' }],
    }),
    'en',
  ],
  'a challenge in Chinese that only another can lift': [
    card({
      purpose: 'challenge',
      understood: [{ text: '给莉娜报销奥斯陆差旅费', basis: 'assumed' }],
      questions: [],
      evidence: [
        {
          text: '11月17日 孙静 写道：“莉娜的奥斯陆差旅费不批准，缺酒店发票。”',
          url: 'https://team.slack.com/archives/C0OPS/p1732',
        },
      ],
      mayLift: ['<@U0KENJI>'],
    }),
    'zh',
  ],
  'a wait that was asked for': [
    card({
      purpose: 'hold',
      understood: [],
      questions: [],
      evidence: [
        { text: 'Sam has confirmed the account', url: 'https://team.slack.com/archives/C0OPS/p1732' },
      ],
    }),
    'en',
  ],
  'questions that are settled by the hour': [card({ startsAt: '2026-11-27T14:40:00.000Z' }), 'en'],
  'a plan at work': [plan({}), 'en'],
  'a plan with a budget and sources': [
    plan({
      budgets: [
        { measure: 'usd', used: 0.86, limit: 2 },
        { measure: 'minutes', used: 4, limit: 30 },
      ],
      sources: {
        count: 7,
        latest: [
          { label: 'offer-b.pdf, p. 2', url: 'https://team.slack.com/archives/C0OPS/p1' },
          { label: 'A page with a title that is far too long to stand in a line beside others' },
        ],
      },
    }),
    'en',
  ],
  'a question in the middle of work': [
    card({
      purpose: 'check',
      title: 'The budget of this task is used up',
      understood: [],
      questions: [
        {
          id: 'q1',
          text: 'How shall I go on?',
          options: [
            { value: 'again', label: 'Use $2.00 more' },
            { value: 'finish', label: 'Finish with what there is' },
            { value: 'stop', label: 'Stop here' },
          ],
        },
      ],
      evidence: [{ text: 'Used: $2.04 of $2.00' }, { text: 'Done so far: 3 of 7 steps' }],
      mayOverride: false,
    }),
    'en',
  ],
  'a finished plan in Chinese': [
    plan({ state: 'done', steps: [{ number: 1, title: '阅读报价', status: 'complete' }] }),
    'zh',
  ],
  'a plan that is held': [
    plan({
      state: 'paused',
      steps: [
        { number: 1, title: 'Read the offers', status: 'complete' },
        { number: 2, title: 'Compare prices per seat', status: 'pending', isSkipped: true },
        { number: 3, title: 'Recommend one', status: 'pending' },
      ],
    }),
    'en',
  ],
  'where a task stands, in Chinese': [
    {
      kind: 'status',
      taskNumber: 12,
      state: 'working',
      steps: [
        { number: 1, title: '阅读报价', status: 'complete' },
        { number: 2, title: '比较每席位价格', status: 'in_progress' },
        { number: 3, title: '给出建议', status: 'pending' },
      ],
      now: '正在阅读 offer-b.pdf',
      waiting: 1,
      spent,
    },
    'zh',
  ],
  'a suggestion of somebody else': [
    {
      kind: 'notice',
      tone: 'info',
      text: 'Kenji suggests: also name the currency. Maya decides, since it is their task.',
      offers: [{ wish: 'take', taskId: 'b7e0c9d4', about: '1732001234.000200' }],
    },
    'en',
  ],
  'a chart': [
    {
      kind: 'chart',
      title: 'Tickets by week',
      chart: {
        kind: 'bar',
        categories: ['W45', 'W46'],
        series: [
          { name: 'Opened', values: [12, 19] },
          { name: 'Closed', values: [10, 15] },
        ],
        xLabel: 'Week',
        yLabel: 'Tickets',
      },
    },
    'en',
  ],
  'a chart in slices': [
    {
      kind: 'chart',
      title: '反馈来源',
      chart: {
        kind: 'pie',
        segments: [
          { label: '邮件', value: 42 },
          { label: '电话', value: 7 },
        ],
      },
    },
    'zh',
  ],
  'a result': [
    {
      kind: 'result',
      taskNumber: 12,
      markdown: '**Take offer B.** It is cheapest at €4,180 [1] and was corrected on 10 November [2].',
      sources: [
        { number: 1, label: 'offer-b.pdf, page 1', url: 'https://team.slack.com/files/F0OFFERB' },
        { number: 2, label: 'Jon Bell, 10 November' },
      ],
      effects: [
        { what: 'posted comparison.csv', state: 'done' },
        { what: 'reminder to Jon', state: 'not-done' },
        { what: 'calendar entry', state: 'unknown', settle: { taskId: 'b7e0c9d4', effectKey: '018f' } },
      ],
      spent,
    },
    'en',
  ],
  'a warning': [
    { kind: 'notice', tone: 'warning', text: 'The model is busy; I try again in a minute.' },
    'en',
  ],
};

type Card = Extract<Words, { kind: 'card' }>;
function server(changes: Partial<ServerView>): ServerView {
  return {
    serverId: '8d5ae8f0-0000-8000-8000-000000000005',
    name: 'linear',
    url: 'https://mcp.linear.app/mcp',
    state: 'connected',
    askedBy: 'U0MAYA',
    decidedBy: 'U0MAYA',
    tools: [
      { name: 'create_issue', effect: 'outside' },
      { name: 'list_issues', effect: 'read' },
      { name: 'set`state', effect: 'reversible' },
    ],
    left: 2,
    changed: [],
    stamp: 'a1',
    away: undefined,
    signIn: 'none',
    acts: ['disconnect'],
    ...changes,
  };
}

function handoff(changes: Partial<HandoffCard>): HandoffCard {
  return {
    kind: 'handoff',
    handoffId: '018f0000-0000-8000-8000-000000000001',
    number: 3,
    stamp: '0123456789abcdef',
    state: 'offered',
    isOverdue: false,
    giver: '<@U0MAYA>',
    receiver: '<@U0JON>',
    escalateTo: '<@U0ANA>',
    place: 'here',
    isAnswered: 'here',
    wanted: 'Compare the three offers and say which one to take.',
    note: 'Start with the prices, please.',
    done: ['Offers collected — 3 files'],
    left: ['Compare the prices', 'Recommend one'],
    openQuestions: ['With or without VAT?'],
    constraints: [{ text: 'Do not write to the vendors', url: 'https://team.slack.com/archives/C0OPS/p2' }],
    files: [{ text: 'offer-b.pdf', url: 'https://team.slack.com/archives/C0OPS/p3' }],
    changes: [],
    withheld: 0,
    due: 'Thu, 3 Dec 2026, 18:00 (Europe/London)',
    ...changes,
  };
}

export function card(parts: Partial<Card>): Card {
  return {
    kind: 'card',
    taskId: 'b7e0c9d4-0f51-4f3e-9d0e-3a9f0a6a8c11',
    taskNumber: 12,
    cardId: '1f0e',
    purpose: 'ask',
    understood: [
      {
        text: 'Three offers of November',
        basis: 'quoted',
        url: 'https://team.slack.com/archives/C0OPS/p1732',
      },
      { text: 'Prices in euros', basis: 'looked-up' },
      { text: 'For the whole team', basis: 'assumed' },
    ],
    questions: [
      {
        id: 'offers',
        text: 'Which offers do you mean?',
        options: [
          { value: 'november', label: 'Those of November' },
          { value: 'all', label: 'All since the summer' },
        ],
      },
      { id: 'why', text: 'What matters most?', options: [] },
    ],
    evidence: [],
    mayOverride: false,
    ...parts,
  };
}

type Plan = Extract<Words, { kind: 'plan' }>;
export function plan(parts: Partial<Plan>): Plan {
  return {
    kind: 'plan',
    taskId: 'b7e0c9d4-0f51-4f3e-9d0e-3a9f0a6a8c11',
    taskNumber: 12,
    title: 'Compare the three vendor offers',
    state: 'working',
    steps: [
      { number: 1, title: 'Read the offers', status: 'complete', note: '3 files, 14 pages' },
      { number: 2, title: 'Compare prices per seat', status: 'in_progress' },
      { number: 3, title: 'Recommend one', status: 'pending' },
    ],
    now: 'Reading offer-b.pdf, page 2',
    spent,
    ...parts,
  };
}
