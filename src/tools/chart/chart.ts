// A chart as the model asks for it, and as code has checked it: what is drawn is what the table says.
import { z } from 'zod';
import { columnNamed, createColumnReader } from '../calculate/rows.ts';
import type { Table } from '../files/document.ts';

const CHART_KINDS = ['bar', 'line', 'area', 'pie', 'scatter', 'histogram'] as const;

export const ChartForm = z.object({
  kind: z.enum(CHART_KINDS).default('bar'),
  title: z.string().min(1).max(120).describe('What it shows, in the language of the thread'),
  x: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The column along the bottom, for a pie its slices, for a histogram what is counted; the first column unless given',
    ),
  y: z
    .array(z.string().min(1))
    .max(12)
    .optional()
    .describe('The columns with the numbers; none for a histogram'),
  series: z
    .string()
    .min(1)
    .optional()
    .describe('A column whose values become one line or colour each; only with one y'),
  x_label: z.string().max(60).optional(),
  y_label: z.string().max(60).optional().describe('What is measured, with its unit: "Revenue, k€"'),
  stacked: z.boolean().optional().describe('Bars and areas on top of each other'),
  horizontal: z.boolean().optional().describe('Bars from left to right, for many or long names'),
});
export type ChartForm = z.infer<typeof ChartForm>;

/** Also what the worker that draws it is sent, which is why it is a schema. */
export const ChartSchema = z.object({
  kind: z.enum(CHART_KINDS),
  title: z.string(),
  stacked: z.boolean().optional(),
  horizontal: z.boolean().optional(),
  /** `time` are dates as YYYY-MM-DD, with or without a time of day. */
  axis: z.enum(['category', 'time', 'number']),
  xLabel: z.string(),
  yLabel: z.string(),
  series: z.array(
    z.object({
      name: z.string(),
      points: z.array(z.object({ x: z.union([z.string(), z.number()]), y: z.number() })),
    }),
  ),
});
export type Chart = z.infer<typeof ChartSchema>;

export type CheckedChart =
  | { readonly kind: 'chart'; readonly chart: Chart; readonly leftOut: number }
  | { readonly kind: 'failed'; readonly reason: string };

const MOST_POINTS = 5_000;
const MOST_CATEGORIES = 60;
const MOST_SERIES = 12;
const MOST_SLICES = 12;

/** Contract: nothing is guessed. A column that is not there, is no number or has two values for one place is said. */
export function checkChart(form: ChartForm, table: Table): CheckedChart {
  const read = createColumnReader(table);
  const along = form.x ?? table.columns[0] ?? '';
  const y = form.kind === 'histogram' ? [along] : (form.y ?? []);
  const named = [along, ...y, ...(form.series === undefined ? [] : [form.series])];
  const missing = named.find((name) => columnNamed(table, name) === undefined);
  if (missing !== undefined)
    return failed(`There is no column "${missing}"; the columns are ${table.columns.join(', ')}.`);
  if (y.length === 0) return failed('y names no column: which numbers are to be drawn?');
  if (form.series !== undefined && y.length > 1)
    return failed('series goes with one column in y; leave series out to draw several columns.');
  if (table.rows.length > MOST_POINTS)
    return failed(
      `The table has ${table.rows.length} rows; at most ${MOST_POINTS} can be drawn. Sum up first.`,
    );

  const at = (name: string): number => columnNamed(table, name) ?? 0;
  const axis = axisOf(
    form,
    table.rows.map((row) => row[at(along)] ?? ''),
    read(at(along)).values,
  );
  const xs = read(at(along)).values;
  const series = new Map<string, Chart['series'][number]['points']>();
  let leftOut = 0;
  for (const column of y) {
    const numbers = read(at(column)).values;
    const known = numbers.filter((value) => value !== undefined).length;
    if (known === 0) return failed(`"${column}" has no numbers.`);
    for (const [place, row] of table.rows.entries()) {
      const value = numbers[place];
      const x = axis === 'number' ? xs[place] : (row[at(along)] ?? '');
      if (value === undefined || x === undefined || x === '') {
        leftOut += 1;
        continue;
      }
      const name =
        form.series === undefined ? (table.columns[at(column)] ?? column) : (row[at(form.series)] ?? '');
      series.set(name, [...(series.get(name) ?? []), { x, y: value }]);
    }
  }
  const chart: Chart = {
    kind: form.kind,
    title: form.title,
    stacked: form.stacked,
    horizontal: form.horizontal,
    axis,
    xLabel: form.x_label ?? table.columns[at(along)] ?? along,
    yLabel:
      form.y_label ??
      (y.length === 1 && form.kind !== 'histogram' ? (table.columns[at(y[0] ?? '')] ?? '') : ''),
    series: [...series].map(([name, points]) => ({ name, points })),
  };
  const reason = faultOf(chart);
  return reason === undefined ? { kind: 'chart', chart, leftOut } : failed(reason);
}

/** What a reader could not make out, or would take for something else. */
function faultOf({ kind, axis, series }: Chart): string | undefined {
  if (series.length > MOST_SERIES)
    return `It would have ${series.length} lines or colours; more than ${MOST_SERIES} cannot be told apart.`;
  if (kind === 'scatter' || kind === 'histogram') {
    return axis === 'number' || kind === 'scatter'
      ? undefined
      : 'A histogram counts numbers, and x has none.';
  }
  const places = new Set(series.flatMap(({ points }) => points.map(({ x }) => x)));
  const twice = series
    .flatMap(({ name, points }) => {
      const seen = new Set<string | number>();
      return points.flatMap(({ x }) => (seen.has(x) ? [{ name, x }] : (seen.add(x), [])));
    })
    .at(0);
  if (twice !== undefined) {
    return `"${twice.name}" has more than one number for "${twice.x}". Sum up first (calculate with group_by, or run_code), or name the column that tells them apart as series.`;
  }
  if (kind === 'pie') {
    if (series.length > 1) return 'A pie shows one column.';
    if (places.size > MOST_SLICES)
      return `A pie of ${places.size} slices cannot be read; at most ${MOST_SLICES}. Use bars, or put the small ones together.`;
    if (series.some(({ points }) => points.some(({ y }) => y < 0)))
      return 'A pie cannot show negative numbers.';
  }
  if (kind === 'bar' && places.size > MOST_CATEGORIES)
    return `${places.size} bars cannot be read; at most ${MOST_CATEGORIES}. Draw the largest, or put them together.`;
  return undefined;
}

function axisOf(
  { kind }: ChartForm,
  cells: readonly string[],
  numbers: readonly (number | undefined)[],
): Chart['axis'] {
  const filled = cells.filter((cell) => cell !== '');
  if (kind === 'pie' || kind === 'bar') return 'category';
  if (filled.length > 0 && filled.every(isDate)) return 'time';
  // Years are numbers that nobody wants to see as 2,024.
  const isYears = filled.every((cell) => /^(?:19|20)\d\d$/u.test(cell));
  const isNumber =
    filled.length > 0 && numbers.filter((value) => value !== undefined).length === filled.length;
  return isNumber && (!isYears || kind === 'scatter' || kind === 'histogram') ? 'number' : 'category';
}

function isDate(cell: string): boolean {
  return /^\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?$/u.test(
    cell,
  );
}

function failed(reason: string): CheckedChart {
  return { kind: 'failed', reason };
}
