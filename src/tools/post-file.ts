// A file of the task given to people in its own thread: once, even when the answer to it is lost.
import { z } from 'zod';
import type { TaskFile, TaskFileStore } from '../task/file-store.ts';
import { defineTool, type Tool, type ToolContext } from '../agent/tool.ts';
import { findKept } from './files/kept-name.ts';
import { withoutFormulas } from './files/neutral-cells.ts';
import type { PostOnce } from './files/post-once.ts';
import { oneLine } from './framing.ts';
import { FileContent, type KeepFile } from './write/keep-file.ts';
import { withSources } from './write/with-sources.ts';
import { WRITABLE_ENDINGS } from './write/make-file.ts';

interface PostFileDeps {
  readonly postOnce: PostOnce;
  readonly taskFiles: TaskFileStore;
  readonly keepFile: KeepFile;
}

/** What people open without running it. */
const POSTABLE = new Set(
  `${WRITABLE_ENDINGS.join(' ')} .png .jpg .jpeg .gif .webp .svg .pdf .zip .xml .log .jsonl .ndjson .ipynb .parquet .sqlite .db`.split(
    ' ',
  ),
);

const Input = z.object({
  ...FileContent,
  title: z.string().min(1).max(200).optional().describe('What people read above it; without it, its name'),
});

export function createPostFile({ postOnce, taskFiles, keepFile }: PostFileDeps): Tool {
  return defineTool({
    name: 'post_file',
    description:
      'Post a file into this thread, for a result that is too long or too wide for a message: one of this task by its name ' +
      '(from run_code, write_file or draw_chart), or a new one with its content. People see it at once. Example: {"name": "plot.png"} or ' +
      '{"name": "offers.csv", "content": "Vendor,Price\\nA,4180\\n"}.',
    effect: 'seen',
    input: Input,
    says: ({ name }) => `Posting ${oneLine(name).slice(0, 100)}`,

    async run(input, context) {
      const found = await fileOf(input, context);
      if (found.kind === 'failed') return { text: `${found.reason} Nothing was posted.`, failed: true };
      const { name } = found.file;
      const { bytes, notes } = forPeople(found.file, context);
      const posted = await postOnce.post(
        { name: name.split('/').at(-1) ?? name, title: input.title, bytes },
        context,
      );
      return { ...posted, text: [posted.text, ...(found.notes ?? []), ...notes].join('\n') };
    },

    settle: (key, context) => postOnce.settle(key, context),
    undo: (key) => postOnce.undo(key),
  });

  async function fileOf(
    input: z.infer<typeof Input>,
    context: ToolContext,
  ): Promise<
    { kind: 'made'; file: TaskFile; notes?: readonly string[] } | { kind: 'failed'; reason: string }
  > {
    if (input.content !== undefined || input.from !== undefined) return keepFile(input, context);
    const kept = await taskFiles.list(context.task.id);
    const found = findKept(kept, input.name);
    const file = found === undefined ? undefined : await taskFiles.read(context.task.id, found.name);
    if (file !== undefined) {
      const ending = /\.[^./]+$/u.exec(file.name)?.[0].toLowerCase() ?? '';
      return POSTABLE.has(ending)
        ? { kind: 'made', file }
        : { kind: 'failed', reason: `Files that end in "${ending}" are not posted.` };
    }
    const names = kept.map(({ name }) => name).join(', ') || 'none yet';
    return {
      kind: 'failed',
      reason: `There is no file "${oneLine(input.name)}" in this task (those that are: ${names}); give its content to write it.`,
    };
  }
}

/** A document has numbers and a list where its text names references; no cell of a table runs. */
function forPeople(
  { name, bytes }: TaskFile,
  context: ToolContext,
): { readonly bytes: Uint8Array; readonly notes: readonly string[] } {
  if (!/\.md$/iu.test(name)) return { bytes: withoutFormulas(name, bytes), notes: [] };
  const { markdown, notes } = withSources(new TextDecoder().decode(bytes), context);
  return { bytes: new TextEncoder().encode(markdown), notes };
}
