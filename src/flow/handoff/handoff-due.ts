// By when, as people write it: "due Thursday", "by Dec 3 at 14:00", "周四前", "三天内".
import { en, zh, type ParsedResult } from 'chrono-node';
import { endOfWork, safeZone } from './working-hours.ts';

export interface Due {
  readonly at: Date;
  /** The words that say it, as they stand in the text. */
  readonly words: string;
}

interface DueOptions {
  readonly now: Date;
  /** Of whoever wrote it: their Thursday, and their two o'clock. */
  readonly writerZone: string;
  /** Of whoever does it: a day without an hour ends with their work. */
  readonly workerZone: string;
}

const MINUTE_MS = 60_000;

/** The first date in the text that lies ahead; undefined when it names none. */
export function readDue(text: string, { now, writerZone, workerZone }: DueOptions): Due | undefined {
  const zone = safeZone(writerZone);
  const offset = Math.round((zone.wallAt(now.getTime()) - now.getTime()) / MINUTE_MS);
  const reference = { instant: now, timezone: offset };
  const parse = /\p{Script=Han}/u.test(text) ? zh.hans : en.casual;
  const found = parse
    .parse(text, reference, { forwardDate: true })
    .flatMap((result) => toDue(result, { now, writerZone, workerZone }));
  return found.find(({ at }) => at > now);
}

function toDue({ start, text }: ParsedResult, { writerZone, workerZone }: DueOptions): readonly Due[] {
  const get = (part: 'year' | 'month' | 'day' | 'hour' | 'minute'): number => start.get(part) ?? 0;
  const wallDay = Date.UTC(get('year'), get('month') - 1, get('day'));
  if (!start.isCertain('hour')) return [{ at: endOfWork(wallDay, workerZone), words: text }];
  const wall = wallDay + get('hour') * 60 * MINUTE_MS + get('minute') * MINUTE_MS;
  return [{ at: new Date(safeZone(writerZone).momentsOf(wall)[0]), words: text }];
}
