// Code that the model writes, run on the task's files in a sandbox: what it prints comes back, what it makes is kept.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { TaskFile, TaskFileStore } from '../task/file-store.ts';
import { defineTool, type Source, type Tool, type ToolContext, type ToolOutcome } from '../agent/tool.ts';
import { outcomeOf } from './code/outcome.ts';
import type { Sandboxes } from './code/find-sandboxes.ts';
import { CODE_LANGUAGES, SANDBOX_LIMITS } from './code/sandbox.ts';
import { createTurnstile } from './code/turnstile.ts';
import { openChannelFile } from './files/open-channel-file.ts';
import { toKeptName } from './files/kept-name.ts';
import type { FileShelf } from './files/shelf.ts';
import { oneLine } from './framing.ts';

interface RunCodeDeps {
  readonly sandboxes: Sandboxes;
  readonly shelf: FileShelf;
  readonly taskFiles: TaskFileStore;
  readonly clock: Clock;
  /** What the code may call; they only read. */
  readonly readers: readonly Tool[];
}

const USUAL_SECONDS = 60;
const MOST_SECONDS = 120;
const AT_ONCE = 2;

const Input = z.object({
  language: z.enum(CODE_LANGUAGES),
  code: z.string().min(1).max(200_000).describe('The whole program; what it prints comes back'),
  purpose: z
    .string()
    .min(1)
    .max(200)
    .describe('What people see while it runs, in their language: "Comparing the two price lists"'),
  files: z
    .array(z.string())
    .max(20)
    .optional()
    .describe(
      'Ids of files shared in the channel that the code reads (F0ABC). The files of this task are there anyway',
    ),
  seconds: z.coerce
    .number()
    .min(1)
    .max(MOST_SECONDS)
    .optional()
    .describe(`How long it may take; ${USUAL_SECONDS} unless given`),
});

export function createRunCode(deps: RunCodeDeps): Tool {
  const { sandboxes, clock } = deps;
  const enter = createTurnstile(AT_ONCE);
  const inTask = createTurnstiles();
  const about = [...new Set(CODE_LANGUAGES.map((language) => sandboxes[language].about))].join('. ');

  return defineTool({
    name: 'run_code',
    description:
      'Run a program on files, in a sandbox without network: for data work, experiments, simulations and checks that calculate ' +
      `cannot do. ${about}. It starts in a folder with the task's files; what it writes there stays with the task, for the ` +
      'next run, for read_file and post_file; nobody sees it before. Variables do not stay. In JavaScript ' +
      '`tools.read_file({file: "F0ABC"})` and the other reading tools answer with their text, and `tool read_file ' +
      '\'{"file": "F0ABC"}\'` does in Bash: call many in a loop there instead of one by one. Example: {"language": "python", "code": "import csv\\n' +
      'rows = list(csv.DictReader(open(\'costs.csv\')))\\nprint(len(rows))", "purpose": "Counting the rows", "files": ["F0COSTS"]}.',
    // It changes the task's own files alone, which nobody sees until one is posted.
    effect: 'read',
    input: Input,
    says: ({ purpose }) => oneLine(purpose),

    run: ({ language, code, files = [], seconds = USUAL_SECONDS }, context) =>
      // Runs of one task work on the same files, and so one after another.
      inTask(context, () =>
        enter(context.signal, async () => {
          const inputs = await gather(files, context, deps);
          if (inputs.kind === 'failed') return { text: inputs.reason, failed: true };
          const batch = createBatch(context, deps.readers);
          const startedAt = clock.now().getTime();
          const ending = await sandboxes[language].run({
            language,
            code,
            files: inputs.files,
            ms: seconds * 1000,
            signal: context.signal,
            callTool: batch.call,
          });
          batch.close();
          const ms = clock.now().getTime() - startedAt;
          const outcome = await outcomeOf(ending, { taskId: context.task.id, language, seconds, ms }, deps);
          return { ...outcome, sources: [...inputs.sources, ...(outcome.sources ?? []), ...batch.sources()] };
        }),
      ),
  });
}

interface Gathered {
  readonly kind: 'gathered';
  readonly files: readonly TaskFile[];
  readonly sources: readonly Source[];
}

/** The task's files, and those of the channel that were asked for, each under its own name. */
async function gather(
  ids: readonly string[],
  context: ToolContext,
  { shelf, taskFiles }: RunCodeDeps,
): Promise<Gathered | { readonly kind: 'failed'; readonly reason: string }> {
  const { task } = context;
  const named = new Map<string, TaskFile>();
  for (const { name } of await taskFiles.list(task.id)) {
    const file = await taskFiles.read(task.id, name);
    if (file !== undefined) named.set(name, file);
  }
  const sources: Source[] = [];
  for (const id of ids) {
    if (named.has(toKeptName(id) ?? '')) continue;
    const opened = await openChannelFile(id, context, shelf);
    if (opened.kind === 'failed') return opened;
    const { file, bytes } = opened;
    const name = toKeptName(file.name.replaceAll('/', '_')) ?? file.id;
    named.set(name, { name, bytes });
    sources.push({
      ref: `f:${file.id}`,
      label: file.name,
      ...(file.url === undefined ? {} : { url: file.url }),
    });
  }
  return { kind: 'gathered', files: [...named.values()], sources };
}

interface Batch {
  call(name: string, input: unknown): Promise<string>;
  sources(): readonly Source[];
  close(): void;
}

const MOST_SOURCES = 100;

/** The reading tools as the code calls them: the same gates, the same text. */
function createBatch(context: ToolContext, readers: readonly Tool[]): Batch {
  const over = new AbortController();
  const sources = new Map<string, Source>();
  let calls = 0;

  async function run(name: string, input: unknown): Promise<ToolOutcome> {
    const tool = readers.find((reader) => reader.name === name);
    const names = readers.map((reader) => reader.name).join(', ');
    if (tool === undefined) return { text: `There is no tool "${name}" here. The tools are: ${names}.` };
    calls += 1;
    if (calls > SANDBOX_LIMITS.toolCalls)
      return { text: `A run may call tools ${SANDBOX_LIMITS.toolCalls} times.` };
    const prepared = tool.prepare(input);
    if (prepared.kind === 'not-understood') return { text: prepared.reason };
    return prepared.run({ ...context, signal: AbortSignal.any([context.signal, over.signal]) });
  }

  return {
    call: async (name, input) => {
      try {
        const outcome = await run(name, input);
        for (const source of outcome.sources ?? [])
          if (sources.size < MOST_SOURCES) sources.set(source.ref, source);
        return outcome.text;
      } catch (error) {
        return `The call failed: ${toReason(error)}`;
      }
    },
    sources: () => [...sources.values()],
    close: () => over.abort(),
  };
}

/** A turnstile of one for each task that runs something now. */
function createTurnstiles() {
  const open = new Map<string, { readonly enter: ReturnType<typeof createTurnstile>; inside: number }>();

  return async function inTask<Result>(
    { task, signal }: ToolContext,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const own = open.get(task.id) ?? { enter: createTurnstile(1), inside: 0 };
    open.set(task.id, own);
    own.inside += 1;
    try {
      return await own.enter(signal, work);
    } finally {
      own.inside -= 1;
      if (own.inside === 0) open.delete(task.id);
    }
  };
}
