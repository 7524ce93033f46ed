// A checked chart as a Vega-Lite specification: every type is named, since what is left out there is guessed silently.
import type { TopLevelSpec } from 'vega-lite';
import type { Chart } from './chart.ts';

export const FONT = 'Noto Sans SC';

const INK = '#1d1c1d';
const QUIET = '#616061';
const LINE = '#e8e8e8';
/** Neighbours are told apart also by those who see red and green as one. */
const COLOURS =
  '#2f6db5 #e8912d #2f9e77 #c8527a #7a5cb0 #56a7d8 #b8860b #5b6770 #8c3b2a #1f7a8c #a3a847 #d19fc4'.split(
    ' ',
  );
const TYPES = { category: 'nominal', time: 'temporal', number: 'quantitative' } as const;
const WIDTH = 680;
const HEIGHT = 380;
const TITLE_CHARS = 64;
const LABEL_PX = 180;
const PLAIN_NUMBER = ',~r';
const DAY_MS = 86_400_000;

export function toVegaSpec(chart: Chart): TopLevelSpec {
  const values = chart.series.flatMap(({ name, points }, at) =>
    points.map(({ x, y }) => ({ x, y, series: name, at })),
  );
  const places = new Set(values.map(({ x }) => x)).size;
  return {
    background: 'white',
    padding: 24,
    ...sizeOf(chart, places),
    autosize: { type: 'pad', contains: 'content' },
    title: {
      text: inLines(chart.title),
      anchor: 'start',
      frame: 'bounds',
      fontSize: 19,
      fontWeight: 600,
      lineHeight: 25,
      color: INK,
      offset: 20,
    },
    data: { values: chart.kind === 'pie' ? withShares(chart) : values },
    ...(chart.kind === 'pie' ? toPie() : toPlot(chart, places)),
    config: {
      font: FONT,
      view: { stroke: null },
      range: { category: COLOURS },
      axis: {
        labelColor: QUIET,
        titleColor: QUIET,
        titleFontWeight: 400,
        titleFontSize: 13,
        labelFontSize: 12.5,
        titlePadding: 12,
        labelPadding: 6,
        labelLimit: chart.horizontal === true ? 280 : LABEL_PX,
        grid: false,
        gridColor: LINE,
        domainColor: '#b5b5b5',
        ticks: false,
      },
      legend: {
        title: null,
        labelColor: INK,
        labelFontSize: 13,
        labelLimit: 240,
        symbolType: chart.kind === 'line' ? 'stroke' : 'circle',
        symbolSize: chart.kind === 'line' ? 260 : 90,
        symbolStrokeWidth: chart.kind === 'line' ? 3 : 0,
        rowPadding: 6,
        orient: 'right',
        offset: 20,
      },
    },
  };
}

type Drawing = Pick<Extract<TopLevelSpec, { mark: unknown }>, 'mark' | 'encoding'>;

function toPie(): Drawing {
  return {
    mark: { type: 'arc', innerRadius: 84, outerRadius: 160, stroke: 'white', strokeWidth: 2 },
    encoding: {
      theta: { field: 'y', type: 'quantitative', stack: true },
      order: { field: 'at', type: 'quantitative' },
      color: { field: 'x', type: 'nominal', sort: null, scale: { range: COLOURS } },
    },
  };
}

/** The largest first, each with its number: an angle is hard to read. */
function withShares({ series }: Chart): { x: string; y: number; at: number }[] {
  const points = (series[0]?.points ?? []).toSorted((one, other) => other.y - one.y);
  const total = points.reduce((sum, { y }) => sum + y, 0);
  return points.map(({ x, y }, at) => {
    const share = total === 0 ? 0 : (y / total) * 100;
    return { x: `${x}   ${y.toLocaleString('en')} (${share.toFixed(share < 10 ? 1 : 0)}%)`, y, at };
  });
}

function sizeOf(chart: Chart, places: number): { width: number; height: number } {
  if (chart.kind === 'pie') return { width: 340, height: 340 };
  if (chart.kind === 'bar' && chart.horizontal === true)
    return { width: WIDTH, height: Math.max(160, places * barPx(chart)) };
  return { width: WIDTH, height: HEIGHT };
}

