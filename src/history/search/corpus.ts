// Puts what was read of the index together: one numbering over all segments and the tail, and where each word stands.
import { fromGramBytes, fromWordBytes } from './document.ts';
import { createPostingList, type PostingList } from './postings.ts';
import type { Corpus, Postings } from './rank.ts';
import { findWord, readGram, readWord } from './segment-rows.ts';
import { quantiseLength, toSessionStarts } from './session.ts';
import type { Shelf, Shelves } from './shelf-store.ts';

export interface Stack {
  readonly corpus: Corpus;
  /** How many documents there are. */
  readonly size: number;
  readonly shelves: readonly PlacedShelf[];
  readonly tailFrom: number;
  readonly tail: readonly TailDocument[];
  /** 1 where a document no longer stands. */
  readonly dead: Uint8Array;
}

export interface PlacedShelf extends Shelf {
  /** The number of its first document. */
  readonly from: number;
}

interface TailDocument {
  readonly ts: string;
  readonly threadTs: string;
  readonly length: number;
  readonly hashes: readonly number[];
}

export function toStack({ segments, tail }: Shelves): Stack {
  let size = 0;
  const shelves = segments.map((segment) => {
    size += segment.documents;
    return { ...segment, from: size - segment.documents };
  });
  const tailFrom = size;
  const newest = documentsOf(tail);
  size += newest.length;

  const lengths = new Uint8Array(size);
  const dead = new Uint8Array(size);
  const starts = new Uint32Array(size + 1);
  let sessions = 0;
  for (const { from, documents, head, dead: gone } of shelves) {
    lengths.set(head.subarray(0, documents), from);
    sessions = addStarts(starts, sessions, { bits: head.subarray(documents), from });
    for (const document of deadOf(gone)) dead[from + document] = 1;
  }
  newest.forEach(({ length }, at) => {
    lengths[tailFrom + at] = quantiseLength(length);
  });
  sessions = addStarts(starts, sessions, { bits: toSessionStarts(newest), from: tailFrom });
  starts[sessions] = size;
  return {
    corpus: { lengths, starts: starts.subarray(0, sessions + 1) },
    size,
    shelves,
    tailFrom,
    tail: newest,
    dead,
  };
}

/** Returns how many sessions there then are. */
function addStarts(
  starts: Uint32Array,
  sessions: number,
  { bits, from }: { bits: Uint8Array; from: number },
): number {
  let count = sessions;
  for (let byte = 0; byte < bits.length; byte += 1) {
    let its = bits[byte] ?? 0;
    for (let at = from + byte * 8; its !== 0; at += 1, its >>= 1) {
      if ((its & 1) === 0) continue;
      starts[count] = at;
      count += 1;
    }
  }
  return count;
}

/** As a segment would hold them: threads together. */
function documentsOf(tail: readonly Uint8Array[]): readonly TailDocument[] {
  const messages = tail
    .map(fromWordBytes)
    .sort((one, other) => compare(one.threadTs, other.threadTs) || compare(one.ts, other.ts));
  const documents: TailDocument[] = [];
  for (const { ts, threadTs, passages } of messages) {
    for (const { length, hashes } of passages) documents.push({ ts, threadTs, length, hashes });
  }
  return documents;
}

/** For each hash, in the order they were asked, the documents that have it and still stand. */
export function postingsOf(stack: Stack, hashes: readonly number[]): readonly Postings[] {
  const lists = hashes.map((hash, index) => readSealed(stack, { hash, index }));
  const listOf = new Map(hashes.map((hash, index) => [hash, lists[index]]));
  stack.tail.forEach(({ hashes: its }, at) => {
    for (const hash of its) listOf.get(hash)?.push(stack.tailFrom + at, 1);
  });
  return lists.map((list) => list.take());
}

function readSealed(stack: Stack, { hash, index }: { hash: number; index: number }): PostingList {
  const spans = stack.shelves.flatMap(({ rows, from, wordBits }) => {
    const span = findWord(rows[index] ?? EMPTY, { hash, wordBits });
    return span === undefined ? [] : [{ span, from }];
  });
  // A document takes a byte at the least: the list never has to grow.
  const most = spans.reduce((sum, { span: { at, end } }) => sum + end - at, stack.tail.length);
  const list = createPostingList(most);
  for (const { span, from } of spans) {
    readWord(span, (document, times) => {
      if (stack.dead[from + document] !== 1) list.push(from + document, times);
    });
  }
  return list;
}

/** Where documents are that have all of the grams, as far as the index can tell: oldest segment first, then the tail. */
export function holdersOfGrams(
  { segments, tail }: Shelves,
  grams: readonly number[],
): { readonly sealed: readonly Place[]; readonly newest: readonly string[] } {
  const sealed = segments.flatMap(({ segmentId, rows, gramBits, documents, dead }) => {
    // Each gram leaves fewer; those that are left come in order, and so do the documents of the next.
    let left: number[] | undefined;
    for (const [index, hash] of grams.entries()) {
      const holders: number[] = [];
      let at = 0;
      readGram(rows[index] ?? EMPTY, { hash, gramBits, documents }, (document) => {
        if (holders.at(-1) === document) return;
        if (left === undefined) return void holders.push(document);
        while ((left[at] ?? Infinity) < document) at += 1;
        if (left[at] === document) holders.push(document);
      });
      left = holders;
      if (left.length === 0) return [];
    }
    const gone = new Set(deadOf(dead));
    return (left ?? [])
      .filter((document) => !gone.has(document))
      .map((document) => ({ segmentId, document }));
  });
  const newest = tail
    .map(fromGramBytes)
    .filter(({ grams: its }) => grams.every((gram) => its.includes(gram)))
    .map(({ ts }) => ts);
  return { sealed, newest };
}

/** Those places that have, in themselves or in the passages after them, all of the words. */
export function havingWords(
  stack: Stack,
  places: readonly Place[],
  words: readonly Postings[],
): readonly Place[] {
  const fromOf = new Map(stack.shelves.map(({ segmentId, from }) => [segmentId, from]));
  return places.filter(({ segmentId, document }) => {
    const first = (fromOf.get(segmentId) ?? 0) + document;
    return words.every(
      ({ documents }) => (documents[firstFrom(documents, first)] ?? Infinity) <= first + PASSAGES,
    );
  });
}

/** More passages than this has hardly a message. */
const PASSAGES = 8;

/** The place of the first of numbers in order that is not below `least`. */
function firstFrom(sorted: Uint32Array, least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A document of a segment. */
export interface Place {
  readonly segmentId: number;
  readonly document: number;
}

function deadOf(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4));
}

/** Where a document is kept; undefined for one of the tail. */
export function placeOf(stack: Stack, document: number): Place | undefined {
  if (document >= stack.tailFrom) return undefined;
  let low = 0;
  let high = stack.shelves.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stack.shelves[middle]?.from ?? 0) <= document) low = middle;
    else high = middle - 1;
  }
  const shelf = stack.shelves[low];
  return shelf === undefined ? undefined : { segmentId: shelf.segmentId, document: document - shelf.from };
}

const EMPTY = new Uint8Array(0);

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
