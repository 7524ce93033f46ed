// A chart: pie, bars, lines or areas, drawn as SVG, with its numbers beside it for those who cannot see it.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { objectOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { shortNumber, toPlot, toSlices } from './chart-shape.ts';
import type { Plot, Series } from './chart-shape.ts';

const WIDTH = 560;
const HEIGHT = 260;
const LEFT = 70;
const RIGHT = 12;
const TOP = 30;
const BOTTOM = 54;

export function Chart({ block }: { block: Json }) {
  const chart = objectOf(block, 'chart') ?? {};
  const title = wordsOf(block, 'title');
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    ${textOf(chart, 'type') === 'pie' ? html`<${Pie} chart=${chart} title=${title} />` : html`<${Axes} chart=${chart} title=${title} />`}
  </figure>`;
}

function Pie({ chart, title }: { chart: Json; title: string }) {
  const slices = toSlices(chart, 90);
  const words = slices.map(({ label, value }) => `${label} ${shortNumber(value)}`).join(', ');
  return html`<div class="pie">
    <svg viewBox="-94 -94 188 188" width="188" height="188" role="img" aria-label=${`${title}: ${words}`}>
      ${slices.map(({ label, path }, index) => html`<path key=${label} d=${path} class=${`tone-${index % 6} slice`}><title>${label}</title></path>`)}
    </svg>
    <ul class="legend legend-tall">
      ${slices.map(({ label, value, share }, index) => html`<li key=${label}><i class=${`tone-${index % 6}`}></i>${label}<b>${shortNumber(value)}</b><span class="muted">${Math.round(share * 100)} %</span></li>`)}
    </ul>
  </div>`;
}

function Axes({ chart, title }: { chart: Json; title: string }) {
  const plot = toPlot(chart);
  const kind = textOf(chart, 'type');
  const axis = objectOf(chart, 'axis_config');
  const words = plot.series.map(
    ({ name, values }) =>
      `${name}: ${values.map((value, at) => `${plot.categories[at]} ${value ?? '–'}`).join(', ')}`,
  );
  return html`<div class="axes">
    <svg
      viewBox=${`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      role="img"
      aria-label=${`${title}. ${words.join('; ')}`}
    >
      <${Grid} plot=${plot} />
      ${kind === 'bar' ? barsView(plot) : plot.series.map((series, index) => lineView(plot, series, { index, isArea: kind === 'area' }))}
      ${textOf(axis, 'x_label') !== '' && html`<text class="axis-label" x=${(LEFT + WIDTH - RIGHT) / 2} y=${HEIGHT - 4} text-anchor="middle">${textOf(axis, 'x_label')}</text>`}
      ${textOf(axis, 'y_label') !== '' && html`<text class="axis-label" x="2" y="16">${textOf(axis, 'y_label')}</text>`}
    </svg>
    ${
      plot.series.length > 1 &&
      html`<ul class="legend">
        ${plot.series.map(({ name }, index) => html`<li key=${name}><i class=${`tone-${index % 6}`}></i>${name}</li>`)}
      </ul>`
    }
  </div>`;
}

function Grid({ plot }: { plot: Plot }) {
  const every = Math.ceil(plot.categories.length / 12);
  return html`<g>
    ${plot.ticks.map((tick) => html`<g key=${tick}><line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(plot, tick)} y2=${y(plot, tick)} /><text class="tick" x=${LEFT - 8} y=${y(plot, tick) + 4} text-anchor="end">${shortNumber(tick)}</text></g>`)}
    ${plot.categories.map((category, at) => at % every === 0 && html`<text key=${category} class="tick" x=${x(plot, at)} y=${HEIGHT - BOTTOM + 20} text-anchor="middle">${short(category)}</text>`)}
  </g>`;
}

function barsView(plot: Plot): ComponentChildren {
  const slot = (WIDTH - LEFT - RIGHT) / Math.max(1, plot.categories.length);
  const width = Math.min(44, (slot * 0.72) / Math.max(1, plot.series.length));
  return plot.series.map(({ name, values }, index) =>
    values.map((value, at) => {
      if (value === undefined) return null;
      const left = x(plot, at) - (width * plot.series.length) / 2 + index * width;
      const [top, bottom] = [y(plot, Math.max(0, value)), y(plot, Math.min(0, value))];
      return html`<rect
        key=${`${name}-${at}`}
        class=${`tone-${index % 6}`}
        x=${left + 1}
        y=${top}
        width=${Math.max(1, width - 2)}
        height=${Math.max(1, bottom - top)}
        rx="3"
        ><title>${`${name}, ${plot.categories[at] ?? ''}: ${value}`}</title></rect
      >`;
    }),
  );
}

function lineView(
  plot: Plot,
  series: Series,
  { index, isArea }: { index: number; isArea: boolean },
): ComponentChildren {
  const points = series.values.flatMap((value, at) =>
    value === undefined ? [] : [{ at: x(plot, at), top: y(plot, value), value }],
  );
  const path = points.map(({ at, top }, step) => `${step === 0 ? 'M' : 'L'}${at} ${top}`).join('');
  const [first, last] = [points[0], points.at(-1)];
  const ground = y(plot, 0);
  return html`<g key=${series.name}>
    ${isArea && first !== undefined && last !== undefined && html`<path class=${`tone-${index % 6} area`} d=${`${path}L${last.at} ${ground}L${first.at} ${ground}Z`} />`}
    <path class=${`line tone-line-${index % 6}`} d=${path} />
    ${points.map(({ at, top, value }) => html`<circle key=${at} class=${`tone-${index % 6}`} cx=${at} cy=${top} r="3.2"><title>${`${series.name}: ${value}`}</title></circle>`)}
  </g>`;
}

function x({ categories }: Plot, at: number): number {
  return LEFT + ((WIDTH - LEFT - RIGHT) / Math.max(1, categories.length)) * (at + 0.5);
}

function y({ low, high }: Plot, value: number): number {
  return TOP + (1 - (value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
}

function short(label: string): string {
  return label.length > 12 ? `${label.slice(0, 11)}…` : label;
}
