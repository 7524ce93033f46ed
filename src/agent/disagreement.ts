// What sources say differently of the same thing: found by code, and shown with the words of each. Pure.
import { z } from 'zod';

/** One of the values, and where it stands. */
export interface Side {
  readonly value: string;
  /** Its own words. */
  readonly quote?: string;
  /** How it is cited. */
  readonly ref?: string;
  /** What a person sees of it: "offer-b.pdf, p. 2". */
  readonly label?: string;
}

export interface Disagreement {
  /** Of what: "Acme · price". */
  readonly of: string;
  /** Two or more, each with another value. */
  readonly sides: readonly Side[];
}

/** Something found in a source, as `keep_notes` keeps it: what it is of, what it says, and the words that say so. */
export const Finding = z.object({
  about: z.string(),
  what: z.string(),
  value: z.string(),
  asOf: z.string().optional(),
  quote: z.string(),
  ref: z.string(),
  /** The words stand in the source, as it was read. */
  isProven: z.boolean(),
});
export type Finding = z.infer<typeof Finding>;

/** Of the same thing at the same time, with values that cannot both be right. What is not proven speaks against nothing. */
export function findingsDisagree(findings: readonly Finding[]): readonly Disagreement[] {
  const same = Map.groupBy(
    findings.filter(({ isProven }) => isProven),
    ({ about, what }) => `${nameOf(about)}|${nameOf(what)}`,
  );
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const times = [...new Set(group.flatMap(({ asOf }) => asOf ?? []))];
    // A figure without a time is held against each that has one.
    const at = times.length === 0 ? [undefined] : times;
    const found = at.flatMap((time) => {
      const sides = distinct(
        group.filter(({ asOf }) => asOf === undefined || asOf === time),
        ({ value }, other) => !agree(value, other.value),
      );
      const of = [first.about, first.what, ...(time === undefined ? [] : [time])].join(' · ');
      return sides.length < 2 ? [] : [{ of, sides: sides.map(toSide) }];
    });
    return found;
  });
}

function toSide({ value, quote, ref }: Finding): Side {
  return { value, quote, ref };
}

/** The first of each value, in order. */
export function distinct<One>(
  all: readonly One[],
  differ: (one: One, other: One) => boolean,
): readonly One[] {
  return all.reduce<readonly One[]>(
    (kept, one) => (kept.every((other) => differ(one, other)) ? [...kept, one] : kept),
    [],
  );
}

/** The same name, however it was written. */
export function nameOf(written: string): string {
  const words = written
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’]s\b/gu, '')
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? [])
    .filter((word) => !EMPTY.has(word))
    .map((word) => (/^[a-z]{4,}s$/u.test(word) && !word.endsWith('ss') ? word.slice(0, -1) : word))
    .toSorted()
    .join(' ');
}

const EMPTY: ReadonlySet<string> = new Set([
  'the',
  'a',
  'an',
  'of',
  'its',
  'their',
  'in',
  'for',
  'number',
  'total',
  'count',
  'inc',
  'ltd',
  'gmbh',
]);

const TIMES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  千: 1e3,
  万: 1e4,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  百万: 1e6,
  亿: 1e8,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
const NUMBER =
  /^[^\d\p{L}]*(?:about|around|some|over|约|大约)?\s*(?<sign>[€$£¥])?\s*(?<digits>-?\d[\d.,'’ ]*\d|-?\d)\s*(?<times>thousand|million|billion|mn|bn|[kmb](?![\p{L}])|百万|千|万|亿)?\s*(?<unit>.*)$/iu;

/** A year or a month is no contradiction to a day in it. */
const DAY = /^\d{4}-\d\d(?:-\d\d)?$/u;

interface Amount {
  readonly value: number;
  readonly unit: string;
  /** How far off it may be from what it was rounded from. */
  readonly slack: number;
}

/** Whether both can be right: the same amount, one of them rounded, or the same words. */
export function agree(one: string, other: string): boolean {
  if (DAY.test(one) && DAY.test(other)) return one.startsWith(other) || other.startsWith(one);
  const [first, second] = [toAmount(one), toAmount(other)];
  if (first === undefined || second === undefined) {
    const [left, right] = [nameOf(one), nameOf(other)];
    return left === right || left.includes(right) || right.includes(left);
  }
  // Kilometres and miles are not held against each other; a bare number is held against either.
  if (first.unit !== '' && second.unit !== '' && first.unit !== second.unit) return true;
  return Math.abs(first.value - second.value) <= Math.max(first.slack, second.slack);
}

function toAmount(written: string): Amount | undefined {
  const groups = NUMBER.exec(written.normalize('NFKC').trim())?.groups;
  if (groups === undefined) return undefined;
  const digits = (groups['digits'] ?? '').replaceAll(/[ ,.'’](?=\d{3}(?:\D|$))/gu, '').replace(',', '.');
  const times = TIMES[groups['times']?.toLowerCase() ?? ''] ?? 1;
  const value = Number(digits) * times;
  if (!Number.isFinite(value)) return undefined;
  const decimals = digits.split('.')[1]?.length ?? 0;
  // A bare whole number is meant as it stands; "1.2 million" is rounded to its last digit.
  const slack = times === 1 && decimals === 0 ? 0 : (times / 10 ** decimals) * 0.5000001;
  return {
    value,
    unit: nameOf(`${groups['sign'] ?? ''}${groups['unit'] ?? ''}`) || (groups['sign'] ?? ''),
    slack,
  };
}
