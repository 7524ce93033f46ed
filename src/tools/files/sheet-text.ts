// A sheet as a model reads it: with the letters and numbers that its cells are cited by.
import type { Sheet } from './document.ts';
import { columnName } from './column-name.ts';
import { toLine } from './table-text.ts';

interface SheetExcerpt {
  readonly text: string;
  /** The number of the last row shown; undefined when there is none to show. */
  readonly lastRow: number | undefined;
  readonly isWhole: boolean;
}

export function sheetExcerpt(
  { rows }: Sheet,
  { fromRow, maxChars }: { fromRow: number; maxChars: number },
): SheetExcerpt {
  const wanted = rows.filter(({ number }) => number >= fromRow);
  const width = wanted.slice(0, 1_000).reduce((most, { cells }) => Math.max(most, cells.length), 1);
  const letters = Array.from({ length: width }, (_, index) => columnName(index));
  const lines = [toLine(['row', ...letters]), toLine(['---', ...letters.map(() => '---')])];
  let left = maxChars - lines.join('\n').length;
  let lastRow: number | undefined;
  for (const { number, cells } of wanted) {
    const line = toLine([String(number), ...cells]);
    if (line.length > left && lastRow !== undefined) break;
    lines.push(line);
    left -= line.length + 1;
    lastRow = number;
  }
  return { text: lines.join('\n'), lastRow, isWhole: lastRow === wanted.at(-1)?.number };
}

/** As it stands in a reference: nothing in it may end the reference. */
export function sheetRef(name: string): string {
  return name.replaceAll(/[\s[\]%#!,;]/gu, (sign) => encodeURIComponent(sign).replace('!', '%21'));
}
