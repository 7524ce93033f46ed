// When something comes once, as people say it: in some minutes, or at a time of today or tomorrow.
import { addDays } from '../extract/dates.ts';
import type { Situation } from '../situation.ts';
import { timeIn } from './when.ts';

export interface Once {
  /** As the tool takes it. */
  readonly input: { readonly in_minutes: number } | { readonly at: string };
  /** The words it was read from, each a piece of the goal. */
  readonly words: readonly string[];
}

const IN_MINUTES = /\bin (?:about )?(\d+|an?|half an) (minutes?|mins?|hours?|hrs?)\b/i;
const HAN_MINUTES = /(\d+|半|一|两|二|三|五|十|二十|三十)\s*个?(分钟|小时|钟头)(?:之?后|以后)/;
const HAN_COUNT: Readonly<Record<string, number>> = {
  半: 0.5,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  五: 5,
  十: 10,
  二十: 20,
  三十: 30,
};
const DAY = /\b(today|tonight|tomorrow|the day after tomorrow)\b|(今天|今晚|明天|明早|后天)/i;

/** Undefined when no moment is named, or a day without a time: nobody says when on that day. */
export function onceIn(text: string, { date }: Situation['now']): Once | undefined {
  const minutes = IN_MINUTES.exec(text);
  if (minutes !== null) {
    const [words, count = '', unit = ''] = minutes;
    const many = /^half/i.test(count) ? 0.5 : /^an?$/i.test(count) ? 1 : Number(count);
    return { input: { in_minutes: many * (/^h/i.test(unit) ? 60 : 1) }, words: [words] };
  }
  const han = HAN_MINUTES.exec(text);
  if (han !== null) {
    const [words, count = '', unit = ''] = han;
    const many = HAN_COUNT[count] ?? Number(count);
    return { input: { in_minutes: many * (unit === '分钟' ? 1 : 60) }, words: [words] };
  }
  const day = DAY.exec(text)?.[0];
  const time = timeIn(text);
  if (day === undefined || time === undefined || !mayBeMoment(text)) return undefined;
  const on = addDays(date, daysTo(day));
  const clock = [time.hour, time.minute].map((part) => String(part).padStart(2, '0')).join(':');
  return { input: { at: `${on}T${clock}` }, words: [day, time.words] };
}

/** "Compare the offers of tomorrow 8:00" names a time and wants nothing later: something must be told then. */
function mayBeMoment(text: string): boolean {
  return /\b(?:remind|post|tell|say|send|ping|report|summari[sz]e|ask)\b|提醒|发|告诉|说|汇报|总结|汇总|通知/i.test(
    text,
  );
}

function daysTo(day: string): number {
  if (/day after|后天/i.test(day)) return 2;
  return /tomorrow|明/i.test(day) ? 1 : 0;
}

const HAN_ZONES: Readonly<Record<string, string>> = {
  北京: 'Asia/Shanghai',
  上海: 'Asia/Shanghai',
  柏林: 'Europe/Berlin',
  伦敦: 'Europe/London',
  纽约: 'America/New_York',
  东京: 'Asia/Tokyo',
};

/** "Berlin time", 「北京时间」: a zone that was said, with its words. */
export function zoneIn(text: string): { readonly zone: string; readonly words: string } | undefined {
  const han = /(北京|上海|柏林|伦敦|纽约|东京)时间/.exec(text);
  if (han !== null) return { zone: HAN_ZONES[han[1] ?? ''] ?? 'UTC', words: han[0] };
  const named = /\b(UTC|[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?: time)\b/.exec(text);
  if (named === null) return undefined;
  const city = (named[1] ?? '').replaceAll(' ', '_');
  const zone =
    city === 'UTC' ? 'UTC' : Intl.supportedValuesOf('timeZone').find((name) => name.endsWith(`/${city}`));
  return zone === undefined ? undefined : { zone, words: named[0] };
}
