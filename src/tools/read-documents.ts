// Many documents under one form: each becomes a row with its quotes, or says why it is none.
import type { Disagreement } from '../agent/disagreement.ts';
import { grouped } from '../base/grouped.ts';
import { z } from 'zod';
import { Form } from '../agent/reading/form.ts';
import {
  defineTool,
  type Source,
  type StartQuestion,
  type Tool,
  type ToolContext,
  type ToolOutcome,
} from '../agent/tool.ts';
import { tame } from './framing.ts';
import { disagreementLines } from './disagreement-lines.ts';
import { toLine } from './files/table-text.ts';

const Input = z.object({
  title: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .describe('What the table is about, for people: "Résumés for the data role"'),
  columns: Form.describe('The form: the same questions to every document'),
  files: z
    .array(z.string().min(1))
    .max(1_000)
    .optional()
    .describe('Ids of files; a zip counts as all that is in it'),
  all_files: z
    .object({
      name: z.string().optional().describe('Part of the file name'),
      kind: z.string().optional().describe('Part of the kind: pdf, docx, image'),
    })
    .optional()
    .describe('Instead of ids: all files shared in this channel, or those that fit'),
  links: z
    .array(z.string().min(1))
    .max(1_000)
    .optional()
    .describe('Addresses that people gave or that stand in what you read'),
  rows_of: z.string().min(1).optional().describe('The id of a table: each of its rows is read by itself'),
  sheet: z.string().min(1).optional().describe('With rows_of: the sheet, when it is not the first'),
  messages: z.array(z.string().min(1)).max(1_000).optional().describe('The ts of messages, as in [m:<ts>]'),
  thread: z.string().min(1).optional().describe('The ts of a thread: each message of it is read by itself'),
  failed_of: z
    .string()
    .min(1)
    .optional()
    .describe('Instead of all of these: the id of an earlier table, whose failed rows are read again'),
});
export type ReadingWish = z.infer<typeof Input>;

/** A reading that is over. Texts are ours or tamed; `ref` is what a row or a cell is cited by. */
export interface FinishedReading {
  /** The table can be read and calculated with under this id. */
  readonly fileId: string;
  readonly columns: readonly string[];
  /** "997 of 1,000 read; 3 encrypted". */
  readonly coverage: string;
  readonly rows: readonly {
    readonly label: string;
    readonly cells: readonly { readonly text: string; readonly ref?: string }[];
    readonly status: string;
  }[];
  readonly sources: readonly Source[];
  /** Where rows, or parts of one document, say different things of the same. */
  readonly disagreements: readonly Disagreement[];
}

export interface BulkReadings {
  /** The same call, made again, finds what it began. */
  begin(
    wish: ReadingWish,
    context: ToolContext,
  ): Promise<
    | { readonly kind: 'begun'; readonly batch: string }
    /** It is large: nothing is read before its owner says so. */
    | { readonly kind: 'asks'; readonly asks: StartQuestion }
    | { readonly kind: 'failed'; readonly reason: string }
  >;
  progress(batch: string): Promise<{ readonly all: number; readonly settled: number }>;
  /** Puts table and files into the thread, once, and brings back what was read. */
  finish(batch: string): Promise<FinishedReading>;
}

const OUTPUT_CHARS = 14_000;

export function createReadDocuments({ readings }: { readonly readings: BulkReadings }): Tool {
  return defineTool({
    name: 'read_documents',
    description:
      'Read many documents, links, table rows or messages under one form: a small model reads each by itself and fills one ' +
      'row, with quotes that are checked. Use it whenever the same questions go to more than a few documents (résumés, papers, ' +
      'reports, offers, answers); never read them one by one. People see the form, the progress and the table; the table ' +
      'can then be read with read_file and added up with calculate. Propose few, precise columns. Example: {"title": "Résumés", ' +
      '"all_files": {"name": "resume"}, "columns": [{"name": "Years", "type": "number", "question": "Years of work with data"}]}.',
    effect: 'read',
    needsBrief: true,
    input: Input,
    says: ({ title }) => `Reading for the table "${title}"`,

    async run(wish, context) {
      const begun = await readings.begin(wish, context);
      if (begun.kind === 'failed') return { text: begun.reason, failed: true };
      if (begun.kind === 'asks') return { text: '', asks: begun.asks };
      const { all, settled } = await readings.progress(begun.batch);
      if (settled < all) return { text: '', waits: `${grouped(settled)} of ${grouped(all)} read` };
      return show(await readings.finish(begun.batch));
    },
  });
}

function show({ fileId, columns, coverage, rows, sources, disagreements }: FinishedReading): ToolOutcome {
  const lines = [toLine(['row', ...columns]), toLine(['---', ...columns.map(() => '---')])];
  let left = OUTPUT_CHARS - lines.join('\n').length;
  let shown = 0;
  for (const { label, cells, status } of rows) {
    const texts = cells.map(({ text, ref }) =>
      ref === undefined || text === '' ? text : `${text} [${ref}]`,
    );
    const line = toLine([String(shown + 1), label, ...texts, status]);
    if (line.length > left) break;
    lines.push(line);
    left -= line.length + 1;
    shown += 1;
  }
  const more =
    shown === rows.length
      ? 'These are all rows.'
      : `These are rows 1 to ${shown} of ${rows.length}: read on with read_file {"file": "${fileId}", "from_row": ${shown + 1}}.`;
  return {
    text: [
      `Coverage: ${coverage}. The table stands in the thread, with all rows as CSV and Excel files: do not repeat it, say what follows from it.`,
      `It is the file [f:${fileId}]: count, sort and add up with calculate, never by yourself. Cite the reference that stands beside a value. "(?)" marks a value that the document's own words do not prove.`,
      '--- begin table ---',
      tame(lines.join('\n')),
      '--- end table ---',
      more,
      ...disagreementLines(disagreements),
    ].join('\n'),
    sources: sources.slice(0, 500),
  };
}
