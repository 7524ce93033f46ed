// How fast documents are read: PDFs a second, and what a row of a fan-out costs beside the bare reader.
import { askReader } from '../src/agent/reading/ask-reader.ts';
import type { Form } from '../src/agent/reading/form.ts';
import type { Model } from '../src/agent/chat.ts';
import { newId } from '../src/base/id.ts';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase, type Database } from '../src/db/pool.ts';
import { createReadItem } from '../src/flow/reading/read-item.ts';
import { READ_DOCUMENT } from '../src/flow/reading/readings.ts';
import { createReadingStore } from '../src/flow/reading/store.ts';
import { storesOn } from '../src/flow/stores.ts';
import { migrateEngine, startEngine } from '../src/job/engine.ts';
import { createDrawPictures } from '../src/tools/files/pictures-of.ts';
import { createReadDocument } from '../src/tools/files/read-document.ts';
import { createReadWebPage } from '../src/tools/web/read-page.ts';
import {
  makePapers,
  makeReports,
  PAPER_FORM,
  readLong,
  REPORT_FORM,
} from '../test/support/long-documents.ts';
import { makePdf } from '../test/support/pdf.ts';
import { makeResumes, readResume, RESUME_FORM } from '../test/support/resumes.ts';
import { readArguments } from './support/arguments.ts';
import { inWords, rounded } from './support/numbers.ts';
import { startPostgres } from './support/postgres.ts';
import { tellStory, type Story } from './support/reading-story.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';

const argument = readArguments({
  name: 'documents',
  says: [
    'PDFs of two pages read a second in threads, beside the same one after the other; and a fan-out over eight lanes on a real',
    'Postgres, with a model that answers at once, beside the bare reader: what a durable row costs. Then whole stories, from shared',
    'files to the table: résumés, papers and annual reports in all formats, with a scripted server as the reader.',
  ].join('\n'),
  settings: {
    rows: { usual: 1_000, quick: 60, says: 'documents in the fan-out' },
    pdfs: { usual: 200, quick: 12, says: 'PDFs of two pages' },
    resumes: { usual: 1_000, quick: 15, says: 'résumés in the first story' },
    papers: { usual: 100, quick: 3, says: 'papers of twelve pages in the second' },
    reports: { usual: 20, quick: 2, says: 'annual reports of 120 pages in the third' },
  },
});

const LANES = 8;
const FORM: Form = [
  { name: 'Name', type: 'text', question: 'The name of the person' },
  { name: 'Years', type: 'number', question: 'Years of work' },
];
const signal = new AbortController().signal;

/** Answers at once, from the document itself: what is left is what we add. */
const model: Model = {
  name: 'instant-1',
  ask: async ({ messages }) => {
    const last = messages.at(-1);
    const text = last?.role === 'user' ? last.content : '';
    const name = /Name: (.+)/u.exec(text);
    const years = /Years: (\d+)/u.exec(text);
    const answer = {
      Name: { value: name?.[1], quote: name?.[0] },
      Years: { value: years?.[1], quote: years?.[0] },
    };
    return {
      kind: 'response',
      turn: { content: JSON.stringify(answer), calls: [] },
      usage: { inputTokens: 300, cachedTokens: 0, outputTokens: 40 },
    };
  },
};

const textOf = (row: number): string =>
  `Name: Candidate ${row}\nYears: ${row % 30}\n${'Worked with data and people. '.repeat(40)}`;

await using stack = new AsyncDisposableStack();
const postgres = await startPostgres(stack);
const database = openDatabase({ url: postgres.url, connections: 20, log: silentLog });
stack.defer(() => database.close());
await migrate({
  database,
  folder: new URL('../migrations/', import.meta.url),
  log: silentLog,
  after: () => migrateEngine(database, silentLog),
});

