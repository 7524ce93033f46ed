// A thread that says that it waits, and then how the wait ended.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

const state = z.instanceof(Int32Array).parse(workerData);
parentPort?.postMessage('waits', []);
const ended = Atomics.wait(state, 0, 1, 10_000);
parentPort?.postMessage(`${ended} ${Atomics.load(state, 0)}`, []);
