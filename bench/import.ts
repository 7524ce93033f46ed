// How an export of any size is read into the history: how fast, and in how much memory from its beginning to its end.
import { fork } from 'node:child_process';
import { once as onceEmitted } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/pool.ts';
import { importExport } from '../src/history/import/index.ts';
import { openExport } from '../src/history/import/source.ts';
import { createUnderstanding } from '../src/slack/exported.ts';
import { readArguments } from './support/arguments.ts';
import { insertBare } from './support/import-bare.ts';
import { makeExport, type MadeExport } from './support/made-export.ts';
import { inWords } from './support/numbers.ts';
import { makeFolder, once, startPostgres } from './support/postgres.ts';
import { memoryOf } from './support/process.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';

const Task = z.object({ way: z.enum(['longhand', 'bare']), url: z.string(), folder: z.string() });
type Task = z.infer<typeof Task>;
const Told = z.union([
  z.object({ part: z.number() }),
  z.object({ seconds: z.number(), messages: z.number() }),
]);

interface Run {
  readonly seconds: number;
  readonly messages: number;
  /** Resident memory in MiB as it was looked at, with how much of the export had been read by then. */
  readonly memory: readonly { readonly part: number; readonly rssMiB: number }[];
}

/** As `npm start` and `longhand` start Node. */
const AS_STARTED = ['--max-semi-space-size=8'];
const LOOK_MS = 500;
const PARTS = [0.1, 0.25, 0.5, 0.75, 1];

// Each way has a process of its own, so that the memory is that of importing alone.
if (process.send === undefined) await main();
else process.once('message', (task) => void run(Task.parse(task)));

async function main(): Promise<void> {
  const argument = readArguments({
    name: 'import',
    says: 'Makes an export as Slack does and imports it, twice over; beside a bare loop that parses and inserts the texts.',
    settings: {
      megabytes: { usual: 100, quick: 1, says: 'size of the export' },
      channels: { usual: 8, quick: 2, says: 'channels in it' },
    },
  });
  await using stack = new AsyncDisposableStack();
  const folder = join(await makeFolder(stack), 'export');
  const made = await makeExport(folder, {
    bytes: argument('megabytes') * 1e6,
    channels: argument('channels'),
    onProgress: (bytes) => progress(`${inWords(bytes / 1e6)} MB of the export written`),
  });
  const postgres = await startPostgres(stack);
  const bare = await runElsewhere({ way: 'bare', url: await postgres.addDatabase('bare'), folder });
  const first = await runElsewhere({ way: 'longhand', url: postgres.url, folder });
  const kept = await countOf(postgres.url);
  const again = await runElsewhere({ way: 'longhand', url: postgres.url, folder });
  progressOver();
  print({
    bench: 'import',
    machine: theMachine(postgres.version),
    head: ['', 'Longhand', 'bare inserts'],
    rows: toRows(made, { bare, first, again }),
    notes: [
      `${inWords(made.bytes / 1e6)} MB of JSON, ${inWords(made.chars)} characters of text, ${made.messages.toLocaleString('en-GB')} messages: ${kept === made.messages ? 'all kept' : `${kept} KEPT`}, and ${(await countOf(postgres.url)) === kept ? 'none doubled' : 'SOME DOUBLED'} by the second import.`,
    ],
    ratios: { charsPerSecond: bare.seconds / first.seconds },
    figures: { ...made, kept, first: toFigures(first), again: toFigures(again), bare: toFigures(bare) },
  });
}

function toRows(made: MadeExport, { bare, first, again }: { bare: Run; first: Run; again: Run }): string[][] {
  const row = (name: string, cell: (its: Run) => string): string[] => [name, cell(first), cell(bare)];
  return [
    row('seconds', ({ seconds }) => inWords(seconds)),
    row('characters a second', ({ seconds }) => inWords(made.chars / seconds)),
    row('messages a second', ({ seconds }) => inWords(made.messages / seconds)),
    ...PARTS.map((part) =>
      row(`memory up to ${part * 100} %, MiB`, ({ memory }) => inWords(mostUpTo(memory, part))),
    ),
    ['imported again, seconds', inWords(again.seconds), ''],
  ];
}

function toFigures({ seconds, messages, memory }: Run) {
  return { seconds, messages, mostMiB: mostUpTo(memory, 1) };
}

function mostUpTo(memory: Run['memory'], part: number): number {
  return Math.max(...memory.filter(({ part: its }) => its <= part).map(({ rssMiB }) => rssMiB));
}

async function countOf(url: string): Promise<number> {
  return once(url, async (client) => {
    const { rows } = await client.query('select count(*)::integer as messages from message');
    return z.tuple([z.object({ messages: z.number() })]).parse(rows)[0].messages;
  });
}

async function runElsewhere(task: Task): Promise<Run> {
  const child = fork(fileURLToPath(import.meta.url), { stdio: 'inherit', execArgv: AS_STARTED });
  const memory: { part: number; rssMiB: number }[] = [];
  const ended = onceEmitted(child, 'exit');
  let part = 0;
  let result: { seconds: number; messages: number } | undefined;
  const look = async (): Promise<void> => {
    if (child.pid !== undefined) memory.push({ part, rssMiB: (await memoryOf([child.pid])).rssMiB });
  };
  child.on('message', (message) => {
    const told = Told.parse(message);
    if ('part' in told) part = told.part;
    else result = told;
    progress(`${task.way}: ${Math.floor(part * 100)} % read`);
  });
  child.send(task);
  const looking = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  // A quick one may be over before it is looked at.
  await look();
  await ended;
  clearInterval(looking);
  if (result === undefined) throw new Error(`the import (${task.way}) ended without a result`);
  return { ...result, memory };
}

async function run({ way, url, folder }: Task): Promise<void> {
  const database = openDatabase({ url, connections: 4, log: silentLog });
  const tell = (told: z.infer<typeof Told>): void => void process.send?.(told);
  if (way === 'longhand')
    await migrate({ database, folder: new URL('../migrations/', import.meta.url), log: silentLog });
  const began = performance.now();
  const messages =
    way === 'bare' ? await insertBare(database, folder, (part) => tell({ part })) : await runImport();
  tell({ seconds: (performance.now() - began) / 1000, messages });
  await database.close();
  process.disconnect();

  async function runImport(): Promise<number> {
    const source = await openExport(folder);
    const report = await importExport(source, {
      database,
      understand: createUnderstanding({}),
      now: () => systemClock.now(),
      onProgress: ({ bytes, totalBytes }) => tell({ part: bytes / totalBytes }),
    });
    await source.close();
    return report.added;
  }
}
