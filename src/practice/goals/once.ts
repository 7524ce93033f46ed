// When something comes once, as people say it: in some minutes, tomorrow, on Friday, on the fourth of December.
import { addDays, dateIn } from '../extract/dates.ts';
import type { Situation } from '../situation.ts';
import { ENGLISH_NUMBER, HAN_NUMBER, toNumber } from './numbers.ts';

export type Once =
  | { readonly kind: 'in'; readonly minutes: number; readonly words: string }
  /** More than one day when what was said may mean either. */
  | { readonly kind: 'on'; readonly days: readonly [string, ...string[]]; readonly words: string };

const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const HAN_DAYS = '日一二三四五六';
const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 };
const HAN_UNIT: Readonly<Record<string, number>> = {
  分钟: 1,
  小时: 60,
  钟头: 60,
  天: 24 * 60,
  周: 7 * 24 * 60,
  星期: 7 * 24 * 60,
};

const IN = new RegExp(
  `\\bin (?:about )?(half an|${ENGLISH_NUMBER}) (min|minute|hour|hr|day|week)s?\\b`,
  'iu',
);
const HAN_IN = new RegExp(`(半|${HAN_NUMBER})\\s*个?(半)?(分钟|小时|钟头|天|周|星期)(?:之?后|以后)`, 'u');
/** Only what is still to come is called so. */
const AHEAD = /\b(today|tonight|tomorrow|the day after tomorrow)\b|(今天|今晚|明天|明早|明晚|大后天|后天)/iu;
const NEXT_DAY = /\b(?:on )?next (sun|mon|tue|wed|thu|fri|sat)[a-z]*day\b/iu;
const HAN_NEXT_DAY = /下个?(?:周|星期|礼拜)([一二三四五六日天])/u;
/** May as well have been. */
const THAT_DAY = /\b(?:on |this |the coming |coming )(sun|mon|tue|wed|thu|fri|sat)[a-z]*day\b/iu;
const HAN_THAT_DAY = /(?<![上每])(?:本|这个?)?(?:周|星期|礼拜)([一二三四五六日天])/u;
const TELLS =
  /\b(?:remind|post|tell|say|send|ping|report|summari[sz]e|ask)\b|提醒|发|告诉|说|汇报|总结|汇总|通知/iu;
const REMINDS = /\b(?:remind|ping)\b|提醒|通知/iu;

/** Undefined when no moment is named that lies ahead. */
export function onceIn(text: string, { date }: Pick<Situation['now'], 'date'>): Once | undefined {
  const plain = text.replace(/^@\S+\s*/u, '').replace(/^(?:please|请|麻烦)\s*/iu, '');
  const span = spanIn(plain);
  if (span !== undefined) return span;
  if (!TELLS.test(plain)) return undefined;
  return aheadIn(plain, date) ?? datedIn(plain, date);
}

function spanIn(text: string): Once | undefined {
  const english = IN.exec(text);
  if (english !== null) {
    const [words, count = '', unit = ''] = english;
    const many = /^half/iu.test(count) ? 0.5 : toNumber(count);
    return { kind: 'in', minutes: many * (UNIT_MINUTES[unit.charAt(0).toLowerCase()] ?? 1), words };
  }
  const han = HAN_IN.exec(text);
  if (han === null) return undefined;
  const [words, count = '', half, unit = ''] = han;
  const many = (count === '半' ? 0.5 : toNumber(count)) + (half === undefined ? 0 : 0.5);
  return { kind: 'in', minutes: many * (HAN_UNIT[unit] ?? 1), words };
}

