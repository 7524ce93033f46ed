// What somebody said by the way that stands against a goal by its own words: it is done already, it was taken back, it is to
// be kept, or it is not as the goal takes it to be.
import { toTerms } from '../../history/search/terms.ts';
import { sharedTopics } from './act.ts';
import type { SaidOnRecord } from './approval.ts';

/** The same act in a goal and as something that has happened: nobody wants it twice without knowing. */
const DONE: readonly { readonly wanted: RegExp; readonly done: RegExp; readonly least: number }[] = [
  {
    wanted: /\b(?:pay|transfer|settle|refund)\b|付|支付|转账|汇款|打款/iu,
    done: /\b(?:already|has been|have been|was|were) (?:been )?(?:paid|transferred|settled|refunded)\b|已经?(?:付|支付|转账?|汇|打款)/iu,
    least: 2,
  },
  {
    wanted: /\b(?:send|e-?mail|mail|forward)\b|发|寄/iu,
    done: /\balready (?:been )?(?:sent|e-?mailed|mailed|forwarded)\b|已经?(?:发|寄)(?:过|了|出|给)/iu,
    least: 3,
  },
  {
    wanted: /\b(?:book|order|buy|reserve)\b|订|买|采购/iu,
    done: /\balready (?:been )?(?:booked|ordered|bought|reserved)\b|已经?(?:订|买|预订|采购|下单)/iu,
    least: 2,
  },
  { wanted: /\bcancel\b|取消|退订/iu, done: /\balready (?:been )?cancell?ed\b|已经?(?:取消|退)/iu, least: 2 },
];
const NOT_DONE =
  /\b(?:not|n['’]t|never)\b[^.!?]{0,20}\b(?:paid|sent|booked|ordered)\b|还没|尚未|没有?(?:付|发|订|买)/iu;
const TAKEN_BACK =
  /\b(?:please )?(?:ignore|disregard|forget|scrap) (?:my|the|that|this|what)\b|\b(?:is|are) (?:withdrawn|superseded|obsolete|void|outdated)\b|作废|(?:请|先)?(?:忽略|别用|不要用|别管)|撤回/iu;
const DELETES = /\b(?:delete|remove|erase|drop|purge|wipe)\b|删|清空|清除/iu;
const KEEPS =
  /\bmust (?:keep|be kept|not be deleted)\b|\b(?:the )?only copy\b|\bdo(?: not|n['’]t) delete\b|必须保留|不(?:能|要|得|可以)删|唯一(?:的)?(?:一份|副本|备份)/iu;

const AGAIN = /\b(?:again|once more|another|one more|resend|re-send)\b|再|重新|又/iu;
/** What was paid or sent longer ago was another month's. */
const RECENT_S = 25 * 24 * 60 * 60;

type Goal = Readonly<{ text: string; by: string; ts: string }>;

/** Only somebody's last word on it counts: what they said after it may have changed things. */
export function contraryTo(goal: Goal, said: readonly SaidOnRecord[]): readonly SaidOnRecord[] {
  const about = said
    .filter(({ message, text }) => message !== goal.ts && isSameMonth(goal.text, text))
    .toSorted((one, other) => (one.message < other.message ? 1 : -1));
  const lastWords = [
    ...new Map(about.filter(({ text }) => shared(goal, text) >= 2).map((one) => [one.by, one])).keys(),
  ].flatMap((by) => about.find((one) => one.by === by && shared(goal, one.text) >= 2) ?? []);
  const finders: readonly (() => SaidOnRecord | undefined)[] = [
    () => lastWords.find((one) => isDone(goal, one)),
    () => lastWords.find(({ text }) => TAKEN_BACK.test(text)),
    () => lastWords.find(({ text, by }) => by !== goal.by && isTurned(goal.text, text)),
    () =>
      DELETES.test(goal.text)
        ? about.find(({ text }) => KEEPS.test(text) && shared(goal, text) >= 1)
        : undefined,
  ];
  return [...new Set(finders.flatMap((find) => find() ?? []))];
}

function shared(goal: Goal, text: string): number {
  return sharedTopics(text, goal.text).length;
}

function isDone(goal: Goal, { text, message }: SaidOnRecord): boolean {
  if (NOT_DONE.test(text) || AGAIN.test(goal.text)) return false;
  if (Number(goal.ts) - Number(message) > RECENT_S) return false;
  return DONE.some(
    ({ wanted, done, least }) => wanted.test(goal.text) && done.test(text) && shared(goal, text) >= least,
  );
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  /\b(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[a-z]*)\b|(?<number>\d{1,2})\s*月(?!前|后|内)|(?<han>十[一二]?|[一二三四五六七八九])月/giu;

/** What is told of one month says nothing of another. */
function isSameMonth(one: string, other: string): boolean {
  const [wanted, told] = [monthsIn(one), monthsIn(other)];
  return wanted.size === 0 || told.size === 0 || [...wanted].some((month) => told.has(month));
}

function monthsIn(text: string): ReadonlySet<number> {
  return new Set(
    [...text.matchAll(MONTH)].map(({ groups = {} }) => {
      const { name, number, han = '' } = groups;
      if (name !== undefined) return MONTHS.indexOf(name.toLowerCase()) + 1;
      if (number !== undefined) return Number(number);
      return (han.startsWith('十') ? 10 : 0) + ' 一二三四五六七八九'.indexOf(han.replace('十', '') || ' ');
    }),
  );
}

const PREMISE =
  /\b(?:since|because|now that|as|after)\b[^,.;]{3,80}|\bthat [^,.;]{0,40}\b(?:is|are|was|were|has|have)\b[^,.;]{1,40}/giu;
const NEGATED =
  /\b(?:not|never)(?: yet| been)? (?<word>\p{L}{4,})|n['’]t(?: yet| been)? (?<other>\p{L}{4,})/giu;

/** "Do not" forbids; it says nothing of what is so. */
const IMPERATIVE = /\b(?:do(?: not|n['’]t)|must not|should not|never|please not) \p{L}+/giu;

/** What one takes to be so, and the other says is not: "since the audit is passed" and "not passed". */
function isTurned(goal: string, text: string): boolean {
  const premise = [...goal.matchAll(PREMISE)].map(([clause]) => clause).join(' ');
  const negatedThere = negatedIn(text);
  const claimed = toTerms(premise.replaceAll(NEGATED, ' '));
  if (claimed.some((term) => negatedThere.has(term))) return true;
  const affirmed = new Set(toTerms(text.replaceAll(NEGATED, ' ')));
  return [...negatedIn(goal.replaceAll(IMPERATIVE, ' '))].some(
    (term) => affirmed.has(term) && !negatedThere.has(term),
  );
}

function negatedIn(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(NEGATED)].flatMap(({ groups }) => toTerms(groups?.['word'] ?? groups?.['other'] ?? '')),
  );
}
