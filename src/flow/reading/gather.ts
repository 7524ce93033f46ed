// One item → its text by page, with the references it is cited by; or why there is none.
import type { ReadablePage } from '../../agent/reading/form.ts';
import type { ToolContext } from '../../agent/tool.ts';
import { labelOf, renderMessage } from '../../history/render.ts';
import type { Task } from '../../task/store.ts';
import { FailureWhy, type DocumentText, type Sheet, type Table } from '../../tools/files/document.ts';
import type { OpenDocument } from '../../tools/files/open-document.ts';
import { columnName } from '../../tools/files/column-name.ts';
import { sheetRef } from '../../tools/files/sheet-text.ts';
import type { PicturesOf } from '../../tools/files/pictures-of.ts';
import { pageOfPart } from '../../tools/files/page-of-part.ts';
import type { FetchedText, FetchText } from '../../tools/web/fetch-text.ts';
import { renderOptionsFor } from '../situation.ts';
import { toToolTask } from '../work/call-result.ts';
import type { Stores } from '../stores.ts';
import type { Item } from './items.ts';
import { pictured, type PageOfFile } from './pictured.ts';

export interface GatherDeps {
  readonly stores: Stores;
  readonly openDocument: OpenDocument;
  readonly fetchText: FetchText;
  /** Undefined where the reader sees no pictures. */
  readonly picturesOf?: PicturesOf;
}

export type Gathered =
  | {
      readonly kind: 'text';
      readonly pages: readonly ReadablePage[];
      /** The file it came from: what is made of it goes when the file goes. */
      readonly fileId?: string;
    }
  | { readonly kind: 'unread'; readonly why: string; readonly reason: string };

export async function gather(
  item: Item,
  { task, signal }: { task: Task; signal: AbortSignal },
  deps: GatherDeps,
): Promise<Gathered> {
  switch (item.kind) {
    case 'unreadable':
      return unread(item.why, item.reason);
    case 'row': {
      const { fileId, row, text } = item;
      return { kind: 'text', fileId, pages: [{ ref: `f:${fileId}#r${row}`, place: `row ${row}`, text }] };
    }
    case 'message':
      return gatherMessage(item.ts, task, deps);
    case 'link': {
      const fetched = await deps.fetchText(item.url, { signal, isOneOfMany: true });
      if (fetched.kind === 'failed') return unread('fetch', fetched.reason);
      await deps.stores.captures.save(task.id, fetched);
      return { kind: 'text', pages: pagesOfLink(fetched) };
    }
    case 'file':
      return gatherFile(item, { task, signal }, deps);
  }
}

/** One page, as it is cited; its pictures beside it. */
function pagesOfLink({
  ref,
  title,
  text,
  pictures = [],
}: Extract<FetchedText, { kind: 'fetched' }>): readonly ReadablePage[] {
  return [
    { ref, place: title, text },
    ...pictures.map(({ place, bytes }) => ({
      ref,
      place: `${title}, ${place}`,
      text: '',
      picture: { mediaType: 'image/jpeg' as const, base64: Buffer.from(bytes).toString('base64') },
    })),
  ];
}

async function gatherFile(
  { fileId, part }: Extract<Item, { kind: 'file' }>,
  { task, signal }: { task: Task; signal: AbortSignal },
  { stores, openDocument, picturesOf }: GatherDeps,
): Promise<Gathered> {
  const kept = part === undefined ? [] : await stores.files.loadPart({ teamId: task.teamId, fileId }, part);
  if (kept.length > 0) return fromPart(kept, { fileId, context: toContext(task, signal), picturesOf });
  const opened = await openDocument(fileId, toContext(task, signal));
  if (opened.kind === 'failed') return unread(toWhy(opened.why), opened.reason);
  const { document } = opened;
  if (part !== undefined && document.kind === 'pages') {
    const failed = (document.unread ?? []).find((one) => one.part === part);
    if (failed !== undefined) return unread(toWhy(failed.why), failed.reason);
  }
  return toText(pagesOf(fileId, document, part), { fileId, context: toContext(task, signal), picturesOf });
}

