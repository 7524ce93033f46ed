// Numbers as bytes, small ones in few: what postings are written in.

export interface ByteWriter {
  /** Of a whole number from 0 to 2^53. */
  varint(value: number): void;
  /** Of a whole number of either sign. */
  signed(value: number): void;
  bytes(part: Uint8Array): void;
  length(): number;
  /** A copy of what was written so far; the writer begins anew. */
  take(): Uint8Array<ArrayBuffer>;
}

export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(1 << 12);
  let at = 0;

  function reserve(count: number): void {
    if (at + count <= buffer.length) return;
    const grown = new Uint8Array(Math.max(buffer.length * 2, at + count));
    grown.set(buffer);
    buffer = grown;
  }

  function varint(value: number): void {
    reserve(8);
    let rest = value;
    // Beyond 32 bits the bit operators would cut.
    while (rest >= 0x8000_0000) {
      buffer[at] = (rest % 128) | 0x80;
      at += 1;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 0x80) {
      buffer[at] = (rest & 0x7f) | 0x80;
      at += 1;
      rest >>>= 7;
    }
    buffer[at] = rest;
    at += 1;
  }

  return {
    varint,
    signed: (value) => varint(value < 0 ? -value * 2 - 1 : value * 2),
    bytes: (part) => {
      reserve(part.length);
      buffer.set(part, at);
      at += part.length;
    },
    length: () => at,
    take: () => {
      const taken = buffer.slice(0, at);
      at = 0;
      return taken;
    },
  };
}

export interface ByteReader {
  varint(): number;
  signed(): number;
  bytes(count: number): Uint8Array;
  skip(count: number): void;
  isAtEnd(): boolean;
  position(): number;
}

export function createByteReader(data: Uint8Array): ByteReader {
  let at = 0;

  function varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = data[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  return {
    varint,
    signed: () => {
      const value = varint();
      return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    },
    bytes: (count) => {
      const part = data.subarray(at, at + count);
      at += count;
      return part;
    },
    skip: (count) => {
      at += count;
    },
    isAtEnd: () => at >= data.length,
    position: () => at,
  };
}
