// Goals that no tool here can do, or that somebody forbade: said before anything is done, with what can be done instead.
import { evidence } from '../extract/people.ts';
import { requirementsIn } from '../extract/rules.ts';
import { shorten, termsOf, unique } from '../extract/text.ts';
import { agree, clearPart, quoteOf, toForm, type Form } from '../form.ts';
import type { Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { begin, complete } from '../steps.ts';
import { type Language, tongueOf } from '../tongue.ts';
import { nearest } from './near.ts';

interface Ability {
  readonly words: RegExp;
  readonly en: string;
  readonly zh: string;
}

const OUTSIDERS = String.raw`(?:the |our |all |every |each )?(?:\w+ )?(?:vendors?|suppliers?|clients?|customers?|bidders?|partners?|providers?|lawyers?|them)`;
const MISSING: readonly Ability[] = [
  {
    words:
      /\b(?:contact|write to|e-?mail|notify|inform|reply to)\s+(?:the|our|all|every)\s+(?!team|channel|thread|group|file|everyone|report|table|document|board)\w+/i,
    en: 'write to people outside Slack',
    zh: '给 Slack 之外的人写信',
  },
  {
    words:
      /\b(?:book|reserve)\s+(?:(?:a|an|the|me|us|my|our|two|\d+)\s+)*(?:\w+\s+)?(?:flights?|hotels?|restaurants?|rooms?|tables?|trains?|tickets?|cars?|seats?|venue|meeting)|(?:预订|订|预定)(?:一[张个间]|两[张个间])?.{0,6}(?:机票|酒店|票|会议室|餐厅|位子|房间|饭店)/i,
    en: 'book or reserve something outside Slack',
    zh: '在 Slack 之外预订',
  },
  {
    words: new RegExp(
      String.raw`\b(?:send|write)\s+(?:\w+\s+){0,3}(?:e-?mails?|mails?|letters?|sms|text messages?|faxe?s?)\b|\be-?mail\s+(?:(?:\w+\s+){0,4}to\s+)?${OUTSIDERS}|\b(?:contact|write to|write|message|reply to|tell|inform|ask|negotiate with)\s+${OUTSIDERS}\b|发(?:一封|封|一个)?(?:邮件|短信|信)|(?:联系|通知|回复|写信给|写给|发给).{0,6}(?:供应商|客户|厂商|商家|对方|快递)`,
      'i',
    ),
    en: 'write to people outside Slack',
    zh: '给 Slack 之外的人写信',
  },
  {
    words: new RegExp(String.raw`\b(?:call|phone|ring)\s+(?:up\s+)?${OUTSIDERS}\b|打电话`, 'i'),
    en: 'make phone calls',
    zh: '打电话',
  },
  {
    words:
      /\b(?:pay|transfer|wire|buy|purchase|order)\s+(?:the|a|an|our|this|that|for|\d|€|\$)|付款|转账|购买|下单|支付/i,
    en: 'pay, buy or order',
    zh: '付款、购买或下单',
  },
  {
    words:
      /\b(?:delete|remove|erase|wipe|archive)\s+(?:all |the |every |this |these |our |old )*(?:\w+\s+)?(?:messages?|channels?|files?|history|users?|accounts?|data(?:base)?|threads?)\b|(?:删除|清空|删掉|归档).{0,8}(?:消息|频道|文件|记录|数据|账号|历史)/i,
    en: 'delete messages, files or channels',
    zh: '删除消息、文件或频道',
  },
  {
    words: /\b(?:deploy|merge|restart|reboot|roll back|shut down)\s+\S+|部署|重启|合并代码|回滚/i,
    en: 'change systems outside Slack',
    zh: '操作 Slack 之外的系统',
  },
  {
    words:
      /\b(?:schedule|set up|arrange|create)\s+(?:a|an|the)\s+(?:\w+\s+)?(?:meeting|calendar|invite|appointment)|安排.{0,6}会议|日历邀请/i,
    en: 'make appointments in a calendar',
    zh: '在日历里安排会议',
  },
  {
    words:
      /\b(?:sign)\s+(?:the|a|our|this)\s+(?:\w+\s+)?(?:contract|offer|agreement)|签(?:署|订)?.{0,4}合同/i,
    en: 'sign something',
    zh: '签署合同',
  },
];

export function recognisesImpossible(goal: string): boolean {
  const plain = goal.trim();
  if (
    /^(?:@\S+\s+)?(?:when|who|what|why|where|did|how|has|have|is|are)\b/i.test(plain) ||
    /谁|什么时候|何时|吗[?？]?$/.test(plain)
  )
    return false;
  if (/\bcompar|\bsummar|比较|对比|总结|汇总/i.test(plain)) return false;
  return MISSING.some(({ words }) => words.test(plain));
}

export function* impossible(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const terms = termsOf(situation.goal.text);
  yield [
    {
      name: 'search_history',
      input: { words: terms.slice(0, 4).join(' ') || situation.goal.text.slice(0, 40), limit: 10 },
    },
    { name: 'search_history', input: { words: tell('do not contact before', '不要 之前'), limit: 10 } },
  ];
  const agreement = yield* agree(situation, impossibleForm(situation, language), tell);
  if (agreement.kind === 'closed') return agreement.words;
  yield* begin(1);
  const near = nearest(terms, evidence(situation))
    .filter(({ share }) => share > 0.2)
    .slice(0, 5);
  yield* complete(1, tell(`${near.length} messages`, `${near.length} 条消息`));
  const list = near
    .map(({ said }) => `- “${shorten(said.text, 200)}” (${said.author}, ${said.at}) [m:${said.ts}]`)
    .join('\n');
  return tell(
    `I did not do what needs a tool that I have not; a person has to. What this channel says about it:\n${list || '- nothing that my rules find'}`,
    `需要的工具这里没有，所以这件事我没有做，请由人来完成。频道里的相关内容：\n${list || '- 规则没有找到'}`,
  );
}

function impossibleForm(situation: Situation, language: Language): Form {
  const tell = tongueOf(language);
  const missing = MISSING.filter(({ words }) => words.test(situation.goal.text));
  const nearestThing = tell(
    'collect what this channel says about it, so that a person can do it',
    '把频道里的相关内容整理出来，由人来完成',
  );
  const conflicts = conflictsWith(situation, language);
  return toForm({
    language,
    outcome: tell(
      'What the channel says about it is collected; nothing is done outside Slack',
      '整理频道里的相关内容，不在 Slack 之外做任何事',
    ),
    deliverable: tell('A list with sources, in this thread', '在本话题串给出带来源的列表'),
    done_when: [tell('each line names its message', '每一条都注明消息')],
    constraints: conflicts.map(({ one }) => one),
    steps: [
      {
        title: tell('Collect what the channel says about it', '整理频道里的相关内容'),
        tool: situation.tools.has('search_history') ? 'search_history' : null,
        arguments: [],
      },
    ],
    conflicts,
    missing_abilities: unique(missing.map(({ en, zh }) => tell(en, zh))).map((ability) => ({
      ability,
      nearest: nearestThing,
    })),
  });
}

const ACTS =
  /\b(?:contact|write|email|e-mail|call|message|tell|send|reply|sign|order|pay|buy|ask|inform|negotiate)\b|联系|写|发|通知|回复|签|下单|付款|打电话|答应/i;

/** A prohibition that speaks of the same people or things as the goal does. */
function conflictsWith(situation: Situation, language: Language): Form['conflicts'] {
  const tell = tongueOf(language);
  const goal = situation.goal.text;
  const words = clearPart(goal);
  if (!ACTS.test(goal) || words.length < 2) return [];
  const terms = termsOf(goal).filter((term) => !ACTS.test(term));
  return requirementsIn(evidence(situation), situation.now.date)
    .filter(({ demand }) => demand.kind === 'prohibition')
    .filter(({ words: forbidden }) => terms.some((term) => termsOf(forbidden).includes(term)))
    .flatMap(({ words: forbidden, said }) => {
      const one = quoteOf(said, forbidden);
      if (one === undefined) return [];
      return [
        {
          text: tell(
            `You ask for what ${said.author} asked everyone not to do.`,
            `你要做的事，${said.author} 要求大家不要做。`,
          ),
          one,
          other: { message: situation.goal.ts, words },
        },
      ];
    })
    .slice(-2);
}
