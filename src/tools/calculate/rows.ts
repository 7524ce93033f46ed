// Which rows of a table are computed over, and what their cells are as numbers, with an account of what is left out.
import { z } from 'zod';
import type { Table } from '../files/document.ts';
import type { Cell, Rows } from './evaluate.ts';
import { guessDecimal, readNumber, type DecimalGuess } from './number-text.ts';

const OPERATORS = ['=', '!=', '>', '>=', '<', '<=', 'contains', 'is_empty', 'is_not_empty'] as const;

export const ConditionSchema = z.object({
  column: z.string().min(1).describe('The name of a column'),
  op: z.enum(OPERATORS),
  value: z.coerce
    .string()
    .default('')
    .describe('What to compare with: a text, a number, or a date like 2026-11-03'),
});
export type Condition = z.infer<typeof ConditionSchema>;

/** A column's cells as numbers, each where its row is, and which of them are none. */
export interface NumberColumn {
  readonly values: readonly Cell[];
  readonly guess: DecimalGuess;
}

/** Each column is read once, over the whole table: which mark it uses does not depend on the rows that are chosen. */
export function createColumnReader(table: Table): (column: number) => NumberColumn {
  const known = new Map<number, NumberColumn>();
  // Where commas separate the cells, numbers seldom have one; a semicolon is there because they do.
  const usual = table.delimiter === ';' ? ',' : '.';
  return (column) => {
    const before = known.get(column);
    if (before !== undefined) return before;
    const cells = table.rows.map((row) => row[column] ?? '');
    const guess = guessDecimal(cells, usual);
    const read = { guess, values: cells.map((cell) => readNumber(cell, guess.decimal)) };
    known.set(column, read);
    return read;
  };
}

export function columnNamed(table: Table, name: string): number | undefined {
  const wanted = name
    .trim()
    .replace(/^["'`[]|["'`\]]$/g, '')
    .toLowerCase();
  const at = table.columns.findIndex((column) => column.toLowerCase() === wanted);
  return at === -1 ? undefined : at;
}

/** The rows, by their place in the table, for which all conditions hold. */
export function rowsWhere(
  table: Table,
  conditions: readonly { readonly at: number; readonly condition: Condition }[],
  read: (column: number) => NumberColumn,
): readonly number[] {
  const tests = conditions.map(({ at, condition }) => toTest({ condition, column: read(at) }));
  return table.rows.flatMap((row, place) =>
    conditions.every(({ at }, number) => tests[number]?.(row[at] ?? '', place) === true) ? [place] : [],
  );
}

type CellTest = (cell: string, place: number) => boolean;

function toTest({
  condition: { op, value },
  column,
}: {
  condition: Condition;
  column: NumberColumn;
}): CellTest {
  const text = value.trim().toLowerCase();
  const number = readNumber(value, column.guess.decimal === ',' && /,\d+$/.test(value) ? ',' : '.');
  switch (op) {
    case 'is_empty':
      return (cell) => cell === '';
    case 'is_not_empty':
      return (cell) => cell !== '';
    case 'contains':
      return (cell) => cell.toLowerCase().includes(text);
    case '=':
    case '!=':
      return (cell, place) => isSame(cell, column.values[place]) === (op === '=');
    case '>':
    case '>=':
    case '<':
    case '<=':
      return (cell, place) => {
        const order = compare(cell, column.values[place]);
        if (order === undefined) return false;
        return op === '>' ? order > 0 : op === '>=' ? order >= 0 : op === '<' ? order < 0 : order <= 0;
      };
  }

  function isSame(cell: string, cellNumber: Cell): boolean {
    return cell.toLowerCase() === text || (number !== undefined && cellNumber === number);
  }

  /** Numbers by size, days by their date; a number and a word have no order. */
  function compare(cell: string, cellNumber: Cell): number | undefined {
    if (number !== undefined) return cellNumber === undefined ? undefined : cellNumber - number;
    const [day, other] = [isoDayOf(cell), isoDayOf(value)];
    return day === undefined || other === undefined ? undefined : day < other ? -1 : Number(day > other);
  }
}

/** `2026-11-03` and what begins so; other ways of writing a date are left alone, because they differ by country. */
function isoDayOf(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+)?/.exec(text.trim())?.[0];
}

export function toRows(
  table: Table,
  places: readonly number[],
  read: (column: number) => NumberColumn,
): Rows {
  return {
    count: places.length,
    numbers: (column) => {
      const { values } = read(column);
      return places.map((place) => values[place]);
    },
    cells: (column) => places.map((place) => table.rows[place]?.[column] ?? ''),
  };
}

/** One sentence a column: what could not be read as a number, and how doubtful marks were taken. */
export function accountOf(
  table: Table,
  places: readonly number[],
  { column, read }: { column: number; read: NumberColumn },
): string[] {
  const name = table.columns[column] ?? '';
  const unread = new Map<string, number>();
  let empty = 0;
  for (const place of places) {
    if (read.values[place] !== undefined) continue;
    const cell = table.rows[place]?.[column] ?? '';
    if (cell === '') empty += 1;
    else unread.set(cell, (unread.get(cell) ?? 0) + 1);
  }
  const skipped = [...unread.values()].reduce((total, count) => total + count, 0);
  const examples = [...unread]
    .slice(0, 5)
    .map(([cell, count]) => `"${cell.slice(0, 40)}"${count === 1 ? '' : ` (${count} times)`}`);
  return [
    ...(skipped === 0
      ? []
      : [
          `${name}: ${skipped} of ${places.length} rows skipped, not a number: ${examples.join(', ')}${unread.size > 5 ? ', …' : ''}.`,
        ]),
    ...(empty === 0 ? [] : [`${name}: ${empty} of ${places.length} rows skipped, empty.`]),
    ...(read.guess.unsure === undefined
      ? []
      : [
          `${name}: "${read.guess.unsure}" was read with "${read.guess.decimal}" as the decimal mark; nothing in the column tells for certain.`,
        ]),
  ];
}
