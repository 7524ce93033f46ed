// Due times found by looking at every minute: slow, and so plain that it can be trusted.

const MINUTE_MS = 60_000;
/** Before the stretch that is asked for, so that a repeated time is known to be one. */
const LEAD_MINUTES = 27 * 60;

interface Fields {
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly month: string;
  readonly weekday: string;
}

export function dueByBruteForce(
  { expression, timeZone }: { expression: string; timeZone: string },
  { after, until }: { after: number; until: number },
): number[] {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = expression.split(' ');
  const fields = { minute, hour, day, month, weekday };
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const wallAt = (moment: number) => {
    const [m = 0, d = 0, y = 0, h = 0, min = 0] = (format.format(moment).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(y, m - 1, d, h, min);
  };

  const found: number[] = [];
  const start = Math.floor(after / MINUTE_MS) * MINUTE_MS - LEAD_MINUTES * MINUTE_MS;
  let furthest = wallAt(start - MINUTE_MS);
  for (let moment = start; moment <= until; moment += MINUTE_MS) {
    const wall = wallAt(moment);
    const isRepeated = wall <= furthest;
    let isDue = isOn(fields, wall) && (!isRepeated || hour === '*');
    for (let skipped = furthest + MINUTE_MS; skipped < wall; skipped += MINUTE_MS)
      isDue ||= isOn(fields, skipped);
    furthest = Math.max(furthest, wall);
    if (isDue && moment > after) found.push(moment);
  }
  return found;
}

function isOn({ minute, hour, day, month, weekday }: Fields, wall: number): boolean {
  const at = new Date(wall);
  if (!isIn(minute, at.getUTCMinutes(), 0)) return false;
  if (!isIn(hour, at.getUTCHours(), 0)) return false;
  if (!isIn(month, at.getUTCMonth() + 1, 1)) return false;
  const isDay = isIn(day, at.getUTCDate(), 1);
  const isWeekday = isIn(weekday, at.getUTCDay(), 0);
  return day !== '*' && weekday !== '*' ? isDay || isWeekday : isDay && isWeekday;
}

function isIn(field: string, value: number, lowest: number): boolean {
  return field.split(',').some((part) => {
    if (part === '*') return true;
    const [range = '', step = '1'] = part.split('/');
    if (range === '*') return (value - lowest) % Number(step) === 0;
    const [from = 0, to = from] = range.split('-').map(Number);
    return value >= from && value <= to && (value - from) % Number(step) === 0;
  });
}
