// A checked chart into a PNG, within bounds of time and memory.
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { createWorkers } from '../worker.ts';
import type { Chart } from './chart.ts';

type DrawnChart =
  | { readonly kind: 'png'; readonly png: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string };

export type DrawPng = (chart: Chart, options: { readonly signal: AbortSignal }) => Promise<DrawnChart>;

const DRAW_MS = 60_000;
const Drawn = z.object({ png: z.instanceof(Uint8Array) });

export function createDrawPng({ clock }: { readonly clock: Clock }): DrawPng {
  const workers = createWorkers({
    script: new URL('./chart-worker.ts', import.meta.url),
    clock,
    most: 1,
    heapMb: 512,
    bufferMb: 500,
  });
  return async function drawPng(chart, { signal }) {
    const ended = await workers.run({ input: chart, answer: Drawn, signal, ms: DRAW_MS });
    switch (ended.kind) {
      case 'answered':
        return { kind: 'png', png: ended.answer.png };
      case 'stopped':
        return { kind: 'failed', reason: 'Drawing it was stopped.' };
      case 'too-slow':
      case 'out-of-memory':
        return { kind: 'failed', reason: 'Drawing it took too much time or memory. Draw fewer points.' };
      case 'crashed':
        return { kind: 'failed', reason: `It could not be drawn (${ended.reason}).` };
    }
  };
}
