// Work on what strangers made, in a thread of its own: ended by time, by memory, or because the task was stopped.
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';

interface WorkerCall<Answer> {
  readonly script: URL;
  readonly input: object;
  readonly answer: z.ZodType<Answer>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly ms: number;
  /** Counts what JavaScript holds, not plain bytes: cap the input as well. */
  readonly heapMb: number;
}

export type WorkerEnding<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'crashed'; readonly reason: string };

/** Contract: when this resolves, the thread is gone. */
export async function runInWorker<Answer>(call: WorkerCall<Answer>): Promise<WorkerEnding<Answer>> {
  if (call.signal.aborted) return { kind: 'stopped' };
  const worker = new Worker(call.script, {
    workerData: call.input,
    // Nothing of ours goes along: no secrets of the environment, no flags, no output into our log.
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: call.heapMb, stackSizeMb: 4 },
  });
  const over = new AbortController();
  try {
    return await new Promise<WorkerEnding<Answer>>((resolve) => {
      void call.clock.sleep(call.ms, over.signal).then(() => resolve({ kind: 'too-slow' }));
      call.signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { signal: over.signal });
      worker.once('message', (message: unknown) => {
        const parsed = call.answer.safeParse(message);
        resolve(
          parsed.success
            ? { kind: 'answered', answer: parsed.data }
            : { kind: 'crashed', reason: 'its answer has no known form' },
        );
      });
      worker.once('error', (error: unknown) => resolve(toCrash(error)));
      worker.once('exit', (code) =>
        resolve({ kind: 'crashed', reason: `it ended without an answer, code ${code}` }),
      );
    });
  } finally {
    over.abort();
    await worker.terminate();
  }
}

function toCrash(error: unknown): { kind: 'out-of-memory' } | { kind: 'crashed'; reason: string } {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { kind: 'out-of-memory' };
  return { kind: 'crashed', reason: toReason(error) };
}
