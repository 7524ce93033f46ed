// How a run ended, as the model reads it: what it printed, what it made, and what to do when it did not work.
import type { Clock } from '../../base/clock.ts';
import type { TaskFile, TaskFileStore } from '../../task/file-store.ts';
import type { ToolOutcome } from '../../agent/tool.ts';
import { keptRef, toKeptName } from '../files/kept-name.ts';
import { toSize } from '../files/size.ts';
import { frame, oneLine, tame } from '../framing.ts';
import { SANDBOX_LIMITS, type CodeLanguage, type SandboxEnding } from './sandbox.ts';

interface RunFacts {
  readonly taskId: string;
  readonly language: CodeLanguage;
  readonly seconds: number;
  readonly ms: number;
}

interface OutcomeDeps {
  readonly taskFiles: TaskFileStore;
  readonly clock: Clock;
}

type Ran = Extract<SandboxEnding, { kind: 'ran' }>;

const OUTPUT_CHARS = 9_000;
const ERROR_CHARS = 5_000;

export async function outcomeOf(
  ending: SandboxEnding,
  facts: RunFacts,
  deps: OutcomeDeps,
): Promise<ToolOutcome> {
  switch (ending.kind) {
    case 'ran':
      return outcomeOfRan(ending, facts, deps);
    case 'stopped':
      return failed('The run was stopped.');
    case 'too-slow':
      return failed(
        `It was stopped after ${facts.seconds} seconds: a loop without end, or too much work. Nothing was kept. Do it on less data first, or give more seconds.`,
      );
    case 'too-much-memory':
      return failed(
        `It was stopped because it took more than ${SANDBOX_LIMITS.memoryBytes / 1_000_000} MB of memory. Nothing was kept. Work through the data in parts.`,
      );
    case 'too-much-output':
      return failed(
        `It was stopped because it printed more than ${SANDBOX_LIMITS.outputBytes / 1_000_000} MB. Nothing was kept. Write to a file, and print what matters.`,
      );
    case 'too-many-processes':
      return failed('It was stopped because it started too many processes. Nothing was kept.');
    case 'crashed':
      return failed(`The sandbox ended without an answer (${oneLine(ending.reason)}). Nothing was kept.`);
  }
}

async function outcomeOfRan(ran: Ran, facts: RunFacts, deps: OutcomeDeps): Promise<ToolOutcome> {
  const made = ran.files.flatMap(({ name: written, bytes }) => {
    const name = toKeptName(written);
    return name === undefined ? [] : [{ name, bytes }];
  });
  const badlyNamed = ran.files.map(({ name }) => name).filter((name) => toKeptName(name) === undefined);
  const output = await shownOutput(ran, facts, deps);
  const files = [...made, ...output.files];
  const saved =
    files.length === 0
      ? { kind: 'saved' as const }
      : await deps.taskFiles.save(facts.taskId, files, deps.clock.now());
  const isKept = saved.kind === 'saved';
  const lines = [
    `${ran.exitCode === 0 ? 'It ran to its end' : `It ended with exit code ${ran.exitCode}`} after ${(facts.ms / 1000).toFixed(1)} s.`,
    ...output.lines,
    ...(isKept ? keptLine(made) : [`Nothing was kept: ${saved.reason}.`]),
    ...notTakenLine([...ran.notTaken, ...badlyNamed]),
  ];
  return {
    text: lines.join('\n'),
    ...(ran.exitCode === 0 && isKept ? {} : { failed: true }),
    ...(isKept ? { sources: files.map(({ name }) => ({ ref: keptRef(name), label: name })) } : {}),
  };
}

/** The whole of it when it is short; else its two ends, with the whole of it as a file. */
async function shownOutput(
  { stdout, stderr }: Ran,
  { taskId }: RunFacts,
  { taskFiles }: OutcomeDeps,
): Promise<{ lines: readonly string[]; files: readonly TaskFile[] }> {
  const parts = [
    { what: 'output', text: stdout.trimEnd(), most: OUTPUT_CHARS },
    { what: 'errors', text: stderr.trimEnd(), most: ERROR_CHARS },
  ].filter(({ text }) => text !== '');
  if (parts.length === 0) return { lines: ['It printed nothing.'], files: [] };
  const isCut = parts.some(({ text, most }) => text.length > most);
  const lines = parts.map(({ what, text, most }) =>
    frame({ what, ref: 'run_code', text: tame(cut(text, most)) }),
  );
  if (!isCut) return { lines, files: [] };

  const taken = new Set((await taskFiles.list(taskId)).map(({ name }) => name));
  let number = 1;
  while (taken.has(`output-${number}.txt`)) number += 1;
  const name = `output-${number}.txt`;
  const whole = parts.map(({ text }) => text).join('\n\n');
  return {
    lines: [...lines, `All of it is in "${name}" [${keptRef(name)}]; read_file shows it by parts.`],
    files: [{ name, bytes: new TextEncoder().encode(whole) }],
  };
}

/** How it began, and more of how it ended. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, Math.floor(most / 3));
  const tail = text.slice(text.length - Math.floor((most * 2) / 3));
  return `${head}\n… ${text.length - head.length - tail.length} characters left out …\n${tail}`;
}

function keptLine(made: readonly TaskFile[]): readonly string[] {
  if (made.length === 0) return [];
  const files = made.map(({ name, bytes }) => `"${name}" [${keptRef(name)}] (${toSize(bytes.length)})`);
  return [`Kept with the task: ${files.join(', ')}. read_file reads them; post_file gives them to people.`];
}

function notTakenLine(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 10).map((name) => `"${oneLine(name)}"`);
  return [
    `Not kept (links, hidden files, over ${SANDBOX_LIMITS.fileOutBytes / 1_000_000} MB or over ${SANDBOX_LIMITS.filesOut} files): ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}.`,
  ];
}

function failed(text: string): ToolOutcome {
  return { text, failed: true };
}
