// What is to be read, as the model named it → one item for each: files, what is in zips, rows, messages, links.
import type { ToolContext } from '../../agent/tool.ts';
import { labelOf } from '../../history/render.ts';
import type { OpenDocument } from '../../tools/files/open-document.ts';
import { tableIn } from '../../tools/files/sheet-table.ts';
import { isShown, toAddress } from '../../tools/fetch-page.ts';
import { oneLine } from '../../tools/framing.ts';
import type { ReadingWish } from '../../tools/read-documents.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Item } from './items.ts';

export interface ExpandDeps {
  readonly stores: Stores;
  readonly openDocument: OpenDocument;
}

export type Expanded =
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  | { readonly kind: 'failed'; readonly reason: string };

const MOST_ITEMS = 5_000;
const MOST_FILES = 20_000;

export async function expand(wish: ReadingWish, context: ToolContext, deps: ExpandDeps): Promise<Expanded> {
  const rows =
    wish.rows_of === undefined ? [] : await rowsOf(wish.rows_of, { sheet: wish.sheet, context }, deps);
  if ('kind' in rows) return rows;
  const items = [
    ...(await filesOf(wish, context, deps)),
    ...rows,
    ...(await messagesOf(wish, context, deps)),
    ...linksOf(wish.links ?? [], context),
  ];
  if (items.length === 0)
    return {
      kind: 'failed',
      reason: 'There is nothing to read: name files, all_files, links, rows_of, messages or a thread.',
    };
  if (items.length > MOST_ITEMS)
    return {
      kind: 'failed',
      reason: `These are ${items.length} documents; at most ${MOST_ITEMS} are read at once. Read a part of them.`,
    };
  return { kind: 'items', items };
}

async function filesOf(wish: ReadingWish, context: ToolContext, deps: ExpandDeps): Promise<readonly Item[]> {
  const { task } = context;
  const { stores } = deps;
  const named = await Promise.all(
    (wish.files ?? []).map(async (written): Promise<Item> => {
      const fileId = /F[A-Z0-9]{2,}/iu.exec(written.replace(/^\[?(?:f:)?/iu, ''))?.[0]?.toUpperCase();
      const file = fileId === undefined ? undefined : await stores.files.find(task, fileId);
      return file === undefined
        ? {
            kind: 'unreadable',
            label: oneLine(written),
            why: 'missing',
            reason: 'There is no such file in this channel.',
          }
        : { kind: 'file', fileId: file.id, label: oneLine(file.name) };
    }),
  );
  const chosen = wish.all_files === undefined ? [] : await stores.files.list(task, MOST_FILES);
  const { name = '', kind = '' } = wish.all_files ?? {};
  const fitting = chosen
    .filter((file) => file.name.toLowerCase().includes(name.toLowerCase()))
    .filter((file) => `${file.name} ${file.mimetype}`.toLowerCase().includes(kind.toLowerCase()))
    .map((file): Item => ({ kind: 'file', fileId: file.id, label: oneLine(file.name) }))
    .toReversed(); // As they were shared.
  const once = new Map(
    [...named, ...fitting].map((item) => [item.kind === 'file' ? item.fileId : item.label, item]),
  );
  const opened: Item[] = [];
  for (const item of once.values())
    opened.push(
      ...(item.kind === 'file' && /\.zip$/iu.test(item.label) ? await partsOf(item, context, deps) : [item]),
    );
  return opened;
}

/** Each file in a zip is a document of its own, also one that cannot be read. */
async function partsOf(
  item: Extract<Item, { kind: 'file' }>,
  context: ToolContext,
  { openDocument }: ExpandDeps,
): Promise<readonly Item[]> {
  const opened = await openDocument(item.fileId, context);
  if (opened.kind === 'failed' || opened.document.kind !== 'pages') return [item];
  const { pages, unread = [] } = opened.document;
  const parts = new Set([...pages, ...unread].flatMap(({ part }) => (part === undefined ? [] : [part])));
  return parts.size === 0 ? [item] : [...parts].map((part) => ({ ...item, part }));
}

async function rowsOf(
  file: string,
  { sheet, context }: { sheet: string | undefined; context: ToolContext },
  { openDocument }: ExpandDeps,
): Promise<readonly Item[] | Extract<Expanded, { kind: 'failed' }>> {
  const opened = await openDocument(file, context);
  if (opened.kind === 'failed') return { kind: 'failed', reason: opened.reason };
  const found = tableIn(opened.document, sheet);
  if (found.kind === 'none')
    return { kind: 'failed', reason: `"${opened.file.name}" has no rows to read: ${found.reason}.` };
  const { columns, rows } = found.table;
  return rows.map((cells, index): Item => ({
    kind: 'row',
    fileId: opened.file.id,
    row: index + 1,
    label: `row ${index + 1}${cells[0] === undefined || cells[0] === '' ? '' : ` (${oneLine(cells[0]).slice(0, 60)})`}`,
    text: columns.map((column, at) => `${column}: ${cells[at] ?? ''}`).join('\n'),
  }));
}

async function messagesOf(
  { messages = [], thread }: ReadingWish,
  { task }: ToolContext,
  { stores }: ExpandDeps,
): Promise<readonly Item[]> {
  if (messages.length === 0 && thread === undefined) return [];
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.requesterId });
  const tsOf = (written: string): string => /\d+\.\d+/u.exec(written)?.[0] ?? written;
  const inThread = thread === undefined ? [] : await stores.history.thread(task, tsOf(thread));
  const named = await Promise.all(
    messages.map(async (written): Promise<Item> => {
      const ts = tsOf(written);
      const message = await stores.history.find({ ...task, ts });
      return message === undefined
        ? {
            kind: 'unreadable',
            label: oneLine(written),
            why: 'missing',
            reason: 'There is no such message in this channel.',
          }
        : { kind: 'message', ts, label: oneLine(labelOf(message, options)) };
    }),
  );
  const said = inThread
    .filter(({ author }) => author.kind === 'person')
    .map((message): Item => ({ kind: 'message', ts: message.ts, label: oneLine(labelOf(message, options)) }));
  return [...named, ...said];
}

function linksOf(links: readonly string[], { wasShown }: ToolContext): readonly Item[] {
  return [...new Set(links.map(toAddress))].map((url): Item =>
    isShown(url, wasShown)
      ? { kind: 'link', url, label: oneLine(url) }
      : {
          kind: 'unreadable',
          label: oneLine(url),
          why: 'fetch',
          reason: 'This address stands in no message, file or page that was shown, so it is not fetched.',
        },
  );
}
