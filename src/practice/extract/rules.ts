// What a channel demands of an offer, and what it changed later: requirements, prohibitions and corrections in messages.
import { criterionOf } from './criteria.ts';
import { dateIn } from './dates.ts';
import { moneyIn, type Money } from './money.ts';
import { regionIn, type Region } from './places.ts';
import { plainOf, sentencesOf, termsOf } from './text.ts';
import type { Said } from '../situation.ts';

type Demand =
  | { readonly kind: 'budget'; readonly most: Money }
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'deadline'; readonly day: string }
  | { readonly kind: 'term'; readonly months: number }
  | { readonly kind: 'seats'; readonly least: number }
  /** So many days at most until it is there. */
  | { readonly kind: 'days'; readonly most: number }
  /** An amount that must be reached: compensation, cover. */
  | { readonly kind: 'least'; readonly least: Money; readonly terms: readonly string[] }
  /** Something the offer must say it has. */
  | { readonly kind: 'feature'; readonly terms: readonly string[] }
  /** What people must not do: kept word for word, not a thing an offer can meet. */
  | { readonly kind: 'prohibition' };

export interface Requirement {
  readonly demand: Demand;
  /** A sentence as it stands in the message. */
  readonly words: string;
  readonly said: Said;
}

const MUST =
  /\b(?:must|have to|has to|need(?:s|ed)? to|required?|requirement|mandatory|at least|at most|no (?:more|later|longer) than|maximum|is a must|non-negotiable|only if|shall|we need|cannot exceed|can't exceed|not exceed)\b|必须|需要|务必|至少|最多|不超过|不得超过|要求|上限|不能超过|以内|一定要/i;
const FORBID = new RegExp(
  String.raw`\b(?:do not|don['’]t|must not|mustn['’]t|never|nobody (?:should|may|is to)|no one (?:should|may)|(?:please|better) not|hold off|refrain from)\s+(?:\w+\s+){0,2}?(?:contact|write|call|e-?mail|tell|share|forward|announce|sign|send|talk|reply|negotiate|mention|disclose|order|pay|promise|approach)|(?:不要|不得|别|请勿|禁止|暂时不|先不).{0,8}(?:联系|发|告诉|透露|签|转发|通知|回复|联络|下单|答应|承诺|付)`,
  'i',
);
const FEATURE =
  /^must(?:-haves?)?\s*[:：]|\bmust (?:have|be|support|offer|include|come|work|speak|run|provide|cover|allow|export|integrate)\b|\bneeds? to (?:support|have|offer|include|work|be|run|speak)\b|\b(?:is|are) (?:a must|mandatory|required)\b|必须|务必|一定要/i;
const INSIDE =
  /\b(?:stays?|remains?|kept|leaves?)\b|\bonly (?:in|inside|within) (?:the )?EU\b|\bEU[- ]only\b|留在|出境|只能|存放在/i;
const LIMIT = String.raw`(?:\bbudget\b|\bcap(?:ped)?\b|\bceiling\b|\blimit\b|at most|no more than|\bmax(?:imum)?\b|(?:not|cannot|can't) (?:exceed|be over|cost more than)|\bunder\b|\bbelow\b|\bup to\b|预算|上限|不(?:得|能|可)?超过|最多|封顶)`;
const BEFORE_MONEY = new RegExp(`${LIMIT}[^.;。；]{0,30}$`, 'i');
const BEHIND_MONEY = /^\s*(?:at (?:the )?most|maximum|max\b|or less|tops|以内|之内|封顶|以下|为上限)/i;
const AT_LEAST =
  /\b(?:at least|no less than|not less than|minimum(?: of)?)\b[^.;]{0,20}$|(?:不低于|不少于|至少)\s*$/i;
const TERM_LIMIT =
  /\b(?:at most|no longer than|no more than|maximum|max|up to|longer than|not (?:be )?(?:longer|more) than|shorter)\b|不超过|最长|不能超过|以内|超过/i;
const LIVE =
  /\b(?:live|running|start|deliver(?:ed|y)?|ready|in place|switch(?:ed)?|migrat\w*|roll(?:ed)? ?out|go[- ]live|expires?|by)\b|上线|交付|到货|启用|之前|前完成|前/i;
/** In the order they were said. */
export function requirementsIn(said: readonly Said[], today: string): readonly Requirement[] {
  return said.flatMap((one) =>
    sentencesOf(one.text).flatMap((words) =>
      demandsOf(words, today).map((demand) => ({ demand, words, said: one })),
    ),
  );
}

function demandsOf(said: string, today: string): readonly Demand[] {
  const words = plainOf(said);
  if (/[?？]$/.test(words)) return [];
  if (FORBID.test(words)) return [{ kind: 'prohibition' }];
  const demands: Demand[] = [];
  const [money] = moneyIn(words);
  const ahead = money === undefined ? '' : words.slice(0, money.index);
  const isMust = MUST.test(words);
  if (money !== undefined && AT_LEAST.test(ahead))
    demands.push({ kind: 'least', least: money, terms: termsOf(ahead) });
  else if (
    money !== undefined &&
    (BEFORE_MONEY.test(ahead) || BEHIND_MONEY.test(words.slice(money.index + money.text.length)))
  )
    demands.push({ kind: 'budget', most: money });
  const days =
    /(?:within|at most|no more than|不超过|最多)\s*(\d+)\s*(?:working |business )?(?:days|天)|(\d+)\s*(?:个工作日|天)\s*(?:以内|之内|内)/i.exec(
      words,
    );
  if (days !== null) demands.push({ kind: 'days', most: Number(days[1] ?? days[2]) });
  const region = regionIn(words);
  if (region !== undefined && (isMust || INSIDE.test(words))) demands.push({ kind: 'region', region });
  const months = monthsIn(words);
  if (
    months !== undefined &&
    TERM_LIMIT.test(words) &&
    /\bterm\b|contract|commit|合同|期限|合约|(?:at most|no (?:more|longer) than|longer than)\s+(?:\d+|twelve|one|two)\s*(?:months|years?)/i.test(
      words,
    )
  )
    demands.push({ kind: 'term', months });
  const date = dateIn(words, today);
  if (
    date !== undefined &&
    money === undefined &&
    LIVE.test(words) &&
    (isMust || /deadline|截止|最晚|no later/i.test(words))
  )
    demands.push({ kind: 'deadline', day: date.day });
  const seats = seatsIn(words);
  if (
    seats !== undefined &&
    (isMust || /\bwe (?:are|have|will be)\b|\bfor (?:all )?\d+|我们(?:有|是|共)|一共|共/i.test(words)) &&
    money === undefined
  )
    demands.push({ kind: 'seats', least: seats });
  if (demands.length === 0 && FEATURE.test(words) && money === undefined) {
    const terms = featureTerms(words);
    if (terms.length > 0) demands.push({ kind: 'feature', terms });
  }
  return demands;
}

/** Which of these an offer speaks of at all is seen when the offers are read. */
function featureTerms(words: string): readonly string[] {
  return termsOf(words).filter((term) => !IDLE.test(term));
}
const IDLE =
  /^(?:must|need|needed|required?|requirement|have|least|offer|vendor|supplier|whole|only|full|page|tomorrow|everything|everyone|please|必须|需要|要求|至少|供应|应商)$/;

export function monthsIn(text: string): number | undefined {
  const [, number, unit] =
    /(\d+|one|two|three|four|five|一|两|二|三|四|五)[\s-]*(?:个)?(months?|years?|月|年)(?!\s*\d{1,2}\s*月)/i.exec(
      text,
    ) ?? [];
  if (number === undefined || unit === undefined)
    return /month-to-month|cancel(?:led)? monthly|monthly cancell|^monthly\b|\bmonthly, |按月/i.test(text)
      ? 1
      : undefined;
  const count = /^\d+$/.test(number) ? Number(number) : (WORDS[number.toLowerCase()] ?? 1);
  if (count > 120) return undefined;
  return /year|年/i.test(unit) ? count * 12 : count;
}
const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
};