function toPlot(chart: Chart, places: number): Drawing {
  const { kind, series, xLabel, yLabel } = chart;
  const isMany = series.length > 1;
  const isTurned = chart.horizontal === true && kind === 'bar';
  const color = isMany
    ? ({ field: 'series', type: 'nominal', sort: null } as const)
    : ({ value: COLOURS[0] ?? INK } as const);
  const numbers = {
    field: 'y',
    type: 'quantitative',
    title: yLabel === '' ? null : yLabel,
    axis: {
      grid: true,
      domain: false,
      tickCount: 6,
      format: numberFormat(chart),
      labelExpr: "datum.value === 0 ? '0' : datum.label",
    },
    scale: { nice: true, zero: kind === 'bar' || kind === 'area' },
    stack: isMany && chart.stacked === true ? 'zero' : null,
  } as const;
  if (kind === 'histogram') {
    return {
      mark: { type: 'bar', binSpacing: 2 },
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative',
          bin: { maxbins: 24 },
          title: xLabel,
          axis: { format: PLAIN_NUMBER },
        },
        y: {
          aggregate: 'count',
          type: 'quantitative',
          title: yLabel === '' ? null : yLabel,
          axis: { grid: true, domain: false },
        },
        color,
      },
    };
  }
  const along = {
    field: 'x',
    type: TYPES[chart.axis],
    sort: null,
    // Names of bars that lie say by themselves what they are.
    title: isTurned ? null : xLabel,
    ...scaleAlong(chart, { places, isTurned }),
  } as const;
  // The first of the legend stands at the bottom of the pile.
  const order = { field: 'at', type: 'quantitative' } as const;
  const beside = isMany && chart.stacked !== true && kind === 'bar';
  return {
    mark: markOf(kind, series[0]?.points.length ?? 0),
    encoding: isTurned
      ? {
          y: along,
          x: numbers,
          color,
          order,
          ...(beside ? { yOffset: { field: 'series', sort: null } } : {}),
        }
      : {
          x: along,
          y: numbers,
          color,
          order,
          ...(beside ? { xOffset: { field: 'series', sort: null } } : {}),
        },
  };
}

function scaleAlong(chart: Chart, { places, isTurned }: { places: number; isTurned: boolean }) {
  switch (chart.axis) {
    case 'number':
      return { scale: { zero: false, nice: true }, axis: { format: PLAIN_NUMBER } } as const;
    case 'time':
      return { scale: { type: 'utc' }, axis: { format: timeFormat(chart), labelOverlap: true } } as const;
    case 'category':
      return { axis: { labelAngle: !isTurned && isCrowded(chart, places) ? -40 : 0 } } as const;
  }
}

/** As fine as the dates are apart, and without English names in a Chinese chart. */
function timeFormat({ series, title }: Chart): string {
  const times = series.flatMap(({ points }) => points.map(({ x }) => new Date(x).getTime()));
  const days = (Math.max(...times) - Math.min(...times)) / DAY_MS;
  const isEnglish = !/\p{Script=Han}/u.test(title);
  if (days > 1_500) return '%Y';
  if (days > 120) return isEnglish ? '%b %Y' : '%Y-%m';
  if (days > 2) return isEnglish ? '%-d %b' : '%m-%d';
  return '%H:%M';
}

function markOf(kind: Chart['kind'], points: number): Drawing['mark'] {
  switch (kind) {
    case 'line':
      return {
        type: 'line',
        strokeWidth: 2.5,
        interpolate: 'linear',
        point: points <= 30 ? { size: 45, filled: true } : false,
      };
    case 'area':
      return { type: 'area', line: { strokeWidth: 2 }, fillOpacity: 0.55 };
    case 'scatter':
      return { type: 'point', filled: true, size: 55, opacity: 0.7 };
    case 'bar':
    case 'pie':
    case 'histogram':
      return { type: 'bar', cornerRadiusEnd: 3 };
  }
}

/** Whether names stand too close to be read side by side; a Chinese character is as wide as two letters. */
function isCrowded({ series }: Chart, places: number): boolean {
  const names = new Set(series.flatMap(({ points }) => points.map(({ x }) => String(x))));
  const widest = Math.max(...[...names].map((name) => name.replaceAll(/[^\u0020-\u024f]/gu, 'xx').length));
  return widest * 7 > WIDTH / Math.max(places, 1) - 8;
}

/** 1.2M and not 1,200,000 where numbers are large. */
function numberFormat({ series }: Chart): string {
  const sizes = series.flatMap(({ points }) => points.map(({ y }) => Math.abs(y)));
  const largest = Math.max(0, ...sizes);
  if (largest >= 1_000_000) return '~s';
  return PLAIN_NUMBER;
}

function barPx({ series, stacked }: Chart): number {
  return stacked === true ? 30 : Math.max(30, series.length * 16 + 10);
}

/** Between words, or between characters where there are no words. */
function inLines(title: string): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const part of title.match(/[\u0021-\u024f]+\s?|./gu) ?? []) {
    const partWidth = part.replaceAll(/[^\u0020-\u024f]/gu, 'xx').length;
    if (width + partWidth > TITLE_CHARS && line !== '') {
      lines.push(line.trim());
      [line, width] = ['', 0];
    }
    line += part;
    width += partWidth;
  }
  return [...lines, line.trim()];
}
