// A table as a model reads it: numbered rows, as many as one answer holds.
import type { Table } from './document.ts';

interface TableExcerpt {
  readonly text: string;
  /** The last row shown, counted from 1; one less than the first when none was. */
  readonly lastRow: number;
}

const MAX_CELL_CHARS = 2_000;

export function tableExcerpt(
  table: Table,
  { fromRow, maxChars }: { fromRow: number; maxChars: number },
): TableExcerpt {
  const lines = [toLine(['row', ...table.columns]), toLine(['---', ...table.columns.map(() => '---')])];
  let left = maxChars - lines.join('\n').length;
  let lastRow = fromRow - 1;
  for (const row of table.rows.slice(fromRow - 1)) {
    const line = toLine([String(lastRow + 1), ...row]);
    if (line.length > left && lastRow >= fromRow) break;
    lines.push(line);
    left -= line.length + 1;
    lastRow += 1;
  }
  return { text: lines.join('\n'), lastRow };
}

export function toLine(cells: readonly string[]): string {
  return `| ${cells.map(toCell).join(' | ')} |`;
}

function toCell(text: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ').replaceAll('|', '\\|');
  if (line.length <= MAX_CELL_CHARS) return line;
  return `${line.slice(0, MAX_CELL_CHARS)}… (${line.length - MAX_CELL_CHARS} more characters)`;
}
