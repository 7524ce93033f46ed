// Whether words stand in a document, and where: a model that quotes is held to it.
import type { ReadablePage } from './form.ts';

/** The same words, however they were set: width of characters, case, spaces, marks of Markdown and kinds of quotes. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s*_`#|\\>“”"'‘’«»„]/gu, '');
}

const FEWEST_CHARS = 2;

export function findQuote(quote: string, pages: readonly ReadablePage[]): ReadablePage | undefined {
  const wanted = plain(quote.replace(/(?:…|\.\.\.)$/u, ''));
  if (wanted.length < FEWEST_CHARS) return undefined;
  return pages.find(({ text }) => plain(text).includes(wanted));
}
