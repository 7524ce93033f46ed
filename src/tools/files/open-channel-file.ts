// A file of the channel as bytes, for tools that do not want its text.
import type { ToolContext } from '../../agent/tool.ts';
import { oneLine } from '../framing.ts';
import { toFileId } from './open-document.ts';
import { MAX_FILE_BYTES } from './read-document.ts';
import type { ChannelFile, FileShelf } from './shelf.ts';

type ChannelBytes =
  | { readonly kind: 'opened'; readonly file: ChannelFile; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string };

export async function openChannelFile(
  written: string,
  { task, signal }: ToolContext,
  shelf: FileShelf,
): Promise<ChannelBytes> {
  const fileId = toFileId(written);
  const { teamId, channelId } = task;
  const found = fileId === undefined ? undefined : await shelf.find({ teamId, channelId, fileId });
  if (found === undefined) {
    return {
      kind: 'failed',
      reason: `There is no file "${oneLine(written)}" in this channel or this task. list_files shows those that are.`,
    };
  }
  const file = { ...found, name: oneLine(found.name) };
  const download = await shelf.download(file, { teamId, signal, maxBytes: MAX_FILE_BYTES });
  return download.kind === 'failed'
    ? { kind: 'failed', reason: `"${file.name}" could not be fetched: ${download.reason}` }
    : { kind: 'opened', file, bytes: download.bytes };
}
