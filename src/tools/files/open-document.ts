// From the name of a file to its text: found in the channel, fetched, read once, remembered.
import { createHash } from 'node:crypto';
import type { ToolContext, ToolTask } from '../../agent/tool.ts';
import {
  unread,
  type Table,
  type DocumentRead,
  type DocumentText,
  type FailureWhy,
  type ReadFailure,
} from './document.ts';
import { fromKept, toKept } from './kept.ts';
import { oneLine } from '../framing.ts';
import { MAX_FILE_BYTES, type ReadDocument } from './read-document.ts';
import type { ChannelFile, FileShelf } from './shelf.ts';

interface OpenedDocument {
  readonly kind: 'opened';
  readonly file: ChannelFile;
  readonly document: DocumentText;
}

export interface MadeTables {
  find(query: {
    readonly teamId: string;
    readonly channelId: string;
    readonly fileId: string;
  }): Promise<{ readonly file: ChannelFile; readonly table: Table } | undefined>;
}

export type OpenDocument = (file: string, context: ToolContext) => Promise<OpenedDocument | ReadFailure>;
/** What was shared in a channel, for whomever: no task is needed. */
export type OpenShared = (
  file: string,
  context: { readonly task: Pick<ToolTask, 'teamId' | 'channelId'>; readonly signal: AbortSignal },
) => Promise<OpenedDocument | ReadFailure>;

interface OpenDocumentDeps {
  /** Tables that were made in this channel are read like the files that were shared there. */
  readonly tables?: MadeTables;
  readonly shelf: FileShelf;
  readonly readDocument: ReadDocument;
}

export function createOpenDocument({ shelf, readDocument, tables }: OpenDocumentDeps): OpenShared {
  return async function openDocument(written, { task, signal }) {
    const fileId = toFileId(written);
    if (fileId === undefined) {
      return failed(
        `"${written.slice(0, 80)}" is not the id of a file. Ids look like F0ABC123; list_files shows them.`,
      );
    }
    const key = { teamId: task.teamId, fileId };
    const made = await tables?.find({ ...key, channelId: task.channelId });
    if (made !== undefined) return opened(made.file, { kind: 'table', table: made.table });
    const found = await shelf.find({ ...key, channelId: task.channelId });
    if (found === undefined)
      return failed(`There is no file ${fileId} in this channel. list_files shows those that are.`);

    const file = { ...found, name: oneLine(found.name) };
    const known = fromKept((await shelf.loadPages(key)) ?? []);
    if (known !== undefined) return opened(file, known);

    if (file.bytes > MAX_FILE_BYTES)
      return failed(`"${file.name}" is larger than 50 MB, which is more than can be read.`, 'too-large');
    const download = await shelf.download(file, { teamId: task.teamId, signal, maxBytes: MAX_FILE_BYTES });
    if (download.kind === 'failed') return failed(`"${file.name}" could not be fetched: ${download.reason}`);

    const sha256 = createHash('sha256').update(download.bytes).digest('hex');
    const same = fromKept((await shelf.adoptPages(key, sha256)) ?? []);
    if (same !== undefined) return opened(file, same);

    const document = await readDocument(download.bytes, file, { signal });
    const pages = toKept(document);
    if (pages !== undefined) await shelf.savePages(key, { sha256, pages });
    return opened(file, document);
  };
}

function opened(file: ChannelFile, document: DocumentRead): OpenedDocument | ReadFailure {
  return document.kind === 'failed'
    ? failed(`"${file.name}" could not be read. ${document.reason}`, document.why)
    : { kind: 'opened', file, document };
}

/** Models write ids the way they cite them: `F0A`, `f:F0A`, `[f:F0A#p2]`. */
export function toFileId(written: string): string | undefined {
  return /^\[?(?:f:)?(F[A-Z0-9]{2,})(?:#[^\]]*)?\]?$/i.exec(written.trim())?.[1]?.toUpperCase();
}

function failed(reason: string, why: FailureWhy = 'unknown'): ReadFailure {
  return unread(why, reason);
}
