// What a channel demands of an offer, and what it changed later: requirements, prohibitions and corrections in messages.
import { criterionOf } from './criteria.ts';
import { dateIn } from './dates.ts';
import { moneyIn, type Money } from './money.ts';
import { regionIn, type Region } from './places.ts';
import { sentencesOf, termsOf } from './text.ts';
import type { Said } from '../situation.ts';

export type Demand =
  | { readonly kind: 'budget'; readonly most: Money }
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'deadline'; readonly day: string }
  | { readonly kind: 'term'; readonly months: number }
  | { readonly kind: 'seats'; readonly least: number }
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
const FORBID =
  /\b(?:do not|don['’]t|must not|mustn['’]t|never|nobody|no one|please (?:do )?not|not before|hold off)\b|不要|不得|别(?:再|跟|和|给|联系)|请勿|禁止|暂时不|先不/i;
const BUDGET =
  /\b(?:budget|cap(?:ped)?|ceiling|limit|at most|no more than|max(?:imum)?|not exceed|cannot exceed|can't exceed|under|below|up to|over)\b|预算|上限|不超过|不得超过|不能超过|最多|以内|封顶/i;
const TERM_LIMIT =
  /\b(?:at most|no longer than|no more than|maximum|max|up to|longer than|not (?:be )?(?:longer|more) than|shorter)\b|不超过|最长|不能超过|以内|超过/i;
const LIVE =
  /\b(?:live|running|start|deliver(?:ed|y)?|ready|in place|switch(?:ed)?|migrat\w*|roll(?:ed)? ?out|go[- ]live|expires?|by)\b|上线|交付|到货|启用|之前|前完成|前/i;
const ACT =
  /\b(?:contact|write|call|email|e-mail|tell|share|forward|announce|sign|send|talk|reply|negotiate|mention|disclose|order|pay)\b|联系|发送|告诉|透露|签|转发|通知|回复|联络|下单/i;

/** In the order they were said. */
export function requirementsIn(said: readonly Said[], today: string): readonly Requirement[] {
  return said.flatMap((one) =>
    sentencesOf(one.text).flatMap((words) =>
      demandsOf(words, today).map((demand) => ({ demand, words, said: one })),
    ),
  );
}

function demandsOf(words: string, today: string): readonly Demand[] {
  if (/[?？]$/.test(words)) return [];
  if (FORBID.test(words) && ACT.test(words)) return [{ kind: 'prohibition' }];
  const demands: Demand[] = [];
  const [money] = moneyIn(words);
  const isMust = MUST.test(words);
  if (money !== undefined && BUDGET.test(words)) demands.push({ kind: 'budget', most: money });
  const region = regionIn(words);
  if (
    region !== undefined &&
    (isMust ||
      /\b(?:stay|stays|inside|within|leave)\b|only in|only host|outside|留在|出境|只能|存放在/i.test(words))
  )
    demands.push({ kind: 'region', region });
  const months = monthsIn(words);
  if (
    months !== undefined &&
    (TERM_LIMIT.test(words) || FORBID.test(words)) &&
    criterionOf(words)?.id === 'term'
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
  if (demands.length === 0 && isMust && money === undefined) {
    const terms = featureTerms(words);
    if (terms.length > 0) demands.push({ kind: 'feature', terms });
  }
  return demands;
}

/** Capitals and known words say what is wanted; "we must talk" wants nothing of an offer. */
function featureTerms(words: string): readonly string[] {
  const marks = words.match(/\b(?:[A-Z]{2,}[\w-]*(?: ?\d+)?|24\/7|[a-z]+-speaking|single sign-on)\b/g) ?? [];
  const named = criterionOf(words);
  if (marks.length > 0) return marks.map((mark) => mark.toLowerCase());
  if (named === undefined || !['support', 'security', 'warranty', 'training'].includes(named.id)) return [];
  const wanted = termsOf(words).filter(
    (term) => !/^(?:must|need|required?|have|least|offer|vendor|必须|需要|要求)$/.test(term),
  );
  return wanted.slice(0, 4);
}

export function monthsIn(text: string): number | undefined {
  const [, number, unit] =
    /(\d+|one|two|three|four|five|一|两|二|三|四|五)[\s-]*(?:个)?(months?|years?|月|年)(?!\s*\d{1,2}\s*月)/i.exec(
      text,
    ) ?? [];
  if (number === undefined || unit === undefined)
    return /month-to-month|cancel(?:led)? monthly|monthly cancell|按月/i.test(text) ? 1 : undefined;
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
    /(\d{1,6})\s*(?:named |active |full |user )?(?:seats?|users?|licen[cs]es?|agents?|people|colleagues|employees|guests)\b|(\d{1,6})\s*(?:个|名|位)?\s*(?:席位|座席|坐席|人|用户|账号|员工)/i.exec(
      text,
    ) ?? [];
  const number = one ?? other;
  return number === undefined ? undefined : Number(number);
}

export type Change =
  | { readonly kind: 'price'; readonly to: Money; readonly from: Money | undefined }
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
export function changeIn(words: string): Change | undefined {
  if (!CHANGED.test(words) || /[?？]$/.test(words)) return undefined;
  const all = moneyIn(words);
  if (all.length > 0) {
    const old = all.find((money) => TAKEN_BACK.test(words.slice(Math.max(0, money.index - 14), money.index)));
    const fresh = all.find((money) => money !== old);
    if (fresh === undefined) return undefined;
    const borrowed =
      old !== undefined && fresh.period === undefined && !fresh.isPerSeat
        ? { period: old.period, isPerSeat: old.isPerSeat }
        : {};
    return { kind: 'price', to: { ...fresh, ...borrowed }, from: old };
  }
  const criterion = criterionOf(words);
  return criterion === undefined ? undefined : { kind: 'fact', criterion: criterion.id, value: words };
}