function aheadIn(text: string, date: string): Once | undefined {
  const near = AHEAD.exec(text)?.[0];
  if (near !== undefined) return { kind: 'on', days: [addDays(date, daysTo(near))], words: near };
  const next = NEXT_DAY.exec(text);
  if (next !== null) {
    const ahead = daysUntil(date, DAY_NAMES.indexOf((next[1] ?? '').toLowerCase()));
    const isThisWeek = weekdayOf(date) !== 0 && weekdayOf(date) + ahead <= 7;
    const later = addDays(date, ahead + 7);
    const soon = addDays(date, ahead);
    // "Next Friday", said on a Wednesday, is in two days for some and in nine for others.
    return { kind: 'on', days: isThisWeek ? [later, soon] : [soon], words: next[0] };
  }
  const han = HAN_NEXT_DAY.exec(text);
  if (han === null) return undefined;
  const day = hanDay(han[1] ?? '');
  const monday = addDays(date, 8 - (weekdayOf(date) || 7));
  return { kind: 'on', days: [addDays(monday, (day || 7) - 1)], words: han[0] };
}

/** A day that may lie behind as well is ahead when the sentence begins with it, or wants to be reminded. */
function datedIn(text: string, date: string): Once | undefined {
  const named = THAT_DAY.exec(text) ?? HAN_THAT_DAY.exec(text);
  const dated = dateIn(text, date);
  const [words, day] = named ?? [];
  const found: { words: string; day: string } | undefined =
    words !== undefined && day !== undefined
      ? { words, day: addDays(date, daysUntil(date, dayOf(day)) % 7) }
      : dated === undefined
        ? undefined
        : { words: text.includes(`on ${dated.text}`) ? `on ${dated.text}` : dated.text, day: dated.day };
  if (
    found === undefined ||
    !(text.startsWith(found.words) || isCapitalStart(text, found.words) || REMINDS.test(text))
  )
    return undefined;
  return { kind: 'on', days: [found.day], words: found.words };
}

function isCapitalStart(text: string, words: string): boolean {
  return text.toLowerCase().startsWith(words.toLowerCase());
}

function dayOf(name: string): number {
  const english = DAY_NAMES.indexOf(name.toLowerCase());
  return english < 0 ? hanDay(name) : english;
}

function hanDay(day: string): number {
  return HAN_DAYS.indexOf(day === '天' ? '日' : day);
}

function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** One to seven. */
function daysUntil(date: string, day: number): number {
  return (day - weekdayOf(date) + 7) % 7 || 7;
}

function daysTo(word: string): number {
  if (word.startsWith('大后天')) return 3;
  if (/day after|后天/iu.test(word)) return 2;
  return /tomorrow|明/iu.test(word) ? 1 : 0;
}

const HAN_ZONES: Readonly<Record<string, string>> = {
  北京: 'Asia/Shanghai',
  上海: 'Asia/Shanghai',
  香港: 'Asia/Hong_Kong',
  新加坡: 'Asia/Singapore',
  东京: 'Asia/Tokyo',
  柏林: 'Europe/Berlin',
  巴黎: 'Europe/Paris',
  伦敦: 'Europe/London',
  纽约: 'America/New_York',
  旧金山: 'America/Los_Angeles',
};

/** "Berlin time", "Europe/Berlin", 「北京时间」: a zone that was said, with its words. */
export function zoneIn(text: string): { readonly zone: string; readonly words: string } | undefined {
  const han = new RegExp(`(${Object.keys(HAN_ZONES).join('|')})时间`, 'u').exec(text);
  if (han !== null) return { zone: HAN_ZONES[han[1] ?? ''] ?? 'UTC', words: han[0] };
  const zones = Intl.supportedValuesOf('timeZone');
  const whole = /\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z_/]+\b/u.exec(text)?.[0];
  if (whole !== undefined && zones.includes(whole)) return { zone: whole, words: whole };
  const named = /\b(UTC|GMT|[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?: time)\b|\bUTC\b/u.exec(text);
  if (named === null) return undefined;
  const city = (named[1] ?? 'UTC').replaceAll(' ', '_');
  const zone =
    city === 'UTC' || city === 'GMT'
      ? 'UTC'
      : city === 'San_Francisco'
        ? 'America/Los_Angeles'
        : zones.find((name) => name.endsWith(`/${city}`));
  return zone === undefined ? undefined : { zone, words: named[0] };
}
