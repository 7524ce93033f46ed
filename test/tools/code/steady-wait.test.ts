// A thread that waits is not woken by a call that was meant for its last wait.
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';

test('only a change ends a wait', async () => {
  const state = new Int32Array(new SharedArrayBuffer(4)).fill(1);
  const preload = new URL('../../../src/tools/code/steady-wait.ts', import.meta.url);
  const worker = new Worker(new URL('./child-waiter.ts', import.meta.url), {
    workerData: state,
    execArgv: [`--import=${preload.href}`],
  });
  onTestFinished(async () => void (await worker.terminate()));
  const said: unknown[] = [];
  const ended = new Promise<void>((resolve) =>
    worker.on('message', (words) => {
      said.push(words);
      if (said.length === 2) resolve();
    }),
  );
  // Wakes it until it has certainly been asleep, and changes nothing.
  while (Atomics.notify(state, 0) === 0) await new Promise(setImmediate);
  Atomics.store(state, 0, 2);
  while (said.length < 2 && Atomics.notify(state, 0) === 0) await new Promise(setImmediate);
  await ended;
  expect(said).toEqual(['waits', 'ok 2']);
});
