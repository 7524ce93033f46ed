// A chart from a table into the task's thread: as Slack draws it where that shows the same, else as a picture.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { TaskFileStore } from '../task/file-store.ts';
import { defineTool, type Source, type Tool, type ToolContext, type ToolOutcome } from '../agent/tool.ts';
import { ChartForm, checkChart, type Chart } from './chart/chart.ts';
import type { DrawPng } from './chart/draw.ts';
import { toNative, type NativeChart } from './chart/native.ts';
import type { Table } from './files/document.ts';
import { keptRef, toKeptName } from './files/kept-name.ts';
import type { OpenDocument } from './files/open-document.ts';
import type { PostOnce } from './files/post-once.ts';
import { tableIn } from './files/sheet-table.ts';
import { oneLine } from './framing.ts';

/** What this tool needs of whoever speaks in threads. */
export interface ChartTeller {
  /** Contract: it is said if and only if the effect of this key is done, and once. */
  say(post: {
    readonly context: ToolContext;
    readonly title: string;
    readonly chart: NativeChart;
    readonly outcome: ToolOutcome;
  }): Promise<void>;
  /** What was said under this key says no more than that. */
  takeBack(key: string, context: ToolContext): Promise<void>;
}

interface DrawChartDeps {
  readonly openDocument: OpenDocument;
  readonly taskFiles: TaskFileStore;
  readonly postOnce: PostOnce;
  readonly charts: ChartTeller;
  readonly drawPng: DrawPng;
  readonly clock: Clock;
}

const Cell = z.union([z.string(), z.number()]);
const Input = ChartForm.extend({
  file: z
    .string()
    .min(1)
    .optional()
    .describe('The id or the name of a CSV, TSV or Excel file with the numbers'),
  sheet: z.string().min(1).optional().describe('The name of a sheet, when it is not the first'),
  data: z
    .object({
      columns: z.array(z.string().min(1)).min(1).max(30),
      rows: z.array(z.array(Cell)).min(1).max(500),
    })
    .optional()
    .describe('The numbers themselves, when there is no file'),
  keep_only: z
    .boolean()
    .optional()
    .describe('true: the picture stays with the task, for a document that you write; nobody sees it yet'),
});
type Input = z.infer<typeof Input>;

export function createDrawChart(deps: DrawChartDeps): Tool {
  return defineTool({
    name: 'draw_chart',
    description:
      'Draw a chart from a table and post it into this thread: bar, line, area, pie, scatter or histogram. Code checks that the ' +
      'columns are there and are numbers; sum up first where several rows belong to one place. Example: {"kind": "bar", ' +
      '"title": "Revenue by region", "x": "month", "y": ["revenue"], "series": "region", "y_label": "Revenue, k€", "file": "monthly.csv"}; ' +
      'without a file: "data": {"columns": ["month", "revenue"], "rows": [["Jan", 12]]}.',
    effect: 'seen',
    input: Input,
    says: ({ title }) => `Chart “${oneLine(title).slice(0, 100)}”`,

    async run(form, context) {
      const found = await tableOf(form, context, deps);
      if (found.kind === 'failed') return { text: found.reason, failed: true };
      const checked = checkChart(form, found.table);
      if (checked.kind === 'failed') return { text: checked.reason, failed: true };
      const { chart, leftOut } = checked;
      const note = leftOut === 0 ? '' : ` ${leftOut} values were left out: they are no numbers.`;

      const native = form.keep_only === true ? undefined : toNative(chart);
      if (native !== undefined) {
        const outcome = { text: `Posted the chart into the thread.${note}`, sources: found.sources };
        await deps.charts.say({ context, title: chart.title, chart: native, outcome });
        return outcome;
      }
      const drawn = await asPicture(chart, context, deps);
      if ('failed' in drawn) return drawn;
      if (form.keep_only === true)
        return {
          text: `Kept with the task as "${drawn.name}" [${keptRef(drawn.name)}].${note}`,
          sources: [...found.sources, { ref: keptRef(drawn.name), label: drawn.name }],
        };
      const posted = await deps.postOnce.post({ ...drawn, title: chart.title }, context);
      return {
        ...posted,
        text: `${posted.text}${note}`,
        sources: [...found.sources, ...(posted.sources ?? [])],
      };
    },

    // What was said natively is on record as done in the same moment; else it is a file.
    settle: (key, context) => deps.postOnce.settle(key, context),

    async undo(key, context) {
      if (await deps.postOnce.wasBegun(key)) return deps.postOnce.undo(key);
      await deps.charts.takeBack(key, context);
      return { text: 'The chart is taken back.' };
    },
  });
}

type Found =
  | { readonly kind: 'table'; readonly table: Table; readonly sources: readonly Source[] }
  | { readonly kind: 'failed'; readonly reason: string };

async function tableOf(
  { file, sheet, data }: Input,
  context: ToolContext,
  { openDocument }: DrawChartDeps,
): Promise<Found> {
  if (data !== undefined) {
    const rows = data.rows.map((row) => data.columns.map((_, at) => String(row[at] ?? '')));
    return { kind: 'table', table: { columns: data.columns, rows, delimiter: ',' }, sources: [] };
  }
  if (file === undefined)
    return { kind: 'failed', reason: 'Give the numbers: a file, or data with columns and rows.' };
  const opened = await openDocument(file, context);
  if (opened.kind === 'failed') return { kind: 'failed', reason: opened.reason };
  const found = tableIn(opened.document, sheet);
  if (found.kind === 'none')
    return {
      kind: 'failed',
      reason: `"${opened.file.name}" cannot be drawn: ${found.reason}. run_code can make a table of it.`,
    };
  const { id, name, url } = opened.file;
  return {
    kind: 'table',
    table: found.table,
    sources: [{ ref: `f:${id}`, label: name, ...(url === undefined ? {} : { url }) }],
  };
}

async function asPicture(
  chart: Chart,
  { task, signal }: ToolContext,
  { taskFiles, drawPng, clock }: DrawChartDeps,
): Promise<{ name: string; bytes: Uint8Array } | { text: string; failed: true }> {
  const drawn = await drawPng(chart, { signal });
  if (drawn.kind === 'failed') return { text: drawn.reason, failed: true };
  const plain = chart.title
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
    .slice(0, 60);
  const name = toKeptName(`${plain}.png`) ?? 'chart.png';
  const saved = await taskFiles.save(
    task.id,
    [{ name, bytes: drawn.png, words: wordsOf(chart) }],
    clock.now(),
  );
  return saved.kind === 'saved'
    ? { name, bytes: drawn.png }
    : { text: `The picture could not be kept: ${saved.reason}.`, failed: true };
}

/** What can be read in the picture. */
function wordsOf({ title, xLabel, yLabel, series }: Chart): string {
  const names = series.flatMap(({ name, points }) => [name, ...points.map(({ x }) => String(x))]);
  return [title, xLabel, yLabel, ...new Set(names)].join('\n');
}
