// The other side of readPage: one page after the other, in a thread that can be ended.
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { toPageText } from './page-text.ts';

const Work = z.object({ bytes: z.instanceof(Uint8Array), contentType: z.string(), url: z.string() });

parentPort?.on('message', (message: unknown) => {
  parentPort?.postMessage(toPageText(Work.parse(message)), []);
});
