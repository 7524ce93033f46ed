// From the numbers of a chart to what is drawn: pure geometry.
import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';

export interface Slice {
  readonly label: string;
  readonly value: number;
  readonly share: number;
  readonly path: string;
}

export interface Series {
  readonly name: string;
  /** One to a category; undefined where the data has none. */
  readonly values: readonly (number | undefined)[];
}

export interface Plot {
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly ticks: readonly number[];
  readonly low: number;
  readonly high: number;
}

export function toSlices(chart: Json, radius: number): readonly Slice[] {
  const segments = objectsOf(chart, 'segments').map((segment) => ({
    label: textOf(segment, 'label'),
    value: Math.max(0, numberOf(segment, 'value') ?? 0),
  }));
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  return segments.map(({ label, value }) => {
    const share = total === 0 ? 0 : value / total;
    const path = slicePath(from, from + share, radius);
    from += share;
    return { label, value, share, path };
  });
}

function slicePath(from: number, to: number, radius: number): string {
  // A full circle has no two ends: two halves draw it.
  if (to - from > 0.9999)
    return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`;
  const [x1, y1] = onCircle(from, radius);
  const [x2, y2] = onCircle(to, radius);
  return `M0 0L${x1} ${y1}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}Z`;
}

function onCircle(turn: number, radius: number): readonly [string, string] {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return [(Math.cos(angle) * radius).toFixed(2), (Math.sin(angle) * radius).toFixed(2)];
}

export function toPlot(chart: Json): Plot {
  const lists = objectsOf(chart, 'series');
  const named = objectOf(chart, 'axis_config')?.['categories'];
  const given = Array.isArray(named) ? named.filter((one) => typeof one === 'string') : [];
  const found = lists.flatMap((one) => objectsOf(one, 'data').map((point) => textOf(point, 'label')));
  const categories = given.length > 0 ? given : [...new Set(found)];
  const series = lists.map((one) => {
    const points = new Map(
      objectsOf(one, 'data').map((point) => [textOf(point, 'label'), numberOf(point, 'value')]),
    );
    return { name: textOf(one, 'name'), values: categories.map((category) => points.get(category)) };
  });
  const values = series.flatMap((one) => one.values.filter((value) => value !== undefined));
  const ticks = niceTicks(Math.min(0, ...values), Math.max(0, ...values));
  return { categories, series, ticks, low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1 };
}

const ABOUT_TICKS = 4;

/** Round numbers that enclose both ends. */
export function niceTicks(low: number, high: number): readonly number[] {
  const span = high - low || 1;
  const rough = span / ABOUT_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

export function shortNumber(value: number): string {
  return new Intl.NumberFormat('en', {
    notation: Math.abs(value) >= 10_000 ? 'compact' : 'standard',
    maximumFractionDigits: 2,
  }).format(value);
}
