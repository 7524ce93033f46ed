// A file's bytes into text without harm: nothing in the file can stop this process or keep it busy.
import { availableParallelism } from 'node:os';
import type { Clock } from '../../base/clock.ts';
import { createWorkers } from '../worker.ts';
import { DocumentReadSchema, unread, type DocumentName, type DocumentRead } from './document.ts';
import { formatOf } from './format.ts';
import { parseDocument } from './parse-document.ts';

export const MAX_FILE_BYTES = 50_000_000;

// Below this, plain text and tables are read in some milliseconds, and a worker would cost more than it saves.
const SMALL_BYTES = 500_000;
const PLAIN: ReadonlySet<string> = new Set(['text', 'json', 'table', 'picture', 'unsupported']);

interface ReadDocumentDeps {
  readonly clock: Clock;
  readonly ms?: number;
  readonly heapMb?: number;
  readonly bufferMb?: number;
}

export type ReadDocument = (
  bytes: Uint8Array,
  file: DocumentName,
  options: { readonly signal: AbortSignal },
) => Promise<DocumentRead>;

/** Contract: reading ends within `ms`, in a text or in a reason; it throws only for faults of ours. */
export function createReadDocument({
  clock,
  ms = 60_000,
  heapMb = 768,
  bufferMb = 700,
}: ReadDocumentDeps): ReadDocument {
  const workers = createWorkers({
    script: new URL('./document-worker.ts', import.meta.url),
    clock,
    most: Math.max(2, Math.min(availableParallelism(), 6)),
    heapMb,
    bufferMb,
  });

  return async function readDocument(bytes, file, { signal }) {
    if (bytes.length > MAX_FILE_BYTES)
      return unread('too-large', 'It is larger than 50 MB, which is more than can be read.');
    if (bytes.length < SMALL_BYTES && PLAIN.has(formatOf(bytes, file))) return parseDocument(bytes, file);

    const ended = await workers.run({
      input: { bytes, name: file.name, mimetype: file.mimetype },
      answer: DocumentReadSchema,
      signal,
      ms,
    });
    switch (ended.kind) {
      case 'answered':
        return ended.answer;
      case 'stopped':
        return unread('stopped', 'Reading it was stopped.');
      case 'too-slow':
        return unread(
          'too-large',
          `Reading it took longer than ${Math.round(ms / 1000)} seconds and was given up.`,
        );
      case 'out-of-memory':
        return unread('too-large', 'Reading it took more memory than a file may take.');
      case 'crashed':
        return unread('unknown', `Reading it failed (${ended.reason}).`);
    }
  };
}
