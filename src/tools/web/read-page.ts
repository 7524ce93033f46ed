// An answer from the Internet into text, whatever kind of thing it is.
import type { Clock } from '../../base/clock.ts';
import { decodeText, looksBinary } from '../files/charset.ts';
import { indentJson } from '../files/text.ts';
import type { ReadDocument } from '../files/read-document.ts';
import { createWorkers, type Workers } from '../worker.ts';
import { charsetOf, PageTextSchema, type PageBytes } from './page-bytes.ts';
import { stripTags } from './strip-tags.ts';

export type PageRead =
  | { readonly kind: 'read'; readonly title: string; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type ReadWebPage = (page: PageBytes, options: { readonly signal: AbortSignal }) => Promise<PageRead>;

interface ReadPageDeps {
  readonly clock: Clock;
  readonly readDocument: ReadDocument;
}

interface Reading {
  readonly signal: AbortSignal;
  readonly workers: Workers;
  readonly readDocument: ReadDocument;
}

const EXTRACT_MS = 10_000;
const EXTRACT_HEAP_MB = 512;
const EXTRACT_BUFFER_MB = 400;

export function createReadWebPage({ clock, readDocument }: ReadPageDeps): ReadWebPage {
  const workers = createWorkers({
    script: new URL('./page-worker.ts', import.meta.url),
    clock,
    most: 2,
    heapMb: EXTRACT_HEAP_MB,
    bufferMb: EXTRACT_BUFFER_MB,
  });
  return (page, { signal }) => readPage(page, { signal, workers, readDocument });
}

async function readPage(page: PageBytes, deps: Reading): Promise<PageRead> {
  const type = page.contentType.toLowerCase().replace(/;.*$/, '').trim();
  const head = Buffer.from(page.bytes.subarray(0, 1_024)).toString('latin1');
  const name = nameOf(page.url);

  if (head.startsWith('%PDF-') || type === 'application/pdf') return readPdfPage(page, deps);
  if (
    type === 'text/html' ||
    type === 'application/xhtml+xml' ||
    (type === '' && /<(?:!doctype html|html)/i.test(head))
  ) {
    return readHtml(page, deps);
  }
  if (type === '' || type.startsWith('text/') || /[/+](?:json|xml|yaml|javascript)$/.test(type)) {
    const text = decodeText(page.bytes, charsetOf(page.contentType));
    if (!looksBinary(text))
      return { kind: 'read', title: name, text: type.endsWith('json') ? indentJson(text) : text };
  }
  return {
    kind: 'failed',
    reason: `It is ${type === '' ? 'of an unknown kind' : type}; only web pages, text, JSON and PDF can be read.`,
  };
}

async function readHtml(page: PageBytes, { workers, signal }: Reading): Promise<PageRead> {
  const ended = await workers.run({ input: page, answer: PageTextSchema, signal, ms: EXTRACT_MS });
  switch (ended.kind) {
    case 'answered':
      if (ended.answer.markdown === '') {
        return {
          kind: 'failed',
          reason: 'The page has no text of its own; it probably needs a browser that runs its scripts.',
        };
      }
      return { kind: 'read', title: ended.answer.title, text: ended.answer.markdown };
    case 'stopped':
      return { kind: 'failed', reason: 'It was stopped.' };
    case 'too-slow':
    case 'out-of-memory':
    case 'crashed':
      return toPlainWords(page);
  }
}

/** Markup can be made, or grow, so that taking it apart never ends; its words are still there to be read. */
function toPlainWords({ bytes, contentType, url }: PageBytes): PageRead {
  const text = stripTags(decodeText(bytes, charsetOf(contentType)));
  if (text === '') return { kind: 'failed', reason: 'The page is too large or too tangled to be read.' };
  return { kind: 'read', title: nameOf(url), text };
}

async function readPdfPage({ bytes, url }: PageBytes, { readDocument, signal }: Reading): Promise<PageRead> {
  const name = nameOf(url);
  const document = await readDocument(bytes, { name, mimetype: 'application/pdf' }, { signal });
  if (document.kind === 'failed') return document;
  const text =
    document.kind === 'pages'
      ? document.pages.map(({ place, text }) => `## ${place}\n\n${text}`).join('\n\n')
      : '';
  return { kind: 'read', title: name, text };
}

function nameOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const last = pathname.split('/').findLast((part) => part !== '');
  return last ?? hostname;
}
