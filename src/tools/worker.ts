// Work on what strangers made, in threads of their own: ended by time, by memory, or because the task was stopped.
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';

interface WorkersSettings {
  /** Answers each message with one message. */
  readonly script: URL;
  readonly clock: Clock;
  /** Threads at the same time; what comes on top waits its turn. */
  readonly most: number;
  /** What JavaScript may hold in one thread. */
  readonly heapMb: number;
  /** Plain bytes are not counted as heap, and are what a bomb unpacks to: they have a limit of their own. */
  readonly bufferMb: number;
}

interface WorkerCall<Answer> {
  readonly input: object;
  readonly answer: z.ZodType<Answer>;
  readonly signal: AbortSignal;
  /** Counted from when a thread takes it. */
  readonly ms: number;
}

export type WorkerEnding<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'crashed'; readonly reason: string };

export interface Workers {
  /** Contract: when this resolves with anything but an answer, the thread that had the work is gone. */
  run<Answer>(call: WorkerCall<Answer>): Promise<WorkerEnding<Answer>>;
}

/** A thread that has read so much is replaced: what its libraries never let go of goes with it. */
const MOST_CALLS = 250;
const IDLE_MS = 5_000;
const LOOK_MS = 50;

interface Thread {
  readonly worker: Worker;
  calls: number;
  /** Ends the wait after which an idle thread is let go of. */
  taken: AbortController;
}

/** Threads are started when they are needed, used again, and keep no process alive. */
export function createWorkers({ script, clock, most, heapMb, bufferMb }: WorkersSettings): Workers {
  const idle: Thread[] = [];
  const queue: (() => void)[] = [];
  let busy = 0;

  function start(): Thread {
    const worker = new Worker(script, {
      // Nothing of ours goes along: no secrets of the environment, no flags, no output into our log.
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, stackSizeMb: 4 },
    });
    return { worker, calls: 0, taken: new AbortController() };
  }

  async function turn(signal: AbortSignal): Promise<void> {
    if (busy < most) {
      busy += 1;
      return;
    }
    const mine = Promise.withResolvers<void>();
    const leave = (): void => {
      const at = queue.indexOf(mine.resolve);
      if (at === -1) return;
      queue.splice(at, 1);
      busy += 1; // Given back by whoever finds the signal aborted.
      mine.resolve();
    };
    queue.push(mine.resolve);
    signal.addEventListener('abort', leave, { once: true });
    await mine.promise;
    signal.removeEventListener('abort', leave);
  }

  /** The place goes to who waits, or becomes free. */
  function done(): void {
    const next = queue.shift();
    if (next === undefined) busy -= 1;
    else next();
  }

  async function rest(thread: Thread): Promise<void> {
    if (thread.calls >= MOST_CALLS) {
      await thread.worker.terminate();
      return;
    }
    thread.worker.unref();
    thread.taken = new AbortController();
    idle.push(thread);
    void letGo(thread, thread.taken.signal);
  }

  async function letGo(thread: Thread, taken: AbortSignal): Promise<void> {
    const stopLooking = clock.every(IDLE_MS, () => {
      const at = idle.indexOf(thread);
      if (at !== -1) idle.splice(at, 1);
      stopLooking();
      void thread.worker.terminate();
    });
    taken.addEventListener('abort', stopLooking, { once: true });
  }

  return {
    run: async (call) => {
      await turn(call.signal);
      try {
        if (call.signal.aborted) return { kind: 'stopped' };
        const thread = idle.pop() ?? start();
        thread.taken.abort();
        thread.worker.ref();
        thread.calls += 1;
        const ending = await ask(thread.worker, call, { clock, bufferMb });
        if (ending.kind === 'answered') await rest(thread);
        else await thread.worker.terminate();
        return ending;
      } finally {
        done();
      }
    },
  };
}

async function ask<Answer>(
  worker: Worker,
  call: WorkerCall<Answer>,
  { clock, bufferMb }: { readonly clock: Clock; readonly bufferMb: number },
): Promise<WorkerEnding<Answer>> {
  const over = new AbortController();
  const { promise, resolve } = Promise.withResolvers<WorkerEnding<Answer>>();
  const onMessage = (message: unknown): void => {
    const parsed = call.answer.safeParse(message);
    resolve(
      parsed.success
        ? { kind: 'answered', answer: parsed.data }
        : { kind: 'crashed', reason: 'its answer has no known form' },
    );
  };
  const onError = (error: unknown): void => resolve(toCrash(error));
  const onExit = (code: number): void =>
    resolve({ kind: 'crashed', reason: `it ended without an answer, code ${code}` });
  worker.once('message', onMessage).once('error', onError).once('exit', onExit);
  call.signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { signal: over.signal });
  void clock.sleep(call.ms, over.signal).then(() => resolve({ kind: 'too-slow' }));
  const stopLooking = clock.every(LOOK_MS, () => {
    worker.getHeapStatistics().then(
      ({ external_memory: bytes }) => bytes > bufferMb * 1e6 && resolve({ kind: 'out-of-memory' }),
      () => undefined, // It is gone, and has said so itself.
    );
  });
  worker.postMessage(call.input, []);
  try {
    return await promise;
  } finally {
    over.abort();
    stopLooking();
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  }
}

function toCrash(error: unknown): { kind: 'out-of-memory' } | { kind: 'crashed'; reason: string } {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { kind: 'out-of-memory' };
  return { kind: 'crashed', reason: toReason(error) };
}
