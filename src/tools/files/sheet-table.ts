// A sheet as a table with named columns, and as the grid it is: what calculating and citing need of it.
import type { DocumentText, Sheet, Table } from './document.ts';
import { toColumnNames } from './table.ts';

/** Names stand in the first row that is about as full as the sheet is wide; titles and notes above it are shorter. */
function tableOfSheet({ rows }: Sheet): Table {
  const fill = rows.map(({ cells }) => cells.filter((cell) => cell !== '').length);
  const widest = Math.max(...fill.slice(0, 50), 1);
  const head = Math.max(
    fill.findIndex((count) => count >= Math.max(2, widest / 2)),
    0,
  );
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  return {
    columns: toColumnNames(rows[head]?.cells ?? [], width),
    rows: rows.slice(head + 1).map(({ cells }) => Array.from({ length: width }, (_, at) => cells[at] ?? '')),
    delimiter: '\t',
  };
}

/** By its name in any case, or by its number from 1; without either the first that can be seen. */
export function sheetNamed(sheets: readonly Sheet[], wanted: string | undefined): Sheet | undefined {
  if (wanted === undefined)
    return sheets.find(({ isHidden, rows }) => !isHidden && rows.length > 0) ?? sheets[0];
  const plain = wanted.trim().toLowerCase();
  return sheets.find(({ name }) => name.trim().toLowerCase() === plain) ?? sheets[Number(plain) - 1];
}

export type TableFound =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'none'; readonly reason: string };

/** The table of a document that is or has one. */
export function tableIn(document: DocumentText, sheet: string | undefined): TableFound {
  switch (document.kind) {
    case 'table':
      return { kind: 'table', table: document.table };
    case 'workbook': {
      const found = sheetNamed(document.sheets, sheet);
      const names = document.sheets.map(({ name }) => name).join(', ');
      return found === undefined
        ? { kind: 'none', reason: `there is no sheet "${sheet ?? ''}"; its sheets are ${names}` }
        : { kind: 'table', table: tableOfSheet(found) };
    }
    case 'pages':
      return { kind: 'none', reason: 'it is not a table' };
  }
}
