// Reading many documents, put together: the port of the tool, and the work that lanes do with each item.
import type { LaneWork } from '../../job/lanes.ts';
import type { BulkReadings } from '../../tools/read-documents.ts';
import type { Voice } from '../words.ts';
import { createReadItem, type ReadItemDeps } from './read-item.ts';
import { createReadings, READ_DOCUMENT, type ReadingDeps } from './readings.ts';
import { createTellReading } from './tell-reading.ts';

interface BulkDeps
  extends
    Omit<ReadItemDeps, 'partTokens'>,
    Omit<ReadingDeps, 'tellReading' | 'now' | 'partTokens' | 'model'> {
  readonly voice: Voice;
  /** What the reader can read at once, in tokens. */
  readonly contextTokens: number;
}

export interface Bulk {
  readonly readings: BulkReadings;
  readonly work: ReadonlyMap<string, LaneWork>;
}

/** A smaller part is read more closely, and what is off in the estimate has room. */
const LARGEST_PART_TOKENS = 24_000;
const PART_SHARE = 0.4;

export function createBulk({ voice, contextTokens, ...deps }: BulkDeps): Bulk {
  const partTokens = Math.floor(Math.min(LARGEST_PART_TOKENS, contextTokens * PART_SHARE));
  return {
    readings: createReadings({
      ...deps,
      partTokens,
      tellReading: createTellReading(voice),
      now: () => deps.clock.now(),
    }),
    work: new Map([[READ_DOCUMENT, createReadItem({ ...deps, partTokens })]]),
  };
}
