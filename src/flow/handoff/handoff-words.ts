// What people mean by their words about a handoff: the giving of one, an answer to one, or what they have. Pure.

const BREAK = String.raw`[\s,.:;!，。：；！、—–-]`;
const PERSON = String.raw`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`;
const CHANNEL = String.raw`<#(C[A-Z0-9]+)(?:\|[^>]*)?>`;
const TO = `(?:${PERSON}|${CHANNEL})`;

export interface SpokenHandover {
  readonly receiver: { readonly kind: 'person' | 'channel'; readonly id: string };
  readonly escalateTo: string | undefined;
  /** What is handed over, when it is not simply "this". */
  readonly what: string;
  /** What stands between the receiver and the note: the date is looked for here. */
  readonly terms: string;
  /** The giver's own words to the receiver. */
  readonly note: string;
}

const GIVING: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:please |pls |can you |could you )*(?:hand|pass|give|delegate|assign|reassign|transfer|turn)(?: (?:over|off|on))?(?: |\s*$)(.*?)\s*(?:(?:over|off|on) )?to ${TO}`,
    'isu',
  ),
  // "Let @Kenji do this": who is to do it stands before what.
  new RegExp(
    String.raw`^(?:please |pls |can you |could you )*()(?:let|have|get|ask) ${TO} (?:to )?(?:do|take|handle|take over|take on|take care of|pick up|finish)(?: (?:this|it|that|the task|this task))?(?: (?:over|on|up))?(?=\s*(?:$|[,.:;!?—–-]|by |until |due |before ))`,
    'isu',
  ),
  new RegExp(String.raw`^(?:请|麻烦)?把(.*?)(?:(?:转交|移交|交接|转|派|分配|交)给|转交|移交)\s*${TO}`, 'su'),
  new RegExp(
    String.raw`^(?:请|麻烦)?(这个任务|这项任务|这件事|这事|这个|这)?(?:转交|移交|交接|交|转|派)给\s*${TO}`,
    'su',
  ),
  new RegExp(
    String.raw`^(?:麻烦)?()(?:请|让|由|叫)\s*${TO}\s*(?:来)?(?:做|处理|负责|接手|完成|跟进)(?:这个|这件事|这项任务|此事|一下|吧)*(?=$|[\s,，。.:：；;!！])`,
    'su',
  ),
];
/** "give me the notes to @Kenji's deck" is no handover: what is given is this, or is called a task. */
const THIS =
  /^(?:this|it|that|the task|this task|the thread|this thread|这个|这|它|这件事|这项任务|这个任务|此事|这事|任务)?$/iu;
const LATE = new RegExp(
  String.raw`${BREAK}*(?:escalate(?:d)? to|(?:otherwise|else|if (?:it(?:'|’)?s |it is )?(?:late|overdue)|backup|when late)${BREAK}*(?:tell|ask|to|ping)?|(?:逾期|超期|过期|否则|不然|没完成)(?:了|的话|就|则|请|时|，|,|\s)*(?:找|告诉|通知|升级给|升级到|联系)?)\s*${PERSON}`,
  'iu',
);
const NOTE = /(?:：|:(?=\s)|\n|\s[—–-]\s)([^]*)$/u;

/** Undefined when the words hand nothing over. Mentions of Longhand itself are left out before. */
export function readHandover(text: string): SpokenHandover | undefined {
  const late = LATE.exec(text);
  const plain = text.replace(LATE, ' ').trim();
  for (const pattern of GIVING) {
    const found = pattern.exec(plain);
    if (found === null) continue;
    const [whole, object = '', person, channel] = found;
    const what = object.trim();
    // "Give" and "pass" have other uses: with them only "this" is handed over.
    if (!THIS.test(what) && /^(?:please |pls |can you |could you )*(?:give|turn|pass)\b/iu.test(plain))
      return undefined;
    if (/<[@#]/u.test(what)) return undefined;
    const rest = plain.slice(whole.length);
    const note = NOTE.exec(rest)?.[1]?.trim() ?? '';
    return {
      receiver:
        person === undefined ? { kind: 'channel', id: channel ?? '' } : { kind: 'person', id: person },
      escalateTo: late?.[1],
      what: THIS.test(what) ? '' : what,
      terms: rest.replace(NOTE, '').trim(),
      note,
    };
  }
  return undefined;
}

export type SpokenReply =
  | { readonly kind: 'accept' | 'agree' | 'insist' | 'take-back' | 'confirm' }
  | { readonly kind: 'decline' | 'counter' | 'return'; readonly words: string };

const REST = String.raw`(?:${BREAK}+(?:because |since |因为|由于)?([^]*))?$`;
const only = (words: string): RegExp => new RegExp(`^(?:${words})${BREAK}*$`, 'iu');
const withRest = (words: string): RegExp => new RegExp(`^(?:${words})${REST}`, 'iu');
const han = (words: string): RegExp =>
  new RegExp(`^(?:${words})(?:了|它|这个|这件事)*${BREAK}*(?:因为|由于)?([^]*)$`, 'u');

/** What a yes begins with when it does not stand alone. */
const YES = String.raw`(?:(?:ok(?:ay)?|yes|yep|sure|fine|alright|all right|好的?|行|可以|没问题|收到)[\s,，.!。！]*)?`;
const ACCEPT = only(
  String.raw`${YES}(?:accept(?:ed)?|i accept(?: (?:it|this))?|i(?:'|’)?ll take (?:it|this)(?: (?:on|over))?|i take it|taking (?:it|this)|on it|i(?:'|’)?m on it|i(?:'|’)?ll (?:do|handle|take care of) (?:it|this|that)|i can (?:do|take|handle) (?:it|this|that)|will do|happy to(?: do (?:it|this))?|接受|我接受|我接了?|接了|我来做?|我来处理|我来接手|我来吧|交给我(?:吧|了)?)`,
);
/** While nothing but their answer is waited for, a bare yes is one. */
const BARE_YES = only(
  'ok(?:ay)?|yes|yep|sure(?: thing)?|fine(?: with me)?|deal|no problem|gladly|with pleasure|好的?|可以|行|没问题|同意|当然',
);
const DECLINE = [
  withRest(
    String.raw`decline(?:d)?|i decline|i can(?:not|(?:'|’)?t) (?:take|do) (?:it|this)|i have to (?:pass|decline)|sorry,? i can(?:not|(?:'|’)?t)(?: (?:take|do) (?:it|this))?`,
  ),
  /^(?:(?:no|sorry)[\s,，.]+)*((?:i(?:'|’)?m (?:too busy|swamped|away|on (?:leave|vacation|holiday))|(?:i (?:have|(?:'|’)?ve got) )?no time|i (?:don(?:'|’)t|do not) have (?:the )?time|not (?:now|this week|today)|no (?:sorry|thanks|thank you)|can(?:not|(?:'|’)t)(?=[,.!]| (?:do|take|handle)\b| (?:now|today|this week)\b|$))[^]*)$/iu,
  /^(?:不好意思|抱歉|对不起)?[，,\s]*((?:我)?(?:最近|本周|这周|今天)?(?:没时间|没有时间|没空|太忙|在休假)[^]*)$/u,
  /^no[,\s]+(?:sorry|thanks|thank you)[\s.!]*()$/iu,
  han('拒绝|我拒绝|婉拒|不接受|我不接受|我?接不了|我?做不了|我?没法接|我?没法做|我?无法接受'),
];
const COUNTER = [
  withRest(
    String.raw`counter(?:[ -]?offer)?|counter[ -]?proposal|i suggest|how about|i can(?: only)?(?: do (?:it|this|that))?|could (?:we|i)(?: do (?:it|this))?|can (?:we|i)(?: do (?:it|this))?|only (?:the|if|by|until|after|before|on|from|part|half)|make it`,
  ),
  // Another day, and not whatever may be better or all right.
  /^(?=.*(?:day\b|tomorrow|week|month|noon|\d)).{1,40}\b(?:would be|works|suits me|is) better\b()/iu,
  /^(?=.*[周月日天号点明后])\S{1,16}(?:可以|行|好|方便)(?:吗|么)[?？]?$()/u,
  han('还价|反提议|改成|改为|我建议|我只能|我可以|能不能|能否|可不可以|可否'),
];
const RETURN = [
  withRest(
    String.raw`(?:all |ok,? )?done|finished|(?:it(?:'|’)?s|it is|that(?:'|’)?s|this is) (?:done|ready|finished)|all ready|completed?|returned?|here (?:it is|you go)`,
  ),
  han('已完成|完成|做完|做好|弄好|弄完|办完|搞定|办好|交回|已交付|结果'),
];
/** With a file it is what they were asked for; without one it may be anything. */
const WITH_FILES =
  /^(?:here(?:(?:'|’)?s| is| are| you)\b|attached\b|(?:please )?(?:find|see) (?:it |the )?attach|(?:已|请)?(?:见|看|查收|查看)?附件|这是|请查收|已上传)/iu;
const AGREE = only(
  String.raw`agreed?|i agree|ok(?:ay)?|yes|fine(?: with me)?|deal|sounds good|同意|我同意|好的?|可以|行|没问题`,
);
const INSIST = only(
  String.raw`no|keep it(?: as it (?:is|was))?|as it was|please keep the (?:date|scope)|不|不行|不同意|按原来的?|保持不变|维持原样`,
);
const TAKE_BACK = only(
  String.raw`take (?:it|this) back|i(?:'|’)?ll take (?:it|this) back|i(?:'|’)?ll do it myself|withdraw(?: it)?|never ?mind|收回|我收回|撤回|我自己来|不用交了|算了`,
);
const CONFIRM = only(
  String.raw`yes|ok(?:ay)?|go ahead|hand it over(?: anyway)?|anyway|do it anyway|照样交|仍然交|还是交(?:给他|给她)?|交吧|可以|好的?|是的?`,
);

/** How the words answer a handoff in this state, from this side; undefined when they are only talk. */
export function readReply(
  text: string,
  { side, state, hasFiles = false }: { side: 'giver' | 'receiver'; state: string; hasFiles?: boolean },
): SpokenReply | undefined {
  const words = text.trim();
  if (side === 'giver') {
    if (TAKE_BACK.test(words)) return { kind: 'take-back' };
    if (state === 'proposed') return CONFIRM.test(words) ? { kind: 'confirm' } : undefined;
    if (state !== 'countered') return undefined;
    if (AGREE.test(words)) return { kind: 'agree' };
    return INSIST.test(words) ? { kind: 'insist' } : undefined;
  }
  if (ACCEPT.test(words) || (state === 'offered' && BARE_YES.test(words))) return { kind: 'accept' };
  const rest = (patterns: readonly RegExp[]): string | undefined => {
    for (const pattern of patterns) {
      const found = pattern.exec(words);
      if (found !== null) return found[1]?.trim() ?? '';
    }
    return undefined;
  };
  const declined = rest(DECLINE);
  if (declined !== undefined) return { kind: 'decline', words: declined };
  const returned = rest(RETURN);
  if (returned !== undefined) return { kind: 'return', words: returned };
  if (hasFiles && state === 'accepted' && WITH_FILES.test(words)) return { kind: 'return', words };
  // What they would rather do is wanted whole: "I can only do the first half".
  return rest(COUNTER) === undefined ? undefined : { kind: 'counter', words };
}

const MINE =
  /^(?:what(?:(?:'|’)?s| is| do i have)(?: (?:there|still|currently|all))* on my plate|my plate|what(?:(?:'|’)?s| is) waiting for me|what was handed to me|我手上(?:还|现在|目前)?有(?:什么|哪些)(?:事|任务|事情|工作)?|我手头(?:还|现在)?有(?:什么|哪些)(?:事|任务|事情|工作)?|我有哪些(?:交接|待办))(?:吗|呢)?[?？!。.\s]*$/iu;
const GIVEN =
  /^(?:what (?:did|have) i (?:hand(?:ed)?|pass(?:ed)?|give|given|delegated?)(?: (?:off|over|out|on|away))?|my hand-?offs|我(?:都)?(?:交出去|交接|转交|移交|派出去|分配)了?(?:什么|哪些)(?:事|任务|事情|工作)?|我把什么交出去了)(?:吗|呢)?[?？!。.\s]*$/iu;

/** Whether somebody asks what they have, or what others have from them. */
export function readPlateQuestion(text: string): 'receiver' | 'giver' | undefined {
  if (MINE.test(text.trim())) return 'receiver';
  return GIVEN.test(text.trim()) ? 'giver' : undefined;
}