/** A zip of a thousand files is not read a thousand times. */
function fromPart(
  kept: Awaited<ReturnType<GatherDeps['stores']['files']['loadPart']>>,
  of: OfFile,
): Gathered | Promise<Gathered> {
  const [first] = kept;
  if (first?.kind === 'unread')
    return unread(toWhy(FailureWhy.catch('unknown').parse(first.place)), first.text);
  return toText(
    kept.map(({ number, place, text, part, picture }, at) => ({
      ref: `f:${of.fileId}#p${number}`,
      place,
      text,
      wanted: picture === undefined ? { part, page: at + 1 } : { part, picture, page: 1 },
    })),
    of,
  );
}

interface OfFile {
  readonly fileId: string;
  readonly context: ToolContext;
  readonly picturesOf: PicturesOf | undefined;
}

async function toText(
  pages: readonly PageOfFile[],
  { fileId, context, picturesOf }: OfFile,
): Promise<Gathered> {
  if (pages.length === 0) return unread('empty', 'It has no text.');
  const shown = await pictured(pages, (wanted) => picturesOf?.(fileId, wanted, context));
  return shown.kind === 'unread' ? shown : { kind: 'text', pages: shown.pages, fileId };
}

async function gatherMessage(ts: string, task: Task, { stores }: GatherDeps): Promise<Gathered> {
  const message = await stores.history.find({ ...task, ts });
  if (message === undefined) return unread('missing', 'There is no such message in this channel.');
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  return {
    kind: 'text',
    pages: [{ ref: `m:${ts}`, place: labelOf(message, options), text: renderMessage(message, options) }],
  };
}

/** Numbered over the whole file, also where only a part of it is wanted: as `read_file` numbers them. */
function pagesOf(fileId: string, document: DocumentText, part: string | undefined): readonly PageOfFile[] {
  switch (document.kind) {
    case 'pages':
      return document.pages.flatMap((page, index) =>
        part === undefined || page.part === part
          ? [
              {
                ref: `f:${fileId}#p${index + 1}`,
                place: page.place,
                text: page.text,
                wanted: pageOfPart(document.pages, index + 1),
              },
            ]
          : [],
      );
    case 'table':
      return tablePages(fileId, document.table);
    case 'workbook':
      return [
        ...document.sheets.filter(({ rows }) => rows.length > 0).map((sheet) => sheetPage(fileId, sheet)),
        ...(document.pictures ?? []).map(({ place, text }, at, pictures) => ({
          ref: `f:${fileId}#p${document.sheets.length + at + 1}`,
          place,
          text,
          wanted: pageOfPart(pictures, at + 1),
        })),
      ];
  }
}

function tablePages(fileId: string, { columns, rows }: Table): readonly ReadablePage[] {
  const lines = [columns, ...rows].map((cells) => cells.join(' | '));
  return [{ ref: `f:${fileId}`, place: 'table', text: lines.join('\n') }];
}

function sheetPage(fileId: string, { name, rows }: Sheet): ReadablePage {
  const lines = rows.map(({ number, cells }) =>
    cells.flatMap((cell, at) => (cell === '' ? [] : [`${columnName(at)}${number}: ${cell}`])).join(' | '),
  );
  return { ref: `f:${fileId}#${sheetRef(name)}`, place: name, text: lines.join('\n') };
}

/** Files are opened as the task's owner would; nothing here was shown to a model that could ask for addresses. */
function toContext(task: Task, signal: AbortSignal): ToolContext {
  return {
    task: toToolTask(task),
    callId: '',
    signal,
    wasShown: () => false,
    sourceOf: () => undefined,
    confirm: () => Promise.resolve(),
  };
}

function toWhy(why: FailureWhy): string {
  return why === 'stopped' ? 'unknown' : why;
}

function unread(why: string, reason: string): Gathered {
  return { kind: 'unread', why, reason };
}
