// Rows into a spreadsheet file: values as they are, nothing of them a formula.
import { utils, write } from '@e965/xlsx';

interface SheetToWrite {
  readonly name: string;
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Excel takes no longer text in a cell. */
const CELL_CHARS = 32_767;

export function writeBook(sheets: readonly SheetToWrite[]): Uint8Array {
  const book = utils.book_new();
  for (const { name, rows } of sheets) {
    const cells = rows.map((row) =>
      row.map((cell) =>
        typeof cell === 'string' ? { t: 's' as const, v: cell.slice(0, CELL_CHARS) } : cell,
      ),
    );
    utils.book_append_sheet(book, utils.aoa_to_sheet(cells), name);
  }
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', compression: true }));
}
