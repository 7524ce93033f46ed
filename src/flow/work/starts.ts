// Whether a task is to blame for the processes that died while they worked on it: pure.
import type { Starts } from '../../task/store.ts';

/** Starts without a step in between: a fourth would end like the three before it. */
const MOST_STARTS = 3;
/** A task spends most of its time waiting for the model or for Slack; who dies in that was mostly ended by somebody else. */
const MOST_ASKS = 10;

/** What it did, as the thread is told; undefined while it may be started. */
export function blameOf({ starts, asks }: Starts): string | undefined {
  if (starts > MOST_STARTS) return 'it ended the process that worked on it, three times';
  if (asks >= MOST_ASKS)
    return 'each process that waited for the model or for Slack with it ended, ten times';
  return undefined;
}
