// Spreadsheets of every kind, sheet by sheet, with the coordinates that a cell is cited by.
import { grouped } from '../../base/grouped.ts';
import { CFB, read, type CellObject, type WorkSheet } from '@e965/xlsx';
import { withPictures } from './pictures-in.ts';
import {
  unread,
  type DocumentPage,
  type DocumentRead,
  type ReadFailure,
  type Sheet,
  type SheetRow,
} from './document.ts';

const MOST_CELLS = 3_000_000;
const MOST_COLUMNS = 500;

export function readWorkbook(bytes: Uint8Array, pictures: readonly DocumentPage[] = []): DocumentRead {
  const book = read(bytes, {
    type: 'array',
    dense: true,
    cellDates: false,
    cellHTML: false,
    sheetRows: 1_048_576,
  });
  const sheets: Sheet[] = [];
  let cells = 0;
  for (const [index, name] of book.SheetNames.entries()) {
    const sheet = book.Sheets[name];
    if (sheet === undefined) continue;
    const rows = rowsOf(sheet);
    cells += rows.reduce((sum, row) => sum + row.cells.length, 0);
    if (cells > MOST_CELLS) return unread('too-large', `It has more than ${grouped(MOST_CELLS)} cells.`);
    sheets.push({ name, isHidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0, rows });
  }
  if (sheets.every(({ rows }) => rows.length === 0))
    return withPictures([], pictures, 'Its sheets have nothing in them.');
  return { kind: 'workbook', sheets, ...(pictures.length === 0 ? {} : { pictures }) };
}

function rowsOf(sheet: WorkSheet): readonly SheetRow[] {
  const rows: SheetRow[] = [];
  for (const [index, row] of (sheet['!data'] ?? []).entries()) {
    if (row === undefined) continue;
    const cells = row.slice(0, MOST_COLUMNS).map(textOf);
    const filled = cells.findLastIndex((cell) => cell !== '') + 1;
    if (filled > 0)
      rows.push({ number: index + 1, cells: Array.from(cells.slice(0, filled), (cell) => cell ?? '') });
  }
  return rows;
}

/** As the sheet shows it, but numbers with all their digits: a rounded one cannot be calculated with. */
function textOf(cell: CellObject | undefined): string {
  if (cell === undefined || cell.v === undefined || cell.v === null) return '';
  if (cell.t === 'e') return cell.w ?? '#ERROR';
  if (cell.t !== 'n') return String(cell.w ?? cell.v).trim();
  return isPlainNumber(cell.w) ? String(cell.v) : String(cell.w ?? cell.v).trim();
}

/** Dates, percentages and money are read as they are shown. */
function isPlainNumber(shown: string | undefined): boolean {
  return shown === undefined || /^-?[\d,. ]*(?:E[+-]?\d+)?$/iu.test(shown.trim());
}

/** What is kept in a compound file: an old spreadsheet, or an office file under a password. */
export function readCompound(bytes: Uint8Array): DocumentRead {
  const names = new Set(CFB.read(Buffer.from(bytes), { type: 'buffer' }).FullPaths.map(lastOf));
  if (names.has('encryptedpackage') || names.has('encryptioninfo'))
    return unread('encrypted', 'It is protected with a password. Ask for a version without one.');
  if (names.has('workbook') || names.has('book')) return readOldWorkbook(bytes);
  if (names.has('worddocument')) return oldFormat('Word', '.docx');
  if (names.has('powerpoint document')) return oldFormat('PowerPoint', '.pptx');
  return unread('unsupported', 'It is of a kind that cannot be read.');
}

function readOldWorkbook(bytes: Uint8Array): DocumentRead {
  try {
    return readWorkbook(bytes);
  } catch (thrown) {
    // The library has no other sign for it than these words.
    if (thrown instanceof Error && /password|encrypt/iu.test(thrown.message))
      return unread('encrypted', 'It is protected with a password. Ask for a version without one.');
    throw thrown;
  }
}

function lastOf(path: string): string {
  return path.replace(/\/$/u, '').split('/').at(-1)?.toLowerCase() ?? '';
}

function oldFormat(program: string, ending: string): ReadFailure {
  return unread(
    'unsupported',
    `It is in the format of ${program} before 2007. Ask to have it saved as ${ending} or PDF.`,
  );
}
