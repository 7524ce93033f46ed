// The list at the end of a zip, entry by entry, as the format's description has it (PKWARE APPNOTE 6.3).

export const ZIP_STORED = 0;
export const ZIP_DEFLATED = 8;
export const ZIP_END = 0x06054b50;
export const ZIP_END_BYTES = 22;
export const ZIP_LONGEST_COMMENT = 0xffff;
export const ZIP_LOCAL_BYTES = 30;
/** Stands where the true number did not fit, which is then in the extra field. */
export const ZIP_TOO_FAR = 0xffffffff;

const LISTED = 0x02014b50;
const LISTED_BYTES = 46;
const FAR_FIELD = 1;
const ENCRYPTED = 1;

export interface ZipEntry {
  readonly path: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/** The entry that `bytes` begins with, and how long it is; undefined when it does not stand there whole. */
export function readZipEntry(
  bytes: Buffer,
): { readonly entry: ZipEntry; readonly length: number } | undefined {
  if (bytes.length < LISTED_BYTES || bytes.readUInt32LE(0) !== LISTED) return undefined;
  const nameEnd = LISTED_BYTES + bytes.readUInt16LE(28);
  const extraEnd = nameEnd + bytes.readUInt16LE(30);
  const length = extraEnd + bytes.readUInt16LE(32);
  if (bytes.length < length) return undefined;
  const near = {
    bytes: bytes.readUInt32LE(24),
    packedBytes: bytes.readUInt32LE(20),
    offset: bytes.readUInt32LE(42),
  };
  return {
    length,
    entry: {
      path: bytes.toString('utf8', LISTED_BYTES, nameEnd),
      isEncrypted: (bytes.readUInt16LE(8) & ENCRYPTED) !== 0,
      method: bytes.readUInt16LE(10),
      crc: bytes.readUInt32LE(16),
      ...withFar(near, bytes.subarray(nameEnd, extraEnd)),
    },
  };
}

type Sizes = Pick<ZipEntry, 'bytes' | 'packedBytes' | 'offset'>;

/** The extra field holds, in this order, those of the three that did not fit. */
function withFar(near: Sizes, extra: Buffer): Sizes {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== FAR_FIELD) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  const take = (value: number): number => {
    if (value !== ZIP_TOO_FAR || at + 8 > extra.length) return value;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  };
  const bytes = take(near.bytes);
  const packedBytes = take(near.packedBytes);
  return { bytes, packedBytes, offset: take(near.offset) };
}
