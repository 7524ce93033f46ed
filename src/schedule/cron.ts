// The only file that knows node-cron: it says what is wrong with an expression, and when a minute has begun.
import { schedule, validateDetailed } from 'node-cron';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';

/** What is wrong with it, in words; undefined when nothing is. */
export function faultOf(expression: string): string | undefined {
  const { valid, errors } = validateDetailed(expression);
  if (valid) return undefined;
  return errors.map(({ message }) => message).join('; ') || 'not a cron expression';
}

/**
 * Calls `run` as each minute begins, never while the last call is still at it, until the returned function is
 * called. A call that throws is logged. The timer keeps no process alive.
 */
export function startTicking(run: () => Promise<void>, log: Log): () => void {
  // In UTC no minute is ever skipped or repeated.
  const task = schedule('* * * * *', run, {
    timezone: 'UTC',
    noOverlap: true,
    unref: true,
    suppressMissedWarning: true, // What was missed is found in the database at the next tick.
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => log.debug({ message }, 'the tick of schedules'),
      error: (message, error) =>
        log.error({ err: error ?? message }, `a tick of schedules failed: ${toReason(error ?? message)}`),
    },
  });
  return () => void task.destroy();
}
