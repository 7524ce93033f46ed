// Where an export goes: files in a folder, or in one zip.
import { mkdir, open, readdir, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { AppError } from '../../base/errors.ts';

export interface ExportSink {
  /** `path` is ours: each part of it is a plain name. */
  write(path: string, content: string): Promise<void>;
  close(): Promise<void>;
}

/** Contract: never writes over anything that is there. */
export async function openSink(place: string): Promise<ExportSink> {
  return place.endsWith('.zip') ? openZipSink(place) : openFolderSink(place);
}

async function openFolderSink(place: string): Promise<ExportSink> {
  await mkdir(place, { recursive: true });
  if ((await readdir(place)).length > 0) throw isThere(place, 'is not empty');
  return {
    write: async (path, content) => {
      await mkdir(dirname(join(place, path)), { recursive: true });
      await writeFile(join(place, path), content, { flag: 'wx' });
    },
    close: async () => undefined,
  };
}

// Sizes and marks as in the format's description (PKWARE APPNOTE 6.3).
const LOCAL = 0x04034b50;
const LISTED = 0x02014b50;
const FAR_END = 0x06064b50;
const FAR_END_LOCATOR = 0x07064b50;
const END = 0x06054b50;
const VERSION = 45;
const NAMES_ARE_UTF8 = 0x0800;
const DEFLATED = 8;
const TOO_FAR = 0xffffffff;
/** 1 January 1980, the beginning of time in zips: the same history makes the same bytes. */
const DATE = 0x0021;

/** Always with the long forms of the numbers, which every reader of today knows: years of many channels need them. */
async function openZipSink(place: string): Promise<ExportSink> {
  const file = await create(place);
  const list: Buffer[] = [];
  let offset = 0;

  async function append(bytes: Buffer): Promise<void> {
    await file.write(bytes, 0, bytes.length, offset);
    offset += bytes.length;
  }

  return {
    write: async (path, content) => {
      const name = Buffer.from(path);
      const bytes = Buffer.from(content);
      const packed = deflateRawSync(bytes);
      const sizes = { name, crc: crc32(bytes), packed: packed.length, bytes: bytes.length };
      list.push(listed({ ...sizes, offset }));
      await append(Buffer.concat([local(sizes), name, packed]));
    },
    close: async () => {
      const start = offset;
      const bytes = Buffer.concat(list);
      await append(bytes);
      await append(endOf({ files: list.length, start, bytes: bytes.length }));
      await file.sync();
      await file.close();
    },
  };
}

async function create(place: string): Promise<FileHandle> {
  try {
    return await open(place, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw isThere(place, 'is there already');
    throw error;
  }
}

interface Sizes {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
}

function local({ name, crc, packed, bytes }: Sizes): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(LOCAL, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(NAMES_ARE_UTF8, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt16LE(DATE, 12);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(packed, 18);
  head.writeUInt32LE(bytes, 22);
  head.writeUInt16LE(name.length, 26);
  return head;
}

function listed({ name, crc, packed, bytes, offset }: Sizes & { readonly offset: number }): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(LISTED, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(VERSION, 6);
  head.writeUInt16LE(NAMES_ARE_UTF8, 8);
  head.writeUInt16LE(DEFLATED, 10);
  head.writeUInt16LE(DATE, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(packed, 20);
  head.writeUInt32LE(bytes, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(12, 30);
  head.writeUInt32LE(TOO_FAR, 42);
  const far = Buffer.alloc(12);
  far.writeUInt16LE(1, 0);
  far.writeUInt16LE(8, 2);
  far.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([head, name, far]);
}

function endOf({ files, start, bytes }: { files: number; start: number; bytes: number }): Buffer {
  const far = Buffer.alloc(56);
  far.writeUInt32LE(FAR_END, 0);
  far.writeBigUInt64LE(44n, 4);
  far.writeUInt16LE(VERSION, 12);
  far.writeUInt16LE(VERSION, 14);
  far.writeBigUInt64LE(BigInt(files), 24);
  far.writeBigUInt64LE(BigInt(files), 32);
  far.writeBigUInt64LE(BigInt(bytes), 40);
  far.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(FAR_END_LOCATOR, 0);
  locator.writeBigUInt64LE(BigInt(start + bytes), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(0xffff, 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(TOO_FAR, 12);
  end.writeUInt32LE(TOO_FAR, 16);
  return Buffer.concat([far, locator, end]);
}

function isThere(place: string, how: string): AppError {
  return new AppError({
    code: 'export/in-the-way',
    message: `${place} ${how}, so nothing was written.`,
    hint: 'Name a folder that is new or empty, or a .zip that is not there yet.',
  });
}
