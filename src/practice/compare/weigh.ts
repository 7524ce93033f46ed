// Each offer against each requirement, and which one to take.
import { moneyIn, showMoney, toNumber } from '../extract/money.ts';
import { dateIn, addDays } from '../extract/dates.ts';
import { staysIn } from '../extract/places.ts';
import { monthsIn, seatsIn, type Correction, type Requirement } from '../extract/rules.ts';
import type { Fact, OfferText } from '../extract/offer.ts';
import { overlap } from '../extract/text.ts';
import type { Entrant } from './find.ts';
import { unitPrice, type Cost } from './cost.ts';

/** An entrant that was read. */
export interface Contender {
  readonly entrant: Entrant;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly offer: OfferText;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly corrections: readonly Correction[];
  readonly cost: Cost;
  /** Why it could not be read. */
  readonly unread: string | undefined;
}

export interface Check {
  readonly requirement: Requirement;
  readonly verdict: 'meets' | 'fails' | 'not-stated';
  /** What decides it, as it stands. */
  readonly found: string;
  readonly ref: string | undefined;
}

function checkAll(
  contender: Contender,
  requirements: readonly Requirement[],
  today: string,
): readonly Check[] {
  return requirements
    .filter(({ demand }) => demand.kind !== 'prohibition')
    .map((requirement) => check(contender, requirement, today));
}

function check(contender: Contender, requirement: Requirement, today: string): Check {
  const { demand } = requirement;
  const fact = (id: string): Fact | undefined => contender.facts.get(id);
  const say = (isMet: boolean | undefined, found: Fact | undefined): Check => ({
    requirement,
    verdict: isMet === undefined ? 'not-stated' : isMet ? 'meets' : 'fails',
    found: isMet === undefined ? '' : (found?.value ?? ''),
    ref: isMet === undefined ? undefined : found?.ref,
  });
  switch (demand.kind) {
    case 'budget':
      return checkBudget(contender, requirement);
    case 'region':
      return say(
        fact('hosting') === undefined ? undefined : staysIn(demand.region, fact('hosting')?.value ?? ''),
        fact('hosting'),
      );
    case 'deadline': {
      const day = readyOn(fact('delivery')?.value, today);
      return say(day === undefined ? undefined : day <= demand.day, fact('delivery'));
    }
    case 'term': {
      const months = monthsIn(fact('term')?.value ?? '');
      return say(months === undefined ? undefined : months <= demand.months, fact('term'));
    }
    case 'seats': {
      const offered = seatsIn(fact('seats')?.value ?? '') ?? numberIn(fact('seats')?.value);
      const isPerSeat = contender.cost.parts.some((part) => part.isPerSeat);
      // What is sold by the seat is sold for any number of them.
      return say(
        offered === undefined ? (isPerSeat ? true : undefined) : offered >= demand.least || isPerSeat,
        fact('seats') ?? seatFact(contender),
      );
    }
    case 'days': {
      const fact = contender.facts.get('delivery');
      const day = readyOn(fact?.value, today);
      return say(day === undefined ? undefined : day <= addDays(today, demand.most), fact);
    }
    case 'least': {
      const line = [...contender.offer.sentences].find(
        ({ text }) => overlap(demand.terms, text) > 0 && moneyOr(text) !== undefined,
      );
      const amount = moneyOr(line?.text);
      return say(
        amount === undefined ? undefined : amount >= demand.least.amount,
        line === undefined ? undefined : { value: line.text, ref: line.ref },
      );
    }
    case 'feature':
      return checkFeature(contender, requirement, demand.terms);
    case 'prohibition':
      return say(undefined, undefined);
  }
}

function checkBudget({ cost }: Contender, requirement: Requirement): Check {
  const { demand, words } = requirement;
  if (demand.kind !== 'budget') return { requirement, verdict: 'not-stated', found: '', ref: undefined };
  const { most } = demand;
  const isAllIn =
    /first[- ]year|all[- ]in|includ\w+ (?:the )?(?:set-?up|everything|one-off|onboarding|migration)|首年|第一年|含/i.test(
      words,
    );
  const seat = cost.parts.find(({ isPerSeat }) => isPerSeat);
  const yearly =
    most.period === 'month'
      ? cost.yearly && cost.yearly / 12
      : most.period === 'year' && !isAllIn
        ? cost.yearly
        : cost.firstYear;
  const value = most.isPerSeat ? seat && perPeriod(unitPrice(seat), seat.period, most.period) : yearly;
  if (value === undefined || cost.currency !== most.currency)
    return { requirement, verdict: 'not-stated', found: '', ref: undefined };
  return {
    requirement,
    verdict: value <= most.amount ? 'meets' : 'fails',
    found: showMoney(value, cost.currency),
    ref: cost.parts[0]?.refs[0],
  };
}

