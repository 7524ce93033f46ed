// A question as search asks it: its words with what each is worth, and the days it speaks of.
import { dayMark, monthMark, yearMark } from './marks.ts';
import { hashTerm, toTerms } from './terms.ts';
import { unescaped } from './document.ts';

export interface AskedTerm {
  readonly hash: number;
  readonly weight: number;
}

/** A question has fewer words than this. */
const MOST_TERMS = 64;
/** Characters that carry grammar: what pairs with one says less, a pair of two says next to nothing. */
const GRAMMAR = new Set('的了吗呢是在我你他她它们这那有和就都也要会啊吧么什哪谁几多少怎为个不没被把给让请');
const HALF_GRAMMAR = 0.5;
const ALL_GRAMMAR = 0.1;

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const MONTH = `(${MONTHS.map((month) => `${month}|${month.slice(0, 3)}`).join('|')})`;
const NUMERIC_DAY = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/gu;
const DAY_MONTH = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b`, 'giu');
const MONTH_DAY = new RegExp(`\\b${MONTH}\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b`, 'giu');
// A month by its whole name; `may` alone is mostly a verb.
const NAMED_MONTH = new RegExp(
  `\\b(?:${MONTHS.filter((month) => month !== 'may').join('|')})\\b|\\b(?:in|since|until|of) may\\b`,
  'giu',
);
const YEAR = /(?<![\p{L}\p{N}.-])(20\d{2})(?=年|(?![\p{L}\p{N}.-]))/gu;
const CHINESE_DAY = /(\d{1,2})月(\d{1,2})[日号]/gu;
const CHINESE_MONTH = /(\d{1,2})月(?!\d)/gu;

export function toAskedTerms(words: string): readonly AskedTerm[] {
  const terms = [...new Set(toTerms(unescaped(words)))].slice(0, MOST_TERMS);
  const asked = terms.map((term) => ({ hash: hashTerm(term), weight: weightOf(term) }));
  return [...asked, ...marksIn(words).map((hash) => ({ hash, weight: 1 }))];
}

function weightOf(term: string): number {
  const characters = Array.from(term);
  const grammar = characters.filter((character) => GRAMMAR.has(character)).length;
  if (grammar === 0) return 1;
  return grammar === characters.length ? ALL_GRAMMAR : HALF_GRAMMAR;
}

function marksIn(words: string): readonly number[] {
  const marks = [
    ...[...words.matchAll(NUMERIC_DAY)].flatMap(([, year, month, day]) => [
      yearMark(Number(year)),
      ...dayOf(Number(month), Number(day)),
    ]),
    ...[...words.matchAll(DAY_MONTH)].flatMap(([, day, month]) => dayOf(monthOf(month), Number(day))),
    ...[...words.matchAll(MONTH_DAY)].flatMap(([, month, day]) => dayOf(monthOf(month), Number(day))),
    ...[...words.matchAll(NAMED_MONTH)].map(([month]) => monthMark(monthOf(month.split(' ').at(-1)))),
    ...[...words.matchAll(CHINESE_DAY)].flatMap(([, month, day]) => dayOf(Number(month), Number(day))),
    ...[...words.matchAll(CHINESE_MONTH)].map(([, month]) => monthMark(Number(month))),
    ...[...words.matchAll(YEAR)].map(([, year]) => yearMark(Number(year))),
  ];
  return [...new Set(marks)];
}

function dayOf(month: number, day: number): readonly number[] {
  return [dayMark(`${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`), monthMark(month)];
}

function monthOf(name: string | undefined): number {
  return 1 + MONTHS.findIndex((month) => month.startsWith((name ?? '').toLowerCase().slice(0, 3)));
}
