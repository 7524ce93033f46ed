// Lines of price lists: numbers whose currency stands in a heading, and rows of quantity, price and sum.
import type { Money } from './money.ts';

const CURRENCY =
  /[（(]\s*(元|€|EUR|\$|USD|£|GBP|CHF|CNY|人民币|欧元|美元)(?:\s*\/?[^)）]*)?[)）]|\b(EUR|USD|GBP|CHF|CNY)\b/;

/** The currency that a heading or label gives to bare numbers. */
export function currencyNamed(text: string): string | undefined {
  const [, one, other] = CURRENCY.exec(text) ?? [];
  return one ?? other;
}

/** Writes the currency in front of numbers that have none: those with two decimals, or the value behind a label that names it. */
export function withCurrency(text: string, ofDocument: string | undefined): string {
  const [, label = '', value = ''] = /^(.{1,60}?)[:：]\s*([\d.,]+)$/.exec(text) ?? [];
  const ofLabel = currencyNamed(label);
  if (ofLabel !== undefined) return `${label}: ${ofLabel === '元' ? '¥' : ofLabel} ${value}`;
  if (ofDocument === undefined) return text;
  const sign = ofDocument === '元' ? '¥' : `${ofDocument} `;
  return text.replace(
    /(?<![\d.,€$£¥%-])(?<!(?:EUR|USD|GBP|CHF|CNY) ?)(\d[\d,]*\.\d{2})(?![\d%])/g,
    `${sign}$1`,
  );
}

/** Of "12 seats × 12 months €49.00 €7,056.00": the price of one, and how many; undefined when the row does not add up so. */
export function quantityIn(
  text: string,
  prices: readonly Money[],
): { readonly unit: Money; readonly count: number } | undefined {
  if (prices.length < 2) return undefined;
  const bare = prices.reduce((rest, { text: amount }) => rest.replace(amount, ' '), text);
  const numbers = [...bare.matchAll(/(?<![\p{L}\d.,-])\d{1,6}(?![\d.,%]|-)/gu)]
    .map(([digits]) => Number(digits))
    .filter((number) => number > 0);
  const counts = [
    ...numbers,
    ...numbers.flatMap((one, at) => numbers.slice(at + 1).map((other) => one * other)),
    ...(/month|每月/i.test(text) ? numbers.map((number) => number * 12) : []),
  ];
  for (const unit of prices)
    for (const sum of prices)
      for (const count of counts)
        if (unit !== sum && unit.amount > 0 && Math.abs(unit.amount * count - sum.amount) < 0.01)
          return { unit, count };
  return undefined;
}
