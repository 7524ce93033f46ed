// CSV and TSV as a table: a row of names, and rows of cells as they are written.
import papaparse from 'papaparse';
import { unread, type ReadFailure, type Table } from './document.ts';

export function readTable(text: string, { tabs }: { tabs: boolean }): Table | ReadFailure {
  // Excel writes the delimiter it means into a first line of its own.
  const announced = /^sep=(.)\r?\n/i.exec(text);
  const body = announced === null ? text : text.slice(announced[0].length);
  const delimiter = announced?.[1] ?? (tabs ? '\t' : guessDelimiter(body));
  const { data } = papaparse.parse<string[]>(body, { delimiter, skipEmptyLines: 'greedy' });
  const [head, ...rows] = data;
  if (head === undefined) return unread('empty', 'The file is empty.');

  const width = rows.reduce((widest, row) => Math.max(widest, row.length), head.length);
  if (width > 500) return unread('too-large', `The file has ${width} columns; at most 500 can be read.`);
  const columns = toColumnNames(head, width);
  return {
    columns,
    rows: rows.map((row) => columns.map((_, at) => (row[at] ?? '').trim())),
    delimiter,
  };
}

/**
 * The first line has the names, and names seldom contain delimiters: there, the delimiter is what stands most
 * often. (Over all lines a semicolon file with decimal commas looks like a comma file.)
 */
function guessDelimiter(text: string): string {
  const firstLine = /^[^\r\n]*/.exec(text.trimStart())?.[0].replace(/"[^"]*"/g, '') ?? '';
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: firstLine.split(delimiter).length - 1,
  }));
  const best = counts.reduce((most, next) => (next.count > most.count ? next : most));
  return best.count === 0 ? ',' : best.delimiter;
}

/** Every column can be named, and no name means two. */
export function toColumnNames(head: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, at) => {
    const written = (head[at] ?? '').trim().replace(/\s+/g, ' ');
    const plain = written === '' ? `column ${at + 1}` : written;
    let name = plain;
    for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${plain} (${copy})`;
    taken.add(name.toLowerCase());
    return name;
  });
}
