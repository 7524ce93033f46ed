// Messages and files out of any text that shows them: the head of a task, what came later, results of tools.
import type { FileRef, Said } from './situation.ts';

const OPENING = /^(?:[-*•]\s+|\d+[.)]\s+)?\[m:([^\]\s]+)\]\s*(.*)$/;
const BYLINE =
  /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2})?\s+([^:：]{1,80}?)\s*(?:\(([UWB][A-Z0-9]+)\))?(?:,?\s+in\s+#\S+)?\s*[:：]\s?(.*)$/;
const FILE =
  /\[f:([A-Za-z0-9_-]+)(?:#[^\]]*)?\]\s*(\S.*?)\s*\(([^(),]+\/[^(),]+|[a-z0-9.+-]+)(?:,[^()]*)?\)/i;

interface Draft {
  ts: string;
  at: string;
  author: string;
  authorId: string;
  lines: string[];
  files: FileRef[];
  thread: string | undefined;
}

/** In the order of the text; what is no message is passed over. */
export function saidIn(text: string): readonly Said[] {
  const drafts: Draft[] = [];
  let open: Draft | undefined;
  for (const line of text.split('\n')) {
    const opened = toDraft(line);
    if (opened !== undefined) {
      drafts.push(opened);
      open = opened;
    } else if (open !== undefined && /^\s{2,}/.test(line)) {
      readIndented(line.replace(/^ {2}/, ''), open);
    } else if (line.trim() !== '') {
      open = undefined;
    }
  }
  return drafts.map(({ lines, ...rest }) => ({ ...rest, text: lines.join('\n').trim() }));
}

function toDraft(line: string): Draft | undefined {
  const [, ts, rest] = OPENING.exec(line) ?? [];
  const [, date, time, author, authorId, text] = BYLINE.exec(rest ?? '') ?? [];
  if (ts === undefined || date === undefined || time === undefined || author === undefined) return undefined;
  return {
    ts,
    at: `${date} ${time}`,
    author,
    authorId: authorId ?? '',
    lines: [text ?? ''],
    files: [],
    thread: undefined,
  };
}

function readIndented(line: string, draft: Draft): void {
  const thread = /^>\s*in the thread of \[m:([^\]\s]+)\]/.exec(line)?.[1];
  if (thread !== undefined) draft.thread = thread;
  else if (/^file\s+\[f:/.test(line)) draft.files.push(...filesIn(line));
  else if (line.trim() !== '(edited)') draft.lines.push(line);
}

/** Every file a text names by reference and name. */
export function filesIn(text: string): readonly FileRef[] {
  return text.split('\n').flatMap((line) => {
    const [, id, name, type] = FILE.exec(line) ?? [];
    if (id !== undefined && name !== undefined && type !== undefined) return [{ id, name, type }];
    const [, bare, called] = /\[f:([A-Za-z0-9_-]+)\]\s*(\S+\.\w{2,5})\b/.exec(line) ?? [];
    return bare === undefined || called === undefined ? [] : [{ id: bare, name: called, type: '' }];
  });
}

/** What a file says, line by line, each with the reference of the place where it stands. */
export interface PlacedLine {
  readonly text: string;
  readonly ref: string;
}

/** A reference at the start of a line says where the lines after it stand. Around the content may stand two marks. */
export function linesOf(text: string, fileId: string): readonly PlacedLine[] {
  const framed = /^--- begin [^\n]*\n([\s\S]*?)\n--- end /m.exec(text)?.[1] ?? text;
  let ref = `f:${fileId}`;
  return framed.split('\n').flatMap((line) => {
    const [, place, rest] = /^\W*\[(f:[^\]\s]+)\]\s*(.*)$/.exec(line) ?? [];
    if (place === undefined || !place.startsWith(`f:${fileId}`))
      return line.trim() === '' ? [] : [{ text: line.trim(), ref }];
    ref = place;
    const isPlace = /^\W*(?:p\.|pages?|lines?|rows?|第|\S+\.\w{2,5}\b)/i.test(rest ?? '');
    return rest === undefined || rest.trim() === '' || isPlace ? [] : [{ text: rest.trim(), ref }];
  });
}

/** Where a file that came in part goes on, as the tool says it. */
export function nextPartOf(text: string): Readonly<Record<string, number>> | undefined {
  const [, page] = /continue with page (\d+)/.exec(text) ?? [];
  const [, char] = /from_char (\d+)/.exec(text) ?? [];
  const [, row] = /continue with from_row (\d+)/.exec(text) ?? [];
  if (row !== undefined) return { from_row: Number(row) };
  if (page === undefined) return undefined;
  return { page: Number(page), ...(char === undefined ? {} : { from_char: Number(char) }) };
}
