// How large a picture is, by its head: known before anything of it is unpacked.
import { pictureOf } from '../write/picture.ts';
import { pictureTypeOf } from './picture.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Undefined for what does not say it where it should. */
export function pictureSize(bytes: Uint8Array): Size | undefined {
  return pictureTypeOf(bytes) === 'webp' ? webpSize(bytes) : pictureOf(bytes);
}

function webpSize(bytes: Uint8Array): Size | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 30) return undefined;
  switch (data.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = data.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}
