// An HTML file that was shared: all of it, since nobody knows which part is furniture.
import { decodeText } from './charset.ts';
import { unread, type DocumentRead } from './document.ts';
import { toMarkdown, toSections } from './markdown.ts';

export function readHtml(bytes: Uint8Array): DocumentRead {
  const html = decodeText(bytes, charsetInside(bytes));
  const pages = toSections(toMarkdown(html));
  return pages.length === 0 ? unread('empty', 'It has no text of its own.') : { kind: 'pages', pages };
}

/** The page's own word for it, which must stand near the start. */
export function charsetInside(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4_096)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
}
