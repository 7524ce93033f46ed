// The moments that the terms mean, whether they come again or once. Pure.
import type { Terms } from './terms.ts';
import { dueTimes, inWords, momentInWords, readExpression } from './times.ts';

type Timed = Pick<Terms, 'when' | 'timeZone'>;

/** All due times after `after`, one by one. */
export function duesOf({ when, timeZone }: Timed, after: Date): Iterable<Date> {
  if (when.kind === 'cron') return dueTimes({ expression: when.expression, timeZone, after });
  const at = new Date(when.at);
  return at > after ? [at] : [];
}

/** The next `count` due times, fewer when no more come. */
export function nextOf(timed: Timed, after: Date, count: number): readonly Date[] {
  const found: Date[] = [];
  for (const due of duesOf(timed, after)) {
    found.push(due);
    if (found.length >= count) break;
  }
  return found;
}

/** Undefined when none ever comes. */
export function nextAfter(timed: Timed, after: Date): Date | undefined {
  return nextOf(timed, after, 1)[0];
}

/** "At 09:00, Monday through Friday", "Once: Fri, 4 Dec 2026, 08:00". */
export function whenInWords({ when, timeZone }: Timed, language: 'en' | 'zh'): string {
  if (when.kind === 'cron') return inWords(when.expression, language);
  const moment = momentInWords(new Date(when.at), { timeZone, language });
  return language === 'zh' ? `一次：${moment}` : `Once: ${moment}`;
}

/** What no longer can be read: zones are renamed, and an update of a library reads otherwise. */
export function faultIn({ when, timeZone }: Timed): string | undefined {
  const reading = readExpression(when.kind === 'cron' ? when.expression : '0 0 * * *', timeZone);
  return reading.kind === 'read' ? undefined : reading.reason;
}
