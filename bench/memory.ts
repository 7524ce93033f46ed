// How well and how fast a channel of millions of characters is searched: our segments beside a tsvector with GIN.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once as onceEmitted } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { silentLog } from '../src/base/log.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase, type Database } from '../src/db/pool.ts';
import { readArguments } from './support/arguments.ts';
import { CHANNEL, fillChannel, type Filled } from './support/memory-channel.ts';
import { recordLive, type Live } from './support/memory-live.ts';
import { segments, tsvector, type Way } from './support/memory-ways.ts';
import { inWords, percentile } from './support/numbers.ts';
import { startPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';

const Task = z.object({
  url: z.string(),
  way: z.string(),
  rarest: z.array(z.object({ ts: z.string(), words: z.string() })).readonly(),
  pieces: z.array(z.object({ ts: z.string(), text: z.string(), piece: z.string() })).readonly(),
  questions: z.array(z.string()).readonly(),
});

const Searched = z.object({
  rarestFound: z.number(),
  piecesFound: z.number(),
  pieceMs: z.array(z.number()),
  questionMs: z.array(z.number()),
  memoryMiB: z.number(),
});
type Searched = z.infer<typeof Searched>;

/** More than one segment's worth: at least one is sealed meanwhile. */
const LIVE = 3_000;

const WAYS = [segments, tsvector];

/** As `npm start` and `longhand` start Node: little room for what is young, which is most of what a search makes. */
const AS_STARTED = ['--max-semi-space-size=8'];

const NAMES = [
  'messages',
  'characters',
  'indexed, characters a second',
  'written and indexed, characters a second',
  'index, bytes a character',
  'found by its eight rarest words',
  'found by 30 characters',
  '  milliseconds',
  'search, milliseconds',
  'said live and sealed meanwhile, milliseconds',
  'window assembled, milliseconds',
  'read back as written',
  'memory of the searcher, MiB',
  'memory of the writer, MiB',
];

// Searching is done in a process of its own, so that its memory is that of searching alone.
if (process.send === undefined) await main();
else process.once('message', (task) => void search(Task.parse(task)));

async function main(): Promise<void> {
  const argument = readArguments({
    name: 'memory',
    says: [
      'Fills one channel with made-up talk and searches it: each of some random messages by its eight rarest words and',
      'by a piece of 30 characters, then for other words; beside the same terms in a tsvector with a GIN index.',
    ].join('\n'),
    settings: {
      chars: { usual: 10_000_000, quick: 200_000, says: 'characters in the channel' },
      samples: { usual: 500, quick: 30, says: 'messages and pieces to find, and questions to time' },
      ways: { usual: 2, quick: 2, says: '1 for our segments alone, 2 for both' },
    },
  });
  await using stack = new AsyncDisposableStack();
  const postgres = await startPostgres(stack);
  const rows: string[][] = [];
  const figures: unknown[] = [];
  const ways = WAYS.slice(0, argument('ways'));
  for (const [at, way] of ways.entries()) {
    const measured = await measure(way, {
      url: await postgres.addDatabase(`way_${at}`),
      chars: argument('chars'),
      samples: argument('samples'),
    });
    rows.push(measured.cells);
    figures.push(measured.figures);
  }
  progressOver();
  print({
    bench: 'memory',
    machine: theMachine(postgres.version),
    head: ['', ...ways.map(({ name }) => name)],
    rows: NAMES.map((name, at) => [name, ...rows.map((cells) => cells[at] ?? '')]),
    notes: [
      'Milliseconds are p50 / p95 / most. Memory is the most that the process of the searcher, or of the writer with its samples, ever held.',
    ],
    ratios: {},
    figures,
  });
}

async function measure(way: Way, { url, chars, samples }: { url: string; chars: number; samples: number }) {
  const database = openDatabase({ url, connections: 4, log: silentLog });
  try {
    await migrate({ database, folder: new URL('../migrations/', import.meta.url), log: silentLog });
    await way.prepare(database);
    const filled = await fillChannel(database, {
      chars,
      samples,
      index: (messages) => way.index(database, messages),
    });
    const writerMiB = process.resourceUsage().maxRSS / 1024;
    await database.run('vacuum analyze');
    const bytes = await sizeOf(database, way);
    progress(`searching (${way.name})`);
    const searched = await searchElsewhere({ url, way: way.name, ...filled });
    const isSame = (await hashOf(database)) === filled.sha256;
    const live = way === segments ? await recordLive(database, LIVE) : { saidMs: [], windowMs: [] };
    const figures = {
      way: way.name,
      ...toFigures(filled, searched),
      bytesPerChar: bytes / filled.chars,
      windowP95: live.windowMs.length === 0 ? null : percentile(live.windowMs, 0.95),
      saidMost: live.saidMs.length === 0 ? null : Math.max(...live.saidMs),
      isSame,
      writerMiB,
    };
    return {
      figures,
      cells: toCells({
        filled,
        searched,
        bytes,
        live,
        isSame,
        writerMiB,
        hasExact: way.exact !== undefined,
      }),
    };
  } finally {
    await database.close();
  }
}

function toFigures(filled: Filled, searched: Searched) {
  return {
    messages: filled.messages,
    chars: filled.chars,
    indexedPerSecond: (filled.chars / filled.indexMs) * 1000,
    writtenPerSecond: (filled.chars / (filled.indexMs + filled.messageMs)) * 1000,
    rarestFound: searched.rarestFound / filled.rarest.length,
    piecesFound: searched.piecesFound / filled.pieces.length,
    searchP95: percentile(searched.questionMs, 0.95),
    exactMost: searched.pieceMs.length === 0 ? null : Math.max(...searched.pieceMs),
    memoryMiB: searched.memoryMiB,
  };
}

interface Measured {
  readonly filled: Filled;
  readonly searched: Searched;
  readonly bytes: number;
  readonly live: Live;
  readonly isSame: boolean;
  readonly writerMiB: number;
  readonly hasExact: boolean;
}

function toCells({ filled, searched, bytes, live, isSame, writerMiB, hasExact }: Measured): string[] {
  const { indexedPerSecond, writtenPerSecond } = toFigures(filled, searched);
  return [
    filled.messages.toLocaleString('en-GB'),
    inWords(filled.chars),
    inWords(indexedPerSecond),
    inWords(writtenPerSecond),
    inWords(bytes / filled.chars),
    `${searched.rarestFound} of ${filled.rarest.length}`,
    hasExact ? `${searched.piecesFound} of ${filled.pieces.length}` : '–',
    hasExact ? spread(searched.pieceMs) : '–',
    spread(searched.questionMs),
    live.saidMs.length === 0 ? '–' : spread(live.saidMs),
    live.windowMs.length === 0 ? '–' : spread(live.windowMs),
    isSame ? 'yes' : 'NO',
    inWords(searched.memoryMiB),
    inWords(writerMiB),
  ];
}

function spread(values: readonly number[]): string {
  return [percentile(values, 0.5), percentile(values, 0.95), Math.max(...values)].map(inWords).join(' / ');
}

async function sizeOf(database: Database, way: Way): Promise<number> {
  const Size = z.object({ bytes: z.number() });
  const [row] = await database.rows(
    Size,
    'select sum(pg_total_relation_size(name::regclass))::bigint as bytes from unnest($1::text[]) name',
    [way.tables],
  );
  return row?.bytes ?? 0;
}

/** Of the whole channel, read page by page. */
async function hashOf(database: Database): Promise<string> {
  const hash = createHash('sha256');
  let after = '';
  for (;;) {
    const page = await database.rows(
      z.object({ ts: z.string(), text: z.string() }),
      'select ts, text from message where team_id = $1 and channel_id = $2 and ts > $3 order by ts limit 5000',
      [CHANNEL.teamId, CHANNEL.channelId, after],
    );
    for (const { ts, text } of page) hash.update(`${ts} ${text}\n`);
    if (page.length === 0) return hash.digest('hex');
    after = page.at(-1)?.ts ?? '';
  }
}

async function searchElsewhere(task: z.input<typeof Task>): Promise<Searched> {
  const child = fork(fileURLToPath(import.meta.url), { stdio: 'inherit', execArgv: AS_STARTED });
  const answered = onceEmitted(child, 'message');
  child.send(Task.parse(task));
  const [searched] = await answered;
  return Searched.parse(searched);
}

async function search({ url, way: name, rarest, pieces, questions }: z.infer<typeof Task>): Promise<void> {
  const way = WAYS.find((candidate) => candidate.name === name) ?? segments;
  const database = openDatabase({ url, connections: 2, log: silentLog });
  const timed = async <Result>(times: number[], work: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await work();
    times.push(performance.now() - began);
    return result;
  };
  const nothing: readonly string[] = [];
  const questionMs: number[] = [];
  const pieceMs: number[] = [];
  let rarestFound = 0;
  let piecesFound = 0;
  // The first searches compile and warm up; people ask a process that has been running.
  for (const words of questions.slice(0, 10)) await way.words(database, words);
  for (const words of questions) await timed(questionMs, () => way.words(database, words));
  for (const { ts, words } of rarest) if ((await way.words(database, words)).includes(ts)) rarestFound += 1;
  if (way.exact !== undefined) {
    for (const { ts, piece } of pieces) {
      const found = await timed(pieceMs, async () => (await way.exact?.(database, piece)) ?? nothing);
      // A piece that stands in more than ten messages is answered with the ten newest.
      if (found.includes(ts) || found.length === 10) piecesFound += 1;
    }
  }
  await database.close();
  process.send?.({
    rarestFound,
    piecesFound,
    pieceMs,
    questionMs,
    memoryMiB: process.resourceUsage().maxRSS / 1024,
  });
  process.disconnect();
}
