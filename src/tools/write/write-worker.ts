// Writes documents and workbooks in a thread that can be ended.
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';

const Work = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['docx', 'pdf']),
    markdown: z.string(),
    images: z.array(
      z.object({ name: z.string(), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
    ),
  }),
  z.object({
    kind: z.literal('xlsx'),
    sheets: z.array(
      z.object({
        name: z.string(),
        columns: z.array(z.string()).readonly(),
        rows: z.array(z.array(z.string()).readonly()).readonly(),
      }),
    ),
  }),
]);
export type Work = z.infer<typeof Work>;

async function write(work: Work): Promise<Uint8Array> {
  switch (work.kind) {
    case 'docx':
      return (await import('./docx.ts')).toDocx(work.markdown, work.images);
    case 'pdf':
      return (await import('./pdf.ts')).toPdf(work.markdown, work.images);
    case 'xlsx':
      return (await import('./xlsx.ts')).toXlsx(work.sheets);
  }
}

parentPort?.on('message', (message: unknown) => {
  void write(Work.parse(message)).then((bytes) => parentPort?.postMessage({ bytes }, []));
});
