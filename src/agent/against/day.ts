// A day as a rule names one: "before 1 December", "December 1st", "12 月 1 日", "2026-12-01".

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAME = String.raw`(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*`;
const ISO = /\b(20\d\d)-(\d\d)-(\d\d)\b/u;
const DAY_FIRST = new RegExp(
  String.raw`\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?${NAME}(?:\s+(20\d\d))?`,
  'iu',
);
const MONTH_FIRST = new RegExp(String.raw`\b${NAME}\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(20\d\d))?\b`, 'iu');
const CHINESE = /(?:(20\d\d)\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/u;

/** The first day that the text names; without a year, the first such day from `after` on. In UTC: rules are not of the hour. */
export function dayIn(text: string, after: Date): Date | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) return toDay({ year: iso[1], month: Number(iso[2]), day: iso[3] }, after);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null)
    return toDay({ year: dayFirst[3], month: monthOf(dayFirst[2]), day: dayFirst[1] }, after);
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst !== null)
    return toDay({ year: monthFirst[3], month: monthOf(monthFirst[1]), day: monthFirst[2] }, after);
  const chinese = CHINESE.exec(text);
  if (chinese !== null) return toDay({ year: chinese[1], month: Number(chinese[2]), day: chinese[3] }, after);
  return undefined;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function toDay(
  { year, month, day }: { year: string | undefined; month: number; day: string | undefined },
  after: Date,
): Date | undefined {
  const inYear = (one: number): Date => new Date(Date.UTC(one, month - 1, Number(day)));
  if (year !== undefined) return inYear(Number(year));
  const said = after.getUTCFullYear();
  const thisYear = inYear(said);
  if (Number.isNaN(thisYear.getTime())) return undefined;
  return thisYear >= new Date(after.getTime() - 24 * 60 * 60_000) ? thisYear : inYear(said + 1);
}
