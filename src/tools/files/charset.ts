// Bytes into text, whatever wrote them: the mark at the start, what is declared, UTF-8, then the likely others.

/** `declared` is the charset of an HTTP header or a page's meta element; names nobody knows are passed over. */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const marked = charsetOfMark(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  if (declared !== undefined) {
    const text = tryDecode(bytes, declared);
    if (text !== undefined) return text;
  }
  return (
    tryDecode(bytes, 'utf-8') ??
    new TextDecoder(looksWestern(bytes) ? 'windows-1252' : 'gb18030').decode(bytes)
  );
}

function charsetOfMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function tryDecode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // An unknown name or bytes that are not in it: the next guess is tried.
  }
}

/** In European text a byte above ASCII stands alone among letters; in Chinese text they come in pairs. */
function looksWestern(bytes: Uint8Array): boolean {
  let alone = 0;
  let together = 0;
  for (let at = 0; at < Math.min(bytes.length, 200_000);) {
    let end = at;
    while ((bytes[end] ?? 0) >= 0x80) end += 1;
    if (end - at === 1) alone += 1;
    else if (end > at) together += 1;
    at = end + 1;
  }
  return alone > 0 && alone >= together;
}

/** Text files have no zero bytes; UTF-16 without its mark and programs do. */
export function looksBinary(text: string): boolean {
  return text.slice(0, 10_000).includes('\u0000');
}
