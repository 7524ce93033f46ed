// From a name and what the model wrote to the bytes of a file, in the format that the name's ending says.
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { TaskFile } from '../../task/file-store.ts';
import { decodeText } from '../files/charset.ts';
import { readTable } from '../files/table.ts';
import { createWorkers } from '../worker.ts';
import type { Work } from './write-worker.ts';

const TEXT_ENDINGS = ['.md', '.csv', '.tsv', '.txt', '.json', '.html', '.py', '.js', '.sql', '.sh', '.yaml'];
export const WRITABLE_ENDINGS = [...TEXT_ENDINGS, '.xlsx', '.docx', '.pdf'];

export type Made =
  | { readonly kind: 'made'; readonly file: TaskFile }
  | { readonly kind: 'failed'; readonly reason: string };

interface ToMake {
  readonly name: string;
  readonly content: string;
  /** Files of the task that it is made of: pictures of a document, the tables of a workbook. */
  readonly parts: readonly TaskFile[];
}

export type MakeFile = (file: ToMake, options: { readonly signal: AbortSignal }) => Promise<Made>;

const MAKE_MS = 60_000;
const Answer = z.object({ bytes: z.instanceof(Uint8Array) });

export function createMakeFile({ clock }: { readonly clock: Clock }): MakeFile {
  const workers = createWorkers({
    script: new URL('./write-worker.ts', import.meta.url),
    clock,
    most: 1,
    heapMb: 512,
    bufferMb: 400,
  });

  return async function makeFile({ name, content, parts }, { signal }) {
    const ending = /\.[^.]+$/u.exec(name)?.[0].toLowerCase() ?? '';
    if (TEXT_ENDINGS.includes(ending)) {
      if (ending === '.json' && !isJson(content)) return failed('The content is not valid JSON.');
      return { kind: 'made', file: { name, bytes: new TextEncoder().encode(content) } };
    }
    if (ending === '.docx' || ending === '.pdf') {
      const images = parts.map(({ name: image, bytes }) => ({ name: image, bytes }));
      return write(
        {
          name,
          words: content,
          work: { kind: ending === '.pdf' ? 'pdf' : 'docx', markdown: content, images },
        },
        signal,
      );
    }
    if (ending !== '.xlsx') return failed(`The name must end in one of ${WRITABLE_ENDINGS.join(', ')}.`);
    const tables = toTables(name, content, parts);
    if (tables.length === 0)
      return failed('A workbook needs tables: content as CSV, or from with CSV files of this task.');
    const sheets = tables.flatMap(({ sheet, table }) =>
      'kind' in table ? [] : [{ name: sheet, columns: table.columns, rows: table.rows }],
    );
    if (sheets.length < tables.length) return failed('One of the tables cannot be read as CSV.');
    const words = tables.map(({ text }) => text).join('\n');
    return write({ name, words, work: { kind: 'xlsx', sheets } }, signal);
  };

  async function write(
    { name, words, work }: { name: string; words: string; work: Work },
    signal: AbortSignal,
  ): Promise<Made> {
    const ended = await workers.run({ input: work, answer: Answer, signal, ms: MAKE_MS });
    switch (ended.kind) {
      case 'answered':
        return { kind: 'made', file: { name, bytes: ended.answer.bytes, words } };
      case 'stopped':
        return failed('Writing it was stopped.');
      case 'too-slow':
      case 'out-of-memory':
        return failed('Writing it took too much time or memory. Write less into one file.');
      case 'crashed':
        return failed(`It could not be written (${ended.reason}).`);
    }
  }
}

interface NamedTable {
  readonly sheet: string;
  readonly text: string;
  readonly table: ReturnType<typeof readTable>;
}

function toTables(name: string, content: string, parts: readonly TaskFile[]): readonly NamedTable[] {
  const own = content.trim() === '' ? [] : [{ name, text: content }];
  const texts = [...own, ...parts.map((part) => ({ name: part.name, text: decodeText(part.bytes) }))];
  return texts.map(({ name: file, text }) => ({
    sheet: (file.split('/').at(-1) ?? file).replace(/\.[^.]+$/u, ''),
    text,
    table: readTable(text, { tabs: /^[^,\n]*\t/u.test(text) }),
  }));
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}

function failed(reason: string): Made {
  return { kind: 'failed', reason };
}
