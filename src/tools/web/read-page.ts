// An answer from the Internet into text, whatever kind of thing it is.
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { decodeText, looksBinary } from '../files/charset.ts';
import type { DocumentPage } from '../files/document.ts';
import { pictureTypeOf } from '../files/picture.ts';
import type { DrawPictures } from '../files/pictures-of.ts';
import { indentJson } from '../files/text.ts';
import type { ReadDocument } from '../files/read-document.ts';
import { createWorkers, type Workers } from '../worker.ts';
import { charsetOf, PageTextSchema, type PageBytes } from './page-bytes.ts';
import { stripTags } from './strip-tags.ts';

export type PageRead =
  | {
      readonly kind: 'read';
      readonly title: string;
      readonly text: string;
      /** Of what has no text, for a model that sees: JPEGs, in the order of the pages. */
      readonly pictures?: readonly { readonly place: string; readonly bytes: Uint8Array }[];
    }
  | { readonly kind: 'failed'; readonly reason: string };

export type ReadWebPage = (
  page: PageBytes,
  options: { readonly signal: AbortSignal; readonly sees?: boolean },
) => Promise<PageRead>;

interface ReadPageDeps {
  readonly clock: Clock;
  readonly readDocument: ReadDocument;
  readonly draw: DrawPictures;
}

interface Reading extends Pick<ReadPageDeps, 'readDocument'> {
  /** Undefined where the model sees no pictures. */
  readonly draw?: DrawPictures;
  readonly signal: AbortSignal;
  readonly workers: Workers;
}

const EXTRACT_MS = 10_000;
const EXTRACT_HEAP_MB = 512;
const EXTRACT_BUFFER_MB = 400;

export function createReadWebPage({ clock, readDocument, draw }: ReadPageDeps): ReadWebPage {
  const workers = createWorkers({
    script: new URL('./page-worker.ts', import.meta.url),
    clock,
    most: 2,
    heapMb: EXTRACT_HEAP_MB,
    bufferMb: EXTRACT_BUFFER_MB,
  });
  return (page, { signal, sees = false }) =>
    readPage(page, { signal, workers, readDocument, ...(sees ? { draw } : {}) });
}

async function readPage(page: PageBytes, deps: Reading): Promise<PageRead> {
  const type = page.contentType.toLowerCase().replace(/;.*$/, '').trim();
  const head = Buffer.from(page.bytes.subarray(0, 1_024)).toString('latin1');
  const name = nameOf(page.url);

  if (head.startsWith('%PDF-') || type === 'application/pdf') return readPdfPage(page, deps);
  if (pictureTypeOf(page.bytes) !== undefined)
    return toPictures(page, { pages: [{ place: 'picture', text: '' }], blank: [1] }, deps);
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
    reason: `It is ${type === '' ? 'of an unknown kind' : type}; only web pages, text, JSON, PDF and pictures can be read.`,
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

async function readPdfPage(page: PageBytes, deps: Reading): Promise<PageRead> {
  const name = nameOf(page.url);
  const document = await deps.readDocument(
    page.bytes,
    { name, mimetype: 'application/pdf' },
    { signal: deps.signal },
  );
  if (document.kind === 'failed') return document;
  const pages = document.kind === 'pages' ? document.pages : [];
  const blank = pages.flatMap(({ text }, at) => (text.trim() === '' ? [at + 1] : []));
  return blank.length === 0
    ? { kind: 'read', title: name, text: pages.map(toSection).join('\n\n') }
    : toPictures(page, { pages, blank }, deps);
}

/** As many as are worth their price without anybody having asked for each. */
const MOST_PICTURES = 8;
const SCAN =
  'It has no text, only pictures, and this model cannot see them. Look for a version with text, or for a model that sees (MODEL_SEES).';

/** The pages without text as pictures; where nobody sees them what text there is has to do. */
async function toPictures(
  { bytes, url }: PageBytes,
  { pages, blank }: { pages: readonly DocumentPage[]; blank: readonly number[] },
  { draw, signal }: Reading,
): Promise<PageRead> {
  const hasText = blank.length < pages.length;
  const wanted = blank.slice(0, MOST_PICTURES);
  const drawn = await draw?.(
    bytes,
    wanted.map((number) => ({ page: number })),
    signal,
  );
  if (!hasText && drawn === undefined) return { kind: 'failed', reason: SCAN };
  if (!hasText && drawn?.kind === 'failed') return drawn;
  const found = drawn?.kind === 'found' ? drawn.pictures : [];
  const seen = new Map(
    wanted.flatMap((number, at) => {
      const picture = found[at];
      return picture?.kind === 'drawn' ? [[number, picture.bytes] as const] : [];
    }),
  );
  if (!hasText && seen.size === 0)
    return { kind: 'failed', reason: 'It has only pictures, and none of them can be shown.' };
  const text = pages
    .map((page, at) => {
      const picture = seen.get(at + 1);
      if (picture === undefined) return toSection(page);
      // What was seen is part of what was read: the page's hash and what is kept of it say so.
      const hash = createHash('sha256').update(picture).digest('hex').slice(0, 16);
      return toSection({ ...page, text: `(a page without text, shown as a picture, ${hash})` });
    })
    .join('\n\n');
  const pictures = [...seen].map(([number, picture]) => ({
    place: pages[number - 1]?.place ?? '',
    bytes: picture,
  }));
  return { kind: 'read', title: nameOf(url), text, pictures };
}

function toSection({ place, text }: DocumentPage): string {
  return `## ${place}\n\n${text}`;
}

function nameOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const last = pathname.split('/').findLast((part) => part !== '');
  return last ?? hostname;
}