progress('PDFs');
const inThreads = await pdfsASecond(LANES);
const oneByOne = await pdfsASecond(1);
progress('web pages');
const pages = await pagesASecond(argument('pdfs'));
progress('the bare reader');
const bareMs = await bare(argument('rows'));
progress('the fan-out');
const fanOutMs = await fanOut(database, argument('rows'));
progress('résumés');
const resumes = makeResumes(argument('resumes') - 3);
const stories = [
  await told('resumes', {
    files: [
      ...resumes.map(({ file, bytes, name, city, years }) => ({
        file,
        bytes,
        truth: [name, city, String(years)],
      })),
      ...[1, 2, 3].map((at) => ({
        file: `cv-locked-${at}.pdf`,
        bytes: makePdf([`${at}`], { locked: true }),
      })),
    ],
    form: RESUME_FORM,
    reader: readResume,
  }),
  await told('papers', { files: makePapers(argument('papers')), form: PAPER_FORM, reader: readLong }),
  await told('reports', { files: makeReports(argument('reports')), form: REPORT_FORM, reader: readLong }),
];
progressOver();

const rows = argument('rows');
const overheadMs = (fanOutMs - bareMs) / rows;
print({
  bench: 'documents',
  machine: theMachine(postgres.version),
  head: ['', 'a second', 'ms each'],
  rows: [
    ['PDFs of two pages, in threads', inWords(inThreads), inWords(1000 / inThreads)],
    ['PDFs of two pages, one after the other', inWords(oneByOne), inWords(1000 / oneByOne)],
    ['web pages of 60 KB to Markdown', inWords(pages), inWords(1000 / pages)],
    [`rows, bare reader`, inWords((1000 * rows) / bareMs), inWords(bareMs / rows)],
    [`rows, fan-out over ${LANES} lanes`, inWords((1000 * rows) / fanOutMs), inWords(fanOutMs / rows)],
    ...stories.map(({ name, count, seconds }) => [
      `${name}, whole`,
      inWords(count / seconds),
      inWords((1000 * seconds) / count),
    ]),
  ],
  notes: [
    `${rows} rows. A row that is kept, found again after a crash, and counted costs ${inWords(overheadMs)} ms more than one that is not; a small model takes a second or more for one.`,
    ...stories.map(
      ({ name, coverage, seconds, requests, again, failed, disagreements }) =>
        `${name}: ${coverage}, in ${inWords(seconds)} s and ${requests} requests; the same again in ${inWords(again.seconds)} s and ${again.requests} requests; the ${failed.rows} that failed read again alone, ${failed.requests} requests; ${disagreements} disagreements found.`,
    ),
  ],
  ratios: { threads: rounded(inThreads / oneByOne), fanOut: rounded(fanOutMs / bareMs) },
  figures: {
    pdfsPerSecond: rounded(inThreads),
    pagesPerSecond: rounded(pages),
    overheadMsPerRow: rounded(overheadMs),
    rows,
    stories,
  },
});

/** Every value that the files have stands in the table with its place, or this benchmark means nothing. */
async function told(name: string, story: Omit<Story, 'name'>) {
  progress(name);
  const { wrong, ...times } = await tellStory(database, { name, ...story });
  if (wrong.length > 0)
    throw new Error(`${name}: ${wrong.length} rows do not say what their file says, as ${wrong[0]}`);
  return { name, count: story.files.length, ...times, seconds: rounded(times.seconds) };
}

async function pdfsASecond(atOnce: number): Promise<number> {
  const count = argument('pdfs');
  const readDocument = createReadDocument({ clock: systemClock });
  const bytes = makePdf([textOf(1), '工作经历：负责计费系统\n英语流利']);
  const read = (): ReturnType<typeof readDocument> =>
    readDocument(bytes, { name: 'cv.pdf', mimetype: '' }, { signal });
  await Promise.all(Array.from({ length: atOnce }, read)); // Threads started, libraries loaded.
  const began = performance.now();
  await inLanes(count, atOnce, async () => {
    const document = await read();
    if (document.kind !== 'pages') throw new Error('a PDF was not read');
  });
  return (1000 * count) / (performance.now() - began);
}

