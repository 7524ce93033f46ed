// A message as the index takes it in: passages of it with the hashes of their words, and the pieces for exact text.
import type { Author, MessageRef } from '../message.ts';
import { storable } from '../../db/storable.ts';
import { createByteReader, createByteWriter, type ByteReader, type ByteWriter } from './bytes.ts';
import { gramsOf } from './grams.ts';
import { askingMark, markOfAuthor, marksOfTs } from './marks.ts';
import { createTermHasher } from './terms.ts';

/** What of a message is searched. */
export interface SearchableMessage extends MessageRef {
  readonly threadTs: string;
  readonly author: Author;
  readonly text: string;
  readonly fileNames: readonly string[];
}

export interface MessageRecord {
  readonly ts: string;
  readonly threadTs: string;
  /** Of a long message each passage is one; they are ranked apart and the best counts. */
  readonly passages: readonly Passage[];
  readonly grams: readonly number[];
}

interface Passage {
  /** Words, without the marks. */
  readonly length: number;
  readonly hashes: readonly number[];
}

/** Measured: whole long messages lose to short ones, and cutting them finds 3 to 7 points more. */
const LONG_CHARS = 1_200;
const PASSAGE_CHARS = 1_000;

/** For one batch of messages: it remembers the words of those before. */
export function createRecorder(): (message: SearchableMessage) => MessageRecord {
  const hashesOf = createTermHasher();
  const authors = new Map<string, number>();
  const days = new Map<string, readonly number[]>();

  /** Marks by the hour, the finest that a day depends on. */
  function marksOf(ts: string): readonly number[] {
    const hour = ts.slice(0, 7);
    const known = ts.length === 17 ? days.get(hour) : undefined;
    if (known !== undefined) return known;
    const marks = marksOfTs(ts);
    if (ts.length === 17) days.set(hour, marks);
    return marks;
  }

  function authorMarkOf(author: Author): number {
    const id = author.kind === 'longhand' ? '' : author.id;
    const known = authors.get(id);
    if (known !== undefined) return known;
    const mark = markOfAuthor(author);
    authors.set(id, mark);
    return mark;
  }

  return (message) => {
    const text = storable(message.text);
    const marks = [authorMarkOf(message.author), ...marksOf(message.ts)];
    const passages = passagesOf(text).map((passage, index) => {
      const words = index === 0 ? [passage, ...message.fileNames].join('\n') : passage;
      const hashes = hashesOf(unescaped(words));
      const length = hashes.length;
      hashes.push(...marks, ...(ASKS.test(passage) ? [askingMark()] : []));
      return { length, hashes };
    });
    return { ts: message.ts, threadTs: message.threadTs, passages, grams: gramsOf(text) };
  };
}

/** A question, in any script; one in an address is none. */
const ASKS = /[?？](?:\s|$)|[吗呢]\s*$/mu;

/** Cut between words where there are any. */
function passagesOf(text: string): string[] {
  if (text.length <= LONG_CHARS) return [text];
  const passages: string[] = [];
  let from = 0;
  while (text.length - from > LONG_CHARS) {
    const end = cutBefore(text, from + PASSAGE_CHARS);
    passages.push(text.slice(from, end));
    from = end;
  }
  return [...passages, text.slice(from)];
}

/** At white space, unless there is none for a long way. */
function cutBefore(text: string, wanted: number): number {
  for (let at = wanted; at > wanted - PASSAGE_CHARS / 2; at -= 1) {
    if (/\s/u.test(text.charAt(at))) return at;
  }
  return wanted;
}

/** Slack escapes three characters; unescaped they part words instead of being some. */
export function unescaped(text: string): string {
  return text.includes('&') ? text.replaceAll(/&(?:amp|lt|gt);/gu, ' ') : text;
}

/** As the tail keeps it. */
export interface TailBytes {
  readonly words: Uint8Array<ArrayBuffer>;
  readonly grams: Uint8Array<ArrayBuffer>;
}

export function toTailBytes({ ts, threadTs, passages, grams }: MessageRecord): TailBytes {
  const writer = createByteWriter();
  writeName(writer, ts);
  writeName(writer, threadTs);
  writer.varint(passages.length);
  for (const { length, hashes } of passages) {
    writer.varint(length);
    writeHashes(writer, hashes);
  }
  const words = writer.take();
  writeName(writer, ts);
  writeHashes(writer, grams);
  return { words, grams: writer.take() };
}

export function fromWordBytes(bytes: Uint8Array): Omit<MessageRecord, 'grams'> {
  const reader = createByteReader(bytes);
  const ts = readName(reader);
  const threadTs = readName(reader);
  const passages: Passage[] = [];
  for (let left = reader.varint(); left > 0; left -= 1) {
    const length = reader.varint();
    passages.push({ length, hashes: readHashes(reader) });
  }
  return { ts, threadTs, passages };
}

export function fromGramBytes(bytes: Uint8Array): Pick<MessageRecord, 'ts' | 'grams'> {
  const reader = createByteReader(bytes);
  return { ts: readName(reader), grams: readHashes(reader) };
}

/** Slack's ts, of digits and a dot. */
function writeName(writer: ByteWriter, name: string): void {
  const bytes = Buffer.from(name, 'latin1');
  writer.varint(bytes.length);
  writer.bytes(bytes);
}

function readName(reader: ByteReader): string {
  const bytes = reader.bytes(reader.varint());
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function writeHashes(writer: ByteWriter, hashes: readonly number[]): void {
  writer.varint(hashes.length);
  const bytes = Buffer.alloc(hashes.length * 4);
  hashes.forEach((hash, index) => bytes.writeUInt32BE(hash, index * 4));
  writer.bytes(bytes);
}

function readHashes(reader: ByteReader): number[] {
  const count = reader.varint();
  const bytes = reader.bytes(count * 4);
  const hashes: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    hashes.push(high * 0x1_0000 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)));
  }
  return hashes;
}
