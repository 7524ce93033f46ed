// Files in and out: fetched with the bot's token from Slack and nowhere else, shared into a thread once.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { toReason } from '../base/errors.ts';
import { toEnding, type Ending } from './sending.ts';

/** Fits the tools' idea of a download: what went wrong is a sentence for the model. */
type Downloaded =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string };

interface FileToFetch {
  /** As it stands with the message: Slack's `url_private_download`. */
  readonly url: string;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

const MOST_BYTES = 50 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 40_000;

interface SlackAccess {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
}

/** The content of a shared file. The token goes to Slack alone, also when a message names another place. */
export function createDownload({ botToken, apiUrl }: SlackAccess) {
  return async function download({ url, maxBytes = MOST_BYTES, signal }: FileToFetch): Promise<Downloaded> {
    if (!isSlackHost(url, apiUrl)) return failed('it is kept outside Slack');
    try {
      const limit = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${botToken}` },
        // A redirect is Slack's way to the sign-in page, whose HTML is not the file.
        redirect: 'manual',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      if (!response.ok) {
        await response.body?.cancel();
        return failed(`Slack answered ${response.status}: it is gone, or Longhand may not read it`);
      }
      return await readCapped(response, Math.min(maxBytes, MOST_BYTES));
    } catch (error) {
      return failed(toReason(error));
    }
  };
}

function failed(reason: string): Downloaded {
  return { kind: 'failed', reason };
}

function isSlackHost(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, origin } = new URL(address);
  if (apiUrl !== undefined && origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

async function readCapped(response: Response, maxBytes: number): Promise<Downloaded> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return failed(`it is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB`);
    chunks.push(chunk);
  }
  return { kind: 'bytes', bytes: Buffer.concat(chunks) };
}

interface FileToPost {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  readonly name: string;
  readonly title?: string;
  readonly bytes: Uint8Array;
  /** The name under which the caller keeps this effect; the file's id is what it is found by. */
  readonly key: string;
  /** Called before anybody can see the file: with the id an unknown ending can be looked up. */
  readonly onFileId: (fileId: string) => Promise<void>;
  /** Called right before it can be seen; throws when it is no longer ours to post. */
  readonly confirm?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/** `refused` is certain: nobody sees the file. */
export type FilePosted =
  | { readonly kind: 'posted'; readonly fileId: string; readonly url?: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** `gone` also when it was gone before. */
type FileRemoved = { readonly kind: 'gone' } | { readonly kind: 'refused'; readonly reason: string };

export type FileVisibility =
  | { readonly kind: 'shared'; readonly name: string; readonly url?: string }
  | { readonly kind: 'not-shared' }
  | { readonly kind: 'unknown' };

export interface FilePoster {
  /** For the tool: throws when it is not known whether the file can be seen. */
  post(file: FileToPost): Promise<FilePosted>;
  find(where: { fileId: string; channelId: string }): Promise<FileVisibility>;
  /** Throws when it is not known whether it is still there. */
  remove(fileId: string): Promise<FileRemoved>;
  /** For the outbox: the same, with every ending as a value. */
  share(file: Omit<FileToPost, 'key'>): Promise<Ending>;
}

const UploadUrl = z.looseObject({ upload_url: z.string(), file_id: z.string() });
const FileInfo = z.looseObject({
  file: z.looseObject({
    name: z.string().default(''),
    permalink: z.string().optional(),
    channels: z.array(z.string()).default([]),
    groups: z.array(z.string()).default([]),
    ims: z.array(z.string()).default([]),
    shares: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  }),
});

const GONE: ReadonlySet<string> = new Set(['file_not_found', 'file_deleted']);

export function createFilePoster(client: WebClient): FilePoster {
  async function upload(file: Omit<FileToPost, 'key'>): Promise<string> {
    const { upload_url: address, file_id: fileId } = UploadUrl.parse(
      await client.files.getUploadURLExternal({ filename: file.name, length: file.bytes.byteLength }),
    );
    await file.onFileId(fileId);
    const limit = AbortSignal.timeout(UPLOAD_TIMEOUT_MS);
    const response = await fetch(address, {
      method: 'POST',
      // The bytes as they are, which Slack takes as well as a form: Node's own form throws, where nobody can catch it, when
      // the sending ends in the middle.
      headers: { 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(file.bytes),
      signal: file.signal === undefined ? limit : AbortSignal.any([file.signal, limit]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the upload ended with ${response.status}`);
    await file.confirm?.();
    await client.apiCall('files.completeUploadExternal', {
      files: [{ id: fileId, title: file.title ?? file.name }],
      channel_id: file.channelId,
      ...(file.threadTs === undefined ? {} : { thread_ts: file.threadTs }),
    });
    return fileId;
  }

  async function permalinkOf(fileId: string): Promise<string | undefined> {
    try {
      return FileInfo.parse(await client.files.info({ file: fileId })).file.permalink;
    } catch {
      return undefined; // The file is shared; only its link is not known.
    }
  }

  return {
    post: async (file) => {
      try {
        const fileId = await upload(file);
        const url = await permalinkOf(fileId);
        return { kind: 'posted', fileId, ...(url === undefined ? {} : { url }) };
      } catch (error) {
        const ending = toEnding(error);
        if (ending.kind === 'limited')
          return { kind: 'refused', reason: `Slack asks to wait ${ending.retryAfterSeconds} seconds` };
        if (ending.kind === 'refused' || ending.kind === 'token')
          return { kind: 'refused', reason: ending.reason };
        throw error;
      }
    },

    find: async ({ fileId, channelId }) => {
      try {
        const { file } = FileInfo.parse(await client.files.info({ file: fileId }));
        const shared = [...file.channels, ...file.groups, ...file.ims];
        const inShares = Object.values(file.shares).flatMap((channels) => Object.keys(channels));
        if (![...shared, ...inShares].includes(channelId)) return { kind: 'not-shared' };
        return {
          kind: 'shared',
          name: file.name,
          ...(file.permalink === undefined ? {} : { url: file.permalink }),
        };
      } catch (error) {
        const ending = toEnding(error);
        const isGone = ending.kind === 'refused' && GONE.has(ending.reason);
        return { kind: isGone ? 'not-shared' : 'unknown' };
      }
    },

    remove: async (fileId) => {
      try {
        await client.files.delete({ file: fileId });
        return { kind: 'gone' };
      } catch (error) {
        const ending = toEnding(error);
        if (ending.kind !== 'refused') throw error;
        return GONE.has(ending.reason) ? { kind: 'gone' } : { kind: 'refused', reason: ending.reason };
      }
    },

    share: async (file) => {
      try {
        return { kind: 'sent', ts: await upload(file) };
      } catch (error) {
        return toEnding(error);
      }
    },
  };
}
