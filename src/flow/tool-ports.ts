// What the tools need of the rooms below them: the history's ports, and files as the channel knows them.
import type { Database } from '../db/pool.ts';
import type { Memberships } from '../guard/audience.ts';
import type { StoredFile } from '../history/file-store.ts';
import { sentAtOf } from '../history/message.ts';
import { toLocalTime, type RenderOptions } from '../history/render.ts';
import type { ChannelFile, Download } from '../tools/files/shelf.ts';
import type { ToolDeps } from '../tools/index.ts';
import { createHistoryPorts } from './window/history-ports.ts';
import { createPagePorts } from './window/page-ports.ts';
import { renderOptionsFor } from './situation.ts';
import { storesOn } from './stores.ts';
import { storesAsOf } from './schedule/stores-as-of.ts';

export interface PortDeps {
  readonly database: Database;
  readonly memberships: Memberships;
  /** Longhand's own id in Slack. */
  readonly selfId: () => string;
  permalink(channelId: string, ts: string): string | undefined;
  download(file: { url: string; maxBytes: number; signal: AbortSignal }): Promise<Download>;
  /** The channel as it was then, for a run over the past. */
  readonly asOf?: Date;
}

type Ports = Pick<
  ToolDeps,
  'history' | 'files' | 'posted' | 'taskFiles' | 'pictures' | 'captures' | 'markable'
>;

export function createToolPorts(deps: PortDeps): Ports {
  const { database, permalink, download, asOf } = deps;
  const stores = asOf === undefined ? storesOn(database) : storesAsOf(database, asOf);
  const ports = { ...deps, stores };

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
    taskFiles: stores.taskFiles,
    pictures: stores.pictures,
    captures: stores.captures,
    history: { ...createHistoryPorts(ports), ...createPagePorts(ports) },

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

    markable: {
      threadOf: async (ref) => (await stores.history.find(ref))?.threadTs,
    },

    posted: {
      remember: (key, fileId) => stores.effects.remember(key, fileId),
      recall: (key) => stores.effects.recall(key),
    },
  };
}
