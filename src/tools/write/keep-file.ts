// What a model wrote becomes a file of the task: the one way, whether it is posted at once or later.
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { TaskFile, TaskFileStore } from '../../task/file-store.ts';
import type { ToolContext } from '../../agent/tool.ts';
import { findKept, toKeptName } from '../files/kept-name.ts';
import { withSources } from './with-sources.ts';
import { createMakeFile, WRITABLE_ENDINGS, type Made } from './make-file.ts';

const MAX_CONTENT_CHARS = 1_000_000;

export const FileContent = {
  name: z
    .string()
    .min(1)
    .describe(`The name with its ending, which says the format: ${WRITABLE_ENDINGS.join(', ')}`),
  content: z
    .string()
    .max(MAX_CONTENT_CHARS)
    .optional()
    .describe(
      'The whole content as text: Markdown for .docx and .pdf, in which ![words](chart.png) shows a picture of this task; CSV for .xlsx',
    ),
  from: z
    .array(z.string().min(1))
    .max(20)
    .optional()
    .describe('For .xlsx: names of CSV files of this task, a sheet each'),
};

interface Written {
  readonly name: string;
  readonly content?: string | undefined;
  readonly from?: readonly string[] | undefined;
}

export type Kept =
  | (Extract<Made, { kind: 'made' }> & { readonly notes: readonly string[] })
  | Extract<Made, { kind: 'failed' }>;
export type KeepFile = (written: Written, context: ToolContext) => Promise<Kept>;

export function createKeepFile({
  taskFiles,
  clock,
}: {
  readonly taskFiles: TaskFileStore;
  readonly clock: Clock;
}): KeepFile {
  const makeFile = createMakeFile({ clock });

  return async function keepFile({ name: written, content = '', from = [] }, context) {
    const { task, signal } = context;
    const name = toPlainName(written);
    if (name === undefined) return failed(`The name must end in one of ${WRITABLE_ENDINGS.join(', ')}.`);
    const kept = await taskFiles.list(task.id);
    const parts: TaskFile[] = [];
    for (const part of [...from, ...picturesIn(content)]) {
      const found = findKept(kept, part);
      const file = found === undefined ? undefined : await taskFiles.read(task.id, found.name);
      if (file === undefined)
        return failed(
          `There is no file "${part}" in this task. Those that are: ${kept.map((one) => one.name).join(', ') || 'none yet'}.`,
        );
      parts.push(file);
    }
    // What people read of it has its sources; a text of the task keeps its references, to go on from.
    const sourced = /\.(?:docx|pdf)$/u.test(name)
      ? withSources(content, context)
      : { markdown: content, notes: [] };
    const made = await makeFile({ name, content: sourced.markdown, parts }, { signal });
    if (made.kind === 'failed') return made;
    const saved = await taskFiles.save(task.id, [made.file], clock.now());
    return saved.kind === 'saved'
      ? { ...made, notes: sourced.notes }
      : failed(`It could not be kept: ${saved.reason}.`);
  };

  function picturesIn(content: string): readonly string[] {
    const links = [...content.matchAll(/!\[[^\]\n]*\]\(\s*([^\s)]+)[^)\n]*\)/gu)];
    return [...new Set(links.flatMap(([, link = '']) => (/^https?:/iu.test(link) ? [] : [decode(link)])))];
  }
}

/** A bare name: no folders, nothing invisible. */
function toPlainName(written: string): string | undefined {
  const base = written.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = base
    .replace(/[\p{C}<>:"|?*`]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
  const dot = plain.lastIndexOf('.');
  if (dot < 1) return undefined;
  return toKeptName(`${plain.slice(0, dot).trim().slice(0, 120)}${plain.slice(dot).toLowerCase()}`);
}

/** A link in Markdown may be written with `%20`. */
function decode(link: string): string {
  try {
    return decodeURI(link);
  } catch {
    return link;
  }
}

function failed(reason: string): Extract<Made, { kind: 'failed' }> {
  return { kind: 'failed', reason };
}
