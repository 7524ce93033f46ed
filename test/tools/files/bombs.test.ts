// Files that were made to harm, or are simply too much: each ends in a reason, and this process goes on.
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { CFB } from '@e965/xlsx';
import { systemClock } from '../../../src/base/clock.ts';
import { createReadDocument } from '../../../src/tools/files/read-document.ts';
import { makeBook, makeDocx, makeEpub, makeOdf, makeZip } from '../../support/office.ts';
import { makePdf } from '../../support/pdf.ts';

const readDocument = createReadDocument({ clock: systemClock, ms: 15_000, heapMb: 256, bufferMb: 200 });
const read = (bytes: Uint8Array, name: string) =>
  readDocument(bytes, { name, mimetype: '' }, { signal: new AbortController().signal });

const zeros = (mb: number) => new Uint8Array(mb * 1_000_000);

/** A list that says 1 kB of what unpacks to a forty megabytes. */
function lyingZip(): Uint8Array {
  const honest = Buffer.from(makeZip({ 'word/document.xml': zeros(40), '[Content_Types].xml': '<a/>' }));
  for (let at = 0; at + 4 < honest.length; at += 1) {
    const signature = honest.readUInt32LE(at);
    if (signature === 0x02014b50)
      honest.writeUInt32LE(Math.min(honest.readUInt32LE(at + 24), 1_000), at + 24);
    if (signature === 0x04034b50)
      honest.writeUInt32LE(Math.min(honest.readUInt32LE(at + 22), 1_000), at + 22);
  }
  return honest;
}

function nested(levels: number): Uint8Array {
  let zip = makeZip({ 'a.txt': 'the bottom' });
  for (let level = 1; level < levels; level += 1) zip = makeZip({ 'in.zip': zip });
  return zip;
}

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at === 0 ? '' : at};`.repeat(10)}">`).join('')}]>`;

/** A page whose content unpacks to three forty megabytes. */
function pdfBomb(): Uint8Array {
  const stream = deflateSync(zeros(300));
  const head = `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`;
  return Buffer.concat([
    Buffer.from(head),
    stream,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 5 >>\n'),
  ]);
}

function emptyRows(): Uint8Array {
  const rows = Array.from({ length: 1_000_000 }, (_, at) => `<row r="${at + 1}"/>`).join('');
  const sheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>${rows}<row r="1048576"><c r="B1048576" t="inlineStr"><is><t>the end</t></is></c></row></sheetData></worksheet>`;
  return makeZip({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    'xl/workbook.xml':
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': sheet,
  });
}

function lockedOffice(): Uint8Array {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, 'EncryptionInfo', Buffer.from('x'));
  CFB.utils.cfb_add(file, 'EncryptedPackage', Buffer.from('secret'));
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

function lockedZip(): Uint8Array {
  const zip = Buffer.from(makeZip({ 'a.txt': 'secret words' }));
  for (let at = 0; at + 10 < zip.length; at += 1) {
    if (zip.readUInt32LE(at) === 0x02014b50) zip.writeUInt16LE(1, at + 8);
    if (zip.readUInt32LE(at) === 0x04034b50) zip.writeUInt16LE(1, at + 6);
  }
  return zip;
}

function pages(count: number): Uint8Array {
  return makePdf(Array.from({ length: count }, (_, page) => `page ${page + 1}`));
}

test.each<[name: string, make: () => Uint8Array, why: string, reason: RegExp]>([
  ['bomb.zip', () => makeZip({ 'a.txt': zeros(30) }), 'too-large', /unpacks to 30 MB/],
  [
    'bomb.docx',
    () => makeZip({ '[Content_Types].xml': '<a/>', 'word/document.xml': zeros(30) }),
    'too-large',
    /unpacks to 30 MB/,
  ],
  ['lying.docx', lyingZip, 'broken', /./],
  ['bomb.pdf', pdfBomb, 'too-large', /memory|longer/],
  ['many-pages.pdf', () => pages(5_000), 'too-large', /5000 pages/],
  [
    'many-files.zip',
    () => makeZip(Object.fromEntries(Array.from({ length: 1_200 }, (_, at) => [`${at}.txt`, 'x']))),
    'too-large',
    /1200 files/,
  ],
  ['locked.pdf', () => makePdf(['x'], { locked: true }), 'encrypted', /password/],
  ['locked.xlsx', lockedOffice, 'encrypted', /password/],
  ['locked.zip', lockedZip, 'encrypted', /password/],
  ['locked.odt', () => makeOdf('<text:p>x</text:p>', { isLocked: true }), 'encrypted', /password/],
  ['locked.epub', () => makeEpub([{ title: 'A', html: 'b' }], { isLocked: true }), 'encrypted', /DRM/],
  ['empty.docx', () => makeDocx([{}]), 'empty', /no text/],
  ['empty.xlsx', () => makeBook({ A: [[]] }), 'empty', /nothing/],
  ['empty.zip', () => makeZip({}), 'empty', /nothing/],
  ['empty.csv', () => Buffer.from('  \n'), 'empty', /empty/],
  ['cut.docx', () => makeDocx([{ paragraphs: ['hello'] }]).subarray(0, 700), 'broken', /broken/],
  ['cut.xls', () => makeBook({ A: [['x']] }, 'biff8').subarray(0, 1_100), 'broken', /broken/],
  ['zeros.pdf', () => Buffer.concat([Buffer.from('%PDF-1.7\n'), zeros(1)]), 'broken', /broken|PDF/],
])('%s ends in a reason', async (...[name, make, why, reason]) => {
  expect(await read(make(), name)).toMatchObject({
    kind: 'failed',
    why,
    reason: expect.stringMatching(reason),
  });
});

test('a zip in a zip is read, but not down and down', async () => {
  expect(await read(nested(2), 'two.zip')).toMatchObject({
    pages: [{ place: 'in.zip/a.txt, line 1', text: 'the bottom' }],
  });
  expect(await read(nested(9), 'nine.zip')).toMatchObject({
    pages: [],
    unread: [{ why: 'too-large', part: 'in.zip/in.zip' }],
  });
});

test.each([
  [
    'laughs.odt',
    () =>
      makeOdf('').length > 0 &&
      makeZip({
        mimetype: 'application/vnd.oasis.opendocument.text',
        'content.xml': `${LAUGHS}<text:p>ha &lol9;</text:p>`,
      }),
  ],
  [
    'laughs.docx',
    () =>
      makeZip({
        '[Content_Types].xml': '<a/>',
        'word/document.xml': `${LAUGHS}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>ha &lol9;</w:t></w:r></w:p></w:body></w:document>`,
      }),
  ],
  ['laughs.xml', () => Buffer.from(`${LAUGHS}<a>ha &lol9;</a>`)],
])('%s is not expanded', async (name, make) => {
  const made = make();
  const document = await read(made === false ? new Uint8Array() : made, name);
  expect(JSON.stringify(document).length).toBeLessThan(3_000);
});

test('a million empty rows are passed over, and what stands below them is found', async () => {
  expect(await read(emptyRows(), 'rows.xlsx')).toEqual({
    kind: 'workbook',
    sheets: [{ name: 'S', isHidden: false, rows: [{ number: 1_048_576, cells: ['', 'the end'] }] }],
  });
});

test('a file that harms does not take down the next one', async () => {
  const [bomb, good] = await Promise.all([read(pdfBomb(), 'bomb.pdf'), read(makePdf(['Hello']), 'good.pdf')]);
  expect(bomb).toMatchObject({ kind: 'failed' });
  expect(good).toMatchObject({ pages: [{ text: 'Hello' }] });
});
