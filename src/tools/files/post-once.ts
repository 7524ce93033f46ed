// A file into the task's own thread: once, even when the answer to it is lost; and taken back again.
import { withoutKey } from '../without-key.ts';
import type { Settlement, ToolContext, ToolOutcome } from '../../agent/tool.ts';

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

/** What posting a file needs of slack/, and no more. */
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

interface PostOnceDeps {
  readonly poster: FilePoster;
  readonly posted: PostedFiles;
}

interface FileToPost {
  readonly name: string;
  readonly title?: string | undefined;
  readonly bytes: Uint8Array;
}

/** The three parts of an effect that posts a file, for whichever tool made it. */
export interface PostOnce {
  /** Throws when nobody knows whether it can be seen. */
  post(file: FileToPost, context: ToolContext): Promise<ToolOutcome>;
  settle(key: string, context: ToolContext): Promise<Settlement>;
  undo(key: string): Promise<ToolOutcome>;
  /** Whether a file of this effect has an id, seen or not. */
  wasBegun(key: string): Promise<boolean>;
}

export function createPostOnce({ poster, posted }: PostOnceDeps): PostOnce {
  return {
    async post({ name, title, bytes }, { task, key, signal, confirm }) {
      if (key === undefined) throw withoutKey('Posting a file');
      const { teamId, channelId, threadTs } = task;
      const ending = await poster.post({
        teamId,
        channelId,
        threadTs,
        name,
        ...(title === undefined ? {} : { title }),
        bytes,
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

    wasBegun: async (key) => (await posted.recall(key)) !== undefined,

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
  };
}

function toOutcome({ fileId, name, url }: { fileId: string; name: string; url?: string }): ToolOutcome {
  return {
    text: `Posted ${name} into the thread as [f:${fileId}].`,
    sources: [{ ref: `f:${fileId}`, label: name, ...(url === undefined ? {} : { url }) }],
  };
}
