// Plain text and JSON as pages: cut between lines, so that a place in it can be named and read on from.
import type { DocumentPage } from './document.ts';

const PAGE_CHARS = 6_000;

export function toTextPages(text: string): DocumentPage[] {
  const pages: DocumentPage[] = [];
  let lines: string[] = [];
  let chars = 0;
  let firstLine = 1;

  function close(lastLine: number): void {
    if (lines.length === 0) return;
    pages.push({
      place: firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine}–${lastLine}`,
      text: lines.join('\n'),
    });
    lines = [];
    chars = 0;
    firstLine = lastLine + 1;
  }

  for (const [index, line] of text.replace(/\r\n?/g, '\n').split('\n').entries()) {
    if (chars + line.length > PAGE_CHARS) close(index);
    lines.push(line);
    chars += line.length + 1;
  }
  close(firstLine + lines.length - 1);
  return pages;
}

/** JSON on one line is unreadable and cannot be cut between lines; what is no JSON after all stays as it is. */
export function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}
