// The cells of the comparison: a price, a fact, each with where it stands.
import { showMoney } from '../extract/money.ts';
import { overlap, shorten, termsOf } from '../extract/text.ts';
import type { Tongue } from '../tongue.ts';
import { unitPrice, type Part } from './cost.ts';
import type { Contender } from './weigh.ts';

export function refs(list: readonly string[]): string {
  return [...new Set(list)].map((ref) => `[${ref}]`).join(' ');
}

export function showPart(part: Part, { tell, unit }: { tell: Tongue; unit: string }): string {
  const { amount, currency, isPerSeat, period, was, label, quantity, percent } = part;
  const each = isPerSeat ? tell(` per ${unit === '件' ? 'piece' : 'seat'}`, `/${unit}`) : '';
  const time = {
    month: tell(' a month', '/月'),
    quarter: tell(' a quarter', '/季'),
    year: tell(' a year', '/年'),
    once: tell(' once', '（一次性）'),
  };
  const before =
    was === undefined
      ? ''
      : tell(` (was ${showMoney(was, currency)})`, `（原为 ${showMoney(was, currency)}）`);
  const times = quantity === undefined || quantity === 1 ? '' : ` × ${quantity}`;
  const more =
    percent === 0
      ? ''
      : ` ${percent > 0 ? '+' : '−'} ${Math.abs(percent)} % = ${showMoney(unitPrice(part), currency)}`;
  const title = label.replace(/[,，]?\s*(?:\bonce\b.*|\s\d+)$/i, '').trim();
  const name = period === 'once' && title !== '' && title.length < 40 ? `${title}: ` : '';
  return `${name}${showMoney(amount, currency)}${more}${each}${period === undefined ? '' : time[period]}${times}${before}`;
}

export function shown(fact: { readonly value: string; readonly ref: string } | undefined): string {
  return fact === undefined ? '' : `${shorten(fact.value, 90)} [${fact.ref}]`;
}

export function lineAbout(
  what: string,
  sentences: Contender['offer']['sentences'],
): { value: string; ref: string } | undefined {
  const best = sentences
    .map(({ text, ref }) => ({ value: text, ref, score: overlap(termsOf(what), text) }))
    .sort((one, other) => other.score - one.score)[0];
  return best === undefined || best.score === 0 ? undefined : best;
}

export function perSeat(
  parts: readonly Part[],
  { yearly, seats }: { yearly: number | undefined; seats: number | undefined },
): string {
  const own = parts.find((part) => part.isPerSeat && (part.period === 'month' || part.period === 'year'));
  if (own !== undefined)
    return `${showMoney(own.period === 'year' ? own.amount / 12 : own.amount, own.currency)} ${refs(own.refs.slice(0, 1))}`;
  const [first] = parts;
  return yearly === undefined || seats === undefined || first === undefined
    ? ''
    : `${showMoney(yearly / 12 / seats, first.currency)} ${refs(first.refs.slice(0, 1))}`;
}
