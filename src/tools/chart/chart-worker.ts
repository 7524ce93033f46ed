// Draws charts into PNGs in a thread that can be ended: a picture of a large table keeps whoever draws it busy.
import { Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { FONT, toVegaSpec } from './vega-spec.ts';
import { ChartSchema, type Chart } from './chart.ts';

const SCALE = 2;

for (const weight of [400, 600]) {
  const path = fileURLToPath(new URL(`./fonts/noto-sans-sc-${weight}.woff2`, import.meta.url));
  if (GlobalFonts.registerFromPath(path, FONT) === null)
    throw new Error(`the font ${path} could not be read`);
}
// Vega draws on the canvas of a page; it looks for one when it is loaded.
Object.assign(globalThis, {
  document: { createElement: () => createCanvas(1, 1) },
  HTMLImageElement: Object,
});
const vega = await import('vega');
const { compile } = await import('vega-lite');

parentPort?.on('message', (message: unknown) => {
  void draw(ChartSchema.parse(message)).then((png) => parentPort?.postMessage({ png }, []));
});

async function draw(chart: Chart): Promise<Uint8Array> {
  const nothing = (): Promise<never> => Promise.reject(new Error('nothing is loaded'));
  const view = new vega.View(vega.parse(compile(toVegaSpec(chart)).spec), {
    renderer: 'none',
    // It reads no file and no address, whatever a specification says.
    loader: { load: nothing, sanitize: nothing, http: nothing, file: nothing },
  });
  const canvas: unknown = await view.toCanvas(SCALE);
  view.finalize();
  if (!(canvas instanceof Canvas)) throw new Error('the chart was drawn on something else');
  return new Uint8Array(canvas.toBuffer('image/png'));
}
