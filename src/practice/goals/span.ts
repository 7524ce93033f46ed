// A stretch of time as people name it: this week, yesterday, the last ten days.
import { addDays, weekdayOf } from '../extract/dates.ts';

export interface Span {
  /** First and last day, both counted. */
  readonly from: string;
  readonly to: string;
  readonly en: string;
  readonly zh: string;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function spanOf(text: string, today: string): Span | undefined {
  const span = (from: string, to: string): Span => ({
    from,
    to,
    en: from === to ? from : `${from} to ${to}`,
    zh: from === to ? `（${from}）` : `（${from} 至 ${to}）`,
  });
  const monday = addDays(today, 1 - weekdayOf(today));
  if (/\blast week\b|上周|上星期/i.test(text)) return span(addDays(monday, -7), addDays(monday, -1));
  if (/\bthis week\b|本周|这周|这星期/i.test(text)) {
    // At its beginning a week has nothing to tell yet: people mean the seven days up to now.
    return span(weekdayOf(today) <= 2 ? addDays(today, -7) : monday, today);
  }
  if (/\byesterday\b|昨天/i.test(text)) return span(addDays(today, -1), addDays(today, -1));
  if (/\btoday\b|今天|今日/i.test(text)) return span(today, today);
  if (/\bthis month\b|本月|这个月/i.test(text)) return span(`${today.slice(0, 7)}-01`, today);
  const [, days, unit] =
    /(?:last|past|最近|过去)\s*(\d+)\s*(?:个)?(days?|weeks?|天|周|星期)/i.exec(text) ?? [];
  if (days !== undefined)
    return span(addDays(today, -Number(days) * (/week|周|星期/i.test(unit ?? '') ? 7 : 1)), today);
  const since = /\bsince (monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/i.exec(text)?.[1];
  if (since === undefined) return undefined;
  return span(addDays(today, -((weekdayOf(today) - DAYS.indexOf(since.toLowerCase()) - 1 + 7) % 7)), today);
}
