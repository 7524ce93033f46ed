// From the name of a file to its text: found in the channel, fetched, read once, remembered.
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { ToolContext } from '../../agent/tool.ts';
import type { DocumentText, ReadFailure } from './document.ts';
import { oneLine } from '../framing.ts';
import { MAX_FILE_BYTES, readDocument } from './read-document.ts';
import type { ChannelFile, FileShelf } from './shelf.ts';

interface OpenedDocument {
  readonly kind: 'opened';
  readonly file: ChannelFile;
  readonly document: DocumentText;
}

export type OpenDocument = (file: string, context: ToolContext) => Promise<OpenedDocument | ReadFailure>;

interface OpenDocumentDeps {
  readonly shelf: FileShelf;
  readonly clock: Clock;
}

export function createOpenDocument({ shelf, clock }: OpenDocumentDeps): OpenDocument {
  return async function openDocument(written, { task, signal }) {
    const fileId = toFileId(written);
    if (fileId === undefined) {
      return failed(
        `"${written.slice(0, 80)}" is not the id of a file. Ids look like F0ABC123; list_files shows them.`,
      );
    }
    const key = { teamId: task.teamId, fileId };
    const found = await shelf.find({ ...key, channelId: task.channelId });
    if (found === undefined)
      return failed(`There is no file ${fileId} in this channel. list_files shows those that are.`);

    const file = { ...found, name: oneLine(found.name) };
    const known = await shelf.loadPages(key);
    if (known !== undefined && known.length > 0)
      return { kind: 'opened', file, document: { kind: 'pages', pages: known } };

    if (file.bytes > MAX_FILE_BYTES)
      return failed(`"${file.name}" is larger than 50 MB, which is more than can be read.`);
    const download = await shelf.download(file, { teamId: task.teamId, signal, maxBytes: MAX_FILE_BYTES });
    if (download.kind === 'failed') return failed(`"${file.name}" could not be fetched: ${download.reason}`);

    const sha256 = createHash('sha256').update(download.bytes).digest('hex');
    const same = await shelf.adoptPages(key, sha256);
    if (same !== undefined && same.length > 0)
      return { kind: 'opened', file, document: { kind: 'pages', pages: same } };

    const document = await readDocument(download.bytes, file, { clock, signal });
    if (document.kind === 'failed') return failed(`"${file.name}" could not be read. ${document.reason}`);
    // A table is read again each time: it is quick, and its cells are needed, not its text.
    if (document.kind === 'pages') await shelf.savePages(key, { sha256, pages: document.pages });
    return { kind: 'opened', file, document };
  };
}

/** Models write ids the way they cite them: `F0A`, `f:F0A`, `[f:F0A#p2]`. */
export function toFileId(written: string): string | undefined {
  return /^\[?(?:f:)?(F[A-Z0-9]{2,})(?:#[^\]]*)?\]?$/i.exec(written.trim())?.[1]?.toUpperCase();
}

function failed(reason: string): ReadFailure {
  return { kind: 'failed', reason };
}
