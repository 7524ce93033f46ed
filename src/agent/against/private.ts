// What is not passed on because somebody asked: secrets, and what is private to other people.

export interface Disclosure {
  readonly kind: 'secret' | 'private';
  /** The words that name it, as they stand. */
  readonly words: string;
}

const TELL = String.raw`\b(?:post|send|share|give|tell|show|publish|put|paste|forward|list|e-?mail|read out|write down|export|what(?:['’]s| is| are| was)|how (?:much|many))\b`;
const SECRET = String.raw`(?:pass(?:word|code|phrase)s?|api[- ]?keys?|(?:secret|private|access|encryption|ssh) keys?|(?:access|auth|bot|api) tokens?|credentials|log-?ins? data|pin codes?|recovery codes?)`;
const ABOUT_SECRETS =
  /^\W*(?:polic|reset|rule|change|rotat|manager|reminder|length|expir|strength|guideline|requirement|hygiene|training)/iu;
const SECRET_ASKED = new RegExp(
  String.raw`${TELL}[^.!?\n]{0,60}?((?:the|our|all|admin|root|shared|master|\p{L}+['’]s)\s[^.!?\n]{0,30}?${SECRET})`,
  'giu',
);
const CHINESE_TELL = '(?:发|贴|告诉|给|分享|公布|列|整理|导出|转发|是什么|是多少)';
const CHINESE_SECRET = '(?:密码|口令|密钥|私钥|访问令牌|登录凭证)';
const CHINESE_SECRET_ASKED = new RegExp(
  `[^。！？\\n]{0,16}?${CHINESE_SECRET}(?!规则|策略|重置|政策|管理)`,
  'u',
);

const PERSONAL = String.raw`(?:sick (?:days?|notes?|leaves?)|medical (?:records?|data)|health (?:records?|data)|diagnos[ie]s|salar(?:y|ies)(?! (?:bands?|ranges?|levels?))|pay ?slips?|wages?|home address(?:es)?|private (?:phone )?(?:numbers?|address(?:es)?)|dates? of birth|passports?(?: numbers?)?|id (?:card )?numbers?|identity cards?|social security numbers?|tax ids?|personal bank (?:accounts?|details)|disciplinary (?:records?|notes?)|performance reviews?|religion)`;
const EVERYBODY = String.raw`(?:everyone|everybody|all (?:the |our )?(?:employees|colleagues|staff)|the (?:whole )?(?:team|staff)|employees|colleagues)`;
/** A name that the directory does not have. */
const SOMEBODY = String.raw`(?!(?:it|that|what|who|there|here|let|today|yesterday|tomorrow|company|firm|market)\b)\p{L}{2,}`;
const CHINESE_PERSONAL =
  '(?:身份证号?码?|护照号?码?|病假(?:原因|记录|条)?|病历|体检(?:报告|结果)|诊断|工资(?!表模板|等级)|薪资(?!等级|范围)|薪酬(?!等级|范围)|银行卡号?|家庭住址|社保号?|绩效评价)';

/** What the words ask to pass on, of somebody other than `own` (the first name of who asks). */
export function disclosureIn(text: string, names: readonly string[]): Disclosure | undefined {
  return secretIn(text) ?? privateIn(text, names);
}

function secretIn(text: string): Disclosure | undefined {
  for (const found of text.matchAll(SECRET_ASKED)) {
    const rest = text.slice(found.index + found[0].length);
    if (!ABOUT_SECRETS.test(rest)) return { kind: 'secret', words: (found[1] ?? '').trim() };
  }
  const chinese = CHINESE_SECRET_ASKED.exec(text);
  if (chinese !== null && new RegExp(CHINESE_TELL, 'u').test(text) && !/改|换|重置|更新/u.test(text))
    return { kind: 'secret', words: chinese[0].trim() };
  return undefined;
}

function privateIn(text: string, names: readonly string[]): Disclosure | undefined {
  const of = names.map(escapeRegExp).join('|') || '\\b\\B';
  const english = new RegExp(
    String.raw`${TELL}[^.!?\n]{0,40}?((?:(?:${of}|${SOMEBODY})['’]s|${EVERYBODY}(?:['’]s?)?)\s[^.!?\n]{0,30}?${PERSONAL}|${PERSONAL}\s(?:of|for)\s(?:${of}|${EVERYBODY}))`,
    'iu',
  ).exec(text);
  if (english !== null) return { kind: 'private', words: (english[1] ?? '').trim() };
  const chinese = new RegExp(
    `(?:${of}|全员|全体|所有(?:人|员工|同事)|大家|员工|同事|每个人)的?[^。！？\\n]{0,10}?${CHINESE_PERSONAL}`,
    'u',
  ).exec(text);
  if (chinese !== null && new RegExp(CHINESE_TELL, 'u').test(text))
    return { kind: 'private', words: chinese[0].trim() };
  return undefined;
}

/** Keys as their makers shape them: whatever the words around them, these are not said. */
const KEY_SHAPES =
  /\b(?:xox[abpe]-[\w-]{10,}|AKIA[A-Z0-9]{12,}|sk-[\w-]{20,}|gh[pousr]_\w{20,}|glpat-[\w-]{16,})|-----BEGIN [A-Z ]*PRIVATE KEY-----/u;

export function holdsKey(text: string): boolean {
  return KEY_SHAPES.test(text);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}
