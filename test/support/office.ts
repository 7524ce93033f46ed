// Small real office files, written here so that each test shows what is in them.
import { strToU8, unzipSync, zipSync } from 'fflate';
import { utils, write, type BookType } from '@e965/xlsx';

type Files = Readonly<Record<string, string | Uint8Array>>;

export function makeZip(files: Files): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
    { mtime: '2026-01-01' },
  );
}

/** The same file with more in it. */
export function withFiles(zip: Uint8Array, files: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  return makeZip({ ...unzipSync(zip), ...files });
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export interface DocxPage {
  readonly heading?: string;
  readonly paragraphs?: readonly string[];
  readonly table?: readonly (readonly string[])[];
}

/** `breaks` says how pages end: as Word writes down where they did, as somebody asked, or not at all. */
export function makeDocx(
  pages: readonly DocxPage[],
  breaks: 'rendered' | 'asked' | 'none' = 'none',
): Uint8Array {
  const run = (text: string, before = '') =>
    `<w:r>${before}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  const body = pages
    .map(({ heading, paragraphs = [], table = [] }, index) => {
      const isBroken = index > 0 && breaks === 'rendered';
      const mark = isBroken ? '<w:lastRenderedPageBreak/>' : '';
      const asked = index > 0 && breaks !== 'none' ? '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' : '';
      const head =
        heading === undefined
          ? mark === ''
            ? ''
            : `<w:p>${run('', mark)}</w:p>`
          : `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>${run(heading, mark)}</w:p>`;
      const cells = (row: readonly string[]) =>
        row.map((cell) => `<w:tc><w:p>${run(cell)}</w:p></w:tc>`).join('');
      const rows = table.map((row) => `<w:tr>${cells(row)}</w:tr>`).join('');
      const lines = paragraphs.map((text) => `<w:p>${run(text)}</w:p>`).join('');
      return `${asked}${head}${lines}${rows === '' ? '' : `<w:tbl>${rows}</w:tbl>`}`;
    })
    .join('');
  return makeZip({
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/styles.xml':
      '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
    'word/_rels/document.xml.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  });
}

export interface Slide {
  readonly lines: readonly string[];
  readonly table?: readonly (readonly string[])[];
  readonly notes?: string;
}

/** Slides are shown in the order given and numbered the other way round, as moved slides are. */
export function makePptx(slides: readonly Slide[]): Uint8Array {
  const number = (index: number) => slides.length - index;
  const A =
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const paragraph = (text: string) => `<a:p><a:r><a:t>${escaped(text)}</a:t></a:r></a:p>`;
  const shape = (text: string) => `<p:sp><p:txBody>${paragraph(text)}</p:txBody></p:sp>`;
  const grid = (rows: readonly (readonly string[])[]) =>
    `<p:graphicFrame><a:tbl>${rows
      .map(
        (row) =>
          `<a:tr>${row.map((cell) => `<a:tc><a:txBody>${paragraph(cell)}</a:txBody></a:tc>`).join('')}</a:tr>`,
      )
      .join('')}</a:tbl></p:graphicFrame>`;
  const rels = (list: readonly (readonly [string, string, string])[]) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${REL}/${type}" Target="${target}"/>`).join('')}</Relationships>`;
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'ppt/presentation.xml': `<p:presentation ${A}><p:sldIdLst>${slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${number(index)}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': rels(
      slides.map((_, index) => [`rId${number(index)}`, 'slide', `slides/slide${number(index)}.xml`] as const),
    ),
  };
  for (const [index, { lines, table, notes }] of slides.entries()) {
    const name = `slide${number(index)}.xml`;
    files[`ppt/slides/${name}`] =
      `<p:sld ${A}><p:cSld><p:spTree>${lines.map(shape).join('')}${table === undefined ? '' : grid(table)}</p:spTree></p:cSld></p:sld>`;
    if (notes === undefined) continue;
    files[`ppt/slides/_rels/${name}.rels`] = rels([['n1', 'notesSlide', `../notesSlides/${name}`]]);
    files[`ppt/notesSlides/${name}`] =
      `<p:notes ${A}><p:cSld>${shape(notes)}<p:sp><p:txBody><a:p><a:fld type="slidenum"><a:t>${index + 1}</a:t></a:fld></a:p></p:txBody></p:sp></p:cSld></p:notes>`;
  }
  return makeZip(files);
}

export function makeBook(
  sheets: Readonly<Record<string, readonly (readonly (string | number | boolean | Date | null)[])[]>>,
  kind: BookType = 'xlsx',
  { hidden = [] }: { hidden?: readonly string[] } = {},
): Uint8Array {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  book.Workbook = { Sheets: Object.keys(sheets).map((name) => ({ Hidden: hidden.includes(name) ? 1 : 0 })) };
  return new Uint8Array(write(book, { type: 'array', bookType: kind }));
}

const OFFICE =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"';

/** `content` is what stands in the body: `<text:p>` and the like. */
export function makeOdf(
  content: string,
  { kind = 'text', isLocked = false }: { kind?: 'text' | 'presentation'; isLocked?: boolean } = {},
): Uint8Array {
  const lock = isLocked ? '<manifest:encryption-data/>' : '';
  return makeZip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'META-INF/manifest.xml': `<manifest:manifest ${OFFICE}><manifest:file-entry manifest:full-path="content.xml">${lock}</manifest:file-entry></manifest:manifest>`,
    'content.xml': `<office:document-content ${OFFICE}><office:body><office:${kind}>${content}</office:${kind}></office:body></office:document-content>`,
  });
}

export function makeEpub(
  chapters: readonly { readonly title: string; readonly html: string }[],
  { isLocked = false } = {},
): Uint8Array {
  const files: Record<string, string> = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'OEBPS/book.opf': `<package><manifest>${chapters.map((_, at) => `<item id="c${at}" href="text%20${at}.xhtml"/>`).join('')}</manifest><spine>${chapters.map((_, at) => `<itemref idref="c${at}"/>`).join('')}</spine></package>`,
  };
  for (const [at, { title, html }] of chapters.entries())
    files[`OEBPS/text ${at}.xhtml`] =
      `<html><head><title>${title}</title></head><body><h1>${title}</h1>${html}</body></html>`;
  if (isLocked)
    files['META-INF/encryption.xml'] =
      '<encryption><EncryptedData><CipherData><CipherReference URI="OEBPS/text%200.xhtml"/></CipherData></EncryptedData></encryption>';
  return makeZip(files);
}

/** `body` as it stands on the wire, in whatever encoding `headers` say. */
export function makeMail(
  headers: readonly string[],
  body: string,
  attachments: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const names = Object.keys(attachments);
  if (names.length === 0) return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64')}`,
    ...Object.entries(attachments).map(
      ([name, content]) =>
        `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}`,
    ),
  ];
  const head = [...headers, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="cut"'];
  return Buffer.from(
    `${head.join('\r\n')}\r\n\r\n${parts.map((part) => `--cut\r\n${part}\r\n`).join('')}--cut--\r\n`,
    'latin1',
  );
}
