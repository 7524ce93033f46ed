// What holds more than itself: office files are zips of one document, other zips and mails are of many.
import { openArchive, type Allowance, type Archive } from './archive.ts';
import {
  unread,
  type DocumentName,
  type DocumentPage,
  type DocumentRead,
  type Sheet,
  type Table,
  type UnreadPart,
} from './document.ts';
import { columnName } from './column-name.ts';

/** Reads what is found inside as if it had been shared by itself. */
export type ParseInner = (
  bytes: Uint8Array,
  file: DocumentName,
  allowance: Allowance,
) => Promise<DocumentRead>;

interface Unpacking {
  readonly allowance: Allowance;
  readonly parseInner: ParseInner;
}

const MOST_PARTS = 1_000;
const PAGE_ROWS = 100;

export async function readPacked(bytes: Uint8Array, unpacking: Unpacking): Promise<DocumentRead> {
  const archive = openArchive(bytes, unpacking.allowance);
  if ('kind' in archive) return archive;
  if (archive.has('[Content_Types].xml')) {
    if (archive.has('word/document.xml')) return (await import('./docx.ts')).readDocx(archive);
    if (archive.has('ppt/presentation.xml')) return (await import('./slides.ts')).readPptx(archive);
    if (archive.has('xl/workbook.xml') || archive.has('xl/workbook.bin'))
      return readBook(archive, bytes, /^xl\/media\//u);
  }
  if (archive.has('mimetype') && !archive.isEncrypted('mimetype')) {
    const kind = archive.read('mimetype')?.toString('latin1').trim() ?? '';
    if (kind === 'application/epub+zip') return (await import('./epub.ts')).readEpub(archive);
    if (/opendocument\.(?:text|presentation|graphics)/u.test(kind))
      return (await import('./odf.ts')).readOdf(archive);
    if (/opendocument\.spreadsheet/u.test(kind)) return readOds(archive, bytes);
  }
  return readZip(archive, unpacking);
}

async function readOds(archive: Archive, bytes: Uint8Array): Promise<DocumentRead> {
  const manifest = archive.read('META-INF/manifest.xml')?.toString('utf8') ?? '';
  if (/encryption-data/u.test(manifest))
    return unread('encrypted', 'It is protected with a password. Ask for a version without one.');
  return readBook(archive, bytes, /^Pictures\//u);
}

async function readBook(archive: Archive, bytes: Uint8Array, folder: RegExp): Promise<DocumentRead> {
  const { picturesIn } = await import('./pictures-in.ts');
  return (await import('./workbook.ts')).readWorkbook(bytes, picturesIn(archive, folder));
}

async function readZip(archive: Archive, unpacking: Unpacking): Promise<DocumentRead> {
  if (unpacking.allowance.depthLeft <= 1)
    return unread('too-large', 'It is a zip in a zip in a zip, deeper than is unpacked.');
  const paths = archive.paths.filter((path) => !isByTheWay(path));
  if (paths.length === 0) return unread('empty', 'It is a zip with nothing in it.');
  if (paths.length > MOST_PARTS)
    return unread('too-large', `It holds ${paths.length} files; at most ${MOST_PARTS} are read.`);
  if (paths.every((path) => archive.isEncrypted(path)))
    return unread('encrypted', 'It is protected with a password. Ask for a version without one.');
  return readParts(
    paths.map((path) => ({
      name: path,
      read: () =>
        archive.isEncrypted(path)
          ? unread('encrypted', 'It is protected with a password.')
          : (archive.read(path) ?? new Uint8Array()),
    })),
    unpacking,
  );
}

/** What systems put into zips for themselves. */
function isByTheWay(path: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.[^/]*$)/u.test(path);
}

export async function readMailFile(bytes: Uint8Array, unpacking: Unpacking): Promise<DocumentRead> {
  const { readMail } = await import('./mail.ts');
  const { text, attachments } = await readMail(bytes);
  const own: DocumentPage = { place: 'mail', text };
  if (unpacking.allowance.depthLeft <= 1 || attachments.length === 0) return { kind: 'pages', pages: [own] };
  const attached = await readParts(
    attachments.map(({ name, mimetype, bytes: content }) => ({ name, mimetype, read: () => content })),
    unpacking,
  );
  if (attached.kind !== 'pages') return { kind: 'pages', pages: [own] };
  return { ...attached, pages: [own, ...attached.pages] };
}

interface Part {
  readonly name: string;
  readonly mimetype?: string;
  read(): Uint8Array | ReturnType<typeof unread>;
}

/** One after the other, each by itself: what cannot be read stands beside what can. */
async function readParts(parts: readonly Part[], unpacking: Unpacking): Promise<DocumentRead> {
  const pages: DocumentPage[] = [];
  const failed: UnreadPart[] = [];
  for (const { name, mimetype = '', read } of parts) {
    const document = await readPart({ name, mimetype, read }, unpacking);
    if (document.kind === 'failed') failed.push({ part: name, why: document.why, reason: document.reason });
    else pages.push(...toPages(document).map((page) => withPart(page, name)));
    if (document.kind === 'pages')
      failed.push(...(document.unread ?? []).map((inner) => ({ ...inner, part: `${name}/${inner.part}` })));
  }
  return { kind: 'pages', pages, unread: failed };
}

async function readPart(
  { name, mimetype, read }: Required<Part>,
  { allowance, parseInner }: Unpacking,
): Promise<DocumentRead> {
  try {
    const content = read();
    if (!(content instanceof Uint8Array)) return content;
    // The same purse for all, one level less to go.
    const inner: Allowance = {
      get bytesLeft() {
        return allowance.bytesLeft;
      },
      set bytesLeft(left: number) {
        allowance.bytesLeft = left;
      },
      depthLeft: allowance.depthLeft - 1,
    };
    return await parseInner(content, { name, mimetype }, inner);
  } catch {
    return unread('broken', `"${name}" is broken: it is not what the list of the zip says.`);
  }
}

function withPart({ part, place, ...page }: DocumentPage, name: string): DocumentPage {
  const whole = part === undefined ? name : `${name}/${part}`;
  const inner = part === undefined ? place : place.replace(`${part}, `, '');
  return { ...page, place: `${whole}, ${inner}`, part: whole };
}

/** A table among pages: as many rows to a page as one reads at once, each page with the names of the columns. */
function toPages(document: Exclude<DocumentRead, { kind: 'failed' }>): readonly DocumentPage[] {
  switch (document.kind) {
    case 'pages':
      return document.pages;
    case 'table':
      return tablePages(document.table);
    case 'workbook':
      return [...document.sheets.flatMap(sheetPages), ...(document.pictures ?? [])];
  }
}

function tablePages({ columns, rows }: Table): readonly DocumentPage[] {
  return inRuns(rows, ({ from, run }) => ({
    place: `rows ${from}–${from + run.length - 1}`,
    text: [columns, ...run].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  }));
}

function sheetPages({ name, rows }: Sheet): readonly DocumentPage[] {
  return inRuns(rows, ({ run }) => {
    const width = Math.max(...run.map(({ cells }) => cells.length));
    const letters = Array.from({ length: width }, (_, index) => columnName(index));
    const lines = [['row', ...letters], ...run.map(({ number, cells }) => [String(number), ...cells])];
    return {
      place: `${name}!A${run[0]?.number ?? 1}:${letters.at(-1) ?? 'A'}${run.at(-1)?.number ?? 1}`,
      text: lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    };
  });
}

function inRuns<Row>(
  rows: readonly Row[],
  toPage: (run: { from: number; run: readonly Row[] }) => DocumentPage,
): readonly DocumentPage[] {
  const count = Math.ceil(rows.length / PAGE_ROWS);
  return Array.from({ length: count }, (_, page) =>
    toPage({ from: page * PAGE_ROWS + 1, run: rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS) }),
  );
}
