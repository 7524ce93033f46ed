// A table as read_file and calculate show it: the names of its columns, and its cells.

export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Undefined when there is no table in the text. */
export function tableIn(text: string): ShownTable | undefined {
  const lines = text.split('\n').filter((line) => /^\|.*\|$/.test(line.trim()));
  const rows = lines.map(cellsOf).filter((cells) => !cells.every((cell) => /^:?-{3,}:?$/.test(cell)));
  const [head, ...rest] = rows;
  if (head === undefined) return undefined;
  // The first column is the number of the row, put there by the tool.
  const isNumbered = head[0] === 'row';
  return {
    columns: isNumbered ? head.slice(1) : head,
    rows: isNumbered ? rest.map((row) => row.slice(1)) : rest,
  };
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Columns whose cells are numbers, but no counters of rows and no years. */
export function numberColumns({ columns, rows }: ShownTable): readonly string[] {
  return columns.filter((column, at) => {
    const cells = rows.map((row) => row[at] ?? '').filter((cell) => cell !== '');
    return (
      cells.length > 0 &&
      cells.every((cell) => /^[^\p{L}\d-]{0,2}-?[\d.,\s'’]+\s?[^\p{L}\d]{0,2}$/u.test(cell)) &&
      !/^(?:id|no|nr|#|year|row|编号|年份?|序号)$/i.test(column) &&
      !cells.every((cell) => /\d{4}-\d{2}-\d{2}/.test(cell))
    );
  });
}

/** Columns by which rows can be grouped: words that come again. */
export function groupColumns(table: ShownTable): readonly string[] {
  const numbers = numberColumns(table);
  return table.columns.filter((column) => !numbers.includes(column));
}

export function valuesOf({ columns, rows }: ShownTable, column: string): readonly string[] {
  const at = columns.indexOf(column);
  return [...new Set(rows.map((row) => row[at] ?? '').filter((cell) => cell !== ''))];
}
