// Pages of a file as pictures: for what has no text, shown to a model that sees.
import type { Clock } from '../../base/clock.ts';
import type { ToolContext } from '../../agent/tool.ts';
import type { TaskFileStore } from '../../task/file-store.ts';
import { createWorkers } from '../worker.ts';
import { findKept } from './kept-name.ts';
import { openChannelFile } from './open-channel-file.ts';
import { DrawnPictures, type WantedPicture } from './picture.ts';
import type { FileShelf } from './shelf.ts';

export interface FoundPictures {
  readonly kind: 'found';
  readonly pictures: DrawnPictures;
}

/** Of a file of this channel or this task, each page that is wanted, in the same order. */
export type PicturesOf = (
  written: string,
  wanted: readonly WantedPicture[],
  context: ToolContext,
) => Promise<FoundPictures | { readonly kind: 'failed'; readonly reason: string }>;

interface PicturesDeps {
  readonly shelf: FileShelf;
  readonly taskFiles: TaskFileStore;
  readonly draw: DrawPictures;
}

export function createPicturesOf({ shelf, taskFiles, draw }: PicturesDeps): PicturesOf {
  return async function picturesOf(written, wanted, context) {
    const kept = findKept(await taskFiles.list(context.task.id), written);
    const made = kept === undefined ? undefined : await taskFiles.read(context.task.id, kept.name);
    const opened = made === undefined ? await openChannelFile(written, context, shelf) : undefined;
    if (opened?.kind === 'failed') return opened;
    return draw(made?.bytes ?? opened?.bytes ?? new Uint8Array(), wanted, context.signal);
  };
}

export type DrawPictures = (
  bytes: Uint8Array,
  wanted: readonly WantedPicture[],
  signal: AbortSignal,
) => ReturnType<PicturesOf>;

const DRAW_MS = 60_000;
const HEAP_MB = 768;
const BUFFER_MB = 900;

export function createDrawPictures({ clock }: { readonly clock: Clock }): DrawPictures {
  const workers = createWorkers({
    script: new URL('./picture-worker.ts', import.meta.url),
    clock,
    most: 2,
    heapMb: HEAP_MB,
    bufferMb: BUFFER_MB,
  });
  return async function drawPictures(bytes, wanted, signal) {
    const input = { bytes, wanted };
    const ended = await workers.run({ input, answer: DrawnPictures, signal, ms: DRAW_MS });
    switch (ended.kind) {
      case 'answered':
        return { kind: 'found', pictures: ended.answer };
      case 'stopped':
        return { kind: 'failed', reason: 'Drawing it was stopped.' };
      case 'too-slow':
      case 'out-of-memory':
        return { kind: 'failed', reason: 'Drawing it took more time or memory than a file may take.' };
      case 'crashed':
        return { kind: 'failed', reason: `It could not be drawn (${ended.reason}).` };
    }
  };
}
