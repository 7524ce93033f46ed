// Makes a segment of many messages: for each word the documents that have it, spread over rows by the word's hash.
import { createByteReader, createByteWriter } from './bytes.ts';
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
const GRAM_REST_BITS = 12;
/** Small enough to read a few words' rows quickly, and large beside what Postgres adds to a row. */
const BUCKET_BYTES = 900;
const MOST_BITS = 14;
const MOST_TIMES = 127;
/** A document's number stands below its word's hash in one sortable number. */
const DOCUMENTS = 2 ** 20;

/** Messages come in any order; in the segment, threads stand together. */
export function buildSegment(messages: readonly MessageRecord[]): Segment {
  const sorted = messages.toSorted((one, other) =>
    one.threadTs === other.threadTs ? compare(one.ts, other.ts) : compare(one.threadTs, other.threadTs),
  );
  const documents = sorted.flatMap(({ ts, threadTs, passages }) =>
    passages.map((passage) => ({ ts, threadTs, ...passage })),
  );
  const words = sortedKeys(documents, ({ hashes }) => hashes);
  const firstOf = firstDocuments(sorted);
  const grams = sortedKeys(sorted, ({ grams: found }) => found, firstOf);
  const wordBits = bitsFor(words.length * 1.5);
  const gramBits = bitsFor(grams.length * 3);
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
    rows: [
      ...wordRows(words, wordBits),
      ...gramRows(grams, gramBits, documents.length),
      ...timeRows(documents),
    ],
  };
}

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

/** All (hash, document) as one number each, in order: equal ones stand for a word that comes again. */
function sortedKeys<Item>(
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
  return keys.sort();
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

/** Calls back with each document of the word and how often it has it, in order. */
export function readWord(
  row: Uint8Array,
  { hash, wordBits }: { hash: number; wordBits: number },
  found: (document: number, times: number) => void,
): void {
  const wanted = hash % 2 ** (32 - wordBits);
  const reader = createByteReader(row);
  let rest = 0;
  while (!reader.isAtEnd()) {
    rest += reader.varint();
    const length = reader.varint();
    if (rest > wanted) return;
    if (rest < wanted) {
      reader.skip(length);
      continue;
    }
    readList(row, { at: reader.position(), end: reader.position() + length }, found);
    return;
  }
}

/** The inmost loop of every search: a common word stands in a hundred thousand documents. */
function readList(
  row: Uint8Array,
  { at: start, end }: { at: number; end: number },
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

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
