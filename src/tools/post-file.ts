// A text made here, given to people as a file in the task's own thread: once, even when the answer to it is lost.
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { defineTool, type Tool, type ToolOutcome } from '../agent/tool.ts';

interface FilePost {
  readonly teamId: string;
  readonly channelId: string;
  readonly threadTs: string;
  readonly name: string;
  readonly title?: string;
  readonly bytes: Uint8Array;
  readonly key: string;
  /** To be awaited as soon as the file has an id, and before anybody can see it. */
  onFileId(fileId: string): Promise<void>;
  /** To be awaited right before it can be seen; throws when somebody else goes on with the task by now. */
  confirm(): Promise<void>;
  readonly signal: AbortSignal;
}

/** `refused` is certain: nothing is to be seen in the thread. What is uncertain is thrown. */
export type FilePosted =
  | { readonly kind: 'posted'; readonly fileId: string; readonly url?: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What this tool needs of slack/, and no more. */
export interface FilePoster {
  post(file: FilePost): Promise<FilePosted>;
  /** Whether a file that was uploaded became visible in the channel. */
  find(query: {
    readonly teamId: string;
    readonly fileId: string;
    readonly channelId: string;
  }): Promise<FileVisibility>;
  remove(fileId: string): Promise<FileRemoved>;
}

/** `gone` also when it was gone before. */
export type FileRemoved = { readonly kind: 'gone' } | { readonly kind: 'refused'; readonly reason: string };

export type FileVisibility =
  | { readonly kind: 'shared'; readonly name: string; readonly url?: string }
  | { readonly kind: 'not-shared' }
  | { readonly kind: 'unknown' };

/** Which file an effect has begun to post. It outlives the process: it is what a lost answer is settled by. */
export interface PostedFiles {
  remember(key: string, fileId: string): Promise<void>;
  recall(key: string): Promise<string | undefined>;
}

interface PostFileDeps {
  readonly poster: FilePoster;
  readonly posted: PostedFiles;
}

const MAX_CONTENT_CHARS = 1_000_000;
const ENDINGS = ['.md', '.csv', '.tsv', '.txt', '.json'];

export function createPostFile({ poster, posted }: PostFileDeps): Tool {
  return defineTool({
    name: 'post_file',
    description:
      'Post a text file into this thread, for a result that is too long or too wide for a message: a table as .csv, a report ' +
      `as .md, data as .json, anything else as .txt. People see it at once. Example: {"name": "offers.csv", "content": "Vendor,Price\\nA,4180\\n"}.`,
    effect: 'seen',
    input: z.object({
      name: z
        .string()
        .min(1)
        .describe(`The name with its ending: ${ENDINGS.join(', ')}`),
      content: z.string().min(1).max(MAX_CONTENT_CHARS).describe('The whole text of the file'),
      title: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('What people read above it; without it, its name'),
    }),
    says: ({ name }) => `Posting ${toSafeName(name) ?? name.slice(0, 100)}`,

    async run({ name: written, content, title }, { task, key, signal, confirm }) {
      const name = toSafeName(written);
      if (name === undefined)
        return { text: `The name must end in one of ${ENDINGS.join(', ')}.`, failed: true };
      if (name.endsWith('.json') && !isJson(content))
        return { text: 'The content is not valid JSON. Nothing was posted.', failed: true };
      if (key === undefined) throw withoutKey();

      const { teamId, channelId, threadTs } = task;
      const ending = await poster.post({
        teamId,
        channelId,
        threadTs,
        name,
        ...(title === undefined ? {} : { title }),
        bytes: new TextEncoder().encode(content),
        key,
        onFileId: async (fileId) => {
          await confirm(); // Else it would take the name of the file that somebody else posts for it.
          await posted.remember(key, fileId);
        },
        confirm,
        signal,
      });
      if (ending.kind === 'refused')
        return { text: `${name} was not posted: ${ending.reason}`, failed: true };
      return toOutcome({
        fileId: ending.fileId,
        name,
        ...(ending.url === undefined ? {} : { url: ending.url }),
      });
    },

    async settle(key, { task }) {
      const fileId = await posted.recall(key);
      // The id is remembered before the file can be seen; without one nobody has seen anything.
      if (fileId === undefined) return { kind: 'not-done' };
      const found = await poster.find({ teamId: task.teamId, fileId, channelId: task.channelId });
      switch (found.kind) {
        case 'shared':
          return {
            kind: 'done',
            outcome: toOutcome({
              fileId,
              name: found.name,
              ...(found.url === undefined ? {} : { url: found.url }),
            }),
          };
        case 'not-shared':
          return { kind: 'not-seen' };
        case 'unknown':
          return { kind: 'unknown' };
      }
    },

    async undo(key) {
      const fileId = await posted.recall(key);
      if (fileId === undefined) return { text: 'Nothing of it is to be seen.' };
      const removed = await poster.remove(fileId);
      return removed.kind === 'gone'
        ? { text: 'The file is deleted.' }
        : { text: `Slack did not delete the file: ${removed.reason}`, failed: true };
    },
  });
}

function toOutcome({ fileId, name, url }: { fileId: string; name: string; url?: string }): ToolOutcome {
  return {
    text: `Posted ${name} into the thread as [f:${fileId}].`,
    sources: [{ ref: `f:${fileId}`, label: name, ...(url === undefined ? {} : { url }) }],
  };
}

/** A bare name: no folders, nothing invisible, an ending that says what it is. */
function toSafeName(written: string): string | undefined {
  const base = written.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = base
    .replace(/[\p{C}<>:"|?*`]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
  const dot = plain.lastIndexOf('.');
  const ending = dot < 1 ? '' : plain.slice(dot).toLowerCase();
  if (!ENDINGS.includes(ending)) return undefined;
  return `${plain.slice(0, dot).trim().slice(0, 120)}${ending}`;
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}

function withoutKey(): AppError {
  return new AppError({
    code: 'tool/effect-without-key',
    message: 'A file was to be posted without a key in the effect ledger; nothing was posted.',
    hint: 'Run tools with an effect through the ledger, which gives each call its key.',
  });
}
