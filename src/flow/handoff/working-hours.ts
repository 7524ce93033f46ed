// When people are at work where they are: Monday to Friday, nine to six by their own clock. Pure.
import { createZone, type Zone } from '../../schedule/zone.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FROM_HOUR = 9;
const UNTIL_HOUR = 18;

/** The first moment from `at` on at which somebody in this zone is at work: `at` itself when they are. */
export function workingMomentFrom(at: Date, timeZone: string): Date {
  const zone = safeZone(timeZone);
  const wall = zone.wallAt(at.getTime());
  const day = Math.floor(wall / DAY_MS) * DAY_MS;
  const hour = (wall - day) / HOUR_MS;
  if (isWorkingDay(day) && hour >= FROM_HOUR && hour < UNTIL_HOUR) return at;
  let next = isWorkingDay(day) && hour < FROM_HOUR ? day : day + DAY_MS;
  while (!isWorkingDay(next)) next += DAY_MS;
  return new Date(zone.momentsOf(next + FROM_HOUR * HOUR_MS)[0]);
}

/** The same time one working day later, or when work begins after it. */
export function workingDayAfter(at: Date, timeZone: string): Date {
  const zone = safeZone(timeZone);
  let wall = zone.wallAt(at.getTime()) + DAY_MS;
  while (!isWorkingDay(wall)) wall += DAY_MS;
  return workingMomentFrom(new Date(zone.momentsOf(wall)[0]), timeZone);
}

/** The end of work on a day that the wall shows, written as if it were UTC. */
export function endOfWork(wallDay: number, timeZone: string): Date {
  const day = Math.floor(wallDay / DAY_MS) * DAY_MS;
  return new Date(safeZone(timeZone).momentsOf(day + UNTIL_HOUR * HOUR_MS)[0]);
}

/** The zone is what Slack says of a person, and this machine may not know it. */
export function knownZone(timeZone: string): string {
  try {
    createZone(timeZone);
    return timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'UTC';
  }
}

export function safeZone(timeZone: string): Zone {
  return createZone(knownZone(timeZone));
}

function isWorkingDay(wall: number): boolean {
  const day = new Date(wall).getUTCDay();
  return day >= 1 && day <= 5;
}
