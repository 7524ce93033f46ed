// Reads the rows of a segment: which documents have a word or a gram, and when each was said.
import { createByteReader } from './bytes.ts';
import { GRAM_REST_BITS } from './segment.ts';

/** Where the documents of a word stand in a row of words. */
export interface Span {
  readonly row: Uint8Array;
  readonly at: number;
  readonly end: number;
}

/** Undefined when the segment does not have the word. */
export function findWord(
  row: Uint8Array,
  { hash, wordBits }: { hash: number; wordBits: number },
): Span | undefined {
  const wanted = hash % 2 ** (32 - wordBits);
  const reader = createByteReader(row);
  let rest = 0;
  while (!reader.isAtEnd()) {
    rest += reader.varint();
    const length = reader.varint();
    if (rest > wanted) return undefined;
    if (rest === wanted) return { row, at: reader.position(), end: reader.position() + length };
    reader.skip(length);
  }
  return undefined;
}

/**
 * Calls back with each document of the word and how often it has it, in order. The inmost loop of every search: a common
 * word stands in a hundred thousand documents, each of them in a byte at the least.
 */
export function readWord(
  { row, at: start, end }: Span,
  found: (document: number, times: number) => void,
): void {
  let at = start;
  let document = 0;
  while (at < end) {
    let code = row[at] ?? 0;
    at += 1;
    if (code >= 0x80) {
      code &= 0x7f;
      let shift = 7;
      let byte = 0x80;
      while (byte >= 0x80) {
        byte = row[at] ?? 0;
        at += 1;
        code |= (byte & 0x7f) << shift;
        shift += 7;
      }
    }
    document += code >>> 1;
    let times = 1;
    if ((code & 1) === 1) {
      times = row[at] ?? 0;
      at += 1;
    }
    found(document, times);
  }
}

/** Calls back with each document that may have the gram. */
export function readGram(
  row: Uint8Array,
  { hash, gramBits, documents }: { hash: number; gramBits: number; documents: number },
  found: (document: number) => void,
): void {
  const wanted = Math.floor(hash / 2 ** (32 - gramBits - GRAM_REST_BITS)) % 2 ** GRAM_REST_BITS;
  const reader = createByteReader(row);
  let key = 0;
  while (!reader.isAtEnd()) {
    key += reader.varint();
    const rest = Math.floor(key / documents);
    if (rest > wanted) return;
    if (rest === wanted) found(key % documents);
  }
}

/** The time of each document of a row of times, in microseconds. */
export function readTimes(row: Uint8Array): number[] {
  const reader = createByteReader(row);
  const times: number[] = [];
  let at = 0;
  while (!reader.isAtEnd()) {
    at += reader.signed();
    times.push(at);
  }
  return times;
}
