// How many messages a second the history takes: recorded with versions and search terms, beside bare inserts of the same texts.
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { openDatabase, type Database } from '../src/db/pool.ts';
import { migrate } from '../src/db/migrate.ts';
import { createReceive } from '../src/flow/receive.ts';
import { createSealing } from '../src/flow/window/seal-search.ts';
import { createTransact } from '../src/flow/stores.ts';
import type { Said } from '../src/history/message.ts';
import { migrateEngine } from '../src/job/engine.ts';
import { createVoice } from '../src/slack/outbox-store.ts';
import { readArguments } from './support/arguments.ts';
import { asRatio, inWords, median, rounded, withRange } from './support/numbers.ts';
import { startPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';
import { talk, type Language } from './support/talk.ts';
import { NO_HANDOFFS } from './support/no-handoffs.ts';

const CONNECTIONS = [1, 8] as const;
const LANGUAGES: readonly Language[] = ['English', 'Chinese'];
const TEXTS = 2_000;
const FIRST_SECOND = 1_700_000_000;

const argument = readArguments({
  name: 'record',
  says: [
    'Messages recorded a second through the history, each with its version and its search terms in a transaction of',
    'its own, beside bare inserts of the same texts into one table; on 1 connection and on 8; with each commit waiting for\nthe disk, as shipped, and without, so that the disk does not decide.',
  ].join('\n'),
  settings: {
    rounds: {
      usual: 12,
      quick: 2,
      says: 'rounds of each; many short ones, so that what else the machine does meets both',
    },
    seconds: { usual: 0.3, quick: 0.1, says: 'length of a round' },
  },
});

type Write = (text: string, ts: string) => Promise<void>;

interface Series {
  readonly language: Language;
  readonly way: Way;
  readonly connections: number;
  readonly recorded: number[];
  readonly inserted: number[];
}

await using stack = new AsyncDisposableStack();
const postgres = await startPostgres(stack);
const ways = await openWays();
const texts = Object.fromEntries(LANGUAGES.map((language) => [language, talk(language, TEXTS)]));
let count = 0;

const all: Series[] = ways.flatMap((way) =>
  LANGUAGES.flatMap((language) =>
    CONNECTIONS.map((connections) => ({ language, way, connections, recorded: [], inserted: [] })),
  ),
);
// Statements planned and code compiled before anything counts.
for (const series of all) await runRound(series, argument('seconds'));
for (const series of all) series.recorded.length = series.inserted.length = 0;
for (let round = 0; round < argument('rounds'); round += 1) {
  progress(`round ${round + 1} of ${argument('rounds')}`);
  for (const series of all) await runRound(series, argument('seconds'));
}
progressOver();
report();

async function runRound(series: Series, seconds: number): Promise<void> {
  const { language, way, connections, recorded, inserted } = series;
  const said = texts[language] ?? [];
  recorded.push(await rate({ write: way.record, said, connections, seconds }));
  inserted.push(await rate({ write: way.insert, said, connections, seconds }));
}

interface Load {
  readonly write: Write;
  readonly said: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

/** As many at once as there are connections, each waiting for its own commit. */
async function rate({ write, said, connections, seconds }: Load): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1000;
  let written = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      count += 1;
      await write(said[count % said.length] ?? '', `${FIRST_SECOND + count}.000100`);
      written += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return (written / (performance.now() - began)) * 1000;
}

interface Way {
  readonly waitsForDisk: boolean;
  readonly record: Write;
  readonly insert: Write;
}

async function openWays(): Promise<readonly Way[]> {
  const bareUrl = await postgres.addDatabase('bare');
  const history = open(postgres.url);
  await migrate({
    database: history,
    folder: new URL('../migrations/', import.meta.url),
    log: silentLog,
    after: () => migrateEngine(history, silentLog),
  });
  const bare = open(bareUrl);
  await bare.run('create table said (channel_id text not null, ts text not null, text text not null)');
  return [
    { waitsForDisk: true, record: recordIn(history), insert: insertInto(bare) },
    {
      waitsForDisk: false,
      record: recordIn(open(unhurried(postgres.url))),
      insert: insertInto(open(unhurried(bareUrl))),
    },
  ];
}

/** The same database, over sessions whose commits are on the disk a moment later. */
function unhurried(url: string): string {
  const other = new URL(url);
  other.searchParams.set('options', '-c synchronous_commit=off');
  return other.href;
}

function recordIn(database: Database): Write {
  const hear = createReceive({
    transact: createTransact(database),
    voice: createVoice(systemClock),
    clock: systemClock,
    sealing: createSealing({ database, log: silentLog }),
    botUserId: () => 'U0LONGHAND',
    doing: async () => undefined,
    handoffs: NO_HANDOFFS,
    handIn: async () => undefined,
  });
  return (text, ts) => hear.said(toSaid(text, ts), 'old');
}

function insertInto(database: Database): Write {
  return async (text, ts) => {
    await database.run('insert into said values ($1, $2, $3)', ['C0OPS', ts, text]);
  };
}

function open(url: string): Database {
  const database = openDatabase({ url, connections: Math.max(...CONNECTIONS), log: silentLog });
  stack.defer(() => database.close());
  return database;
}

function toSaid(text: string, ts: string): Said {
  const place = { teamId: 'T0TEAM', channelId: 'C0OPS', ts, threadTs: ts };
  return {
    kind: 'posted',
    message: { ...place, author: { kind: 'person', id: 'U0MAYA' }, text, mentions: [], files: [] },
  };
}

function report(): void {
  const results = all.map(({ language, way, connections, recorded, inserted }) => ({
    name: `${language.toLowerCase()}${connections}${way.waitsForDisk ? '' : 'NoDisk'}`,
    label: `${language}, ${connections} connection${connections === 1 ? '' : 's'}${way.waitsForDisk ? '' : ', disk not waited for'}`,
    ratios: recorded.map((value, round) => value / (inserted[round] ?? Number.NaN)),
    recorded,
    inserted,
  }));
  const lengths = LANGUAGES.map(
    (language) => `${language} ${inWords(median((texts[language] ?? []).map(({ length }) => length)))}`,
  );
  print({
    bench: 'record',
    machine: theMachine(postgres.version),
    head: ['messages a second', 'ratio', 'rounds', 'recorded', 'bare inserts'],
    rows: results.map(({ label, ratios, recorded, inserted }) => [
      label,
      asRatio(median(ratios)),
      withRange(ratios),
      inWords(median(recorded)),
      inWords(median(inserted)),
    ]),
    notes: [
      `The ratio is of recorded to bare inserts, the middle of ${argument('rounds')} rounds; ${count.toLocaleString('en-GB')} rows in all.`,
      `Every message and every bare insert is a commit of its own. Characters to a message: ${lengths.join(', ')}.`,
    ],
    ratios: Object.fromEntries(results.map(({ name, ratios }) => [name, rounded(median(ratios))])),
    figures: Object.fromEntries(
      results.map(({ name, recorded, inserted }) => [
        name,
        { recordedPerSecond: rounded(median(recorded)), insertedPerSecond: rounded(median(inserted)) },
      ]),
    ),
  });
}
