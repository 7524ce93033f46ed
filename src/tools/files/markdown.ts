// HTML as Markdown, and Markdown in sections: what web pages, Word files, books and mails have in common.
import { gfm } from '@joplin/turndown-plugin-gfm';
import TurndownService from 'turndown';
import type { DocumentPage } from './document.ts';

export function toMarkdown(html: string): string {
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
  });
  service.use(gfm);
  service.remove(['script', 'style', 'noscript', 'template', 'iframe', 'object', 'title']);
  // Pictures cannot be looked at; what they are said to show is text.
  service.addRule('picture', {
    filter: 'img',
    replacement: (_, node) => ('getAttribute' in node ? (node.getAttribute('alt') ?? '').trim() : ''),
  });
  // A string, not nodes of another parser: Turndown's own parser is the one it was made for.
  return service
    .turndown(html)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const SECTION_CHARS = 6_000;
const HEADING = /^#{1,6}\s+(.*\S)/u;

/** Cut before headings, or where a section grows too long; named by the heading it stands under. */
export function toSections(markdown: string, name = 'section'): DocumentPage[] {
  const pages: DocumentPage[] = [];
  let heading = '';
  let lines: string[] = [];
  let chars = 0;

  function close(): void {
    const text = lines.join('\n').trim();
    lines = [];
    chars = 0;
    if (text === '') return;
    const title = heading === '' ? '' : ` (${heading})`;
    pages.push({ place: `${name} ${pages.length + 1}${title}`, text });
  }

  for (const line of markdown.split('\n')) {
    const headed = HEADING.exec(line)?.[1];
    // A short section goes on: a page of one line says little.
    if (chars + line.length > SECTION_CHARS || (headed !== undefined && chars > SECTION_CHARS / 4)) close();
    if (headed !== undefined && lines.every((earlier) => earlier.trim() === ''))
      heading = headed.replaceAll(/[*_`\\]/gu, '').slice(0, 60);
    lines.push(line);
    chars += line.length + 1;
  }
  close();
  return pages;
}
