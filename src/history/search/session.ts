// Which messages belong together: a thread, or what was said in the channel without a long pause.
import { sentAtOf } from '../message.ts';

const PAUSE_SECONDS = 30 * 60;
/** A busy channel never pauses; what is further apart than this is hardly about the same. */
const LONGEST = 40;

interface Placed {
  readonly ts: string;
  readonly threadTs: string;
}

/** A bit for each document, in order: does a session begin with it? Threads stand together. */
export function toSessionStarts(documents: readonly Placed[]): Uint8Array {
  const starts = new Uint8Array(Math.ceil(documents.length / 8));
  let length = 0;
  documents.forEach((document, index) => {
    const previous = documents[index - 1];
    const next = documents[index + 1];
    length += 1;
    if (previous !== undefined && length <= LONGEST && belongs(previous, document, next)) return;
    starts[index >> 3] = (starts[index >> 3] ?? 0) | (1 << (index & 7));
    length = 1;
  });
  return starts;
}

function belongs(previous: Placed, document: Placed, next: Placed | undefined): boolean {
  if (previous.threadTs === document.threadTs) return true;
  const isThread = previous.ts !== previous.threadTs || document.ts !== document.threadTs;
  if (isThread || next?.threadTs === document.threadTs) return false;
  return secondsOf(document) - secondsOf(previous) <= PAUSE_SECONDS;
}

function secondsOf({ ts }: Placed): number {
  return sentAtOf(ts).getTime() / 1000;
}

/** A length in one byte, to within two in a hundred. */
export function quantiseLength(length: number): number {
  return Math.min(255, Math.round(Math.log2(1 + length) * 16));
}

/** What the bytes of `quantiseLength` stand for. */
export function lengthTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => 2 ** (code / 16) - 1);
}
