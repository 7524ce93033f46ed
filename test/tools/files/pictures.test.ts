// Pages without text and files that are pictures, drawn small enough for a model to look at.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { drawPictures } from '../../../src/tools/files/draw-pictures.ts';
import { createLook } from '../../../src/tools/files/look.ts';
import { createOpenDocument } from '../../../src/tools/files/open-document.ts';
import { createDrawPictures, createPicturesOf } from '../../../src/tools/files/pictures-of.ts';
import { pageOfPart } from '../../../src/tools/files/page-of-part.ts';
import { parseDocument } from '../../../src/tools/files/parse-document.ts';
import { fromKept, toKept } from '../../../src/tools/files/kept.ts';
import { createReadDocument } from '../../../src/tools/files/read-document.ts';
import { createReadFile } from '../../../src/tools/read-file.ts';
import { makeBook, makeDocx, makeMail, makeOdf, makePptx, makeZip, withFiles } from '../../support/office.ts';
import { makePicture, makePdf, makeScan } from '../../support/pdf.ts';
import { call, shelfOf } from '../support/context.ts';
import { keptFiles } from '../support/kept-files.ts';

const SCAN = makeScan([['One'], ['Two'], ['Three'], ['Four'], ['Five']]);
const large = createCanvas(3_000, 1_000).toBuffer('image/png');

