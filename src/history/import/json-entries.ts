// A JSON array of objects, one object at a time: a day of a busy channel is never held whole, and one that is broken
// costs only itself.

export type JsonEntry =
  | { readonly kind: 'entry'; readonly value: unknown; readonly line: number }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

/** Nothing that people said comes near it; what claims to be longer is a broken file. */
const LONGEST_BYTES = 16 * 1024 * 1024;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
/** What may stand between two objects: blank space, comma, the brackets of the array, a byte order mark. */
const BETWEEN: ReadonlySet<number> = new Set([SPACE, TAB, 0x0d, 0x2c, 0x5b, 0x5d, 0xef, 0xbb, 0xbf]);

interface Scan {
  /** Bytes from the start of the object at hand. */
  rest: Buffer;
  at: number;
  line: number;
  /** Of the object at hand; -1 between objects. */
  start: number;
  startLine: number;
  /** What stands before its brace when it begins a line; '' otherwise. */
  indent: string;
  lineStart: number;
  /** Nothing but blank space stands in the line so far. */
  isBlank: boolean;
  depth: number;
  isInText: boolean;
  /** After a broken object: skipping to the next one that begins a line as it did. */
  isLost: boolean;
  /** Between objects something else was found and told. */
  isTold: boolean;
  /** No more bytes will come. */
  isEnd: boolean;
}

/** Contract: uses no more memory than its longest object, and tells of every part of the file, read or broken. */
export async function* readJsonEntries(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<readonly JsonEntry[]> {
  const scan: Scan = {
    rest: Buffer.alloc(0),
    at: 0,
    line: 1,
    start: -1,
    startLine: 0,
    indent: '',
    lineStart: 0,
    isBlank: false,
    depth: 0,
    isInText: false,
    isLost: false,
    isTold: false,
    isEnd: false,
  };
  for await (const chunk of chunks) {
    take(scan, chunk);
    const entries = scanAll(scan);
    if (entries.length > 0) yield entries;
  }
  scan.isEnd = true;
  const last = scanAll(scan);
  if (scan.start >= 0) last.push(broken(scan.startLine, 'the file ends in the middle of an entry'));
  if (last.length > 0) yield last;
}

function take(scan: Scan, chunk: Uint8Array): void {
  // Between objects the blank beginning of the line is needed: it is the indent of an object that begins there.
  const cut = scan.start >= 0 ? scan.start : scan.isBlank ? scan.lineStart : scan.at;
  scan.rest = Buffer.concat([scan.rest.subarray(cut), chunk]);
  scan.at -= cut;
  scan.lineStart -= cut;
  if (scan.start >= 0) scan.start -= cut;
}

function scanAll(scan: Scan): JsonEntry[] {
  const entries: JsonEntry[] = [];
  while (scan.at < scan.rest.length && !(scan.rest[scan.at] === NEWLINE && isTooEarly(scan))) {
    if (scan.isLost) skipLine(scan);
    else if (scan.start < 0) between(scan, entries);
    else inside(scan, entries);
  }
  if (scan.start >= 0 && scan.at - scan.start > LONGEST_BYTES) {
    lose(scan, entries, { line: scan.startLine, reason: 'an entry is longer than 16 MB' });
  }
  return entries;
}

/** What follows from the end of a line shows in how the next one begins, which may not be here yet. */
function isTooEarly({ isEnd, at, indent, rest }: Scan): boolean {
  return !isEnd && at + indent.length + 2 > rest.length;
}

function between(scan: Scan, entries: JsonEntry[]): void {
  const byte = scan.rest[scan.at] ?? 0;
  if (byte === OPEN) {
    scan.indent = scan.isBlank ? scan.rest.toString('latin1', scan.lineStart, scan.at) : '';
    scan.isBlank = false;
    scan.start = scan.at;
    scan.startLine = scan.line;
    scan.depth = 0;
    scan.isInText = false;
    scan.isTold = false;
    return;
  }
  if (byte === NEWLINE) newLine(scan);
  else if (byte !== SPACE && byte !== TAB) scan.isBlank = false;
  if (byte !== NEWLINE && !BETWEEN.has(byte) && !scan.isTold) {
    scan.isTold = true;
    entries.push(broken(scan.line, 'something that is not an entry stands between the entries'));
  }
  scan.at += 1;
}

/** Runs to the end of the object, of the bytes, or to where it shows that the object is broken. */
function inside(scan: Scan, entries: JsonEntry[]): void {
  const { rest } = scan;
  for (; scan.at < rest.length; scan.at += 1) {
    const byte = rest[scan.at];
    if (byte === NEWLINE) {
      if (scan.isInText) return lose(scan, entries, { line: scan.line, reason: 'a text is not closed' });
      if (isTooEarly(scan)) return;
      if (beginsEntry(scan))
        return lose(scan, entries, { line: scan.startLine, reason: 'an entry is not closed' });
      newLine(scan);
    } else if (scan.isInText) {
      if (byte === BACKSLASH) scan.at += 1;
      else if (byte === QUOTE) scan.isInText = false;
    } else if (byte === QUOTE) scan.isInText = true;
    else if (byte === OPEN) scan.depth += 1;
    else if (byte === CLOSE) {
      scan.depth -= 1;
      if (scan.depth === 0) return finish(scan, entries);
    }
  }
}

function finish(scan: Scan, entries: JsonEntry[]): void {
  const text = scan.rest.toString('utf8', scan.start, scan.at + 1);
  try {
    const value: unknown = JSON.parse(text);
    entries.push({ kind: 'entry', value, line: scan.startLine });
  } catch (error) {
    // JSON.parse says what is wrong in the middle of the text that it quotes; the first words do.
    const reason = error instanceof Error ? error.message.split(' in JSON')[0] : undefined;
    entries.push(broken(scan.startLine, reason ?? 'it is not JSON'));
  }
  scan.at += 1;
  scan.start = -1;
}

/** At a newline: does the next line begin an object where the one at hand began? */
function beginsEntry({ rest, at, indent }: Scan): boolean {
  if (indent === '' || rest[at + 1 + indent.length] !== OPEN) return false;
  return rest.toString('latin1', at + 1, at + 1 + indent.length) === indent;
}

function lose(scan: Scan, entries: JsonEntry[], { line, reason }: { line: number; reason: string }): void {
  entries.push(broken(line, reason));
  scan.start = -1;
  scan.isLost = true;
}

function skipLine(scan: Scan): void {
  const newline = scan.rest.indexOf(NEWLINE, scan.at);
  if (newline < 0) {
    scan.at = scan.rest.length;
    return;
  }
  scan.at = newline;
  if (isTooEarly(scan)) return;
  scan.isLost = !beginsEntry(scan);
  newLine(scan);
  scan.at += 1;
}

function newLine(scan: Scan): void {
  scan.line += 1;
  scan.lineStart = scan.at + 1;
  scan.isBlank = true;
}

function broken(line: number, reason: string): JsonEntry {
  return { kind: 'broken', line, reason };
}
