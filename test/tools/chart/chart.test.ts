// What a chart is checked for before it is drawn, which ones Slack draws itself, and that pictures show what they should.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { checkChart, type Chart, type ChartForm } from '../../../src/tools/chart/chart.ts';
import { createDrawPng } from '../../../src/tools/chart/draw.ts';
import { toNative, toPlainChart } from '../../../src/tools/chart/native.ts';
import type { Table } from '../../../src/tools/files/document.ts';

function table(...lines: readonly string[]): Table {
  const [columns = [], ...rows] = lines.map((line) => line.split(','));
  return { columns, rows, delimiter: ',' };
}

const SALES = table('month,region,revenue', 'Jan,North,€1.2', 'Jan,South,0.9', 'Feb,North,1.4', 'Feb,South,');
const FULL = table('month,region,revenue', 'Jan,North,1', 'Jan,South,2', 'Feb,North,3', 'Feb,South,4');
const DAYS = table('day,a', '2026-10-01,1', '2026-10-05,2');
const MANY = table('x,y', ...Array.from({ length: 61 }, (_, at) => `n${at},${at}`));

const form = (changes: Partial<ChartForm> = {}): ChartForm => ({
  kind: 'bar',
  title: 'Revenue',
  x: 'month',
  y: ['revenue'],
  series: 'region',
  ...changes,
});
const plain = { x: 'x', y: ['y'], series: undefined };

function chartOf(changes: Partial<ChartForm>, of: Table): Chart {
  const checked = checkChart(form(changes), of);
  if (checked.kind === 'failed') throw new Error(checked.reason);
  return checked.chart;
}

test('a table becomes series, numbers are read as people write them, and what is none is counted', () => {
  const north = [
    { x: 'Jan', y: 1.2 },
    { x: 'Feb', y: 1.4 },
  ];
  expect(checkChart(form(), SALES)).toMatchObject({
    kind: 'chart',
    leftOut: 1,
    chart: {
      axis: 'category',
      xLabel: 'month',
      yLabel: 'revenue',
      series: [
        { name: 'North', points: north },
        { name: 'South', points: [{ x: 'Jan', y: 0.9 }] },
      ],
    },
  });
});

test.each<[string, Partial<ChartForm>, Table, string]>([
  [
    'a column that is not there',
    { y: ['profit'] },
    SALES,
    'no column "profit"; the columns are month, region, revenue',
  ],
  ['words for numbers', { y: ['region'], series: 'month' }, SALES, '"region" has no numbers'],
  ['two numbers for one place', { series: undefined }, SALES, 'more than one number for "Jan"'],
  ['no numbers asked for', { y: [] }, SALES, 'y names no column'],
  ['series with several columns', { y: ['revenue', 'month'] }, SALES, 'series goes with one column'],
  ['a pie of two columns', { kind: 'pie' }, SALES, 'A pie shows one column'],
  ['a pie with a debt', { ...plain, kind: 'pie' }, table('x,y', 'a,1', 'b,-1'), 'negative'],
  ['too many slices', { ...plain, kind: 'pie' }, MANY, 'at most 12'],
  ['too many bars', plain, MANY, '61 bars cannot be read'],
  ['too many colours', { series: 'x', x: 'y', y: ['y'] }, MANY, 'cannot be told apart'],
  ['a histogram of words', { kind: 'histogram', x: 'region', series: undefined }, SALES, 'no numbers'],
])('%s is said and not drawn', (...[, changes, of, words]) => {
  expect(checkChart(form(changes), of)).toEqual({ kind: 'failed', reason: expect.stringContaining(words) });
});

test.each<[string, Partial<ChartForm>, Table, Chart['axis']]>([
  ['dates', { kind: 'line', x: 'day', y: ['a'] }, DAYS, 'time'],
  ['numbers', { kind: 'line', x: 'n', y: ['a'] }, table('n,a', '1,1', '10,2'), 'number'],
  ['years', { kind: 'line', x: 'n', y: ['a'] }, table('n,a', '2024,1', '2025,2'), 'category'],
  ['the names of bars', { kind: 'bar', x: 'day', y: ['a'] }, DAYS, 'category'],
])('along the bottom stand %s as what they are', (...[, changes, of, axis]) => {
  expect(chartOf({ series: undefined, ...changes }, of).axis).toBe(axis);
});

test('Slack draws what it draws the same, and nothing that it would cut or space wrongly', () => {
  expect(toNative(chartOf({}, FULL))).toEqual({
    kind: 'bar',
    categories: ['Jan', 'Feb'],
    series: [
      { name: 'North', values: [1, 3] },
      { name: 'South', values: [2, 4] },
    ],
    xLabel: 'month',
    yLabel: 'revenue',
  });
  const pie = toNative(chartOf({ ...plain, kind: 'pie' }, table('x,y', 'a,1', 'b,2')));
  expect(pie === undefined ? '' : toPlainChart('Who', pie)).toBe('Who\na: 1\nb: 2');

  const pictures: readonly (readonly [Partial<ChartForm>, Table])[] = [
    [{}, SALES], // It has a gap.
    [{ stacked: true }, FULL],
    [{ horizontal: true }, FULL],
    [{ title: 'R'.repeat(51) }, FULL],
    [{}, table('month,region,revenue', `${'J'.repeat(21)},North,1`)],
    [{ kind: 'line', x: 'day', y: ['a'], series: undefined }, DAYS],
    [{ kind: 'scatter', x: 'revenue', series: undefined }, FULL],
  ];
  for (const [changes, of] of pictures) expect(toNative(chartOf(changes, of))).toBeUndefined();
});

test('a picture is sharp, has the colours of its series, and each character is drawn as itself', async () => {
  const [one, other] = await Promise.all(
    ['月收入：甲', '月收入：乙'].map((title) => pixelsOf(chartOf({ title, stacked: true }, FULL))),
  );
  expect(one?.width).toBeGreaterThan(1_400);
  expect(count(one?.pixels, [0x2f, 0x6d, 0xb5])).toBeGreaterThan(10_000);
  expect(count(one?.pixels, [0xe8, 0x91, 0x2d])).toBeGreaterThan(10_000);
  // Without a font for them both titles would end in the same empty box.
  expect(Buffer.compare(Buffer.from(one?.pixels ?? []), Buffer.from(other?.pixels ?? []))).not.toBe(0);
});

const drawPng = createDrawPng({ clock: systemClock });

async function pixelsOf(chart: Chart): Promise<{ width: number; pixels: Uint8ClampedArray }> {
  const drawn = await drawPng(chart, { signal: new AbortController().signal });
  if (drawn.kind === 'failed') throw new Error(drawn.reason);
  const image = await loadImage(Buffer.from(drawn.png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width: image.width, pixels: context.getImageData(0, 0, image.width, image.height).data };
}

function count(pixels: Uint8ClampedArray = new Uint8ClampedArray(), colour: readonly number[]): number {
  let found = 0;
  for (let at = 0; at < pixels.length; at += 4)
    if (colour.every((part, channel) => pixels[at + channel] === part)) found += 1;
  return found;
}
