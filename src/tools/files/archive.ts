// A zip in memory, and what documents are kept in: counted before anything is unpacked, and never unpacked to more than it says.
import { inflateRawSync } from 'node:zlib';
import {
  readZipEntry,
  ZIP_DEFLATED,
  ZIP_END,
  ZIP_END_BYTES,
  ZIP_LOCAL_BYTES,
  ZIP_LONGEST_COMMENT,
  ZIP_STORED,
  type ZipEntry,
} from '../../base/zip-list.ts';
import { unread, type ReadFailure } from './document.ts';

export interface Archive {
  /** Names of files, in the order of the list; folders are left out. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  isEncrypted(path: string): boolean;
  bytes(path: string): number;
  /** Undefined when there is no such file; throws when it is not what the list says. */
  read(path: string): Buffer | undefined;
}

/** What one file may unpack to, together with all that is packed in it. */
export interface Allowance {
  bytesLeft: number;
  readonly depthLeft: number;
}

const MOST_ENTRIES = 5_000;
/** Text packs to a tenth and empty sheets to a hundredth; what packs better was made to harm. */
const MOST_RATIO = 250;
const RATIO_FROM_BYTES = 20_000_000;

/** Contract: what is read of it takes no more than what it costs `allowance` here. */
export function openArchive(bytes: Uint8Array, allowance: Allowance): Archive | ReadFailure {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = listOf(buffer);
  if (entries === undefined)
    return unread(
      'broken',
      'It is broken: its list of contents is missing or cut off. Ask to have it shared again.',
    );
  const files = entries.filter(({ path }) => !path.endsWith('/'));
  const total = files.reduce((sum, entry) => sum + entry.bytes, 0);
  if (files.length > MOST_ENTRIES)
    return unread('too-large', `It holds ${files.length} files; at most ${MOST_ENTRIES} are unpacked.`);
  if (
    total > allowance.bytesLeft ||
    (total > RATIO_FROM_BYTES && total > MOST_RATIO * Math.max(buffer.length, 1))
  )
    return unread(
      'too-large',
      `It unpacks to ${Math.round(total / 1e6)} MB, which is more than may be unpacked.`,
    );
  allowance.bytesLeft -= total;

  const byPath = new Map(files.map((entry) => [entry.path, entry]));
  return {
    paths: [...byPath.keys()],
    has: (path) => byPath.has(path),
    isEncrypted: (path) => byPath.get(path)?.isEncrypted === true,
    bytes: (path) => byPath.get(path)?.bytes ?? 0,
    read: (path) => {
      const entry = byPath.get(path);
      return entry === undefined ? undefined : unpack(buffer, entry);
    },
  };
}

function listOf(buffer: Buffer): readonly ZipEntry[] | undefined {
  const earliest = Math.max(0, buffer.length - ZIP_END_BYTES - ZIP_LONGEST_COMMENT);
  let end = buffer.length - ZIP_END_BYTES;
  while (end >= earliest && buffer.readUInt32LE(end) !== ZIP_END) end -= 1;
  if (end < earliest || end < 0) return undefined;
  const entries: ZipEntry[] = [];
  let at = buffer.readUInt32LE(end + 16);
  while (at < end) {
    const read = readZipEntry(buffer.subarray(at, end));
    if (read === undefined || entries.length > MOST_ENTRIES * 2) break;
    entries.push(read.entry);
    at += read.length;
  }
  return entries.length === 0 && buffer.readUInt16LE(end + 10) > 0 ? undefined : entries;
}

function unpack(buffer: Buffer, entry: ZipEntry): Buffer {
  if (entry.isEncrypted) throw new Error(`${entry.path} is encrypted`);
  if (entry.offset + ZIP_LOCAL_BYTES > buffer.length) throw new Error(`${entry.path} is cut off`);
  const start =
    entry.offset +
    ZIP_LOCAL_BYTES +
    buffer.readUInt16LE(entry.offset + 26) +
    buffer.readUInt16LE(entry.offset + 28);
  const packed = buffer.subarray(start, start + entry.packedBytes);
  if (entry.method === ZIP_STORED) return packed.subarray(0, entry.bytes);
  if (entry.method !== ZIP_DEFLATED) throw new Error(`${entry.path} is packed in an unknown way`);
  // More than the list says is a lie, and unpacking ends there.
  return inflateRawSync(packed, { maxOutputLength: Math.max(entry.bytes, 1) });
}