test.each([
  ['a scanned page', SCAN, { page: 2 }, [1_176, 1_568]],
  [
    'a page in a zip in a zip',
    makeZip({ 'a/in.zip': makeZip({ 'scan.pdf': SCAN }) }),
    { part: 'a/in.zip/scan.pdf', page: 1 },
    [1_176, 1_568],
  ],
  [
    'what was attached to a mail',
    makeMail(['From: a@example.com'], 'See it.', { 'scan.pdf': SCAN }),
    { part: 'scan.pdf', page: 1 },
    [1_176, 1_568],
  ],
  ['a large picture', large, { page: 1 }, [1_568, 523]],
  ['a PNG', makePicture(['x'], 'image/png'), { page: 1 }, [600, 800]],
  ['a JPEG', makePicture(['x'], 'image/jpeg'), { page: 1 }, [600, 800]],
  ['a WebP', makePicture(['x'], 'image/webp'), { page: 1 }, [600, 800]],
  ['a GIF', makePicture(['x'], 'image/gif'), { page: 1 }, [600, 800]],
])('%s is drawn as a JPEG that is not too large', async (...[what, bytes, wanted, size]) => {
  const [drawn] = await drawPictures(bytes, [wanted]);
  if (drawn?.kind !== 'drawn') throw new Error(drawn?.reason);
  expect([...drawn.bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  const image = await loadImage(Buffer.from(drawn.bytes));
  expect([image.width, image.height]).toEqual(size);
  if (what === 'a large picture') return;
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const { data } = canvas.getContext('2d').getImageData(0, 0, image.width, image.height);
  expect(data.some((value, at) => at % 4 === 0 && value < 60)).toBe(true); // There is something black on it.
});

test.each<[string, Uint8Array, RegExp]>([
  ['made to fill the memory', hugePng(), /60000 × 60000 pixels/u],
  ['cut off', Buffer.from(makePicture(['x'], 'image/png').subarray(0, 60)), /cannot be drawn/u],
  ['no picture at all', new TextEncoder().encode('words'), /cannot be drawn/u],
  ['a page that is not there', makePdf(['x']), /cannot be drawn/u],
])('what is %s says so, and the next one is drawn', async (_, bytes, reason) => {
  const [bad] = await drawPictures(bytes, [{ page: 7 }]);
  expect(bad?.kind === 'failed' ? bad.reason : '').toMatch(reason);
});

function hugePng(): Uint8Array {
  const bytes = Buffer.from(makePicture(['x'], 'image/png'));
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return bytes;
}

test('a scan is shown some pages at a time, each kept once under what it shows; a page with text can be looked at too', async () => {
  const { shelf } = shelfOf({
    F0SCAN: { name: 'scan.pdf', content: SCAN },
    F0TEXT: { name: 'chart.pdf', content: makePdf(['Sales by month']) },
    F0BAD: { name: 'photo.png', content: hugePng() },
  });
  const saved = new Map<string, { fileId?: string; size: number }>();
  const { taskFiles } = keptFiles();
  const tool = createReadFile({
    openDocument: createOpenDocument({ shelf, readDocument: createReadDocument({ clock: systemClock }) }),
    look: createLook({
      picturesOf: createPicturesOf({ shelf, taskFiles, draw: createDrawPictures({ clock: systemClock }) }),
      pictures: {
        save: async (_, pictures) => {
          for (const { id, fileId, bytes } of pictures)
            saved.set(id, { size: bytes.length, ...(fileId === undefined ? {} : { fileId }) });
        },
        load: async () => new Map(),
      },
      clock: systemClock,
    }),
  });

  const first = await call(tool, { file: 'F0SCAN' });
  expect(first.pictures?.map((id) => id.replace(/@.*/u, ''))).toEqual(
    [1, 2, 3, 4].map((page) => `f:F0SCAN#p${page}`),
  );
  expect(first.text).toContain('continue with page 5');
  const last = await call(tool, { file: 'F0SCAN', page: 5 });
  expect(last.pictures).toHaveLength(1);
  expect(last.text).toContain('end of the file');
  await call(tool, { file: 'F0SCAN', page: 5 });
  expect(saved.size).toBe(5);
  expect([...saved.values()].every(({ fileId, size }) => fileId === 'F0SCAN' && size < 700_000)).toBe(true);

  const text = await call(tool, { file: 'F0TEXT', as_picture: true });
  expect(text.text).toMatch(/stands below as a picture\)\nSales by month/u);
  expect(text.pictures).toHaveLength(1);
  const bad = await call(tool, { file: 'F0BAD' });
  expect(bad.text).toContain('a picture that cannot be shown: it has 60000 × 60000 pixels');
  expect(bad.pictures).toEqual([]);
});

const chart = makePicture(['Sales'], 'image/png');
const logo = createCanvas(60, 60).toBuffer('image/png');
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';
const media = (folder: string) => ({
  [`${folder}/image10.png`]: makePicture(['Second'], 'image/jpeg'),
  [`${folder}/image2.png`]: chart,
  [`${folder}/image3.png`]: chart, // The same once more.
  [`${folder}/image1.png`]: logo,
  [`${folder}/image4.emf`]: 'not a picture that can be drawn',
});
const deck = withFiles(makePptx([{ lines: ['Plan'] }, { lines: [] }]), {
  ...media('ppt/media'),
  'ppt/slides/_rels/slide1.xml.rels': `<Relationships><Relationship Id="r1" Type="${REL}" Target="../media/image2.png"/></Relationships>`,
});
const book = withFiles(makeBook({ Data: [['Month', 'Sales']] }), media('xl/media'));

test.each<[string, Uint8Array, readonly string[]]>([
  [
    'a.docx',
    withFiles(makeDocx([{ paragraphs: ['Words'] }]), media('word/media')),
    ['picture 1', 'picture 2'],
  ],
  ['a.pptx', deck, ['picture 1 on slide 2', 'picture 2']],
  ['a.odt', withFiles(makeOdf('<text:p>Words</text:p>'), media('Pictures')), ['picture 1', 'picture 2']],
  ['a.xlsx', book, ['picture 1', 'picture 2']],
  ['only.docx', withFiles(makeDocx([]), media('word/media')), ['picture 1', 'picture 2']],
  ['in.zip', makeZip({ 'b/a.pptx': deck }), ['b/a.pptx, picture 1 on slide 2', 'b/a.pptx, picture 2']],
])(
  'pictures in %s are pages behind its text: each once, no logos, and drawn from where they lie',
  async (name, bytes, places) => {
    const document = await parseDocument(bytes, { name, mimetype: '' });
    const kept = fromKept(toKept(document) ?? []);
    expect(document).toMatchObject(kept ?? {}); // What is kept is what was read.
    const pages =
      kept?.kind === 'pages' ? kept.pages : kept?.kind === 'workbook' ? (kept.pictures ?? []) : [];
    const pictured = pages.flatMap(({ picture, place }, at) =>
      picture === undefined ? [] : [{ place, number: at + 1 }],
    );
    expect(pictured.map(({ place }) => place)).toEqual(places);
    const drawn = await drawPictures(
      bytes,
      pictured.map(({ number }) => pageOfPart(pages, number)),
    );
    expect(drawn.map(({ kind }) => kind)).toEqual(['drawn', 'drawn']);
  },
);

test('the pictures of a workbook come with its first sheet; a model that does not see is told of them', async () => {
  const { shelf } = shelfOf({ F0BOOK: { name: 'sales.xlsx', content: book } });
  const openDocument = createOpenDocument({
    shelf,
    readDocument: (content, file) => parseDocument(content, file),
  });
  const look: NonNullable<Parameters<typeof createReadFile>[0]['look']> = async (_, pages) => ({
    pictures: pages.map(({ ref }) => `${ref}@0`),
    failed: new Map(),
  });
  const seen = await call(createReadFile({ openDocument, look }), { file: 'F0BOOK' });
  expect(seen.pictures).toEqual(['f:F0BOOK#p2@0', 'f:F0BOOK#p3@0']);
  expect(seen.text).toContain('[f:F0BOOK#p2] picture 1\n(the page stands below as a picture)');
  expect(seen.sources?.map(({ label }) => label)).toContain('sales.xlsx, picture 1');
  const blind = await call(createReadFile({ openDocument, look: undefined }), { file: 'F0BOOK' });
  expect(blind.text).toContain('It holds 2 pictures, which this model cannot see.');
});
