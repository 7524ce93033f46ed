// What the tools need of the rooms below them: history as rendered lines, files as the channel knows them.
import { labelOf, renderMessage, toLocalTime, type RenderOptions } from '../history/render.ts';
import { sentAtOf } from '../history/message.ts';
import { findExact } from '../history/search/exact-store.ts';
import { searchMessages } from '../history/search/search-store.ts';
import type { ChannelRef, StoredMessage } from '../history/store.ts';
import type { Database } from '../db/pool.ts';
import type { StoredFile } from '../history/file-store.ts';
import type { ChannelFile, Download } from '../tools/files/shelf.ts';
import type { ToolDeps } from '../tools/index.ts';
import type { RenderedMessage } from '../tools/history-lines.ts';
import { renderOptionsFor } from './situation.ts';
import { storesOn } from './stores.ts';

export interface PortDeps {
  readonly database: Database;
  permalink(channelId: string, ts: string): string | undefined;
  download(file: { url: string; maxBytes: number; signal: AbortSignal }): Promise<Download>;
}

type Ports = Pick<ToolDeps, 'history' | 'files' | 'posted'>;

/** How much of its surroundings a found message brings along. */
const NEIGHBOURS = 2;

export function createToolPorts({ database, permalink, download }: PortDeps): Ports {
  const stores = storesOn(database);

  function toRendered(message: StoredMessage, options: RenderOptions): RenderedMessage {
    const url = permalink(message.channelId, message.ts);
    return {
      ref: `m:${message.ts}`,
      line: renderMessage(message, options),
      label: labelOf(message, options),
      ...(url === undefined ? {} : { url }),
    };
  }

  async function authorOf(teamId: string, written: string): Promise<string> {
    const wanted = written.toLowerCase().replace(/^@/u, '');
    const found = (await stores.directory.people(teamId)).find(
      ({ personId, name, realName }) =>
        personId.toLowerCase() === wanted ||
        name.toLowerCase() === wanted ||
        realName.toLowerCase().includes(wanted),
    );
    return found?.personId ?? written;
  }

  async function toChannelFile(file: StoredFile, options: RenderOptions): Promise<ChannelFile> {
    const url = permalink(file.channelId, file.ts);
    return {
      id: file.id,
      name: file.name,
      mimetype: file.mimetype,
      bytes: file.bytes,
      messageRef: `m:${file.ts}`,
      sharedBy:
        file.sharedBy === undefined ? 'Longhand' : (options.names.person(file.sharedBy) ?? file.sharedBy),
      sharedAt: toLocalTime(sentAtOf(file.ts), options.timeZone),
      ...(url === undefined ? {} : { url }),
    };
  }

  return {
    history: {
      search: async ({
        teamId,
        channelId,
        requesterId,
        words,
        isExact,
        fromPerson,
        after,
        before,
        limit,
      }) => {
        const channel: ChannelRef = { teamId, channelId };
        const options = await renderOptionsFor(stores, { teamId, personId: requesterId });
        const query = {
          ...channel,
          limit,
          ...(after === undefined ? {} : { afterTs: toTs(after) }),
          ...(before === undefined ? {} : { beforeTs: toTs(before) }),
          ...(fromPerson === undefined ? {} : { authorId: await authorOf(teamId, fromPerson) }),
        };
        const hits = isExact
          ? await findExact(database, { ...query, text: words })
          : (await searchMessages(database, { ...query, words })).map(({ ts }) => ts);
        const found = await Promise.all(
          hits.map(async (ts) => {
            const hit = await stores.history.find({ ...channel, ts });
            if (hit === undefined) return [];
            const thread = await stores.history.thread(channel, hit.threadTs);
            const at = thread.findIndex((message) => message.ts === ts);
            // A reply is understood by its thread, a message that stands alone by its channel.
            const around =
              thread.length > 1
                ? {
                    before: thread.slice(Math.max(0, at - NEIGHBOURS), at),
                    after: thread.slice(at + 1, at + 1 + NEIGHBOURS),
                  }
                : await aroundIn(channel, ts);
            return [
              {
                hit: toRendered(hit, options),
                before: around.before.map((message) => toRendered(message, options)),
                after: around.after.map((message) => toRendered(message, options)),
              },
            ];
          }),
        );
        return found.flat();
      },

      read: async ({ teamId, channelId, requesterId, around, thread, before, limit }) => {
        const channel: ChannelRef = { teamId, channelId };
        const options = await renderOptionsFor(stores, { teamId, personId: requesterId });
        return (await messagesFor()).map((message) => toRendered(message, options));

        async function messagesFor(): Promise<readonly StoredMessage[]> {
          if (thread !== undefined) {
            const root = (await stores.history.find({ ...channel, ts: thread }))?.threadTs ?? thread;
            return (await stores.history.thread(channel, root)).slice(0, limit);
          }
          if (around !== undefined) {
            const half = Math.ceil(limit / 2);
            const earlier = await stores.history.newest(channel, { limit: half, beforeTs: around });
            return [...earlier, ...(await stores.history.from(channel, { limit: half, fromTs: around }))];
          }
          return stores.history.newest(channel, {
            limit,
            ...(before === undefined ? {} : { beforeTs: toTs(before) }),
          });
        }
      },
    },

    files: {
      find: async ({ teamId, channelId, fileId }) => {
        const file = await stores.files.find({ teamId, channelId }, fileId);
        return file === undefined
          ? undefined
          : toChannelFile(file, await renderOptionsFor(stores, { teamId, personId: '' }));
      },
      list: async ({ teamId, channelId, requesterId, name, kind, limit }) => {
        const options = await renderOptionsFor(stores, { teamId, personId: requesterId });
        const files = await stores.files.list({ teamId, channelId }, 1_000);
        const once = [...new Map(files.toReversed().map((file) => [file.id, file])).values()].toReversed();
        const wanted = once.filter(
          (file) =>
            (name === undefined || file.name.toLowerCase().includes(name.toLowerCase())) &&
            (kind === undefined ||
              `${file.name} ${file.mimetype}`.toLowerCase().includes(kind.toLowerCase())),
        );
        return Promise.all(wanted.slice(0, limit).map((file) => toChannelFile(file, options)));
      },
      download: async (file, { teamId, signal, maxBytes }) => {
        const url = await stores.files.downloadUrl({ teamId, fileId: file.id });
        if (url === undefined) return { kind: 'failed', reason: 'Slack gave no address to download it from' };
        return download({ url, maxBytes, signal });
      },
      loadPages: (key) => stores.files.loadPages(key),
      adoptPages: (key, sha256) => stores.files.adoptPages(key, sha256),
      savePages: (key, content) => stores.files.savePages(key, content),
    },

    posted: {
      remember: (key, fileId) => stores.effects.remember(key, fileId),
      recall: (key) => stores.effects.recall(key),
    },
  };

  async function aroundIn(
    channel: ChannelRef,
    ts: string,
  ): Promise<{ before: readonly StoredMessage[]; after: readonly StoredMessage[] }> {
    const before = await stores.history.newest(channel, { limit: NEIGHBOURS, beforeTs: ts });
    const after = await stores.history.from(channel, { limit: NEIGHBOURS + 1, fromTs: ts });
    return { before, after: after.filter((message) => message.ts !== ts) };
  }
}

function toTs(at: Date): string {
  return `${(at.getTime() / 1000).toFixed(3)}000`;
}
