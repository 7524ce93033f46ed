// A chart as Slack itself draws it, where it can: sharper than a picture, and read by those who cannot see one.
import type { Chart } from './chart.ts';

/** What a message can hold of a chart: the same shape as `chart` of flow's words. */
export type NativeChart =
  | { readonly kind: 'pie'; readonly segments: readonly { readonly label: string; readonly value: number }[] }
  | {
      readonly kind: 'bar' | 'line' | 'area';
      readonly categories: readonly string[];
      readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
      readonly xLabel: string;
      readonly yLabel: string;
    };

/** Slack's limits for a chart in a message, as those who use it report them. */
const MOST = { titleChars: 50, labelChars: 20, categories: 20, series: 6, segments: 6 };

/** Undefined where Slack would cut something, or draw it as something else. */
export function toNative(chart: Chart): NativeChart | undefined {
  const { kind, series, title } = chart;
  if (title.length > MOST.titleChars || series.length > MOST.series) return undefined;
  if (series.some(({ name }) => name === '' || name.length > MOST.labelChars)) return undefined;
  const labels = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => String(x))))];
  if (labels.length > MOST.categories || labels.some((label) => label.length > MOST.labelChars))
    return undefined;
  const [first] = series;

  if (kind === 'pie') {
    if (first === undefined || labels.length > MOST.segments) return undefined;
    return { kind, segments: first.points.map(({ x, y }) => ({ label: String(x), value: y })) };
  }
  const isPlain = chart.stacked !== true && chart.horizontal !== true;
  // Slack sets all places at one distance: that is right for names, and for dates and numbers it would be a lie.
  if ((kind !== 'bar' && kind !== 'line' && kind !== 'area') || !isPlain || chart.axis !== 'category')
    return undefined;
  const rows = series.map(({ name, points }) => {
    const values = new Map(points.map(({ x, y }) => [String(x), y]));
    return { name, values: labels.flatMap((label) => values.get(label) ?? []) };
  });
  if (rows.some(({ values }) => values.length !== labels.length)) return undefined;
  return { kind, categories: labels, series: rows, xLabel: chart.xLabel, yLabel: chart.yLabel };
}

/** The numbers in words, for where a chart cannot be shown. */
export function toPlainChart(title: string, native: NativeChart): string {
  const lines =
    native.kind === 'pie'
      ? native.segments.map(({ label, value }) => `${label}: ${value}`)
      : native.categories.map(
          (category, at) =>
            `${category}: ${native.series.map(({ name, values }) => `${name} ${values[at] ?? ''}`).join(', ')}`,
        );
  return [title, ...lines].join('\n');
}
