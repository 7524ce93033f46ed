// What an offer costs in its first year, from the prices in it: a formula that a tool can compute, and where each number stands.
import type { Money } from '../extract/money.ts';
import type { Price } from '../extract/offer.ts';
import type { Correction } from '../extract/rules.ts';

export interface Part {
  readonly amount: number;
  readonly currency: string;
  readonly isPerSeat: boolean;
  readonly period: Money['period'];
  readonly label: string;
  readonly refs: readonly string[];
  /** What stood there before it was corrected. */
  readonly was: number | undefined;
  readonly quantity: number | undefined;
  /** A surcharge or a discount that came later, in percent. */
  readonly percent: number;
}

export interface Cost {
  readonly parts: readonly Part[];
  readonly currency: string;
  /** Undefined while seats or prices are not known. */
  readonly yearly: number | undefined;
  readonly firstYear: number | undefined;
  /** For the calculator: numbers and signs only. */
  readonly formula: string | undefined;
}

const TIMES: Readonly<Record<'month' | 'quarter' | 'year', number>> = { month: 12, quarter: 4, year: 1 };

export function costOf(
  prices: readonly Price[],
  corrections: readonly Correction[],
  volume: Volume | undefined,
): Cost {
  const parts = corrected(chosen(prices, volume?.count), corrections);
  const currency = parts[0]?.currency ?? prices[0]?.currency ?? '';
  const terms = parts.filter((part) => part.currency === currency).map((part) => termOf(part, volume));
  const isKnown = terms.length > 0 && terms.every((term) => term !== undefined);
  const known = terms.filter((term) => term !== undefined);
  const sum = (wanted: readonly Term[]): number =>
    Math.round(wanted.reduce((total, { value }) => total + value, 0) * 100) / 100;
  return {
    parts,
    currency,
    yearly: isKnown ? sum(known.filter(({ isYearly }) => isYearly)) : undefined,
    firstYear: isKnown ? sum(known) : undefined,
    formula: isKnown ? known.map(({ formula }) => formula).join(' + ') : undefined,
  };
}

/** How many seats, or pieces, and whether that is a number for each month. */
export interface Volume {
  readonly count: number;
  readonly isMonthly: boolean;
}

interface Term {
  readonly formula: string;
  readonly value: number;
  readonly isYearly: boolean;
}

function termOf(part: Part, volume: Volume | undefined): Term | undefined {
  const { amount, isPerSeat, period, quantity, percent } = part;
  if (isPerSeat && volume === undefined && quantity === undefined) return undefined;
  const isMonthly = isPerSeat && period === undefined && volume?.isMonthly === true;
  const times = isMonthly
    ? [12]
    : period === undefined || period === 'once' || period === 'year'
      ? []
      : [TIMES[period]];
  // A row that counts for itself has its months in the count.
  const counts =
    isPerSeat && volume !== undefined && (quantity === undefined || isMonthly)
      ? [volume.count, ...times]
      : quantity === undefined
        ? times
        : [quantity];
  const factors = [
    amount,
    ...(percent === 0 ? [] : [Math.round((1 + percent / 100) * 10_000) / 10_000]),
    ...counts.filter((count) => count !== 1),
  ];
  return {
    formula: factors.join(' * '),
    value: factors.reduce((product, factor) => product * factor, 1),
    isYearly:
      isMonthly ||
      (quantity !== undefined && period !== 'once') ||
      (period !== undefined && period !== 'once'),
  };
}

/** What one of it costs now, with what came on top. */
export function unitPrice({ amount, percent }: Part): number {
  return Math.round(amount * (1 + percent / 100) * 10_000) / 10_000;
}

