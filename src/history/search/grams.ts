// Finds exact text without an index of every letter: a few pieces are chosen by the text itself, in a way that any
// stretch long enough to be asked for holds at least one that was chosen. (These are called minimizers.)

/** Letters in a piece. */
const GRAM = 8;
/** Of so many pieces in a row the one with the smallest hash is chosen: any 27 letters hold a chosen one. */
const WINDOW = 20;

const BASE = 0x01_00_01_93;

/**
 * Hashes of the chosen pieces of a text in their order, 32 bits each, some of them twice. Capitals of ASCII count as small letters;
 * nothing else is folded, since what a letter becomes must not depend on where a quote was cut.
 *
 * Of addresses and paths every piece is chosen: thousands share their beginning, and what tells them apart may be the
 * last letters of a quote. They are then left out where one is chosen among many, so that the words beside them are not.
 */
export function gramsOf(text: string): number[] {
  const pieces = text.length - GRAM + 1;
  if (pieces < WINDOW) return [];
  const hashes = hashPieces(text, pieces);
  const isOfPath = piecesOfPaths(text, pieces);
  const isChosen = Uint8Array.from(isOfPath);
  const isBefore = (one: number, other: number) =>
    (isOfPath[one] ?? 0) < (isOfPath[other] ?? 0) ||
    (isOfPath[one] === isOfPath[other] && (hashes[one] ?? 0) < (hashes[other] ?? 0));
  let smallestAt = -1;
  for (let end = WINDOW - 1; end < pieces; end += 1) {
    const start = end - WINDOW + 1;
    if (smallestAt >= start && !isBefore(end, smallestAt)) continue;
    if (smallestAt < start) {
      smallestAt = start;
      for (let at = start + 1; at <= end; at += 1) if (isBefore(at, smallestAt)) smallestAt = at;
    } else smallestAt = end;
    isChosen[smallestAt] = 1;
  }
  const chosen: number[] = [];
  for (let at = 0; at < pieces; at += 1) if (isChosen[at] === 1) chosen.push(hashes[at] ?? 0);
  return chosen;
}

/**
 * Which of the pieces hold a slash, or a dot between two letters: of a path or an address. By the piece alone, so that a
 * quote and what it was cut from agree.
 */
function piecesOfPaths(text: string, pieces: number): Uint8Array {
  const isOf = new Uint8Array(pieces);
  for (const { 0: found, index } of text.matchAll(/\/|(?<=[A-Za-z0-9])\.(?=[A-Za-z0-9])/g)) {
    // With the letters on both sides of a dot.
    const beside = found === '/' ? 0 : 1;
    const last = Math.min(pieces - 1, index - beside);
    for (let at = Math.max(0, index + beside - GRAM + 1); at <= last; at += 1) isOf[at] = 1;
  }
  return isOf;
}

function hashPieces(text: string, pieces: number): Uint32Array {
  const hashes = new Uint32Array(pieces);
  let rolling = 0;
  for (let at = 0; at < text.length; at += 1) {
    rolling = (Math.imul(rolling, BASE) + foldedCode(text, at)) | 0;
    if (at < GRAM - 1) continue;
    hashes[at - GRAM + 1] = mix(rolling);
    rolling = (rolling - Math.imul(foldedCode(text, at - GRAM + 1), LEAVING)) | 0;
  }
  return hashes;
}

function foldedCode(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** What the oldest letter of a piece counts for: the base to the power of the others. */
const LEAVING = Array.from({ length: GRAM - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1);

/** Spreads the bits, so that the smallest hash is no favour to certain letters. */
export function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x7feb_352d);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x846c_a68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
