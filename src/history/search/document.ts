// A message as the index takes it in: passages of it with the hashes of their words, and the pieces for exact text.
import type { Author, MessageRef } from '../message.ts';
import { storable } from '../../db/storable.ts';
import { createByteReader, createByteWriter } from './bytes.ts';
import { gramsOf } from './grams.ts';
import { markOfAuthor, marksOfTs } from './marks.ts';
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

  return (message) => {
    const text = storable(message.text);
    const marks = [markOfAuthor(message.author), ...marksOf(message.ts)];
    const passages = passagesOf(text).map((passage, index) => {
      const words = index === 0 ? [passage, ...message.fileNames].join('\n') : passage;
      const hashes = hashesOf(unescaped(words));
      const length = hashes.length;
      hashes.push(...marks);
      return { length, hashes };
    });
    return { ts: message.ts, threadTs: message.threadTs, passages, grams: gramsOf(text) };
  };
}

/** Cut between words where there are any. */
export function passagesOf(text: string): string[] {
  if (text.length <= LONG_CHARS) return [text];
  const passages: string[] = [];
  let from = 0;
  while (text.length - from > LONG_CHARS) {
    const space = text.slice(from, from + PASSAGE_CHARS).search(/\s\S*$/u);
    const end = from + (space > PASSAGE_CHARS / 2 ? space : PASSAGE_CHARS);
    passages.push(text.slice(from, end));
    from = end;
  }
  return [...passages, text.slice(from)];
}

/** Slack escapes three characters; unescaped they part words instead of being some. */
export function unescaped(text: string): string {
  return text.includes('&') ? text.replaceAll(/&(?:amp|lt|gt);/gu, ' ') : text;
}

export function toBytes(record: MessageRecord): Uint8Array {
  const writer = createByteWriter();
  for (const name of [record.ts, record.threadTs]) {
    const bytes = new TextEncoder().encode(name);
    writer.varint(bytes.length);
    writer.bytes(bytes);
  }
  writer.varint(record.passages.length);
  for (const { length, hashes } of record.passages) {
    writer.varint(length);
    writeHashes(hashes);
  }
  writeHashes(record.grams);
  return writer.take();

  function writeHashes(hashes: readonly number[]): void {
    writer.varint(hashes.length);
    const view = new DataView(new ArrayBuffer(hashes.length * 4));
    hashes.forEach((hash, index) => view.setUint32(index * 4, hash));
    writer.bytes(new Uint8Array(view.buffer));
  }
}

export function fromBytes(bytes: Uint8Array): MessageRecord {
  const reader = createByteReader(bytes);
  const ts = readName();
  const threadTs = readName();
  const passages = Array.from({ length: reader.varint() }, () => {
    const length = reader.varint();
    return { length, hashes: readHashes() };
  });
  return { ts, threadTs, passages, grams: readHashes() };

  function readName(): string {
    return new TextDecoder().decode(reader.bytes(reader.varint()));
  }

  function readHashes(): number[] {
    const count = reader.varint();
    const part = reader.bytes(count * 4);
    const view = new DataView(part.buffer, part.byteOffset, part.length);
    return Array.from({ length: count }, (_, index) => view.getUint32(index * 4));
  }
}
