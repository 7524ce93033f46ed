import { expect, test } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { createReadDocument } from '../../../src/tools/files/read-document.ts';
import { testClock } from '../../support/clock.ts';
import { makePdf } from '../../support/pdf.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

type Options = Partial<Parameters<typeof createReadDocument>[0]> & {
  mimetype?: string;
  signal?: AbortSignal;
};

const usual = createReadDocument({ clock: systemClock });

function read(bytes: Uint8Array, name: string, { mimetype = '', signal, ...deps }: Options = {}) {
  const readDocument =
    Object.keys(deps).length === 0 ? usual : createReadDocument({ clock: systemClock, ...deps });
  return readDocument(bytes, { name, mimetype }, { signal: signal ?? new AbortController().signal });
}

test('a PDF is read page by page, and each page is named', async () => {
  const read1 = await read(makePdf(['Offer A\nSeat price 41.80', 'Second page (b)']), 'offer.pdf');
  expect(read1).toEqual({
    kind: 'pages',
    pages: [
      { place: 'p. 1', text: 'Offer A\nSeat price 41.80' },
      { place: 'p. 2', text: 'Second page (b)' },
    ],
  });
});

test('Chinese in a font that is not enclosed is read whole', async () => {
  const text = '采购合同第一条：单价为人民币四千元';
  expect(await read(makePdf([text]), 'contract.pdf')).toEqual({
    kind: 'pages',
    pages: [{ place: 'p. 1', text }],
  });
});

test('a PDF is known by what it is, not by what it is called', async () => {
  expect(await read(makePdf(['Hello']), 'unnamed', { mimetype: 'application/octet-stream' })).toMatchObject({
    kind: 'pages',
  });
});

test.each([
  ['locked', makePdf(['secret'], { locked: true }), 'protected with a password'],
  ['broken', bytesOf('%PDF-1.7\nthis is nothing'), 'broken'],
  ['cut off', makePdf(['Hello']).subarray(0, 60), 'broken'],
])('a PDF that is %s says so', async (_, bytes, reason) => {
  expect(await read(bytes, 'x.pdf')).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining(reason),
  });
});

test('a page without text among others is kept, so that pages keep their numbers', async () => {
  expect(await read(makePdf(['one', '', 'three']), 'x.pdf')).toMatchObject({
    pages: [{ text: 'one' }, { text: '' }, { place: 'p. 3', text: 'three' }],
  });
});

test('a file larger than 50 MB is not read', async () => {
  expect(await read(new Uint8Array(50_000_001), 'x.pdf')).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('50 MB'),
  });
});

test('reading ends when its time is over', async () => {
  const clock = testClock();
  const reading = read(makePdf(['Hello']), 'x.pdf', { clock, ms: 5_000 });
  await clock.advance(5_000);
  expect(await reading).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('longer than 5 seconds'),
  });
});

test('reading ends when the task is stopped', async () => {
  const stop = new AbortController();
  const reading = read(makePdf(['Hello']), 'x.pdf', { signal: stop.signal });
  const stoppedAt = performance.now();
  stop.abort();
  expect(await reading).toMatchObject({ kind: 'failed', reason: expect.stringContaining('stopped') });
  expect(performance.now() - stoppedAt).toBeLessThan(2_000);
});

test('a file that takes too much memory ends its reading and nothing else', async () => {
  const reading = read(makePdf(['Hello']), 'x.pdf', { heapMb: 6 });
  expect(await reading).toMatchObject({ kind: 'failed', reason: expect.stringContaining('memory') });
});

test('plain text comes in pages that end between lines, and nothing of it is lost', async () => {
  const text = Array.from({ length: 1_000 }, (_, line) => `line ${line + 1} of the minutes`).join('\n');
  const document = await read(bytesOf(text), 'minutes.txt');
  if (document.kind !== 'pages') throw new Error('not read as pages');
  expect(document.pages.map(({ text }) => text).join('\n')).toBe(text);
  expect(document.pages[0]?.place).toMatch(/^lines 1–\d+$/);
  expect(document.pages.at(-1)?.place).toMatch(/–1000$/);
  expect(Math.max(...document.pages.map(({ text }) => text.length))).toBeLessThanOrEqual(6_100);
});

test('JSON is set on lines', async () => {
  expect(await read(bytesOf('{"a":[1,2]}'), 'x.json')).toMatchObject({
    pages: [{ text: '{\n "a": [\n  1,\n  2\n ]\n}' }],
  });
});

test.each([
  ['UTF-8 with its mark', Buffer.from('\ufeffMüller', 'utf8'), 'Müller'],
  ['UTF-16 with its mark', Buffer.from('\ufeffMüller', 'utf16le'), 'Müller'],
  ['Windows-1252', Buffer.from('Müller zahlt für Größe', 'latin1'), 'Müller zahlt für Größe'],
  ['GBK', Buffer.from('b2c9b9babacfcdac', 'hex'), '采购合同'],
])('text in %s is read as it was meant', async (_, bytes, text) => {
  expect(await read(bytes, 'x.txt')).toMatchObject({ pages: [{ text }] });
});

test.each([
  ['report.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'export as PDF'],
  ['film.mp4', 'video/mp4', 'no text'],
  ['a.bin', 'application/octet-stream', 'Readable are PDF'],
])('%s cannot be read, and the reason says what can be done', async (name, mimetype, reason) => {
  expect(await read(bytesOf('what it is, is anybody’s guess'), name, { mimetype })).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining(reason),
  });
});

test('what is named like text but is not is refused', async () => {
  expect(await read(new Uint8Array([1, 0, 2, 0, 0, 7]), 'x.txt')).toMatchObject({ kind: 'failed' });
  expect(await read(new Uint8Array(), 'x.txt')).toMatchObject({
    kind: 'failed',
    reason: '"x.txt" is empty.',
  });
});

test('a semicolon file with decimal commas is a table of semicolons', async () => {
  expect(await read(bytesOf('Name;Price, net;Note\nA;1,5;"x;y"\nB;2,25\n\n'), 'x.csv')).toEqual({
    kind: 'table',
    table: {
      columns: ['Name', 'Price, net', 'Note'],
      rows: [
        ['A', '1,5', 'x;y'],
        ['B', '2,25', ''],
      ],
      delimiter: ';',
    },
  });
});

test('every column of a table has one name of its own', async () => {
  expect(await read(bytesOf('Name,,name\n1,2,3,4\n'), 'x.csv')).toMatchObject({
    table: { columns: ['Name', 'column 2', 'name (2)', 'column 4'], rows: [['1', '2', '3', '4']] },
  });
});

test('tabs and an announced delimiter are followed', async () => {
  expect(await read(bytesOf('a\tb,c\n1\t2\n'), 'x.tsv')).toMatchObject({ table: { columns: ['a', 'b,c'] } });
  expect(await read(bytesOf('sep=|\na|b\n1|2\n'), 'x.csv')).toMatchObject({ table: { columns: ['a', 'b'] } });
});

test('a large table is read in a thread of its own, whole', async () => {
  const rows = Array.from({ length: 60_000 }, (_, row) => `${row},some words`).join('\n');
  const document = await read(bytesOf(`id,text\n${rows}`), 'big.csv');
  expect(document.kind === 'table' && document.table.rows.length).toBe(60_000);
});
