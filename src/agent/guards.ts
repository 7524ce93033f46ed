// What a tool result says that the goal did not lead anyone to expect: numbers far off, and the same call again: pure.
import { wordsOf } from './heard-as.ts';

export interface Expected {
  readonly count: number;
  /** In singular, small letters: "invoice", "发票". */
  readonly noun: string;
  /** As it stands in the goal. */
  readonly words: string;
}

export interface Surprise {
  readonly expected: Expected;
  readonly count: number;
  /** The line of the result that says so. */
  readonly words: string;
}

/** Further off than this, somebody had something else in mind. */
const FACTOR = 3;
/** Three instead of one is no surprise. */
const LEAST_DIFFERENCE = 5;

/** Spans, money and parts are no counts of things. */
const NOT_THINGS =
  /^(?:this|was|has|as|its|yes|us|always|minutes?|hours?|days?|weeks?|months?|quarters?|years?|seconds?|percent|per|euros?|dollars?|usd|eur|times?|steps?|words?|tokens?|am|pm|o|of|and|or|to|in|on|at|is|are|for|from|by|than|more|less|th|st|nd|rd|january|february|march|april|may|june|july|august|september|october|november|december|mins?|hrs?)$/iu;
const ENGLISH =
  /(?<![\d.,#$€£¥:/-])(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.,:/%-])\s+((?:[a-z][a-z'-]*\s+){0,2}[a-z][a-z'-]{2,})\b/giu;
const CHINESE =
  /(?<![\d.])(\d{1,6})\s*(?:多|余|几)?(?:份|张|个|条|封|位|家|笔|行|项|名|件|只|台|篇)\s*([\p{Script=Han}]{2,4})/gu;

/** The counts of things that a goal names. */
export function expectedIn(goal: string): readonly Expected[] {
  const text = wordsOf(goal);
  const english = [...text.matchAll(ENGLISH)].flatMap(([words, count = '', named = '']): Expected[] => {
    const noun = named.split(/\s+/u).find((word) => !NOT_THINGS.test(word) && isPlural(word));
    if (noun === undefined) return [];
    const said = words.slice(0, words.indexOf(noun) + noun.length);
    return [{ count: toNumber(count), noun: singular(noun), words: said }];
  });
  const chinese = [...text.matchAll(CHINESE)].map(([words, count = '', noun = '']): Expected => ({
    count: toNumber(count),
    noun,
    words,
  }));
  return [...english, ...chinese].filter(({ count }) => count > 0);
}

/** What the tool itself counts, not what stands in the material it shows. */
export function surprisesIn(lines: readonly string[], expected: readonly Expected[]): readonly Surprise[] {
  return lines.flatMap((line) =>
    expected.flatMap((one): Surprise[] => {
      const count = countedIn(line, one.noun);
      return count !== undefined && isFarOff(count, one.count) ? [{ expected: one, count, words: line }] : [];
    }),
  );
}

function isFarOff(found: number, expected: number): boolean {
  if (Math.abs(found - expected) < LEAST_DIFFERENCE) return false;
  return found > expected * FACTOR || found * FACTOR < expected;
}

function countedIn(line: string, noun: string): number | undefined {
  const lower = line.toLowerCase();
  if (!lower.includes(noun)) return undefined;
  // "Rows used: 400 of 400 in "invoices.csv"": the rows of a file that is named after the things.
  const rows = /^rows used: ([\d,]+) of/iu.exec(line)?.[1] ?? /\b([\d,]+) rows\b/iu.exec(line)?.[1];
  if (rows !== undefined) return toNumber(rows);
  for (const [, count = '', named = ''] of line.matchAll(ENGLISH))
    if (named.split(/\s+/u).some((word) => singular(word) === noun)) return toNumber(count);
  for (const [, count = '', named = ''] of line.matchAll(CHINESE))
    if (named.startsWith(noun) || noun.startsWith(named)) return toNumber(count);
  return undefined;
}

/** Without what is framed, quoted from messages, or a row of a table: all that others wrote. */
export function ownLines(result: string): readonly string[] {
  return result
    .replaceAll(/^--- begin [\s\S]*?^--- end .*$/gmu, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(?:\s|\||>|\[[fmw]:)/u.test(line));
}

function isPlural(word: string): boolean {
  return /[a-z]s$/iu.test(word) && !/ss$/iu.test(word);
}

function singular(word: string): string {
  const lower = word.toLowerCase();
  if (lower.endsWith('ies')) return `${lower.slice(0, -3)}y`;
  return isPlural(lower) ? lower.slice(0, -1) : lower;
}

function toNumber(written: string): number {
  return Number(written.replaceAll(',', ''));
}
