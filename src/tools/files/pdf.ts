// The text of a PDF, page by page. Runs in a worker only: a hostile file can take all the time and memory there is.
import { toReason } from '../../base/errors.ts';
import { openPdf } from './open-pdf.ts';
import { unread, type DocumentPage, type DocumentRead, type ReadFailure } from './document.ts';

const MAX_PAGES = 3_000;
const MAX_CHARS = 20_000_000;

export async function readPdf(bytes: Uint8Array): Promise<DocumentRead> {
  const loading = await openPdf(bytes);
  try {
    const pdf = await loading.promise;
    if (pdf.numPages > MAX_PAGES)
      return unread('too-large', `It has ${pdf.numPages} pages; at most ${MAX_PAGES} can be read.`);
    const pages: DocumentPage[] = [];
    let chars = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const text = await readPage(await pdf.getPage(number));
      chars += text.length;
      if (chars > MAX_CHARS) return unread('too-large', 'It has more text than can be read.');
      pages.push({ place: `p. ${number}`, text });
    }
    return { kind: 'pages', pages };
  } catch (thrown) {
    return toFailure(thrown);
  } finally {
    await loading.destroy();
  }
}

interface PdfPage {
  getTextContent(): Promise<{ readonly items: readonly object[] }>;
  cleanup(): unknown;
}

async function readPage(page: PdfPage): Promise<string> {
  const { items } = await page.getTextContent();
  const text = items
    .map((item) => {
      if (!('str' in item) || typeof item.str !== 'string') return '';
      return 'hasEOL' in item && item.hasEOL === true ? `${item.str}\n` : item.str;
    })
    .join('');
  page.cleanup();
  return text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** pdf.js tells its errors apart by their names. */
function toFailure(thrown: unknown): ReadFailure {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'PasswordException')
    return unread('encrypted', 'It is protected with a password. Ask for a version without one.');
  if (name === 'InvalidPDFException')
    return unread('broken', 'It is broken: this is not a valid PDF. Ask to have it shared again.');
  return unread('broken', `It could not be read as a PDF (${toReason(thrown)}).`);
}
