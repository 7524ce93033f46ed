// Times as the person who looks would read them, in that person's zone; `now` is the workspace's own.

export function toMs(ts: string): number {
  return Number(ts) * 1000;
}

export function clockTime(ts: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(
    toMs(ts),
  );
}

export function fullTime(ts: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium', timeZone: zone }).format(
    toMs(ts),
  );
}

/** Sorts as the days do; equal for two times on one day. */
export function dayKey(ms: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: zone }).format(ms);
}

const DAY_MS = 86_400_000;

export function dayLabel(ts: string, nowMs: number, zone: string): string {
  const ms = toMs(ts);
  const key = dayKey(ms, zone);
  if (key === dayKey(nowMs, zone)) return 'Today';
  if (key === dayKey(nowMs - DAY_MS, zone)) return 'Yesterday';
  const isThisYear = key.slice(0, 4) === dayKey(nowMs, zone).slice(0, 4);
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
    timeZone: zone,
  }).format(ms);
}

export function shortDay(ts: string, nowMs: number, zone: string): string {
  const label = dayLabel(ts, nowMs, zone);
  if (label === 'Today' || label === 'Yesterday') return `${label.toLowerCase()} at ${clockTime(ts, zone)}`;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone }).format(
    toMs(ts),
  );
}

export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** As a date field holds it (`2026-11-23T09:00`), on the clocks of `zone`. */
export function toZoned(ms: number, zone: string): string {
  const words = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: zone,
  }).format(ms);
  return words.replace(' ', 'T');
}

/** The moment at which the clocks of `zone` show `local`; in a skipped hour the one right after. */
export function fromZoned(local: string, zone: string): number {
  const wanted = Date.parse(`${local}:00Z`);
  // Twice, because the offset found may be that of the other side of a clock change.
  const once = wanted - offsetAt(wanted, zone);
  return wanted - offsetAt(once, zone);
}

function offsetAt(ms: number, zone: string): number {
  const minute = ms - (ms % 60_000);
  return Date.parse(`${toZoned(minute, zone)}:00Z`) - minute;
}

/** The next day's `hour` o'clock on the clocks of `zone`. */
export function tomorrowAt(hour: number, nowMs: number, zone: string): number {
  const [today = ''] = toZoned(nowMs, zone).split('T');
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  return fromZoned(`${tomorrow}T${String(hour).padStart(2, '0')}:00`, zone);
}
