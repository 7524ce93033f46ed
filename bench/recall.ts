// Does a question find the messages that answer it? Longhand's search beside plain BM25 and Postgres full text.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { silentLog } from '../src/base/log.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/pool.ts';
import {
  readChannel,
  readPeople,
  readQuestions,
  type ExportedMessage,
  type Question,
} from './support/export-folder.ts';
import { makeTalk } from './support/made-talk.ts';
import { makeFolder, startPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';
import {
  bm25,
  load,
  longhand,
  plainTokens,
  postgresOr,
  stemmedTokens,
  type LoadedChannel,
  type RecallWay,
} from './support/recall-ways.ts';

const HELP = `node bench/recall.ts [--quick] [--export DIR --questions FILE] [--rounds N]

Share of the messages that answer a question among the first 5, 10, 20 and 50 found, and how often at least one is
among the first 10. DIR is a Slack export, unpacked. FILE has a question to a line, as JSON:
{"channel": "general", "question": "…", "asked_at": "1732001234.000200", "evidence": ["1731001234.000100"]}
Without them: conversations written for this (bench/data/recall), English and Chinese, in weeks of other talk, made
anew and differently N times (3; with --quick once). Of these there are two sets: one that the ranking was tuned on,
and one that was written apart, to see whether it holds there as well.
`;

/** Of the block of found messages that is put before the model. */
const BLOCK_TOKENS = 8_000;
const NEIGHBOURS = 2;
const DEPTHS = [5, 10, 20, 50];
const ALL = 'all';

interface Measured {
  /** `tuned`, `held-out` or `given`. */
  readonly set: string;
  readonly way: string;
  readonly channel: string;
  readonly recalls: readonly number[];
  readonly any: number;
  readonly block: number;
}

const { values } = parseArgs({
  options: {
    export: { type: 'string' },
    questions: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help === true || (values.export === undefined) !== (values.questions === undefined)) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

await using stack = new AsyncDisposableStack();
const postgres = await startPostgres(stack);
const measured: Measured[] = [];
let questionCount = 0;
if (values.export !== undefined && values.questions !== undefined) {
  measured.push(
    ...(await measure({
      folder: values.export,
      questions: values.questions,
      set: 'given',
      name: 'given',
    })),
  );
} else {
  for (let round = 1; round <= Number(values.rounds ?? (values.quick === true ? 1 : 3)); round += 1) {
    for (const set of ['tuned', 'held-out'] as const) {
      progress(`round ${round}, ${set}`);
      const folder = join(await makeFolder(stack), 'export');
      await mkdir(folder);
      const questions = await makeTalk(folder, { seed: round, set });
      const name = `round_${round}_${set === 'tuned' ? 'a' : 'b'}`;
      measured.push(...(await measure({ folder, questions, set, name })));
    }
  }
}
progressOver();
report();

async function measure({
  folder,
  questions: file,
  set,
  name,
}: {
  folder: string;
  questions: string;
  set: string;
  name: string;
}): Promise<Measured[]> {
  const questions = await readQuestions(file);
  questionCount += questions.length;
  const names = [...new Set(questions.map(({ channel }) => channel))];
  const channels: LoadedChannel[] = [];
  for (const channel of names) channels.push({ channel, messages: await readChannel(folder, channel) });
  const database = openDatabase({ url: await postgres.addDatabase(name), connections: 4, log: silentLog });
  try {
    await migrate({ database, folder: new URL('../migrations/', import.meta.url), log: silentLog });
    await load(database, await readPeople(folder), channels);
    const ways: RecallWay[] = [
      postgresOr(database),
      bm25('BM25, plain', channels, plainTokens),
      bm25('BM25, stems and stop words', channels, stemmedTokens),
      longhand(database),
    ];
    const results: Measured[] = [];
    for (const way of ways)
      for (const question of questions) results.push({ set, ...(await ask(way, question, channels)) });
    return results;
  } finally {
    await database.close();
  }
}

async function ask(
  way: RecallWay,
  question: Question,
  channels: readonly LoadedChannel[],
): Promise<Omit<Measured, 'set'>> {
  const found = await way.find(question);
  const messages = channels.find(({ channel }) => channel === question.channel)?.messages ?? [];
  const among = (ts: readonly string[]) =>
    question.evidence.filter((wanted) => ts.includes(wanted)).length / question.evidence.length;
  return {
    way: way.name,
    channel: question.channel,
    recalls: DEPTHS.map((depth) => among(found.slice(0, depth))),
    any: among(found.slice(0, 10)) > 0 ? 1 : 0,
    block: among(blockOf(found, messages)),
  };
}

/** Found messages with what stands around them, best first, until the block is full. */
function blockOf(found: readonly string[], messages: readonly ExportedMessage[]): readonly string[] {
  const places = new Map(messages.map(({ ts }, at) => [ts, at]));
  const block = new Set<string>();
  let tokens = 0;
  for (const ts of found) {
    const place = places.get(ts) ?? 0;
    for (const message of messages.slice(Math.max(0, place - NEIGHBOURS), place + NEIGHBOURS + 1)) {
      if (block.has(message.ts)) continue;
      tokens += tokensOf(message.text);
      if (tokens > BLOCK_TOKENS) return [...block];
      block.add(message.ts);
    }
  }
  return [...block];
}

/** With the head of its line: who, when, and its name. */
function tokensOf(text: string): number {
  const others = text.replaceAll(/[ -~\s]/g, '').length;
  return 25 + Math.ceil((text.length - others) / 3.6 + others * 0.9);
}

function report(): void {
  const sets = [...new Set(measured.map(({ set }) => set))];
  const rows = sets.flatMap(rowsOf);
  const ratios = Object.fromEntries(sets.flatMap((set) => ratiosOf(set, rows)));
  print({
    bench: 'recall',
    machine: theMachine(postgres.version),
    head: ['', ...DEPTHS.map((depth) => `R@${depth}`), 'any@10', 'in 8k tokens'],
    rows: rows.map(({ set, channel, way, figures }) => [
      `${sets.length > 1 ? `${set}, ` : ''}${channel}: ${way}`,
      ...figures.map((figure) => (figure * 100).toFixed(1)),
    ]),
    notes: [
      `${questionCount} questions.`,
      ...Object.entries(ratios).map(([name, ratio]) => `${name}: ${ratio.toFixed(2)} ×`),
    ],
    ratios,
    figures: rows,
  });
}

interface Row {
  readonly set: string;
  readonly channel: string;
  readonly way: string;
  readonly figures: readonly number[];
}

function rowsOf(set: string): readonly Row[] {
  const those = measured.filter((one) => one.set === set);
  const ways = [...new Set(those.map(({ way }) => way))];
  const channels = [...new Set(those.map(({ channel }) => channel))];
  return groupsOf(channels).flatMap((channel) =>
    ways.map((way) => {
      const its = those.filter((one) => one.way === way && (channel === ALL || one.channel === channel));
      const figures = [
        ...DEPTHS.map((_, at) => mean(its.map(({ recalls }) => recalls[at] ?? 0))),
        mean(its.map(({ any }) => any)),
        mean(its.map(({ block }) => block)),
      ];
      return { set, channel, way, figures };
    }),
  );
}

function groupsOf(channels: readonly string[]): readonly string[] {
  return channels.length > 1 ? [...channels, ALL] : channels;
}

function ratiosOf(set: string, rows: readonly Row[]): readonly [string, number][] {
  const its = rows.filter((row) => row.set === set);
  const all = its.at(-1)?.channel ?? '';
  const at10 = (way: string) => its.find((row) => row.way === way && row.channel === all)?.figures[1] ?? 0;
  const over = (way: string) => at10('Longhand') / Math.max(at10(way), 1e-9);
  const of = set === 'held-out' ? ', held out' : '';
  return [
    [`R@10${of}, Longhand over plain BM25`, over('BM25, plain')],
    [`R@10${of}, Longhand over Postgres OR with ts_rank`, over('Postgres OR, ts_rank')],
  ];
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}
