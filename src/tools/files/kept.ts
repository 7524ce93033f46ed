// A document as rows that can be kept, and back: nothing that was read is parsed again.
import {
  FailureWhy,
  unread,
  type DocumentPage,
  type DocumentRead,
  type Sheet,
  type UnreadPart,
} from './document.ts';

/** As the store keeps it, in order. */
export interface KeptPage {
  readonly kind: 'page' | 'sheet' | 'hidden-sheet' | 'unread';
  readonly place: string;
  readonly text: string;
  readonly part?: string;
  /** Where a picture in an office file lies. */
  readonly picture?: string;
}

/** Undefined for what is read anew each time: a table is quick, and what was stopped may go better. */
export function toKept(document: DocumentRead): readonly KeptPage[] | undefined {
  switch (document.kind) {
    case 'pages':
      return [
        ...document.pages.map(toKeptPage),
        ...(document.unread ?? []).map(({ part, why, reason }): KeptPage => ({
          kind: 'unread',
          place: why,
          text: reason,
          part,
        })),
      ];
    case 'workbook':
      return [...document.sheets.map(toKeptSheet), ...(document.pictures ?? []).map(toKeptPage)];
    case 'table':
      return undefined;
    case 'failed':
      return ['stopped', 'unknown', 'unsupported'].includes(document.why)
        ? undefined
        : [{ kind: 'unread', place: document.why, text: document.reason }];
  }
}

export function fromKept(kept: readonly KeptPage[]): DocumentRead | undefined {
  const [first] = kept;
  if (first === undefined) return undefined;
  if (first.kind === 'unread' && first.part === undefined) return unread(whyOf(first.place), first.text);
  const pages = kept.filter(({ kind }) => kind === 'page').map(fromKeptPage);
  if (first.kind === 'sheet' || first.kind === 'hidden-sheet')
    return {
      kind: 'workbook',
      sheets: kept.filter(({ kind }) => kind !== 'page').map(fromKeptSheet),
      ...(pages.length === 0 ? {} : { pictures: pages }),
    };
  const failed = kept.flatMap(({ kind, place, text, part }): readonly UnreadPart[] =>
    kind === 'unread' ? [{ part: part ?? '', why: whyOf(place), reason: text }] : [],
  );
  return {
    kind: 'pages',
    pages,
    ...(failed.length === 0 ? {} : { unread: failed }),
  };
}

function whyOf(kept: string): FailureWhy {
  return FailureWhy.catch('unknown').parse(kept);
}

function toKeptPage({ place, text, part, picture }: DocumentPage): KeptPage {
  return { kind: 'page', ...fromKeptPage({ place, text, part, picture }) };
}

function fromKeptPage({ place, text, part, picture }: DocumentPage): Omit<KeptPage, 'kind'> {
  return {
    place,
    text,
    ...(part === undefined ? {} : { part }),
    ...(picture === undefined ? {} : { picture }),
  };
}

function toKeptSheet({ name, isHidden, rows }: Sheet): KeptPage {
  return {
    kind: isHidden ? 'hidden-sheet' : 'sheet',
    place: name,
    text: rows.map(({ number, cells }) => [String(number), ...cells.map(escaped)].join('\t')).join('\n'),
  };
}

function fromKeptSheet({ kind, place, text }: KeptPage): Sheet {
  const lines = text === '' ? [] : text.split('\n');
  return {
    name: place,
    isHidden: kind === 'hidden-sheet',
    rows: lines.map((line) => {
      const [number, ...cells] = line.split('\t');
      return { number: Number(number), cells: cells.map(unescaped) };
    }),
  };
}

const SIGNS: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const MEANT: Readonly<Record<string, string>> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n', '\\r': '\r' };

function escaped(cell: string): string {
  return cell.replaceAll(/[\\\t\n\r]/gu, (sign) => SIGNS[sign] ?? sign);
}

function unescaped(cell: string): string {
  return cell.replaceAll(/\\[\\tnr]/gu, (sign) => MEANT[sign] ?? sign);
}
