// Amounts of money as people write them, with what they are for: a seat, a month, once.

type Period = 'month' | 'quarter' | 'year' | 'once';

export interface Money {
  readonly amount: number;
  /** ISO code where known. */
  readonly currency: string;
  /** As it stands in the text. */
  readonly text: string;
  readonly index: number;
  readonly isPerSeat: boolean;
  readonly period: Period | undefined;
}

const NUMBER = String.raw`\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d[\d.,]*\d|\d`;
const SYMBOL = '€|\\$|£|¥|￥|EUR|USD|GBP|CHF|CNY|RMB|SEK|NOK|DKK';
const WORD = 'euros?|dollars?|pounds?|francs?|kr|元|块|人民币|欧元|美元|英镑';
const AMOUNT = new RegExp(
  `(?:(${SYMBOL})\\s?(${NUMBER})|(${NUMBER}))\\s?(万|k\\b|m\\b)?\\s?(${SYMBOL}|${WORD})?(?![\\p{Script=Latin}\\d])`,
  'giu',
);

const CURRENCIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:€|eur|euros?|欧元)$/i, 'EUR'],
  [/^(?:\$|usd|dollars?|美元)$/i, 'USD'],
  [/^(?:£|gbp|pounds?|英镑)$/i, 'GBP'],
  [/^(?:¥|￥|cny|rmb|元|块|人民币)$/i, 'CNY'],
  [/^(?:chf|francs?)$/i, 'CHF'],
];
const SIGNS: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£', CNY: '¥' };

const SEAT =
  /(?:per|an?|each|\/|pro|for each)\s*(?:named |active )?(?:seat|user|licen[cs]e|agent|person|head|employee|member|guest|nutzer|piece|parcel|unit|item)\b|每(?:个)?(?:人|席位|座席|坐席|用户|账号|席|位|件|台|套)|\/\s*(?:人|席|用户|件|台|套)/i;
const PERIODS: readonly (readonly [RegExp, Period])[] = [
  [
    /one[- ]?(?:off|time)|\bonce\b|\bset-?up\b|onboarding|implementation|migration|installation|一次性|实施费|上线费|安装费|部署费|迁移费/i,
    'once',
  ],
  [/per quarter|quarterly|a quarter|每季/i, 'quarter'],
  [/(?:per|and|x|×) month|monthly|a month|\/\s?mo(?:nth)?\b|p\.?\s?m\.|每月|每个月|\/\s?月|月费/i, 'month'],
  [
    /(?:per|and) year|per annum|yearly|annual(?:ly)?|a year|\/\s?(?:yr|year)\b|p\.\s?a\.|每年|\/\s?年|年费/i,
    'year',
  ],
];

export function moneyIn(text: string): readonly Money[] {
  const found = [...text.matchAll(AMOUNT)].flatMap((match) => {
    const [whole, before, one, other, scale, after] = match;
    const sign = before ?? after;
    const number = one ?? other;
    if (sign === undefined || number === undefined) return [];
    const times =
      scale === undefined ? 1 : scale === '万' ? 10_000 : scale.toLowerCase() === 'k' ? 1000 : 1_000_000;
    return [
      {
        amount: toNumber(number) * times,
        currency: currencyOf(sign),
        text: whole.trim(),
        index: match.index,
      },
    ];
  });
  return found.map((money, at) => {
    const end = money.index + money.text.length;
    const next = found[at + 1]?.index ?? text.length;
    const last = found[at - 1];
    const behind = text.slice(end, Math.min(next, end + 70)).replace(/[;；。]|[.,]\s[\s\S]*|\n[\s\S]*/, ' ');
    const ahead = text.slice(
      Math.max(last === undefined ? 0 : last.index + last.text.length, money.index - 60),
      money.index,
    );
    return {
      ...money,
      isPerSeat: SEAT.test(behind) || SEAT.test(ahead),
      period: periodOf(behind) ?? periodOf(ahead),
    };
  });
}

/** "4,180", "4.180,00", "4'180" and "4 180" are the same number. */
export function toNumber(text: string): number {
  const plain = text.replace(/[\s'’\u00a0\u202f]/g, '');
  const comma = plain.lastIndexOf(',');
  const dot = plain.lastIndexOf('.');
  if (comma >= 0 && dot >= 0)
    return Number(comma > dot ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', ''));
  const mark = comma >= 0 ? ',' : '.';
  const isThousands =
    mark === ',' ? /^[1-9]\d{0,2}(?:,\d{3})+$/.test(plain) : /^[1-9]\d{0,2}(?:\.\d{3})+$/.test(plain);
  return Number(isThousands ? plain.replaceAll(mark, '') : plain.replace(',', '.'));
}

export function showMoney(amount: number, currency: string): string {
  const rounded = Math.round(amount * 100) / 100;
  const [whole = '0', cents] = (Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(2)).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const number = cents === undefined ? grouped : `${grouped}.${cents}`;
  return SIGNS[currency] === undefined ? `${currency} ${number}` : `${SIGNS[currency]}${number}`;
}

function currencyOf(sign: string): string {
  return CURRENCIES.find(([pattern]) => pattern.test(sign))?.[1] ?? sign.toUpperCase();
}

function periodOf(text: string): Period | undefined {
  return PERIODS.find(([pattern]) => pattern.test(text))?.[1];
}
