// Which files there are to read: those that were shared in the task's channel.
import { z } from 'zod';
import type { TaskFileInfo, TaskFileStore } from '../task/file-store.ts';
import { defineTool, type Tool } from '../agent/tool.ts';
import { oneLine } from './framing.ts';
import { keptRef } from './files/kept-name.ts';
import type { ChannelFile } from './files/shelf.ts';
import { toSize } from './files/size.ts';

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

interface ListFilesDeps {
  readonly files: FileList;
  readonly taskFiles: TaskFileStore;
}

export function createListFiles({ files, taskFiles }: ListFilesDeps): Tool {
  return defineTool({
    name: 'list_files',
    description:
      'List the files shared in this channel, newest first, with their ids, who shared them and when; after them those that ' +
      'were made in this task, which nobody sees before they are posted. Use it when a goal ' +
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
      const own = (await taskFiles.list(task.id)).filter(
        (file) => name === undefined || file.name.toLowerCase().includes(name.toLowerCase()),
      );
      if (shown.length === 0 && own.length === 0) {
        const wider =
          name === undefined && kind === undefined
            ? ''
            : ' Try without name and kind, or use search_history.';
        return { text: `No such files were shared in this channel.${wider}` };
      }
      const end = found.length > shown.length ? ['There are more: give a name or a kind.'] : [];
      return {
        text: [...shown.map(toLine), ...end, ...own.map(toOwnLine)].join('\n'),
        sources: [
          ...shown.map((file) => ({
            ref: `f:${file.id}`,
            label: file.name,
            ...(file.url === undefined ? {} : { url: file.url }),
          })),
          ...own.map((file) => ({ ref: keptRef(file.name), label: file.name })),
        ],
      };
    },
  });
}

function toLine(file: ChannelFile): string {
  return `[f:${file.id}] ${oneLine(file.name)} (${file.mimetype}, ${toSize(file.bytes)}), shared ${file.sharedAt} by ${file.sharedBy} in [${file.messageRef}]`;
}

function toOwnLine({ name, bytes }: TaskFileInfo): string {
  return `[${keptRef(name)}] ${name} (${toSize(bytes)}), made in this task`;
}
