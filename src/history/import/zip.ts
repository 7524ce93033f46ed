// Reads a zip of any size in little memory: its list piece by piece, and each file as it is unpacked. No file of it is
// ever written anywhere, so that its names can do no harm.
import { open, type FileHandle } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { AppError } from '../../base/errors.ts';
import {
  readZipEntry,
  ZIP_DEFLATED,
  ZIP_END,
  ZIP_END_BYTES,
  ZIP_LOCAL_BYTES,
  ZIP_LONGEST_COMMENT,
  ZIP_STORED,
  ZIP_TOO_FAR,
  type ZipEntry,
} from '../../base/zip-list.ts';
import type { ExportFile, ExportSource } from './source.ts';

const FAR_END_LOCATOR = 0x07064b50;
const FAR_END_LOCATOR_BYTES = 20;
const FAR_END = 0x06064b50;
const FAR_END_BYTES = 56;
const CHUNK_BYTES = 256 * 1024;
const LIST_BYTES = 1024 * 1024;

export async function openZip(place: string): Promise<ExportSource> {
  const file = await open(place);
  try {
    const list = await findList(file, place);
    return { files: () => filesOf(file, list, place), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface List {
  readonly offset: number;
  readonly bytes: number;
}

async function findList(file: FileHandle, place: string): Promise<List> {
  const { size } = await file.stat();
  const tail = await bytesAt(
    file,
    Math.max(0, size - ZIP_END_BYTES - ZIP_LONGEST_COMMENT),
    ZIP_END_BYTES + ZIP_LONGEST_COMMENT,
  );
  let at = tail.length - ZIP_END_BYTES;
  while (at >= 0 && tail.readUInt32LE(at) !== ZIP_END) at -= 1;
  if (at < 0) throw notAZip(place, 'its end is missing, so it may not have been downloaded whole');

  const near = { bytes: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  const count = tail.readUInt16LE(at + 10);
  if (near.offset !== ZIP_TOO_FAR && near.bytes !== ZIP_TOO_FAR && count !== 0xffff) return near;

  const endAt = size - (tail.length - at);
  const locator = await bytesAt(file, Math.max(0, endAt - FAR_END_LOCATOR_BYTES), FAR_END_LOCATOR_BYTES);
  if (locator.length < FAR_END_LOCATOR_BYTES || locator.readUInt32LE(0) !== FAR_END_LOCATOR) return near;
  const far = await bytesAt(file, Number(locator.readBigUInt64LE(8)), FAR_END_BYTES);
  if (far.length < FAR_END_BYTES || far.readUInt32LE(0) !== FAR_END)
    throw notAZip(place, 'its end is not as its beginning says');
  return { bytes: Number(far.readBigUInt64LE(40)), offset: Number(far.readBigUInt64LE(48)) };
}

async function* filesOf(file: FileHandle, list: List, place: string): AsyncGenerator<ExportFile> {
  for await (const listed of listedIn(file, list, place)) {
    if (listed.path.endsWith('/')) continue;
    yield {
      path: listed.path,
      bytes: listed.bytes,
      mark: `${listed.bytes}:${listed.crc.toString(16)}`,
      read: () => unpack(file, listed),
    };
  }
}

async function* listedIn(file: FileHandle, list: List, place: string): AsyncGenerator<ZipEntry> {
  const end = list.offset + list.bytes;
  let rest: Buffer = Buffer.alloc(0);
  let at = list.offset;
  for (;;) {
    const listed = readZipEntry(rest);
    if (listed !== undefined) {
      rest = rest.subarray(listed.length);
      yield listed.entry;
    } else if (at >= end) {
      if (rest.length > 0) throw notAZip(place, 'its list of files is broken');
      return;
    } else {
      const more = await bytesAt(file, at, Math.min(LIST_BYTES, end - at));
      if (more.length === 0) throw notAZip(place, 'its list of files is cut off');
      at += more.length;
      rest = Buffer.concat([rest, more]);
    }
  }
}

/** Never more than the list says, so that a small file cannot become an endless one. */
async function* unpack(file: FileHandle, listed: ZipEntry): AsyncGenerator<Uint8Array> {
  if (listed.isEncrypted) throw new Error('it is encrypted');
  if (listed.method !== ZIP_STORED && listed.method !== ZIP_DEFLATED)
    throw new Error('it is packed in an unknown way');
  let bytes = 0;
  let crc = 0;
  for await (const chunk of listed.method === ZIP_STORED ? packed(file, listed) : inflated(file, listed)) {
    bytes += chunk.length;
    if (bytes > listed.bytes) throw new Error('it is longer than the list of the zip says');
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (bytes < listed.bytes) throw new Error('it is shorter than the list of the zip says');
  if (crc !== listed.crc) throw new Error('its checksum is wrong');
}

async function* inflated(file: FileHandle, listed: ZipEntry): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const feeding = feed();
  // Heard at once, so that it is never a failure that nobody waits for; the loop below tells of it.
  feeding.catch(() => undefined);
  for await (const chunk of inflate) if (Buffer.isBuffer(chunk)) yield chunk;
  await feeding;

  async function feed(): Promise<void> {
    try {
      for await (const chunk of packed(file, listed)) {
        if (inflate.destroyed) return;
        if (!inflate.write(chunk))
          await new Promise((resolve) => inflate.once('drain', resolve).once('close', resolve));
      }
      inflate.end();
    } catch (error) {
      inflate.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

async function* packed(file: FileHandle, { offset, packedBytes }: ZipEntry): AsyncGenerator<Buffer> {
  const local = await bytesAt(file, offset, ZIP_LOCAL_BYTES);
  if (local.length < ZIP_LOCAL_BYTES) throw new Error('it is cut off');
  const start = offset + ZIP_LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  for (let at = 0; at < packedBytes;) {
    const chunk = await bytesAt(file, start + at, Math.min(CHUNK_BYTES, packedBytes - at));
    if (chunk.length === 0) throw new Error('it is cut off');
    at += chunk.length;
    yield chunk;
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function notAZip(place: string, reason: string): AppError {
  return new AppError({
    code: 'import/unreadable',
    message: `${place} is not a zip that can be read: ${reason}.`,
    hint: 'Give the zip that Slack made, or the folder that it was unpacked to.',
  });
}
