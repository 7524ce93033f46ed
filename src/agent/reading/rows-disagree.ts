// Rows that speak of the same thing and say different things of it; and a document that contradicts itself. Pure.
import { distinct, nameOf, type Disagreement, type Side } from '../disagreement.ts';
import type { Form, FormColumn, ReadCell } from './form.ts';

export interface ReadRow {
  readonly label: string;
  readonly cells: readonly ReadCell[];
}

export function rowsDisagree(form: Form, rows: readonly ReadRow[]): readonly Disagreement[] {
  return [...betweenRows(form, rows), ...withinRows(form, rows)];
}

function betweenRows(form: Form, rows: readonly ReadRow[]): readonly Disagreement[] {
  const keys = keysOf(form, rows);
  if (keys.length === 0) return [];
  const keyed = Map.groupBy(
    rows.filter((row) => keyOf(row, keys) !== undefined),
    (row) => keyOf(row, keys),
  );
  return [...keyed.values()].flatMap((same) =>
    form.flatMap((column, at) => {
      if (!isComparable(column) || keys.includes(at)) return [];
      const said = same.flatMap((row) => {
        const cell = row.cells[at];
        return cell?.state === 'proven' ? [{ row, cell }] : [];
      });
      const sides = distinct(said, (one, other) => differ(column, one.cell.value, other.cell.value));
      if (sides.length < 2) return [];
      const name = keys.map((key) => same[0]?.cells[key]?.value ?? '').join(', ');
      return [{ of: `${name} · ${column.name}`, sides: sides.map(({ row, cell }) => toSide(row, cell)) }];
    }),
  );
}

/** What was said elsewhere in the same document. */
function withinRows(form: Form, rows: readonly ReadRow[]): readonly Disagreement[] {
  return rows.flatMap((row) =>
    form.flatMap((column, at) => {
      const cell = row.cells[at];
      const others = (cell?.others ?? []).filter(({ value }) => differ(column, value, cell?.value ?? ''));
      if (cell?.state !== 'proven' || !isComparable(column) || others.length === 0) return [];
      const sides = [toSide(row, cell), ...others.map((other) => toSide(row, other))];
      return [{ of: `${row.label} · ${column.name}`, sides }];
    }),
  );
}

/** The columns that name what a document is about: as the form says; else the first text, where it names nearly each row. */
function keysOf(form: Form, rows: readonly ReadRow[]): readonly number[] {
  const said = form.flatMap(({ isKey }, at) => (isKey === true ? [at] : []));
  if (said.length > 0) return said;
  const first = form.findIndex(({ type }) => type === 'text');
  const named = rows.flatMap((row) => keyOf(row, [first]) ?? []);
  // A city or a trade that many have in common names nobody.
  return first >= 0 && new Set(named).size * 2 >= named.length ? [first] : [];
}

function keyOf({ cells }: ReadRow, keys: readonly number[]): string | undefined {
  const names = keys.map((key) => nameOf(cells[key]?.value ?? ''));
  return names.length === 0 || names.includes('') ? undefined : names.join('|');
}

/** Two texts differ by their wording alone. */
function isComparable({ type }: FormColumn): boolean {
  return type !== 'text';
}

function differ({ type }: FormColumn, one: string, other: string): boolean {
  switch (type) {
    case 'number':
      return Number(one) !== Number(other);
    case 'date': // A year is no contradiction to a day in it.
      return !one.startsWith(other) && !other.startsWith(one);
    case 'yes_no':
    case 'choice':
      return one !== other;
    case 'text':
      return false;
  }
}

function toSide(
  { label }: ReadRow,
  { value, quote, place, ref }: Pick<ReadCell, 'value' | 'quote' | 'place' | 'ref'>,
): Side {
  return {
    value,
    label: place === undefined ? label : `${label}, ${place}`,
    ...(quote === undefined ? {} : { quote }),
    ...(ref === undefined ? {} : { ref }),
  };
}
