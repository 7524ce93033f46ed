// The company's days: working day 1 is the last one before today, day 2 the one before it; -1 is the next to come.
// Dates in texts and files are written as `{w:5}` and take their words from here.

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export interface Calendar {
  minutesAgo(day: number, time: string): number;
  /** `{d:5}` 12 November, `{w:5}` Thursday 12 November, `{iso:5}` 2026-11-12, `{zh:5}` 11月12日; F is the next Friday, G the one after. */
  fill(text: string): string;
}

export function createCalendar(nowMs: number): Calendar {
  const today = nowMs - (nowMs % DAY_MS);
  const startOf = (day: string): number => {
    if (day === 'F') return nextFriday(today);
    if (day === 'G') return nextFriday(nextFriday(today));
    return workday(today, Number(day));
  };
  return {
    minutesAgo: (day, time) => {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      return (nowMs - workday(today, day)) / MINUTE_MS - hours * 60 - minutes;
    },
    fill: (text) =>
      text.replace(/\{(d|w|iso|zh):(-?\d+|F|G)\}/g, (_, form: string, day: string) =>
        toWords(startOf(day), form),
      ),
  };
}

function workday(today: number, day: number): number {
  const step = day > 0 ? -DAY_MS : DAY_MS;
  let at = day > 0 ? today : today - DAY_MS; // Today itself is still to come.
  for (let left = Math.abs(day); left > 0;) {
    at += step;
    if (!isWeekend(at)) left -= 1;
  }
  return at;
}

function isWeekend(ms: number): boolean {
  return [0, 6].includes(new Date(ms).getUTCDay());
}

function nextFriday(after: number): number {
  const days = (5 - new Date(after).getUTCDay() + 7) % 7;
  return after + (days === 0 ? 7 : days) * DAY_MS;
}

function toWords(ms: number, form: string): string {
  if (form === 'iso') return new Date(ms).toISOString().slice(0, 10);
  if (form === 'zh') return `${new Date(ms).getUTCMonth() + 1}月${new Date(ms).getUTCDate()}日`;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(form === 'w' ? { weekday: 'long' } : {}),
  })
    .format(ms)
    .replace(',', '');
}
