// What a message rules or decides, word for word, found by plain patterns: a command or an explicit decision, not every "must".
import { readableText, type Names } from './render.ts';

export interface FoundRule {
  readonly kind: 'constraint' | 'decision';
  /** As they stand in the message. */
  readonly words: string;
}

/** A sentence longer than this is a story with a rule in it, and would be put before every turn. */
const LONGEST_CHARS = 280;
const MOST_IN_ONE = 3;
/** All that a reader may take for a new line: a rule is put before the model in one. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;
const SENTENCE_END = /(?<=[.!?])\s+|(?<=[。！？；])|\n+/u;

/** What a command may begin with: politeness and address. */
const LEAD = String.raw`(?:(?:please|pls|ok|okay|and|but|so|also|remember|reminder|note|important|attention|fyi|team|all|everyone|everybody|for (?:everyone|everybody|all|the team))\b[:,!]*\s*(?:that\s+)?)*`;
/** After "we never" and "we only" these tell what was, and do not say what shall be. */
const PAST = String.raw`(?!(?:have|has|had|get|got|heard|hear|saw|met|did|made|found|said|know|knew|thought|came|went|was|were|need|want|took|spent|paid|sold|sent|ran|seem|sort|just|\w+ed)\b)`;
const CONSTRAINTS: readonly RegExp[] = [
  new RegExp(String.raw`^${LEAD}(?:never|do not|don['’]t(?: ever)?)\s+[a-z]+\s+\S+`, 'iu'),
  new RegExp(
    String.raw`^${LEAD}always\s+(?!been|was|is|are|had|have|an?\b|the|so|good|nice|happy|great|on|in\b|more|glad)[a-z]+\s+\S+`,
    'iu',
  ),
  new RegExp(String.raw`^${LEAD}we\s+only\s+${PAST}[a-z]+\s+\S+`, 'iu'),
  new RegExp(String.raw`^${LEAD}we\s+${PAST}[a-z]+\s+.*\bonly[.!]?$`, 'iu'),
  new RegExp(
    String.raw`^${LEAD}we\s+(?:never|do not ever|must never|must not|mustn['’]t|must always)\s+${PAST}[a-z]+`,
    'iu',
  ),
  new RegExp(String.raw`^${LEAD}(?:nobody|no one|no-one)\s+(?:may|must|is allowed to|is to)\s+[a-z]+`, 'iu'),
  /^it is (?:not allowed|forbidden|prohibited) to\s+[a-z]+/iu,
  // A thing under a ban: "Offers must not leave this channel".
  /^(?:(?:the|our|all|any|no|these|those)\s)?[a-z][\w'-]*(?:\s[\w'-]+){0,6}?\s(?:must not|mustn['’]t|must never|may never|(?:is|are) (?:strictly )?forbidden)\b/iu,
  /^(?:(?:new|add(?: a)?) )?(?:rule|constraint|policy)\s*[:：]\s*\S+/iu,
  /^from now on[,:]?\s+\S+/iu,
];
const DECISIONS: readonly RegExp[] = [
  /^(?:decision|decided|resolved|agreed)\s*(?:\([^)]{1,40}\)\s*)?[:：]\s*\S+/iu,
  /^(?:so,?\s+|ok(?:ay)?,?\s+|hi all,?\s+|today\s+)?(?:we|the team|the board|management)(?:['’]ve| have| has)?\s+(?:now\s+|finally\s+|just\s+)?(?:decided|agreed)(?:\s*[:：]|\s+(?:to|that|on|not|against|for))\s+\S+/iu,
  /^it (?:is|was|has been) decided\s+(?:to|that)\s+\S+/iu,
];

const CHINESE_LEAD = '^(?:请|大家|各位|注意|重要|提醒|记住|以后|今后|从现在起|所有人|[：:，,！!\\s])*';
const CHINESE_CONSTRAINTS: readonly RegExp[] = [
  new RegExp(
    `${CHINESE_LEAD}(?:不要|不得|禁止|严禁|切勿|请勿|绝不能|绝对不能|千万不要|千万别|一律不得|永远不要)\\S{4,}`,
    'u',
  ),
  new RegExp(`${CHINESE_LEAD}(?:必须|务必|一律|一定要)\\S{4,}`, 'u'),
  /^(?:所有|任何|每[个份次项]|凡是?)[^，,。]{1,20}(?:必须|一律|不得|禁止)\S+/u,
  /^(?:规定|(?:新|添加|新增)?规则|约束)\s*[:：]\s*\S+/u,
  // A thing under a ban.
  /^[\p{Script=Han}A-Za-z0-9]{2,20}?(?:不得|禁止|严禁|绝不能)\p{Script=Han}{2,}/u,
  /^我们(?:只在|仅在|从不|绝不)\S{3,}/u,
];
const CHINESE_DECISIONS: readonly RegExp[] = [
  /^(?:决定|决议|已决定)\s*(?:[（(][^）)]{1,20}[）)]\s*)?[:：]\s*\S+/u,
  /^(?:(?:今天|会上|刚才|最后|最终|经讨论)[，,]?)*(?:我们|团队|大家|公司|管理层|会议)(?:最终|已经|已|一致|会上)*(?:决定|商定|一致同意)\S+/u,
];

/** A question, a condition, a report or a figure of speech is no rule. */
const NOT_A_RULE =
  /[?？]\s*$|^(?:i|he|she|they|you)\b|^(?:if|when|maybe|perhaps|why|how|what|who|should|could|would|can)\b|\b(?:not sure|i think|i guess|maybe|wondering)\b|^(?:never mind|(?:please )?(?:don['’]t|do not) (?:worry|bother|know|think|mind|forget|panic|get me wrong|be|you|we|they|see|have)\b)|不知道|是不是|要不要|吗[。.！!]?$|不要紧|不要担心|不要客气|不要着急|不要忘|如果|也许|可能/iu;
/** A command about this one thing, or about now, binds nobody tomorrow. */
const OF_THE_MOMENT =
  /\b(?:right now|today|tonight|for now|this time|at the moment|yet|just now|tomorrow|wait for me)\b|\b(?:do not|don['’]t|never|always) (?:ever )?[a-z]+ (?:it|this|that|them|those|these|me|him|her)\b(?! channel)|(?:现在|今天|今晚|明天|暂时|先不要|这次|等我)/iu;

/** Every pattern above wants one of these words; most messages have none, and are done with here. */
const HINT =
  /never|not|don['’]t|mustn|always|only|nobody|no.one|forbidden|prohibited|rule|constraint|policy|from now on|deci|resolved|agreed|[不禁勿别决]|必须|务必|一律|一定要|规定|规则|约束|只在|仅在|商定|同意/iu;

/** A rule that Longhand is told to keep: whom it is said to is no part of it. */
const ADDRESSED_RULE = /^\s*@\S+\s+(?=(?:(?:new|add(?: a)?) )?rule\s*[:：]|(?:新|添加|新增)?规则\s*[:：])/iu;

/** The rules of one message, in its order. What is quoted or code is somebody else's. */
export function findRules(text: string, names: Names): readonly FoundRule[] {
  if (!HINT.test(text)) return [];
  const plain = readableText(text.replaceAll(/```[\s\S]*?```|`[^`]*`/gu, ' '), names);
  return plain
    .split(LINE_END)
    .filter((line) => !/^\s*>/u.test(line))
    .flatMap((line) => line.split(SENTENCE_END))
    .flatMap((sentence): FoundRule[] => {
      const words = sentence
        .replace(ADDRESSED_RULE, '')
        .replace(/^[\s*_•\-–—\d.)]+/u, '')
        .replace(/[\s*_]+$/u, '');
      // Bold is how people write a rule; it is no part of it.
      const kind = kindOf(words.replaceAll(/[*_~]/gu, ''));
      return kind === undefined ? [] : [{ kind, words }];
    })
    .slice(0, MOST_IN_ONE);
}

function kindOf(words: string): FoundRule['kind'] | undefined {
  if (words.length < 6 || words.length > LONGEST_CHARS || NOT_A_RULE.test(words)) return undefined;
  if ([...DECISIONS, ...CHINESE_DECISIONS].some((pattern) => pattern.test(words))) return 'decision';
  if (OF_THE_MOMENT.test(words)) return undefined;
  if ([...CONSTRAINTS, ...CHINESE_CONSTRAINTS].some((pattern) => pattern.test(words))) return 'constraint';
  return undefined;
}