/** Main text and a table out of what stands around them; the network is not in it. */
async function pagesASecond(count: number): Promise<number> {
  const readDocument = createReadDocument({ clock: systemClock });
  const readPage = createReadWebPage({
    clock: systemClock,
    readDocument,
    draw: createDrawPictures({ clock: systemClock }),
  });
  const text = `<p>${'The seat price is 41.80 a month for every team of more than ten people. '.repeat(6)}</p>`;
  const table = `<table><tr><th>Plan</th><th>Price</th></tr>${'<tr><td>Team</td><td>41.80</td></tr>'.repeat(60)}</table>`;
  const html = `<html><head><title>Pricing</title></head><body><nav>Home</nav><article><h1>Pricing</h1>${text.repeat(120)}${table}</article></body></html>`;
  const page = {
    bytes: Buffer.from(html),
    contentType: 'text/html; charset=utf-8',
    url: 'https://example.com/',
  };
  await Promise.all([1, 2].map(() => readPage(page, { signal })));
  const began = performance.now();
  await inLanes(count, LANES, async () => {
    if ((await readPage(page, { signal })).kind !== 'read') throw new Error('a page was not read');
  });
  return (1000 * count) / (performance.now() - began);
}

async function bare(count: number): Promise<number> {
  const began = performance.now();
  await inLanes(count, LANES, async (row) => {
    const pages = [{ ref: `f:F0#r${row}`, place: `row ${row}`, text: textOf(row) }];
    const deps = {
      model,
      clock: systemClock,
      partTokens: 24_000,
      frame: () => textOf(row),
      onUsage: async () => undefined,
    };
    const read = await askReader({ form: FORM, pages, signal }, deps);
    if (read.kind !== 'read') throw new Error('a row was not read');
  });
  return performance.now() - began;
}

async function fanOut(on: Database, count: number): Promise<number> {
  const stores = storesOn(on);
  const taskId = newId();
  const batch = `${taskId}:call`;
  const place = { teamId: 'T0TEAM', channelId: 'C0OPS' };
  await stores.tasks.open({
    ...place,
    id: taskId,
    threadTs: '1.0',
    goalTs: '1.0',
    ownerId: 'U0MAYA',
    language: 'en',
    openedAt: new Date(),
  });
  await createReadingStore(on).add({
    ...place,
    batch,
    taskId,
    fileId: 'FR00000000',
    title: 'Bench',
    form: FORM,
    wish: '',
    base: undefined,
    at: new Date(),
  });
  const over = Promise.withResolvers<void>();
  const engine = await startEngine({
    database: on,
    clock: systemClock,
    log: silentLog,
    concurrency: 8,
    advance: async () => {
      const { all, settled } = await stores.lanes.progress(batch);
      if (settled === all) over.resolve();
    },
    work: new Map([
      [
        READ_DOCUMENT,
        createReadItem({
          database: on,
          clock: systemClock,
          model,
          openDocument: async () => ({ kind: 'failed', why: 'unknown', reason: 'no files here' }),
          fetchText: async () => ({ kind: 'failed', reason: 'no links here' }),
          budgets: {},
          partTokens: 24_000,
        }),
      ],
    ]),
  });
  const items = Array.from({ length: count }, (_, row) => ({
    kind: 'row',
    fileId: 'F0TABLE',
    label: `row ${row}`,
    row,
    text: textOf(row),
  }));
  const began = performance.now();
  await stores.lanes.open({ batch, taskId, kind: READ_DOCUMENT, lanes: LANES, items });
  await over.promise;
  const took = performance.now() - began;
  await engine.stop();
  const unread = (await stores.lanes.items(batch)).filter(({ state }) => state !== 'done');
  if (unread.length > 0) throw new Error(`${unread.length} rows were not read`);
  return took;
}

async function inLanes(count: number, lanes: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let index = next++; index < count; index = next++) await work(index);
    }),
  );
}
