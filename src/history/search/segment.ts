// Makes a segment of many messages: for each word the documents that have it, spread over rows by the word's hash.
import { setImmediate } from 'node:timers/promises';
import { createByteWriter } from './bytes.ts';
import type { MessageRecord } from './document.ts';
import { quantiseLength, toSessionStarts } from './session.ts';
import { toMicroseconds } from './times.ts';

export interface Segment {
  readonly fromTs: string;
  readonly toTs: string;
  readonly messages: number;
  readonly documents: number;
  readonly wordBits: number;
  readonly gramBits: number;
  readonly head: Uint8Array;
  readonly rows: readonly SegmentRow[];
}

export interface SegmentRow {
  readonly bucket: number;
  readonly data: Uint8Array;
}

/** Buckets of grams and of times come after all those of words. */
export const GRAM_BUCKETS = 1 << 20;
const TIME_BUCKETS = 1 << 21;
/** How many documents' times stand in one row. */
export const TIME_CHUNK = 256;
/** Of a gram's hash so much is kept beyond its bucket: one false find in some dozen segments. */
export const GRAM_REST_BITS = 12;
/** Small enough to read a few words' rows quickly, and large beside what Postgres adds to a row. */
const BUCKET_BYTES = 1_200;
const MOST_BITS = 14;
const MOST_TIMES = 127;
/** Sorted in some milliseconds. */
const PART_KEYS = 32_768;
/** A document's number stands below its word's hash in one sortable number. */
const DOCUMENTS = 2 ** 20;

/** Messages come in any order; in the segment, threads stand together. */
export function buildSegment(messages: readonly MessageRecord[]): Segment {
  const building = buildInParts(messages);
  for (;;) {
    const step = building.next();
    if (step.done === true) return step.value;
  }
}

