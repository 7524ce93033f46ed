// How many messages a second the history takes: recorded with versions and search terms, beside bare inserts of the same texts.
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { openDatabase, type Database } from '../src/db/pool.ts';
import { migrate } from '../src/db/migrate.ts';
import { createReceive } from '../src/flow/receive.ts';
import { createTransact } from '../src/flow/stores.ts';
import type { Said } from '../src/history/message.ts';
import { migrateEngine } from '../src/job/engine.ts';
import { createVoice } from '../src/slack/outbox-store.ts';
import { readArguments } from './support/arguments.ts';
import { asRatio, inWords, median, rounded, withRange } from './support/numbers.ts';
import { startPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';
import { talk, type Language } from './support/talk.ts';

const CONNECTIONS = [1, 8] as const;
const LANGUAGES: readonly Language[] = ['English', 'Chinese'];
const TEXTS = 2_000;
const FIRST_SECOND = 1_700_000_000;

const argument = readArguments({
  name: 'record',
  says: [
    'Messages recorded a second through the history, each with its version and its search terms in a transaction of',
    'its own, beside bare inserts of the same texts into one table; on 1 connection and on 8; one after the other.',
  ].join('\n'),
  settings: {
    rounds: { usual: 5, quick: 1, says: 'rounds of each' },
    seconds: { usual: 1.5, quick: 0.2, says: 'length of a round' },
  },
});

interface Series {
  readonly language: Language;
  readonly connections: number;
  readonly recorded: number[];
  readonly inserted: number[];
}

await using stack = new AsyncDisposableStack();
const postgres = await startPostgres(stack);
const record = await openHistory();
const insert = await openBareTable();
const texts = Object.fromEntries(LANGUAGES.map((language) => [language, talk(language, TEXTS)]));
let count = 0;

const all: Series[] = LANGUAGES.flatMap((language) =>
  CONNECTIONS.map((connections) => ({ language, connections, recorded: [], inserted: [] })),
);
// Statements planned and code compiled before anything counts.
for (const series of all) await runRound(series, 0.3);
for (const series of all) series.recorded.length = series.inserted.length = 0;
for (let round = 0; round < argument('rounds'); round += 1) {
  progress(`round ${round + 1} of ${argument('rounds')}`);
  for (const series of all) await runRound(series, argument('seconds'));
}
progressOver();
report();

async function runRound(
  { language, connections, recorded, inserted }: Series,
  seconds: number,
): Promise<void> {
  const said = texts[language] ?? [];
  recorded.push(await rate({ write: record, said, connections, seconds }));
  inserted.push(await rate({ write: insert, said, connections, seconds }));
}

interface Load {
  readonly write: (text: string, ts: string) => Promise<void>;
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

async function openHistory(): Promise<Load['write']> {
  const database = open(postgres.url);
  await migrate({
    database,
    folder: new URL('../migrations/', import.meta.url),
    log: silentLog,
    after: () => migrateEngine(database, silentLog),
  });
  const hear = createReceive({
    transact: createTransact(database),
    voice: createVoice(systemClock),
    clock: systemClock,
    botUserId: () => 'U0LONGHAND',
  });
  return (text, ts) => hear.said(toSaid(text, ts), 'old');
}

async function openBareTable(): Promise<Load['write']> {
  const database = open(await postgres.addDatabase('bare'));
  await database.run('create table said (channel_id text not null, ts text not null, text text not null)');
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
  const results = all.map(({ language, connections, recorded, inserted }) => ({
    name: `${language.toLowerCase()}${connections}`,
    label: `${language}, ${connections} connection${connections === 1 ? '' : 's'}`,
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
      `Every message and every bare insert is a commit of its own, certain to be on the disk. Characters to a message: ${lengths.join(', ')}.`,
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
