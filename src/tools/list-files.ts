// Which files there are to read: those that were shared in the task's channel.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
import { oneLine } from './framing.ts';
import type { ChannelFile } from './files/shelf.ts';

interface ListFilesQuery {
  readonly teamId: string;
  readonly channelId: string;
  /** For whom: times are shown as on their clock. */
  readonly requesterId: string;
  /** Part of the name, in any case. */
  readonly name?: string;
  /** Part of the ending or of the media type: `pdf`, `csv`, `image`. */
  readonly kind?: string;
  readonly limit: number;
}

export interface FileList {
  /** Newest first; a file that was shared twice stands there once, with its newest message. */
  list(query: ListFilesQuery): Promise<readonly ChannelFile[]>;
}

const USUAL_LIMIT = 30;

export function createListFiles({ files }: { readonly files: FileList }): Tool {
  return defineTool({
    name: 'list_files',
    description:
      'List the files shared in this channel, newest first, with their ids, who shared them and when. Use it when a goal ' +
      'speaks of a file and its id does not stand in the messages you see. Example: {"kind": "pdf"} or {"name": "offer"}.',
    effect: 'read',
    input: z.object({
      name: z.string().min(1).optional().describe('Part of the file name'),
      kind: z.string().min(1).optional().describe('Part of the kind: pdf, csv, text, image'),
      limit: z.coerce.number().int().min(1).max(100).optional(),
    }),
    says: ({ name }) =>
      name === undefined ? 'Looking through the files' : `Looking for files named ${name}`,

    async run({ name, kind, limit = USUAL_LIMIT }, { task }) {
      const query = {
        teamId: task.teamId,
        channelId: task.channelId,
        requesterId: task.requesterId,
        limit: limit + 1,
      };
      const found = await files.list({
        ...query,
        ...(name === undefined ? {} : { name }),
        ...(kind === undefined ? {} : { kind }),
      });
      const shown = found.slice(0, limit);
      if (shown.length === 0) {
        const wider =
          name === undefined && kind === undefined
            ? ''
            : ' Try without name and kind, or use search_history.';
        return { text: `No such files were shared in this channel.${wider}` };
      }
      const end = found.length > shown.length ? ['There are more: give a name or a kind.'] : [];
      return {
        text: [...shown.map(toLine), ...end].join('\n'),
        sources: shown.map((file) => ({
          ref: `f:${file.id}`,
          label: file.name,
          ...(file.url === undefined ? {} : { url: file.url }),
        })),
      };
    },
  });
}

function toLine(file: ChannelFile): string {
  return `[f:${file.id}] ${oneLine(file.name)} (${file.mimetype}, ${toSize(file.bytes)}), shared ${file.sharedAt} by ${file.sharedBy} in [${file.messageRef}]`;
}

function toSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
