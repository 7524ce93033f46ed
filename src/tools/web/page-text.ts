// A web page as Markdown: what a reader came for, without the furniture. Runs in a worker only.
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { decodeText } from '../files/charset.ts';
import { charsetInside } from '../files/html.ts';
import { toMarkdown } from '../files/markdown.ts';
import { charsetOf, type PageBytes, type PageText } from './page-bytes.ts';

interface PageElement {
  readonly textContent: string | null;
  remove(): void;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
}

/** What is used of linkedom: its own types lean on a browser's, which this program does not have. */
interface PageDocument {
  readonly body: { readonly innerHTML: string };
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  toString(): string;
}

interface ParsedPage {
  readonly document: PageDocument;
}

/** What is never read: it is not text, or it is not meant to be seen. */
const NEVER_READ =
  'script, style, noscript, template, iframe, object, svg, canvas, [hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"]';
const FURNITURE = 'nav, footer, header nav, aside, form, dialog, [role="navigation"], [role="banner"]';

/** Shorter than this, an article was not found, and the page as it stands is the better answer. */
const ARTICLE_CHARS = 200;

export function toPageText({ bytes, contentType, url }: PageBytes): PageText {
  const html = decodeText(bytes, charsetOf(contentType) ?? charsetInside(bytes));
  const page = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`);
  const document: PageDocument = page.document;
  for (const element of document.querySelectorAll(NEVER_READ)) element.remove();
  makeLinksWhole(document, url);
  const title = (document.querySelector('title')?.textContent ?? '').replace(/\s+/g, ' ').trim();

  // Readability takes the document apart, so what it may fall back to is kept before.
  const whole = withoutFurniture(document);
  const article = new Readability(page.document, { charThreshold: ARTICLE_CHARS }).parse();
  const found =
    (article?.textContent ?? '').trim().length >= ARTICLE_CHARS ? (article?.content ?? '') : whole;
  const articleTitle = article?.title?.trim() ?? '';
  return { title: articleTitle === '' ? title : articleTitle, markdown: toMarkdown(found) };
}

function makeLinksWhole(document: PageDocument, base: string): void {
  for (const link of document.querySelectorAll('a[href]')) {
    const target = URL.parse(link.getAttribute('href') ?? '', base);
    if (target?.protocol === 'http:' || target?.protocol === 'https:') link.setAttribute('href', target.href);
    else link.removeAttribute('href');
  }
}

function withoutFurniture(document: PageDocument): string {
  const { document: copy }: ParsedPage = parseHTML(document.toString());
  for (const element of copy.querySelectorAll(FURNITURE)) element.remove();
  return copy.body.innerHTML;
}