/** The same while others are served: nobody who writes meanwhile waits for more than a part of it. */
export async function buildSegmentAside(messages: readonly MessageRecord[]): Promise<Segment> {
  const building = buildInParts(messages);
  for (;;) {
    const step = building.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

function* buildInParts(messages: readonly MessageRecord[]): Generator<undefined, Segment> {
  const sorted = messages.toSorted((one, other) =>
    one.threadTs === other.threadTs ? compare(one.ts, other.ts) : compare(one.threadTs, other.threadTs),
  );
  const documents = sorted.flatMap(({ ts, threadTs, passages }) =>
    passages.map((passage) => ({ ts, threadTs, ...passage })),
  );
  const words = keysOf(documents, ({ hashes }) => hashes);
  yield;
  const grams = keysOf(sorted, ({ grams: found }) => found, firstDocuments(sorted));
  yield;
  const wordBits = bitsFor(words.length * 1.5);
  const gramBits = bitsFor(grams.length * 3);
  const rows: SegmentRow[] = [];
  for (const part of toParts(words, wordBits)) {
    rows.push(...wordRows(part.sort(), wordBits));
    yield;
  }
  for (const part of toParts(grams, gramBits)) {
    rows.push(...gramRows(part.sort(), gramBits, documents.length));
    yield;
  }
  const times = sorted.map(({ ts }) => ts).sort(compare);
  const lengths = documents.map(({ length }) => quantiseLength(length));
  return {
    fromTs: times[0] ?? '',
    toTs: times.at(-1) ?? '',
    messages: sorted.length,
    documents: documents.length,
    wordBits,
    gramBits,
    head: Uint8Array.from([...lengths, ...toSessionStarts(documents)]),
    rows: [...rows, ...timeRows(documents)],
  };
}

/** Which row of a segment has a word. */
function wordBucket(hash: number, wordBits: number): number {
  return wordBits === 0 ? 0 : hash >>> (32 - wordBits);
}

export function timeBucket(document: number): number {
  return TIME_BUCKETS + Math.floor(document / TIME_CHUNK);
}

function bitsFor(bytes: number): number {
  return Math.max(0, Math.min(MOST_BITS, Math.round(Math.log2(Math.max(1, bytes) / BUCKET_BYTES))));
}

function firstDocuments(messages: readonly MessageRecord[]): Uint32Array {
  const first = new Uint32Array(messages.length);
  let next = 0;
  messages.forEach(({ passages }, index) => {
    first[index] = next;
    next += passages.length;
  });
  return first;
}

/** All (hash, document) as one number each: equal ones stand for a word that comes again. */
function keysOf<Item>(
  items: readonly Item[],
  hashesOf: (item: Item) => readonly number[],
  documentOf?: Uint32Array,
): Float64Array {
  const keys = new Float64Array(items.reduce((count, item) => count + hashesOf(item).length, 0));
  let at = 0;
  items.forEach((item, index) => {
    const document = documentOf?.[index] ?? index;
    for (const hash of hashesOf(item)) {
      keys[at] = hash * DOCUMENTS + document;
      at += 1;
    }
  });
  return keys;
}

/** Parts that are sorted one by one, each with whole buckets in it, and all of one before all of the next. */
function toParts(keys: Float64Array, bits: number): Float64Array[] {
  const partBits = Math.max(0, Math.min(bits, Math.ceil(Math.log2(keys.length / PART_KEYS))));
  const span = 2 ** (32 - partBits) * DOCUMENTS;
  const sizes = new Uint32Array(2 ** partBits);
  for (const key of keys) {
    const part = Math.floor(key / span);
    sizes[part] = (sizes[part] ?? 0) + 1;
  }
  const parts = Array.from(sizes, (size) => new Float64Array(size));
  const filled = new Uint32Array(parts.length);
  for (const key of keys) {
    const at = Math.floor(key / span);
    const part = parts[at];
    if (part === undefined) continue;
    part[filled[at] ?? 0] = key;
    filled[at] = (filled[at] ?? 0) + 1;
  }
  return parts;
}

function wordRows(keys: Float64Array, wordBits: number): SegmentRow[] {
  const rows: SegmentRow[] = [];
  const row = createByteWriter();
  const list = createByteWriter();
  const span = 2 ** (32 - wordBits);
  let bucket = -1;
  let lastRest = 0;
  let at = 0;
  while (at < keys.length) {
    const hash = Math.floor((keys[at] ?? 0) / DOCUMENTS);
    at = writeList(keys, at, list);
    if (wordBucket(hash, wordBits) !== bucket) {
      if (bucket >= 0) rows.push({ bucket, data: row.take() });
      bucket = wordBucket(hash, wordBits);
      lastRest = 0;
    }
    const rest = hash % span;
    row.varint(rest - lastRest);
    lastRest = rest;
    const bytes = list.take();
    row.varint(bytes.length);
    row.bytes(bytes);
  }
  if (bucket >= 0) rows.push({ bucket, data: row.take() });
  return rows;
}

/** Writes the documents of the word at `at` as gaps; one that has it more than once says how often. */
function writeList(keys: Float64Array, at: number, list: ReturnType<typeof createByteWriter>): number {
  const end = (Math.floor((keys[at] ?? 0) / DOCUMENTS) + 1) * DOCUMENTS;
  let last = end - DOCUMENTS;
  let next = at;
  while (next < keys.length) {
    const key = keys[next] ?? end;
    if (key >= end) break;
    let times = 1;
    while (keys[next + times] === key) times += 1;
    list.varint((key - last) * 2 + (times > 1 ? 1 : 0));
    // In one byte: beyond a hundred, how often no longer matters.
    if (times > 1) list.varint(Math.min(times, MOST_TIMES));
    last = key;
    next += times;
  }
  return next;
}

function gramRows(keys: Float64Array, gramBits: number, documents: number): SegmentRow[] {
  const rows: SegmentRow[] = [];
  const row = createByteWriter();
  let bucket = -1;
  let last = 0;
  // Cut to the bits that are kept, then in order again: documents of two grams may have changed places.
  const cut = 2 ** (32 - gramBits - GRAM_REST_BITS);
  const kept = keys.map((key) => {
    const hash = Math.floor(key / DOCUMENTS);
    return Math.floor(hash / cut) * documents + (key - hash * DOCUMENTS);
  });
  const perBucket = documents * 2 ** GRAM_REST_BITS;
  for (const key of kept.sort()) {
    const its = Math.floor(key / perBucket);
    if (its !== bucket) {
      if (bucket >= 0) rows.push({ bucket: GRAM_BUCKETS + bucket, data: row.take() });
      bucket = its;
      last = bucket * perBucket;
    } else if (key === last) continue;
    row.varint(key - last);
    last = key;
  }
  if (bucket >= 0) rows.push({ bucket: GRAM_BUCKETS + bucket, data: row.take() });
  return rows;
}

function timeRows(documents: readonly { readonly ts: string }[]): SegmentRow[] {
  const writer = createByteWriter();
  const rows: SegmentRow[] = [];
  for (let from = 0; from < documents.length; from += TIME_CHUNK) {
    let last = 0;
    for (const { ts } of documents.slice(from, from + TIME_CHUNK)) {
      const at = toMicroseconds(ts);
      writer.signed(at - last);
      last = at;
    }
    rows.push({ bucket: timeBucket(from), data: writer.take() });
  }
  return rows;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
