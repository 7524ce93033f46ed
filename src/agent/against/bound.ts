// Limits as people write them: "no discount above 15 %", "at most 2,000 €", "不超过 3 天".

export interface Bound {
  readonly most: number;
  /** What is counted: "%", "€", "day"; limits of other things are other limits. */
  readonly unit: string;
}

const NUMBER = String.raw`(?:([€$£¥])\s*)?(\d[\d.,'’  ]*\d|\d)\s*(%|€|\$|£|¥|[a-z]{3,}|元|天|人|小时|个月|周|年|套|台|件)?`;
const OVER = new RegExp(
  String.raw`(?:above|over|more than|exceed(?:s|ing)?|beyond|at most|up to|max(?:imum)?(?: of)?|超过|高于|多于|大于|不超|最多|至多)\s*${NUMBER}`,
  'giu',
);
const ANY = new RegExp(NUMBER, 'giu');

export function boundsIn(text: string): readonly Bound[] {
  return amountsIn(text, OVER).map(({ value, unit }) => ({ most: value, unit }));
}

/** Whether the text names more of the same than the limit allows. */
export function exceeds(text: string, { most, unit }: Bound): boolean {
  return amountsIn(text, ANY).some((amount) => amount.unit === unit && amount.value > most);
}

/** Amounts of money, to tell "I approve 8,000 €" from 12,000 €. */
export function moneyIn(text: string): readonly number[] {
  return amountsIn(text, ANY).flatMap(({ value, unit }) => (/^[€$£¥元]$/u.test(unit) ? [value] : []));
}

function amountsIn(text: string, pattern: RegExp): readonly { value: number; unit: string }[] {
  return [...text.matchAll(pattern)].flatMap(([, before, digits = '', after]) => {
    const unit = toUnit(before ?? after);
    const value = Number(digits.replaceAll(/[.,'’  ](?=\d{3}(?:\D|$))/gu, '').replace(',', '.'));
    return unit === undefined || !Number.isFinite(value) ? [] : [{ value, unit }];
  });
}

const SAME: Readonly<Record<string, string>> = {
  eur: '€',
  euro: '€',
  euros: '€',
  usd: '$',
  dollars: '$',
  percent: '%',
};

function toUnit(written: string | undefined): string | undefined {
  const unit = written?.toLowerCase();
  return unit === undefined ? undefined : (SAME[unit] ?? unit.replace(/s$/u, ''));
}
