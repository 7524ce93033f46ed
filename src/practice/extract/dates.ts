// Days as people write them, read against the day it is.

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMES =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const DAY_FIRST = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s+(${NAMES})\\b\\.?(?:,?\\s+(\\d{4}))?`,
  'i',
);
const MONTH_FIRST = new RegExp(`\\b(${NAMES})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s+(\\d{4}))?`, 'i');

export interface FoundDate {
  /** 2026-11-03 */
  readonly day: string;
  readonly text: string;
}

/** The first day named in the text. Without a year it is the one nearest to today, looking ahead more than back. */
export function dateIn(text: string, today: string): FoundDate | undefined {
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(text);
  if (iso !== null)
    return toDate(iso[0], { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, today);
  const han = /(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/.exec(text);
  if (han !== null)
    return toDate(han[0], { year: yearOf(han[1]), month: Number(han[2]), day: Number(han[3]) }, today);
  const one = DAY_FIRST.exec(text);
  if (one !== null)
    return toDate(one[0], { year: yearOf(one[3]), month: monthOf(one[2]), day: Number(one[1]) }, today);
  const other = MONTH_FIRST.exec(text);
  if (other !== null)
    return toDate(
      other[0],
      { year: yearOf(other[3]), month: monthOf(other[1]), day: Number(other[2]) },
      today,
    );
  return undefined;
}

function toDate(
  text: string,
  { year, month, day }: { year: number | undefined; month: number; day: number },
  today: string,
): FoundDate | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const [thisYear = 2000] = today.split('-').map(Number);
  const shown = (of: number): string =>
    `${of}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (year !== undefined) return { day: shown(year), text };
  const nearest =
    [thisYear - 1, thisYear, thisYear + 1].find((of) => daysBetween(today, shown(of)) > -120) ?? thisYear;
  return { day: shown(nearest), text };
}

/** From one day to another, in days; negative when the other is earlier. */
function daysBetween(one: string, other: string): number {
  return Math.round((Date.parse(`${other}T00:00:00Z`) - Date.parse(`${one}T00:00:00Z`)) / 86_400_000);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

function yearOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}
