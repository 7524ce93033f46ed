// A file's bytes into text without harm: nothing in the file can stop this process or keep it busy.
import type { Clock } from '../../base/clock.ts';
import { runInWorker } from '../worker.ts';
import { DocumentReadSchema, type DocumentName, type DocumentText, type ReadFailure } from './document.ts';
import { formatOf } from './format.ts';
import { parseDocument } from './parse-document.ts';

export const MAX_FILE_BYTES = 50_000_000;

// Below this, text and tables are read in some milliseconds, and a worker would cost more than it saves.
const SMALL_BYTES = 500_000;

export interface ReadDocumentDeps {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly ms?: number;
  readonly heapMb?: number;
}

/** Contract: it ends within `ms`, in a text or in a reason; it throws only for faults of ours. */
export async function readDocument(
  bytes: Uint8Array,
  file: DocumentName,
  { clock, signal, ms = 60_000, heapMb = 512 }: ReadDocumentDeps,
): Promise<DocumentText | ReadFailure> {
  if (bytes.length > MAX_FILE_BYTES)
    return failed('It is larger than 50 MB, which is more than can be read.');
  if (bytes.length < SMALL_BYTES && formatOf(bytes, file) !== 'pdf') return parseDocument(bytes, file);

  const ended = await runInWorker({
    script: new URL('./document-worker.ts', import.meta.url),
    input: { bytes, name: file.name, mimetype: file.mimetype },
    answer: DocumentReadSchema,
    clock,
    signal,
    ms,
    heapMb,
  });
  switch (ended.kind) {
    case 'answered':
      return ended.answer;
    case 'stopped':
      return failed('Reading it was stopped.');
    case 'too-slow':
      return failed(`Reading it took longer than ${Math.round(ms / 1000)} seconds and was given up.`);
    case 'out-of-memory':
      return failed('Reading it took more memory than a file may take.');
    case 'crashed':
      return failed(`Reading it failed (${ended.reason}).`);
  }
}

function failed(reason: string): ReadFailure {
  return { kind: 'failed', reason };
}