function perPeriod(amount: number, has: string | undefined, wanted: string | undefined): number {
  if (has === 'month' && wanted === 'year') return amount * 12;
  return has === 'year' && wanted === 'month' ? amount / 12 : amount;
}

const PARTLY = /\bbeta\b|\bpartial(?:ly)?\b|\bplanned\b|\broadmap\b|coming soon|测试版|部分|计划中/i;
const MISSING =
  /\b(?:no|not|without|excluded|unavailable|none|planned|roadmap)\b|不(?:含|支持|提供|包括)|暂无|没有|无/i;

function checkFeature(
  { offer, facts }: Contender,
  requirement: Requirement,
  terms: readonly string[],
): Check {
  const lines = [...offer.sentences, ...[...facts.values()].map(({ value, ref }) => ({ text: value, ref }))];
  const best = lines
    .map((line) => ({
      line,
      score:
        terms.filter((term) => line.text.toLowerCase().includes(term)).length +
        overlap(terms, line.text) / 100,
    }))
    .sort((one, other) => other.score - one.score)[0];
  if (best === undefined || best.score < Math.max(1, terms.length / 2))
    return { requirement, verdict: 'not-stated', found: '', ref: undefined };
  return {
    requirement,
    verdict: isLacking(best.line.text, terms) ? 'fails' : 'meets',
    found: best.line.text,
    ref: best.line.ref,
  };
}

/** "Chinese (beta)": a word of doubt near what is wanted, or a no in front of it. */
function isLacking(text: string, terms: readonly string[]): boolean {
  return text
    .split(/[,;，、；]/)
    .filter((piece) => overlap(terms, piece) > 0 || terms.some((term) => piece.toLowerCase().includes(term)))
    .some((piece, _at, pieces) => PARTLY.test(piece) || (pieces.length === 1 && MISSING.test(piece)));
}

/** The first amount in the line, or its last bare number. */
function moneyOr(text: string | undefined): number | undefined {
  const money = moneyIn(text ?? '')[0]?.amount;
  const bare = /\d[\d,.]*(?!.*\d)/.exec(text ?? '')?.[0];
  return money ?? (bare === undefined ? undefined : toNumber(bare));
}

/** A day, or so many weeks from today. */
function readyOn(text: string | undefined, today: string): string | undefined {
  if (text === undefined) return undefined;
  const date = dateIn(text, today);
  if (date !== undefined) return date.day;
  const [, number, last, unit] =
    /(\d+)(?:\s*(?:-|–|to|至|到)\s*(\d+))?\s*(?:个)?\s*(?:working |business |calendar |工作)?(days?|weeks?|months?|天|日|周|星期|月)/i.exec(
      text,
    ) ?? [];
  if (number === undefined || unit === undefined)
    return /immediate|at once|立即|即时/i.test(text) ? today : undefined;
  const days = /week|周|星期/i.test(unit) ? 7 : /month|月/i.test(unit) ? 30 : 1;
  return addDays(today, Number(last ?? number) * days);
}

function numberIn(text: string | undefined): number | undefined {
  const found = /\d+/.exec(text ?? '')?.[0];
  return found === undefined ? undefined : Number(found);
}

function seatFact({ cost }: Contender): Fact | undefined {
  const part = cost.parts.find(({ isPerSeat }) => isPerSeat);
  return part === undefined ? undefined : { value: part.label, ref: part.refs[0] ?? '' };
}

export interface Ranked {
  readonly contender: Contender;
  readonly checks: readonly Check[];
  readonly fails: number;
  readonly open: number;
}

/** Best first: what fails nothing before what fails something, what is known before what is not, then the cheaper. */
export function rank(
  contenders: readonly Contender[],
  requirements: readonly Requirement[],
  today: string,
): readonly Ranked[] {
  const count = (checks: readonly Check[], verdict: Check['verdict']): number =>
    checks.filter((one) => one.verdict === verdict).length;
  return contenders
    .map((contender) => {
      const checks = checkAll(contender, requirements, today);
      return {
        contender,
        checks,
        fails: count(checks, 'fails') + (contender.unread === undefined ? 0 : 100),
        open: count(checks, 'not-stated'),
      };
    })
    .sort((one, other) => one.fails - other.fails || one.open - other.open || priceOf(one) - priceOf(other));
}

function priceOf({ contender }: Ranked): number {
  return contender.cost.firstYear ?? contender.cost.parts[0]?.amount ?? Number.MAX_SAFE_INTEGER;
}