export function seatsIn(text: string): number | undefined {
  const [, one, other] =
    /(\d{1,6})\s*(?:named |active |full |user )?(?:seats?|users?|licen[cs]es?|agents?|people|colleagues|employees|guests|pieces|parcels)\b|(\d{1,6})\s*(?:个|名|位)?\s*(?:席位|座席|坐席|人|用户|账号|员工|件|台)/i.exec(
      text,
    ) ?? [];
  const number = one ?? other;
  return number === undefined ? undefined : Number(number);
}

export type Change =
  | { readonly kind: 'price'; readonly to: Money; readonly from: Money | undefined }
  /** So much on top of, or off, what is paid again and again. */
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'fact'; readonly criterion: string; readonly value: string };

/** A later word on an offer. */
export interface Correction {
  readonly change: Change;
  readonly words: string;
  readonly said: Said;
}

const CHANGED =
  /\b(?:raised?|raises|increas\w*|corrected?|correction|corrects|chang\w*|updat\w*|revis\w*|lower\w*|reduc\w*|dropp?\w*|cut|cuts|now|instead|actually|new (?:price|offer|date|rate|term|quote)|mistake|typo|wrong|no longer|went up|goes up|moved?|moves|up (?:from|to)|down (?:from|to)|confirmed|postpon\w*|delay\w*)\b|更正|更新|改为|改成|调整|上调|下调|涨|降|修正|修改|变更|推迟|延期|错了|有误|应为|应该是|现在/i;
const TAKEN_BACK =
  /\b(?:from|was|instead of|not|rather than|previously|before|formerly)\s*$|(?:从|由|原(?:来|价|为)?|而不是|不是)\s*$/i;

/** What the sentence changes; undefined when it changes nothing we can compare. */
export function changeIn(said: string): Change | undefined {
  const words = plainOf(said);
  if (!CHANGED.test(words) || /[?？]$/.test(words)) return undefined;
  const percent = /(\d+(?:\.\d+)?)\s*[%％]/.exec(words)?.[1];
  if (
    percent !== undefined &&
    /surcharge|on top|附加费|rais|increas|上调|涨|加收|discount|lower|reduc|cut|降|折/i.test(words)
  )
    return {
      kind: 'percent',
      percent: Number(percent) * (/discount|lower|reduc|cut|降|下调/i.test(words) ? -1 : 1),
    };
  const all = moneyIn(words);
  if (all.length > 0) {
    const old = all.find((money) => TAKEN_BACK.test(words.slice(Math.max(0, money.index - 14), money.index)));
    const fresh = all.find((money) => money !== old);
    if (fresh === undefined) return undefined;
    const borrowed =
      old === undefined
        ? {}
        : { period: fresh.period ?? old.period, isPerSeat: fresh.isPerSeat || old.isPerSeat };
    return { kind: 'price', to: { ...fresh, ...borrowed }, from: old };
  }
  const criterion = criterionOf(words);
  return criterion === undefined ? undefined : { kind: 'fact', criterion: criterion.id, value: words };
}
