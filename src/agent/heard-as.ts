// What a message in a task's thread is meant as, by its plain words alone, in English and Chinese: pure.

/** `undefined` stands for words that do not say it by themselves: the model types those, and code checks it. */
export type Heard =
  | { readonly kind: 'stop' | 'pause' | 'resume' | 'status' | 'thanks' | 'addition' | 'revision' }
  | { readonly kind: 'skip' | 'retry'; readonly step?: number }
  /** `last` takes back what was said before it; otherwise the words name what they take back. */
  | { readonly kind: 'retraction'; readonly isLast: boolean };

/** The words without mentions and white space around them. */
export function wordsOf(text: string): string {
  return text
    .replaceAll(/<@[A-Z0-9]+(?:\|[^>]*)?>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

const END = String.raw`[\s.!?。！？…~，,]*$`;
const LEAD = String.raw`^(?:(?:ok(?:ay)?|so|hey|hi|well|btw|please|longhand|好的?|那么?|请问?|麻烦|嗨)[\s,，.:!]*)*`;
const TAIL = String.raw`(?:[\s,]+(?:it|this|that|now|please|for now|the (?:task|work)|(?:for )?a (?:moment|minute|sec(?:ond)?|bit)))*`;

function whole(words: string): RegExp {
  return new RegExp(`${LEAD}(?:${words})${TAIL}${END}`, 'iu');
}

const STOP = whole(
  'stop|cancel|abort|halt|quit|never ?mind|para|stopp?|停|停止|停下|停下来|取消|终止|中止|别做了|不用做了|不做了|不用了|算了|别继续了|不要继续了?',
);
const PAUSE = whole(
  'pause|wait(?: up)?|hold(?: on| it| off)?|hang on|stand ?by|one (?:moment|minute|sec(?:ond)?)|give me (?:a|one) (?:moment|minute|sec(?:ond)?)|暂停(?:一下)?|先暂停|停一下|先停一下|等一下|等一?等|等会儿?|稍等(?:一下)?|慢着|先别(?:动|做)|先等等|先?停一停|先歇一下|take a break',
);
const RESUME = whole(
  'resume|continue|go on|go ahead|carry on|keep going|proceed|unpause|继续(?:吧|做|进行)?|接着(?:做|来)(?:吧)?|恢复|往下做',
);

const STEP_EN = String.raw`(?:(?:the\s+)?step\s*(?:number\s*|no\.?\s*|#)?(?<en>\d{1,2}))`;
const STEP_ZH = String.raw`第?\s*(?<zh>\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两])\s*(?:个)?步(?:骤)?|步骤\s*(?<zhAfter>\d{1,2})`;
const THIS_STEP = String.raw`(?:(?:this|that|the|it)(?:\s+(?:current\s+)?(?:step|one))?|这一?(?:步|个步骤)|当前(?:这一)?步(?:骤)?|上一步|它)`;
const SKIP = whole(
  String.raw`(?:skip|leave out|跳过|略过)\s*(?:${STEP_EN}|${THIS_STEP}|${STEP_ZH})?(?:吧|了)?`,
);
/** What is meant before what is to become of it: "leave step 2 out", "第三步不用做了". */
const LEAVE_OUT = whole(
  String.raw`leave\s+(?:${STEP_EN}|${THIS_STEP})\s+out|(?:${STEP_ZH})(?:就)?(?:不用|不要|别|不)(?:再)?做了?`,
);
const RETRY = whole(
  String.raw`(?:retry|redo|repeat|重试|重做|重新(?:做|执行)|再(?:试|做)(?:一次|一下|一遍)?)\s*(?:${STEP_EN}|${THIS_STEP}|${STEP_ZH})?(?:吧|了)?`,
);
const AGAIN = new RegExp(
  String.raw`${LEAD}(?:try|do)\s+(?:${STEP_EN}|${THIS_STEP}|again)?\s*(?:once more|again)?${END}`,
  'iu',
);

const STATUS: readonly RegExp[] = [
  whole(
    String.raw`(?:what(?:'|’)?s|what is)?\s*(?:the|your)?\s*(?:current\s+)?(?:status|progress|eta)(?:\s+update)?(?:\s+of\s+(?:this|it|the task))?`,
  ),
  whole(
    String.raw`how far (?:are you|have you (?:got(?:ten)?|come)|along are you|did you get)(?:\s+(?:along|now|with (?:this|it|that)))?`,
  ),
  whole(String.raw`how(?:(?:'|’)s| is) (?:it|this|the task) (?:going|coming(?: along)?|looking)`),
  whole(String.raw`any (?:progress|updates?|news)(?: on (?:this|it))?`),
  whole(String.raw`where are (?:you|we)(?: at)?(?: (?:now|with (?:this|it|that)))?`),
  whole(
    String.raw`are you (?:still )?(?:working|there|on it|alive|done|finished|stuck|busy)(?: (?:on|with) (?:this|it))?(?: yet)?`,
  ),
  whole(String.raw`(?:is (?:it|this) )?(?:done|ready|finished)(?: yet)?\s*\?`),
  whole(String.raw`what are you (?:doing|working on)(?: (?:right )?now)?`),
  whole(
    String.raw`(?:when (?:will|are) you (?:going to )?be (?:done|ready|finished)|when (?:will|is) (?:it|this) (?:be )?(?:done|ready|finished))`,
  ),
  whole(String.raw`how (?:long|much longer)(?: (?:will (?:it|this)|does (?:it|this)) (?:still )?take)?\s*\?`),
  whole(String.raw`what(?:(?:'|’)s| is) (?:still )?left(?: to do)?|(?:what|which) step are you (?:on|at)`),
  whole('what have you (?:done|got|found)(?: so far)?'),
  whole(String.raw`how much (?:has (?:it|this) cost|did (?:it|this) cost|have you spent)(?: so far)?`),
  whole('(?:现在|目前)?(?:做|进行|干|弄)?到(?:哪(?:一步|里|儿)?|第几步|什么(?:程度|地步))了?'),
  whole('(?:现在|目前|任务)?的?(?:进度|进展|状态)(?:如何|怎么?样|是什么|到哪了?)?了?'),
  whole('(?:现在)?(?:情况|做得|进行得)怎么?样了?|怎么?样了'),
  whole(
    '(?:还要|还需要?|大概)?(?:要)?多久(?:能|才能)?(?:完成|做完|好|结束)?|什么时候(?:能|会)?(?:完成|做完|好|结束)',
  ),
  whole('(?:完成|做完|弄好|搞定|好)了(?:吗|没有?|么)'),
  whole(
    '(?:你)?还在(?:做|弄|工作|处理|跑)?吗|(?:你)?(?:现在)?在(?:做|干)(?:什么|嘛)|还剩(?:多少|什么|几步)|(?:目前|已经)?花了多少(?:钱|时间|token)?',
  ),
];

const THANKS =
  /^(?:(?:ok(?:ay)?|thanks?(?: you)?(?: (?:so|very) much| a lot)?(?: for (?:(?:doing|all|taking|looking|your|the|this|that|it|help(?:ing)?|work|care|of|at|on|into) ?){1,5})?|thx|ty|great|perfect|nice|cool|awesome|got it|well done|good job|sounds good|looks good(?: to me)?|lgtm|love it|amazing|brilliant|fantastic|excellent|wonderful|super|neat|sweet|wow|yay|lol|haha+|hehe+|no (?:rush|hurry|worries)|take your time|good (?:morning|luck|evening)|fingers crossed|\+1|好的?|谢谢(?:你|啦|了)?|多谢|收到|辛苦了|很好|太好了|赞|哈哈+|不急|慢慢来|加油|早上好|厉害|漂亮|棒|不错)[\s,.!。！，~]*|:[a-z0-9_+-]+:\s*|\p{Extended_Pictographic}\s*)+$/iu;

const LAST = String.raw`(?:that|it|what i (?:just )?said|my last (?:message|point|remark|request)|the last (?:one|message|point|thing))`;
const RETRACT_LAST = new RegExp(
  `${LEAD}(?:(?:forget|ignore|disregard|drop|scratch)(?: about)? ${LAST}|i take (?:that|it) back|撤回|(?:就)?当我没说|(?:我)?刚才(?:那句|说的|那条)(?:不算|作废|撤回|忽略|别管)了?)${END}`,
  'iu',
);
const RETRACT = new RegExp(
  `${LEAD}(?:(?:forget|ignore|disregard|drop|scratch|leave out|remove)(?: about)? (?:the|my|what|that)\\b.{2,}|(?:no need (?:for|to)|you need not|you don['’]t need to|you can skip)\\b.{2,}|不用(?:再)?.{2,}了[。！!]*$|别管.{1,}|不需要.{2,}了[。！!]*$|(?:去掉|删掉|撤回|忽略).{2,})`,
  'iu',
);

/** Said at the head of a message, these change what is wanted. */
const REVISION = new RegExp(
  [
    String.raw`^(?:(?:no+|nope|wait|sorry|oops|ah|hm+|actually|my mistake|my bad|wrong)\b[\s,.!–—-]*)+(?:i (?:mean|meant|want|need)|it(?:['’]s| is| should)|that should|make (?:it|that)|use|take|not\b|the (?:other|right)|instead)\b`,
    String.raw`^(?:(?:sorry|wait|no)[\s,.!]+)?(?:i (?:mean|meant)\b|what i (?:mean|meant)\b|correction\b|change of plan|scratch that[\s,.:–—-]+\S)`,
    String.raw`^(?:that(?:['’]s| is) )?(?:wrong|not right|not what i (?:meant|want(?:ed)?|asked(?: for)?))\b`,
    String.raw`^(?:please )?(?:change|switch|make)\b.{1,60}\b(?:to|into|instead)\b`,
    String.raw`^(?:please )?(?:use|take|do)\b.{1,80}\binstead\b`,
    String.raw`^(?:不对|不是这(?:个|样)|错了|弄错了|搞错了|说错了|更正|纠正|等等[，,]\s*(?:改|换)|我的意思是|我是(?:说|指)|应该是|改(?:成|为|用)|换成|换为|不要用.+(?:用|换))`,
    String.raw`^不是.{1,30}[，,]?\s*(?:而)?是`,
    String.raw`^把.{1,40}(?:改成|改为|换成|换为)`,
  ].join('|'),
  'iu',
);
/** Anywhere in a message: whoever says this corrects something, and is not merely talking. */
const CORRECTS =
  /\b(?:no,? (?:i|not|it|that|the|use|make)\b|i meant?\b|instead\b|rather than\b|correction\b|not what i\b|wrong (?:one|file|channel|person|number|date|month)\b|should (?:have been|be)\b.+\bnot\b|change (?:it|that|this|the)\b)|不对|错了|改成|改为|换成|换为|应该是|更正|而不是|我的意思是|我是(?:说|指)/iu;

/** Said at the head of a message, these set a bound to keep. */
const BOUND = new RegExp(
  [
    String.raw`^(?:(?:and|but|please|also)[\s,]+)*(?:do not|don['’]t|never|only|make sure|must not|nothing (?:of|about))\b\s+(?!worry|bother|know|mind|think)\S`,
    String.raw`^(?:但是?|而且|请)?[，,]?\s*(?:不要|别(?!管)|不得|切勿|请勿|只(?:要|能|看|用|发)|务必|必须)\S{2,}`,
  ].join('|'),
  'iu',
);
/** Said at the head of a message, these add to what is wanted. */
const ADDITION = new RegExp(
  [
    String.raw`^(?:oh[\s,]+)?(?:and\s+)?(?:also|additionally|in addition|plus|besides|one more (?:thing|point)|another thing|ps|p\.s\.)\b[\s,:–—-]*\S`,
    String.raw`^(?:please\s+)?(?:also\s+)?(?:add|include|mention|remember|(?:do not|don['’]t) forget)\b\s+\S`,
    String.raw`^(?:另外|还有|还要|此外|再加上?|补充|顺便|同时|记得|别忘了?|也要|请也)[，,：:\s]*\S{2,}`,
  ].join('|'),
  'iu',
);

export function heardAs(text: string): Heard | undefined {
  const words = wordsOf(text);
  if (words === '') return undefined;
  if (STOP.test(words)) return { kind: 'stop' };
  if (RESUME.test(words)) return { kind: 'resume' };
  if (PAUSE.test(words)) return { kind: 'pause' };
  if (STATUS.some((pattern) => pattern.test(words))) return { kind: 'status' };
  if (THANKS.test(words)) return { kind: 'thanks' };
  const skipped = SKIP.exec(words) ?? LEAVE_OUT.exec(words);
  if (skipped !== null) return { kind: 'skip', ...stepIn(skipped) };
  const retried = RETRY.exec(words) ?? AGAIN.exec(words);
  if (retried !== null) return { kind: 'retry', ...stepIn(retried) };
  if (RETRACT_LAST.test(words)) return { kind: 'retraction', isLast: true };
  if (REVISION.test(words)) return { kind: 'revision' };
  if (/[?？]\s*$/u.test(words)) return undefined; // What is asked is not yet wanted.
  if (RETRACT.test(words)) return { kind: 'retraction', isLast: false };
  if (ADDITION.test(words) || BOUND.test(words)) return { kind: 'addition' };
  return undefined;
}

/** Whoever corrects something means the task, whatever a model makes of it. */
export function isCorrection(text: string): boolean {
  const words = wordsOf(text);
  return REVISION.test(words) || CORRECTS.test(words);
}

/** What must or must not be done, rather than one thing more. */
export function isBound(text: string): boolean {
  return BOUND.test(wordsOf(text));
}

const DIGITS = '零一二三四五六七八九';

function stepIn({ groups = {} }: RegExpExecArray): { step?: number } {
  const written = groups['en'] ?? groups['zh'] ?? groups['zhAfter'];
  if (written === undefined) return {};
  if (/^\d+$/u.test(written)) return { step: Number(written) };
  if (written === '两') return { step: 2 };
  const [tens = '', ones = ''] = written.includes('十') ? written.split('十') : ['0', written];
  const ten = written.includes('十') ? (tens === '' ? 1 : DIGITS.indexOf(tens)) : 0;
  return { step: ten * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones)) };
}
