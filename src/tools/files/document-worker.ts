// The other side of readDocument: reads one file after the other in a thread that can be ended.
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { parseDocument } from './parse-document.ts';

const Work = z.object({ bytes: z.instanceof(Uint8Array), name: z.string(), mimetype: z.string() });

parentPort?.on('message', (message: unknown) => {
  const { bytes, name, mimetype } = Work.parse(message);
  void parseDocument(bytes, { name, mimetype }).then((document) => parentPort?.postMessage(document, []));
});
