// The other side of readDocument: reads one file in a thread that can be ended, then is over.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { parseDocument } from './parse-document.ts';

const Work = z.object({ bytes: z.instanceof(Uint8Array), name: z.string(), mimetype: z.string() });

const { bytes, name, mimetype } = Work.parse(workerData);
parentPort?.postMessage(await parseDocument(bytes, { name, mimetype }), []);
