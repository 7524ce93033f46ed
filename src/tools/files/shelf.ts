// What the tools that read files need of the rooms that know them, and no more.
import type { KeptPage } from './kept.ts';

/** A file that was shared in a channel. */
export interface ChannelFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly bytes: number;
  /** Where a person can open it. */
  readonly url?: string;
  /** The message it was shared with, `m:<ts>`, and by whom and when, as people read it. */
  readonly messageRef: string;
  readonly sharedBy: string;
  readonly sharedAt: string;
}

export type Download =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string };

interface FileKey {
  readonly teamId: string;
  readonly fileId: string;
}

export interface FileShelf {
  /** Undefined for a file that was never shared in this channel, or is gone: the task may not read it. */
  find(query: FileKey & { readonly channelId: string }): Promise<ChannelFile | undefined>;
  download(
    file: ChannelFile,
    options: { readonly teamId: string; readonly signal: AbortSignal; readonly maxBytes: number },
  ): Promise<Download>;
  /** Pages read before, all of them and in order, or undefined. */
  loadPages(key: FileKey): Promise<readonly KeptPage[] | undefined>;
  /** The pages of another file with the same content, read before. */
  adoptPages(key: FileKey, sha256: string): Promise<readonly KeptPage[] | undefined>;
  savePages(
    key: FileKey,
    content: { readonly sha256: string; readonly pages: readonly KeptPage[] },
  ): Promise<void>;
}
