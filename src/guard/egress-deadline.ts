// A piece of work with an end: by the clock, or because whoever asked no longer wants it.
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';

interface Deadline {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** Runs `work` with a signal that aborts at the deadline, with that as its reason, or with the caller's signal. */
export async function within<Result>(
  { clock, ms, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const over = new AbortController();
  void clock.sleep(ms, over.signal).then(() => {
    if (!over.signal.aborted) late.abort(tookTooLong(ms));
  });
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    over.abort();
  }
}

function tookTooLong(ms: number): AppError {
  return new AppError({
    code: 'egress/too-slow',
    message: `It took longer than ${Math.round(ms / 1000)} seconds and was given up.`,
    hint: 'Try again later, or use another source.',
  });
}
