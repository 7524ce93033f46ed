// Draws a chart as Slack itself does, with its numbers in words where it cannot be shown.
import type { Words } from '../../flow/words.ts';
import { toPlainChart } from '../../tools/chart/native.ts';
import type { Piece } from './pieces.ts';

interface Point {
  readonly label: string;
  readonly value: number;
}

/** As docs.slack.dev describes it; @slack/types does not have it. */
export interface ChartBlock {
  readonly type: 'data_visualization';
  readonly block_id?: string;
  readonly title: string;
  readonly chart:
    | { readonly type: 'pie'; readonly segments: readonly Point[] }
    | {
        readonly type: 'bar' | 'line' | 'area';
        readonly series: readonly { readonly name: string; readonly data: readonly Point[] }[];
        readonly axis_config: {
          readonly categories: readonly string[];
          readonly x_label?: string;
          readonly y_label?: string;
        };
      };
}

export function drawChart({ title, chart }: Extract<Words, { kind: 'chart' }>): Piece[] {
  return [
    {
      block: { type: 'data_visualization', title, chart: toBlockChart(chart) },
      plain: toPlainChart(title, chart),
    },
  ];
}

function toBlockChart(chart: Extract<Words, { kind: 'chart' }>['chart']): ChartBlock['chart'] {
  if (chart.kind === 'pie') return { type: 'pie', segments: chart.segments };
  const { kind, categories, series, xLabel, yLabel } = chart;
  return {
    type: kind,
    series: series.map(({ name, values }) => ({
      name,
      data: values.map((value, at) => ({ label: categories[at] ?? '', value })),
    })),
    axis_config: {
      categories,
      ...(xLabel === '' ? {} : { x_label: xLabel }),
      ...(yLabel === '' ? {} : { y_label: yLabel }),
    },
  };
}
