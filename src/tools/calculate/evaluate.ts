// A kept expression over rows: single numbers, or one a row. Each part is computed once, so its size bounds its time.
import type { Expression } from './expression.ts';
import { AGGREGATES, CELL_COUNTS, quantile, SCALAR_FUNCTIONS } from './functions.ts';

/** Undefined stands for a cell that has no number; what is computed from it has none either. */
export type Cell = number | undefined;

export type Value =
  | { readonly kind: 'one'; readonly value: Cell }
  | { readonly kind: 'many'; readonly values: readonly Cell[] };

/** The rows that are computed over, column by column. */
export interface Rows {
  readonly count: number;
  numbers(column: number): readonly Cell[];
  cells(column: number): readonly string[];
}

export function evaluate(expression: Expression, rows: Rows): Value {
  switch (expression.kind) {
    case 'number':
      return one(expression.value);
    case 'column':
      return { kind: 'many', values: rows.numbers(expression.at) };
    case 'list':
      return { kind: 'many', values: expression.items.flatMap((item) => valuesOf(evaluate(item, rows))) };
    case 'call':
      return call(expression.name, expression.args, rows);
  }
}

function call(name: string, args: readonly Expression[], rows: Rows): Value {
  if (Object.hasOwn(CELL_COUNTS, name)) return one(countCells(name, args, rows));
  const values = args.map((arg) => evaluate(arg, rows));
  if (name === 'quantile') {
    const share = values[1]?.kind === 'one' ? values[1].value : undefined;
    return one(quantile(numbersOf(values.slice(0, 1)), share ?? Number.NaN));
  }
  const aggregate = Object.hasOwn(AGGREGATES, name) ? AGGREGATES[name] : undefined;
  if (aggregate !== undefined) return one(aggregate(numbersOf(values)));
  return callForEach(name, values);
}

/** Without a column, the rows are counted; of something computed, the rows that have a number. */
function countCells(name: string, args: readonly Expression[], rows: Rows): number {
  const [arg] = args;
  if (arg === undefined) return rows.count;
  if (arg.kind === 'column') return CELL_COUNTS[name]?.(rows.cells(arg.at)) ?? 0;
  const numbers = numbersOf([evaluate(arg, rows)]);
  return name === 'distinct' ? new Set(numbers).size : numbers.length;
}

function callForEach(name: string, args: readonly Value[]): Value {
  const scalar = SCALAR_FUNCTIONS[name];
  if (scalar === undefined) return one(undefined);
  const lengths = args.flatMap((arg) => (arg.kind === 'many' ? [arg.values.length] : []));
  if (lengths.length === 0)
    return one(
      apply(
        scalar.of,
        args.map((arg) => (arg.kind === 'one' ? arg.value : undefined)),
      ),
    );
  const values = Array.from({ length: Math.max(...lengths) }, (_, row) =>
    apply(
      scalar.of,
      args.map((arg) => (arg.kind === 'one' ? arg.value : arg.values[row])),
    ),
  );
  return { kind: 'many', values };
}

function apply(of: (...values: number[]) => number, args: readonly Cell[]): Cell {
  const numbers = args.filter((arg) => arg !== undefined);
  return numbers.length === args.length ? of(...numbers) : undefined;
}

function numbersOf(values: readonly Value[]): number[] {
  return values.flatMap(valuesOf).filter((value) => value !== undefined);
}

function valuesOf(value: Value): readonly Cell[] {
  return value.kind === 'one' ? [value.value] : value.values;
}

function one(value: Cell): Value {
  return { kind: 'one', value };
}
