// The text documents and slides of OpenOffice and LibreOffice: one file of XML, walked once.
import type { Archive } from './archive.ts';
import { unread, type DocumentPage, type DocumentRead } from './document.ts';
import { toSections } from './markdown.ts';
import { picturesIn, withPictures } from './pictures-in.ts';
import { elementsOf, walkXml } from './xml.ts';

export function readOdf(archive: Archive): DocumentRead {
  const manifest = archive.read('META-INF/manifest.xml');
  if (manifest !== undefined && elementsOf(manifest, 'encryption-data').length > 0)
    return unread('encrypted', 'It is protected with a password. Ask for a version without one.');
  const content = archive.read('content.xml');
  if (content === undefined) return unread('broken', 'It is broken: it has no content.');
  const { slides, markdown } = walk(content);
  const pages = slides.length > 0 ? slides : toSections(markdown);
  return withPictures(pages, picturesIn(archive, /^Pictures\//u), 'It has no text.');
}

/** A page of a drawing is a slide; text outside of them is a document that flows. */
function walk(content: Uint8Array): { readonly slides: readonly DocumentPage[]; readonly markdown: string } {
  const slides: DocumentPage[] = [];
  let lines: string[] = [];
  let line = '';
  let level = 0;
  let listDepth = 0;
  const rows: string[][] = [];
  let isFirstRow = true;
  let unseen = 0;

  function endLine(prefix: string): void {
    const row = rows.at(-1);
    const text = line.trim();
    line = '';
    if (text === '') return;
    if (row === undefined) lines.push(`${prefix}${text}`, '');
    else row[row.length - 1] = [row.at(-1) ?? '', text].filter((part) => part !== '').join(' ');
  }

  walkXml(content, {
    open: (name, attributes) => {
      switch (name) {
        // What was deleted under tracking, and comments, are not the text.
        case 'text:tracked-changes':
        case 'office:annotation':
          unseen += 1;
          break;
        case 'text:h':
          level = Math.min(Math.max(Number(attributes['text:outline-level'] ?? 1) || 1, 1), 6);
          break;
        case 'text:list':
          listDepth += 1;
          break;
        case 'text:s':
          line += ' '.repeat(Math.min(Number(attributes['text:c'] ?? 1) || 1, 100));
          break;
        case 'text:tab':
          line += '\t';
          break;
        case 'text:line-break':
          line += '\n';
          break;
        case 'table:table':
          isFirstRow = true;
          break;
        case 'table:table-row':
          rows.push([]);
          break;
        case 'table:table-cell':
          rows.at(-1)?.push('');
          break;
        case 'draw:page':
          lines = [];
          break;
      }
    },
    text: (text) => {
      if (unseen === 0) line += text.replaceAll(/\s+/gu, ' ');
    },
    close: (name) => {
      switch (name) {
        case 'text:tracked-changes':
        case 'office:annotation':
          unseen -= 1;
          line = '';
          break;
        case 'text:h':
          endLine(`${'#'.repeat(level)} `);
          break;
        case 'text:p':
          endLine(listDepth > 0 ? `${'  '.repeat(listDepth - 1)}- ` : '');
          break;
        case 'text:list':
          listDepth -= 1;
          break;
        case 'table:table-row': {
          const cells = rows.pop() ?? [];
          lines.push(`| ${cells.join(' | ')} |`);
          if (isFirstRow) lines.push(`| ${cells.map(() => '---').join(' | ')} |`);
          isFirstRow = false;
          break;
        }
        case 'draw:page':
          slides.push({ place: `slide ${slides.length + 1}`, text: textOf(lines) });
          lines = [];
          break;
      }
    },
  });
  return { slides, markdown: textOf(lines) };
}

function textOf(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}
