// A Word file as Markdown, by the pages it had when it was last saved, or by sections where it does not say.
import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { Archive } from './archive.ts';
import { unread, type DocumentRead } from './document.ts';
import { toMarkdown, toSections } from './markdown.ts';
import { picturesIn, withPictures } from './pictures-in.ts';

const MAIN = 'word/document.xml';
/** Stands in the text where a page ends; nobody writes this character. */
const PAGE_END = '\uF8FF';
const LAST_BREAK = /<w:lastRenderedPageBreak\s*\/>/gu;
const ASKED_BREAK = /<w:br\s[^>]*w:type="page"[^>]*\/>/gu;

export async function readDocx(archive: Archive): Promise<DocumentRead> {
  const main = archive.read(MAIN);
  if (main === undefined) return unread('broken', 'It is broken: it has no text part.');
  const marked = withPageEnds(new TextDecoder().decode(main));
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(repacked(archive, marked.xml)) },
    { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) },
  );
  const markdown = toMarkdown(withTableHeads(value));
  const pages = marked.hasPages
    ? markdown.split(PAGE_END).map((text, index) => ({ place: `p. ${index + 1}`, text: text.trim() }))
    : toSections(markdown.replaceAll(PAGE_END, ''));
  return withPictures(pages, picturesIn(archive, /^word\/media\//u), 'It has no text.');
}

/** Word seldom says which row names the columns; Markdown wants one, and it is mostly the first. */
function withTableHeads(html: string): string {
  return html.replaceAll(/<table>\s*<tr>([\s\S]*?)<\/tr>/gu, (_, cells: string) => {
    const head = cells.replaceAll(/<(\/?)td(?=[\s>])/gu, '<$1th');
    return `<table><thead><tr>${head}</tr></thead>`;
  });
}

/**
 * Word writes down where its pages ended. Where it did, the breaks that people asked for are among them; other programs
 * keep only those.
 */
function withPageEnds(xml: string): { readonly xml: string; readonly hasPages: boolean } {
  const clean = xml.replaceAll(PAGE_END, '');
  const end = `<w:t>${PAGE_END}</w:t>`;
  if (clean.search(LAST_BREAK) !== -1)
    return { xml: clean.replaceAll(ASKED_BREAK, '').replaceAll(LAST_BREAK, end), hasPages: true };
  return { xml: clean.replaceAll(ASKED_BREAK, end), hasPages: clean.search(ASKED_BREAK) !== -1 };
}

/** Only what was unpacked by us, within its limits, is handed on; pictures stay behind. */
function repacked(archive: Archive, main: string): Uint8Array {
  const wanted = archive.paths.filter(
    (path) =>
      path !== MAIN && /\.(?:xml|rels)$/iu.test(path) && !/^(?:docProps|customXml|word\/theme)\//u.test(path),
  );
  const files = wanted.map((path) => [path, archive.read(path) ?? new Uint8Array()] as const);
  return zipSync(
    {
      ...Object.fromEntries(files.map(([path, bytes]) => [path, Uint8Array.from(bytes)])),
      [MAIN]: new TextEncoder().encode(main),
    },
    { level: 0 },
  );
}
