// What a picture is and how large, by its first bytes: a document has to know before it shows it.

export interface Picture {
  readonly type: 'png' | 'jpg' | 'gif';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Undefined for what a document cannot show. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length >= 24 && data.readUInt32BE(0) === 0x89504e47)
    return sized({ type: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20), bytes });
  if (data.length >= 10 && data.toString('latin1', 0, 4) === 'GIF8')
    return sized({ type: 'gif', width: data.readUInt16LE(6), height: data.readUInt16LE(8), bytes });
  return data.length >= 4 && data.readUInt16BE(0) === 0xffd8 ? jpegOf(data, bytes) : undefined;
}

/** Segment by segment until the one that says how large the frame is. */
function jpegOf(data: Buffer, bytes: Uint8Array): Picture | undefined {
  for (let at = 2; at + 9 < data.length && data[at] === 0xff; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return sized({
        type: 'jpg',
        height: data.readUInt16BE(at + 5),
        width: data.readUInt16BE(at + 7),
        bytes,
      });
  }
  return undefined;
}

function sized(picture: Picture): Picture | undefined {
  return picture.width > 0 && picture.height > 0 ? picture : undefined;
}
