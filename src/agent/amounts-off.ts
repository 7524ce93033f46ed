// Money and other amounts with a unit that a tool works out, held against what the goal leads one to expect: pure.
import { wordsOf } from './heard-as.ts';

export interface ExpectedAmount {
  readonly value: number;
  readonly unit: string;
  /** As it stands in the goal. */
  readonly words: string;
  /** A limit is passed only upwards. */
  readonly isLimit: boolean;
}

export interface AmountOff {
  readonly expected: ExpectedAmount;
  readonly value: number;
  /** The line of the result that says so. */
  readonly words: string;
}

/** Further off than this, somebody had something else in mind. */
const FACTOR = 3;

const UNIT = String.raw`€|\$|£|¥|%|eur(?:os?)?|usd|dollars?|pounds?|yuan|rmb|percent|hours?|days?|weeks?|pages?|kg|km|gb|mb|tb|元|欧元|美元|小时|天|页|公里|公斤`;
const AMOUNT = String.raw`(?<sign>[€$£¥])?\s*(?<digits>\d[\d.,'’]*\d|\d)\s*(?<times>thousand|million|[km](?![a-z])|百万|千|万|亿)?\s*(?<unit>${UNIT})?`;
const ABOUT =
  '(?:about|around|roughly|approximately|some|circa|ca\\.?|~|≈|in total|a total of|total(?:ling)?|worth|sum of|comes? to|adds? up to|should be|大约|约|大概|差不多|总共|共计|合计|一共|总额(?:是|为)?)';
const LIMIT = '(?:at most|up to|no more than|not more than|below|under|within|最多|不超过|至多|以内)';
const EXPECTED = new RegExp(String.raw`(?:(?<limit>${LIMIT})|${ABOUT})\s*${AMOUNT}`, 'giu');
const AFTERWARDS = new RegExp(String.raw`${AMOUNT}\s*(?:in all|in total|altogether|or so|左右|上下)`, 'giu');
const ANY = new RegExp(AMOUNT, 'giu');
const TOTAL = /\b(?:sum|total|altogether|in all)\b|合计|总计|总额|共/iu;
/** What `calculate` says of a column: the number bears no unit, the column may. */
const SUM = /^(?:sum|total)\((?<column>.*)\) = (?<value>-?\d+(?:\.\d+)?)$/iu;
const PART = /^Rows used: .* where /u;
const NO_MONEY = /hours?|days?|qty|quantity|count|seats?|pages?|units?|percent|%|小时|天|数量|页/iu;

/** What the goal says that something comes to, about, or at most; a price that is merely named leads to nothing. */
export function amountsExpectedIn(goal: string): readonly ExpectedAmount[] {
  const text = wordsOf(goal);
  return [...text.matchAll(EXPECTED), ...text.matchAll(AFTERWARDS)].flatMap((found): ExpectedAmount[] => {
    const amount = toAmount(found.groups);
    const isLimit = found.groups?.['limit'] !== undefined;
    return amount === undefined || amount.value === 0 ? [] : [{ ...amount, words: found[0].trim(), isLimit }];
  });
}

/** `lines` are the tool's own: nothing that it quotes from others. */
export function amountsOff(
  lines: readonly string[],
  expected: readonly ExpectedAmount[],
): readonly AmountOff[] {
  const isPart = lines.some((line) => PART.test(line));
  return lines.flatMap((words) =>
    expected.flatMap((one): AmountOff[] => {
      const value = totalIn(words, one.unit);
      if (value === undefined) return [];
      const isMore = value > one.value * FACTOR;
      // A part of the rows is less than the whole, and says nothing.
      const isLess = !one.isLimit && !isPart && value * FACTOR < one.value;
      return isMore || isLess ? [{ expected: one, value, words }] : [];
    }),
  );
}

function totalIn(line: string, unit: string): number | undefined {
  const sum = SUM.exec(line)?.groups;
  if (sum !== undefined) {
    const column = (sum['column'] ?? '').toLowerCase();
    const fits = isMoney(unit) ? !NO_MONEY.test(column) : column.includes(unit);
    return fits ? Number(sum['value']) : undefined;
  }
  if (!TOTAL.test(line)) return undefined;
  const same = [...line.matchAll(ANY)].flatMap(({ groups }) => toAmount(groups) ?? []);
  return same.find((amount) => amount.unit === unit)?.value;
}

const TIMES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
  亿: 1e8,
};
const SAME: Readonly<Record<string, string>> = {
  eur: '€',
  euro: '€',
  欧元: '€',
  usd: '$',
  dollar: '$',
  美元: '$',
  pound: '£',
  元: '¥',
  yuan: '¥',
  rmb: '¥',
  percent: '%',
  小时: 'hour',
  天: 'day',
  页: 'page',
  公里: 'km',
  公斤: 'kg',
};

function toAmount(
  groups: Readonly<Record<string, string | undefined>> | undefined,
): { value: number; unit: string } | undefined {
  const written = (groups?.['sign'] ?? groups?.['unit'])?.toLowerCase();
  if (written === undefined) return undefined;
  const single = written.length > 2 ? written.replace(/s$/u, '') : written;
  const digits = (groups?.['digits'] ?? '').replaceAll(/[.,'’](?=\d{3}(?:\D|$))/gu, '').replace(',', '.');
  const value = Number(digits) * (TIMES[groups?.['times']?.toLowerCase() ?? ''] ?? 1);
  return Number.isFinite(value) ? { value, unit: SAME[single] ?? single } : undefined;
}

function isMoney(unit: string): boolean {
  return /^[€$£¥]$/u.test(unit);
}