/** The prices that make up the sum: no options, no totals, nothing twice in another unit. */
function chosen(prices: readonly Price[], seats: number | undefined): readonly Part[] {
  const parts = prices.filter(({ kind }) => kind === 'part');
  const perSeat = seatPrice(
    parts.filter(({ isPerSeat, period }) => isPerSeat && period !== 'once'),
    seats,
  );
  const flat = uniqueAmounts(
    parts.filter(({ isPerSeat, period }) => !isPerSeat && period !== undefined && period !== 'once'),
  );
  const once = uniqueAmounts(parts.filter(({ period }) => period === 'once'));
  const plain = parts.filter(({ isPerSeat, period }) => !isPerSeat && period === undefined);
  const yearOf = ({ amount, period }: Price): number =>
    amount * (period === undefined || period === 'once' ? 1 : TIMES[period]);

  const seatYear = perSeat === undefined || seats === undefined ? undefined : yearOf(perSeat) * seats;
  // "€12 per seat, so €3,600 per year" is one price said twice.
  const ownFlat = flat.filter(
    (price, at) =>
      !isNear(yearOf(price), seatYear) &&
      !flat.slice(0, at).some((earlier) => isNear(yearOf(earlier), yearOf(price))),
  );
  const found = [...(perSeat === undefined ? [] : [perSeat]), ...ownFlat, ...once];
  const counted = parts.filter(
    (part) =>
      part.quantity !== undefined && !found.includes(part) && part !== perSeat && part.period !== 'once',
  );
  if (found.some(({ period }) => period !== 'once') || counted.length > 0)
    return [...found, ...counted].map(toPart);
  const totals = prices.filter(({ kind }) => kind === 'total');
  const whole =
    totals[0] ?? plain.find(({ label }) => /price|cost|fee|offer|amount|价|费|金额/i.test(label)) ?? plain[0];
  return [...(whole === undefined ? [] : [whole]), ...(totals.length > 0 ? [] : once)].map(toPart);
}

function seatPrice(prices: readonly Price[], seats: number | undefined): Price | undefined {
  const tiered = prices.filter(({ tier }) => tier !== undefined);
  const fitting = tiered.find(
    ({ tier }) => seats !== undefined && tier !== undefined && tier[0] <= seats && seats <= tier[1],
  );
  return (
    fitting ??
    prices.find(({ tier, period }) => tier === undefined && period === 'month') ??
    prices.find(({ tier, period }) => tier === undefined && period !== undefined) ??
    prices[0]
  );
}

function uniqueAmounts(prices: readonly Price[]): readonly Price[] {
  return prices.filter((price, at) => prices.findIndex(({ amount }) => amount === price.amount) === at);
}

function isNear(one: number, other: number | undefined): boolean {
  return other !== undefined && Math.abs(one - other) <= Math.max(1, other * 0.002);
}

function toPart({ amount, currency, isPerSeat, period, label, ref, quantity }: Price): Part {
  return { amount, currency, isPerSeat, period, label, refs: [ref], was: undefined, quantity, percent: 0 };
}

/** Each correction replaces the price it speaks of: the one it names, else the one in the same unit, else the main one. */
function corrected(parts: readonly Part[], corrections: readonly Correction[]): readonly Part[] {
  const now = [...parts];
  for (const { change, said } of corrections) {
    if (change.kind === 'percent') {
      const main = now.findIndex(({ period }) => period !== 'once');
      const part = now[main];
      if (part !== undefined)
        now[main] = { ...part, percent: part.percent + change.percent, refs: [`m:${said.ts}`, ...part.refs] };
      continue;
    }
    if (change.kind !== 'price') continue;
    const { from, to } = change;
    const same = now.findIndex(({ amount }) => amount === from?.amount);
    const inUnit = now.findIndex(
      ({ isPerSeat, period }) =>
        isPerSeat === to.isPerSeat && (period === to.period || to.period === undefined),
    );
    const close = now.findIndex(({ amount }) => to.amount / amount > 0.4 && to.amount / amount < 2.5);
    const at =
      same >= 0 ? same : to.period === undefined && !to.isPerSeat ? close : inUnit >= 0 ? inUnit : close;
    const old = now[at];
    if (old === undefined) {
      now.push({ ...to, label: '', refs: [`m:${said.ts}`], was: undefined, quantity: undefined, percent: 0 });
      continue;
    }
    now[at] = {
      ...old,
      amount: to.amount,
      currency: to.currency,
      refs: [`m:${said.ts}`, ...old.refs.filter((ref) => ref.startsWith('f:'))],
      was: old.was ?? old.amount,
    };
  }
  return now;
}
