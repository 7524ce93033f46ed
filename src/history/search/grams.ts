// Finds exact text without an index of every letter: a few pieces are chosen by the text itself, in a way that any
// stretch long enough to be asked for holds at least one that was chosen. (These are called minimizers.)
// Those of rare letters are preferred, since ` of the t` would name half of the channel.

/** Letters in a piece. */
const GRAM = 11;
/** Of so many pieces in a row the most telling is chosen: any 28 letters hold a chosen one. */
const WINDOW = 18;

/** What `piecesOfPaths` calls a piece of a path, and one of them that stands in the index. */
const OF_PATH = 1;
const CHOSEN = 2;

const BASE = 0x01_00_01_93;

/**
 * Hashes of the chosen pieces of a text in their order, 32 bits each, some of them twice. Capitals of ASCII count as small letters;
 * nothing else is folded, since what a letter becomes must not depend on where a quote was cut.
 *
 * Of addresses and paths every second piece is chosen: thousands share their beginning, and what tells them apart may be
 * the last letters of a quote. They are then left out where one is chosen among many, so that the words beside them are not.
 */
export function gramsOf(text: string): number[] {
  const pieces = text.length - GRAM + 1;
  if (pieces < WINDOW) return [];
  const hashes = hashPieces(text, pieces);
  const isOfPath = piecesOfPaths(text, pieces);
  const isChosen = isOfPath.map((kind) => (kind === CHOSEN ? 1 : 0));
  const tells = weighPieces(text, { hashes, isOfPath });
  const isBefore = (one: number, other: number) =>
    (tells[one] ?? 0) > (tells[other] ?? 0) ||
    (tells[one] === tells[other] && (hashes[one] ?? 0) < (hashes[other] ?? 0));
  let bestAt = -1;
  for (let end = WINDOW - 1; end < pieces; end += 1) {
    const start = end - WINDOW + 1;
    if (bestAt >= start && !isBefore(end, bestAt)) continue;
    if (bestAt < start) {
      bestAt = start;
      for (let at = start + 1; at <= end; at += 1) if (isBefore(at, bestAt)) bestAt = at;
    } else bestAt = end;
    isChosen[bestAt] = 1;
  }
  const chosen: number[] = [];
  for (let at = 0; at < pieces; at += 1) if (isChosen[at] === 1) chosen.push(hashes[at] ?? 0);
  return chosen;
}

/**
 * Which of the pieces hold a slash, or a dot with nothing but letters beside it: of a path or an address. By the piece
 * alone, so that a quote and what it was cut from agree; beyond the edge of a piece there may have been a letter.
 */
function piecesOfPaths(text: string, pieces: number): Uint8Array {
  const isOf = new Uint8Array(pieces);
  for (const { 0: found, index } of text.matchAll(/[/.]/g)) {
    const isAfterLetter = found === '/' || isLetter(text.charCodeAt(index - 1));
    const isBeforeLetter = found === '/' || isLetter(text.charCodeAt(index + 1));
    const endsWithIt = index - GRAM + 1;
    for (let at = Math.max(0, endsWithIt); at <= Math.min(pieces - 1, index); at += 1) {
      if ((!isAfterLetter && at !== index) || (!isBeforeLetter && at !== endsWithIt)) continue;
      isOf[at] = (index - at) % 2 === 0 || isOf[at] === CHOSEN ? CHOSEN : OF_PATH;
    }
  }
  return isOf;
}

function isLetter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/**
 * How much a letter tells, in bits: how rare it is in English, which is what most text is made of; a sign of a script
 * with thousands of them tells more than any. The rarest are capped, since `question` is no rare word for its q.
 */
const BITS = new Map<string, number>([
  [' etaoin_', 3],
  ['srhld', 4],
  ['cumwfgypq', 5],
  ['bvk', 6],
  ['jx0123456789', 7],
  ['z', 8],
]);
const ASCII_BITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return [...BITS].findLast(([letters]) => letters.includes(letter))?.[1] ?? 0;
});
const OTHER_BITS = 12;
/**
 * Some chance in the order: without it the best of each stretch moves along with the sum of its letters, and half as many
 * more are chosen.
 */
const CHANCE_BITS = 5;

/** Pieces of paths come last where one is chosen: they stand in the index anyway. */
function weighPieces(
  text: string,
  { hashes, isOfPath }: { hashes: Uint32Array; isOfPath: Uint8Array },
): Uint8Array {
  const tells = new Uint8Array(hashes.length);
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    bits += bitsOf(text.charCodeAt(at));
    const start = at - GRAM + 1;
    if (start < 0) continue;
    if (isOfPath[start] === 0) tells[start] = 1 + bits + ((hashes[start] ?? 0) >>> (32 - CHANCE_BITS));
    bits -= bitsOf(text.charCodeAt(start));
  }
  return tells;
}

function bitsOf(code: number): number {
  return code < 128 ? (ASCII_BITS[code] ?? 0) : OTHER_BITS;
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
