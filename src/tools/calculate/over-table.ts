// One expression over the chosen rows of a table: a number, one a group, or one a row, with the account of it.
import type { ToolOutcome } from '../../agent/tool.ts';
import type { Table } from '../files/document.ts';
import type { ChannelFile } from '../files/shelf.ts';
import { toLine } from '../files/table-text.ts';
import { frame, tame } from '../framing.ts';
import { evaluate, type Cell } from './evaluate.ts';
import { compileExpression, type Expression } from './expression.ts';
import { toNumberText } from './result-text.ts';
import {
  accountOf,
  columnNamed,
  createColumnReader,
  rowsWhere,
  toRows,
  type Condition,
  type NumberColumn,
} from './rows.ts';

interface TableCalculation {
  readonly expression: string;
  readonly file: ChannelFile;
  readonly table: Table;
  /** Every column named here is known to be in the table. */
  readonly where: readonly Condition[];
  readonly groupBy?: string;
  readonly columns: readonly string[];
}

const MAX_STEPS = 20_000_000;
const MAX_GROUPS = 200;
const MAX_LISTED = 100;

export async function calculateTable(asked: TableCalculation): Promise<ToolOutcome> {
  const { expression: written, file, table, where, groupBy, columns } = asked;
  const compiled = await compileExpression(written, table.columns);
  if (compiled.kind === 'failed') return failed(compiled.reason);
  if (compiled.size * table.rows.length > MAX_STEPS)
    return failed('The table is too large for this expression; make it shorter.');

  const { expression } = compiled;
  const read = createColumnReader(table);
  const conditions = where.flatMap((condition) => {
    const at = columnNamed(table, condition.column);
    return at === undefined ? [] : [{ at, condition }];
  });
  const places = rowsWhere(table, conditions, read);
  const used = [...numberColumnsIn(expression)];
  const account = [
    usedRows(asked, places.length),
    ...used.flatMap((column) => accountOf(table, places, { column, read: read(column) })),
  ].map((line) => tame(line));
  if (places.length === 0)
    return failed([`No row was left to calculate ${written} with.`, ...account].join('\n'));

  const group = groupBy === undefined ? undefined : columnNamed(table, groupBy);
  const result =
    group === undefined
      ? overRows({ written, expression, table, places, read, columns, file })
      : overGroups({ written, expression, table, places, read, group, file });
  if (result.failed === true) return failed([result.text, ...account].join('\n'));
  return {
    text: [result.text, ...account].join('\n'),
    sources: [
      { ref: `f:${file.id}`, label: file.name, ...(file.url === undefined ? {} : { url: file.url }) },
    ],
  };
}

interface Work {
  readonly written: string;
  readonly expression: Expression;
  readonly table: Table;
  readonly places: readonly number[];
  readonly read: (column: number) => NumberColumn;
  readonly file: ChannelFile;
}

interface Part {
  readonly text: string;
  readonly failed?: boolean;
}

function overRows({
  written,
  expression,
  table,
  places,
  read,
  columns,
  file,
}: Work & { readonly columns: readonly string[] }): Part {
  const result = evaluate(expression, toRows(table, places, read));
  if (result.kind === 'one') {
    if (isNumber(result.value)) return { text: `${written} = ${toNumberText(result.value)}` };
    return {
      text: `${written} has no result: it divides by zero, or no row has a number for it.`,
      failed: true,
    };
  }
  const beside = columns.flatMap((name) => columnNamed(table, name) ?? []);
  const lines = places
    .slice(0, MAX_LISTED)
    .map((place, at) =>
      toLine([
        String(place + 1),
        ...beside.map((column) => table.rows[place]?.[column] ?? ''),
        toNumberText(result.values[at]),
      ]),
    );
  const head = toLine(['row', ...beside.map((column) => table.columns[column] ?? ''), written]);
  const more = places.length > MAX_LISTED ? `Only the first ${MAX_LISTED} rows are shown. ` : '';
  return {
    text: [
      frame({ what: 'table', ref: `f:${file.id}`, text: tame([head, ...lines].join('\n')) }),
      `${more}This is one number a row; for one number write sum(${written}) or mean(${written}).`,
    ].join('\n'),
  };
}

function overGroups({
  written,
  expression,
  table,
  places,
  read,
  group,
  file,
}: Work & { readonly group: number }): Part {
  const groups = Map.groupBy(places, (place) => table.rows[place]?.[group] ?? '');
  const results = [...groups].map(([name, members]) => ({
    name: name === '' ? '(empty)' : name,
    count: members.length,
    result: evaluate(expression, toRows(table, members, read)),
  }));
  const singles = results.flatMap(({ name, count, result }) =>
    result.kind === 'one' ? [{ name, count, value: result.value }] : [],
  );
  if (singles.length < results.length) {
    return {
      text: `With group_by the expression must come to one number a group: write sum(${written}) or mean(${written}).`,
      failed: true,
    };
  }
  const sorted = singles.sort((a, b) => sizeOf(b.value) - sizeOf(a.value));
  const lines = sorted
    .slice(0, MAX_GROUPS)
    .map(({ name, count, value }) => toLine([name, String(count), toNumberText(value)]));
  const more =
    sorted.length > MAX_GROUPS
      ? [`Only the ${MAX_GROUPS} largest of ${sorted.length} groups are shown.`]
      : [];
  const head = toLine([table.columns[group] ?? '', 'rows', written]);
  return {
    text: [
      frame({ what: 'table', ref: `f:${file.id}`, text: tame([head, ...lines].join('\n')) }),
      ...more,
    ].join('\n'),
  };
}

function usedRows({ file, table, where }: TableCalculation, count: number): string {
  const conditions = where.map(({ column, op, value }) =>
    op.startsWith('is_') ? `${column} ${op}` : `${column} ${op} "${value}"`,
  );
  const only = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  return `Rows used: ${count} of ${table.rows.length} in "${file.name}" [f:${file.id}]${only}.`;
}

/** The columns that are read as numbers; what is only counted is not. */
function numberColumnsIn(expression: Expression): Set<number> {
  switch (expression.kind) {
    case 'number':
      return new Set();
    case 'column':
      return new Set([expression.at]);
    case 'list':
      return union(expression.items);
    case 'call': {
      const counts = expression.name === 'count' || expression.name === 'distinct';
      return union(counts ? expression.args.filter(({ kind }) => kind !== 'column') : expression.args);
    }
  }
}

function union(expressions: readonly Expression[]): Set<number> {
  return new Set(expressions.flatMap((each) => [...numberColumnsIn(each)]));
}

function isNumber(value: Cell): boolean {
  return value !== undefined && Number.isFinite(value);
}

function sizeOf(value: Cell): number {
  return value !== undefined && Number.isFinite(value) ? value : -Infinity;
}

function failed(text: string): ToolOutcome {
  return { text, failed: true };
}
