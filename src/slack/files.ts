// Files in and out: fetched with the bot's token from Slack and nowhere else, shared into a thread once.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { AppError, toReason } from '../base/errors.ts';
import type { SharedFile } from '../history/message.ts';
import { toEnding, type Ending } from './sending.ts';

export type Downloaded =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'failed';
      readonly why: 'no-address' | 'foreign-host' | 'not-found' | 'too-large' | 'unreachable';
      readonly reason: string;
    };

const MOST_BYTES = 50 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 60_000;

export interface SlackAccess {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
}

/** The content of a shared file, by `url_private_download`. */
export function createDownload({ botToken, apiUrl }: SlackAccess) {
  return async function downloadFile(
    file: Pick<SharedFile, 'downloadUrl'>,
    signal?: AbortSignal,
  ): Promise<Downloaded> {
    if (file.downloadUrl === undefined) return failed('no-address', 'Slack gave no address for this file.');
    if (!isSlackHost(file.downloadUrl, apiUrl))
      return failed('foreign-host', 'The file is kept outside Slack.');
    try {
      const limit = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
      const response = await fetch(file.downloadUrl, {
        headers: { authorization: `Bearer ${botToken}` },
        // A redirect is Slack's way to the sign-in page; the token goes nowhere else.
        redirect: 'manual',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      if (!response.ok) {
        await response.body?.cancel();
        return failed(
          'not-found',
          `Slack answered ${response.status}: the file is gone, or the bot may not read it.`,
        );
      }
      return await readCapped(response);
    } catch (error) {
      return failed('unreachable', toReason(error));
    }
  };
}

type Why = Extract<Downloaded, { kind: 'failed' }>['why'];

function failed(why: Why, reason: string): Downloaded {
  return { kind: 'failed', why, reason };
}

function isSlackHost(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host } = new URL(address);
  if (apiUrl !== undefined && host === new URL(apiUrl).host) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

async function readCapped(response: Response): Promise<Downloaded> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) return failed('too-large', 'The file is larger than 50 MB.');
    chunks.push(chunk);
  }
  return { kind: 'read', bytes: Buffer.concat(chunks) };
}

export interface FileToPost {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  readonly name: string;
  readonly title?: string;
  readonly bytes: Uint8Array;
  /** The name under which the caller keeps this effect; the file's id is what it is found by. */
  readonly key: string;
  /** Called before anybody can see the file: with the id an unknown ending can be looked up. */
  readonly onFileId: (fileId: string) => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface FilePoster {
  /** For `post_file`: throws an AppError when the file is certainly not shared, and any other error when that is unknown. */
  post(file: FileToPost): Promise<{ readonly fileId: string; readonly permalink?: string }>;
  find(where: { fileId: string; channelId: string }): Promise<'shared' | 'not-shared' | 'unknown'>;
  /** For the outbox: the same, with the ending as a value. */
  share(file: Omit<FileToPost, 'key'>): Promise<Ending>;
}

const UploadUrl = z.looseObject({ upload_url: z.string(), file_id: z.string() });
const FileInfo = z.looseObject({
  file: z.looseObject({
    permalink: z.string().optional(),
    channels: z.array(z.string()).default([]),
    groups: z.array(z.string()).default([]),
    ims: z.array(z.string()).default([]),
    shares: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  }),
});

export function createFilePoster(client: WebClient): FilePoster {
  async function upload(file: Omit<FileToPost, 'key'>): Promise<string> {
    const { upload_url: address, file_id: fileId } = UploadUrl.parse(
      await client.files.getUploadURLExternal({ filename: file.name, length: file.bytes.byteLength }),
    );
    await file.onFileId(fileId);
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(file.bytes)]), file.name);
    const response = await fetch(address, {
      method: 'POST',
      body: form,
      ...(file.signal === undefined ? {} : { signal: file.signal }),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the upload ended with ${response.status}`);
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
        const permalink = await permalinkOf(fileId);
        return permalink === undefined ? { fileId } : { fileId, permalink };
      } catch (error) {
        const ending = toEnding(error);
        if (ending.kind === 'unknown' || ending.kind === 'sent') throw error;
        const reason = ending.kind === 'limited' ? `wait ${ending.retryAfterSeconds} seconds` : ending.reason;
        throw new AppError({
          code: 'slack/file-refused',
          message: `Slack did not take the file ${file.name}: ${reason}.`,
          hint: 'Nothing was shared. See that Longhand is in the channel and has the scope files:write, then try again.',
          cause: error,
        });
      }
    },

    find: async ({ fileId, channelId }) => {
      try {
        const { file } = FileInfo.parse(await client.files.info({ file: fileId }));
        const shared = [...file.channels, ...file.groups, ...file.ims];
        const inShares = Object.values(file.shares).flatMap((channels) => Object.keys(channels));
        return [...shared, ...inShares].includes(channelId) ? 'shared' : 'not-shared';
      } catch (error) {
        const ending = toEnding(error);
        return ending.kind === 'refused' && ending.reason === 'file_not_found' ? 'not-shared' : 'unknown';
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
