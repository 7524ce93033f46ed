// When something comes again: what an expression says, and the moments it means in a zone. Pure.
import described from 'cronstrue/i18n.js';
import { Cron } from 'croner';
import { toReason } from '../base/errors.ts';
import { faultOf } from './cron.ts';
import { hanWords } from './han-words.ts';
import { createZone, type Zone } from './zone.ts';

export type Reading =
  | { readonly kind: 'read'; readonly expression: string; readonly timeZone: string }
  | { readonly kind: 'not-read'; readonly reason: string };

const FIELDS = 5;
/** Longer than any that a person means. */
const LONGEST_CHARS = 200;
const MINUTE_MS = 60_000;
/** No zone has set its clocks back further since they are kept by law, but for moves over the date line. */
const LONGEST_REPEAT_MS = 3 * 3_600_000;

/**
 * Reads an expression with five fields. `reason` is for whoever wrote it, a model or a person.
 *
 * What comes back is what is to be kept: one space between fields, capitals, and "any" always as a plain star. With a
 * step of one a star would count as a restriction, and since either day field is enough, "Monday" would be every day.
 */
export function readExpression(text: string, zone: string): Reading {
  if (text.length > LONGEST_CHARS) return notRead(`Longer than ${LONGEST_CHARS} characters.`);
  const fields = text.trim().split(/\s+/);
  if (fields.length !== FIELDS) {
    return notRead(
      `It has ${fields.length} fields, not five: minute, hour, day of the month, month, day of the week.`,
    );
  }
  const expression = fields.map(toPlainField).join(' ');
  const fault = faultOf(expression);
  if (fault !== undefined) return notRead(`${fault}.`);
  const timeZone = zone.trim();
  if (!isZone(timeZone)) {
    return notRead(`"${timeZone}" is not the name of a time zone; one looks like "Europe/Berlin".`);
  }
  return readByCroner(expression, timeZone);
}

/** The two libraries disagree on what is allowed; we take what both allow. */
function readByCroner(expression: string, timeZone: string): Reading {
  try {
    // An expression means the same days in every zone and year, so a fixed start is as good as today.
    if (toCron(expression).nextRun(new Date(0)) === null) return notRead('No day like this ever comes.');
    inWords(expression, 'en');
  } catch (error) {
    return notRead(`${toReason(error)}.`);
  }
  return { kind: 'read', expression, timeZone };
}

function notRead(reason: string): Reading {
  return { kind: 'not-read', reason };
}

function toPlainField(field: string): string {
  return field === '?' || field === '*/1' ? '*' : field.toUpperCase();
}

function isZone(name: string): boolean {
  // Offsets ("+08:00") are no zones: they know nothing of clock changes.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false; // A RangeError is how Intl says that it knows no such zone.
  }
}

/**
 * The first due time after `after`, to the minute; undefined when none ever comes. Takes what `readExpression` read.
 *
 * Contract: a due time that the clocks skip comes at the next minute that exists, one that they repeat comes once,
 * the first time; only what is due every hour comes in the repeated hour as well, or it would pause for two hours.
 */
export function nextDueAt(expression: string, zone: string, after: Date): Date | undefined {
  return nextTimes({ expression, timeZone: zone, after }, 1)[0];
}

/** The next `count` due times, fewer when no more come. */
export function nextTimes(
  { expression, timeZone, after }: { expression: string; timeZone: string; after: Date },
  count: number,
): readonly Date[] {
  return dueTimes({ expression, timeZone, after }).take(count).toArray();
}

/** All due times after `after`, one by one, for as long as somebody asks. */
export function* dueTimes(of: { expression: string; timeZone: string; after: Date }): Generator<Date, void> {
  // croner finds what the wall must show, in a UTC without clock changes; of those it knows less than we promise
  // (it drops all of "every 20 minutes from 2 to 3" when that hour is skipped, and repeats "1:30 and 2:30").
  const cron = toCron(of.expression);
  const zone = createZone(of.timeZone);
  const isHourly = ['*', '0-23'].includes(of.expression.split(' ')[1] ?? '');
  let last = of.after.getTime();
  for (;;) {
    const next = firstAfter(last, { cron, zone, isHourly });
    if (next === undefined) return;
    yield new Date(next);
    last = next;
  }
}

interface Recurrence {
  readonly cron: Cron;
  readonly zone: Zone;
  readonly isHourly: boolean;
}

function firstAfter(after: number, { cron, zone, isHourly }: Recurrence): number | undefined {
  const isNearRepeat =
    isHourly && offsetAt(zone, after - LONGEST_REPEAT_MS) > offsetAt(zone, after + LONGEST_REPEAT_MS);
  const shown = Math.floor(zone.wallAt(after) / MINUTE_MS) * MINUTE_MS;
  let wall = cron.nextRun(new Date(isNearRepeat ? shown - LONGEST_REPEAT_MS : shown));
  let best: number | undefined;
  while (wall !== null) {
    const moments = zone.momentsOf(wall.getTime());
    for (const moment of isHourly ? moments : moments.slice(0, 1)) {
      if (moment > after && (best === undefined || moment < best)) best = moment;
    }
    // What the wall shows later happens no earlier, apart from repeats, which were looked at on the way.
    if (moments[0] > after) return best;
    wall = cron.nextRun(wall);
  }
  return best;
}

function offsetAt(zone: Zone, moment: number): number {
  return zone.wallAt(moment) - Math.floor(moment / 1_000) * 1_000;
}

function toCron(expression: string): Cron {
  return new Cron(expression, { timezone: 'UTC', mode: '5-part', paused: true });
}

/** "At 09:00, Monday through Friday", 「每个工作日 09:00」. */
export function inWords(expression: string, language: 'en' | 'zh'): string {
  const han = language === 'zh' ? hanWords(expression) : undefined;
  if (han !== undefined) return han;
  const [minute, hour, day, month, weekday] = expression.split(' ');
  if (day === '*' || weekday === '*') return describe(expression, language);
  // Either day is enough; described together they read as if both were needed.
  const byDay = describe(`${minute} ${hour} ${day} ${month} *`, language);
  const byWeekday = describe(`${minute} ${hour} * ${month} ${weekday}`, language);
  return language === 'zh'
    ? `${byDay}；或者${byWeekday}`
    : `${byDay}; or ${byWeekday.charAt(0).toLowerCase()}${byWeekday.slice(1)}`;
}

function describe(expression: string, language: 'en' | 'zh'): string {
  // A CommonJS package: Node hands out the module, vitest what the module calls its default.
  const describer = 'default' in described ? described.default : described;
  return describer.toString(expression, {
    locale: language === 'zh' ? 'zh_CN' : 'en',
    use24HourTimeFormat: true,
  });
}

/** A moment as people in that zone write it: "Mon, 2 Mar 2026, 09:00"; without the year when it is that of `now`. */
export function momentInWords(
  moment: Date,
  { timeZone, language, now }: { timeZone: string; language: 'en' | 'zh'; now?: Date },
): string {
  const yearOf = (at: Date): string =>
    new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(at);
  const isThisYear = now !== undefined && yearOf(now) === yearOf(moment);
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(moment);
}
