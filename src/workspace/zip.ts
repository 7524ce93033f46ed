// Reads a zip file: as much of the format as Slack's exports use.
import { inflateRawSync } from 'node:zlib';
import { AppError } from '../base/errors.ts';

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_BYTES = 1_000_000_000;

/** Path → how to read it. Folders are left out. */
export function readZip(bytes: Buffer): ReadonlyMap<string, () => Buffer> {
  const files = new Map<string, () => Buffer>();
  const end = findEnd(bytes);
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_MARK) throw broken();
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    const entry = {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      local: bytes.readUInt32LE(at + 42),
    };
    if (!name.endsWith('/')) files.set(name, () => unpack(bytes, entry));
    at += ENTRY_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** The end record stands last, before a comment of at most 64 kB. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - END_BYTES; at >= 0; at--) if (bytes.readUInt32LE(at) === END_MARK) return at;
  throw broken();
}

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly local: number;
}

function unpack(bytes: Buffer, { method, packed, size, local }: Entry): Buffer {
  if (size > MOST_BYTES || local + LOCAL_BYTES > bytes.length) throw broken();
  const from = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const content = bytes.subarray(from, from + packed);
  if (method === 0) return content;
  if (method !== 8) throw broken();
  return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
}

const broken = (): AppError =>
  new AppError({
    code: 'workspace/zip-unread',
    message: 'This zip file is cut off, or packed in a way that is not read here.',
    hint: 'Unpack it, and name the folder.',
  });
