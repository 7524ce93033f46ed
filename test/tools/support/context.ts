// What a tool is called with, and a channel's files without Slack and a database.
import type { Tool, ToolContext, ToolOutcome } from '../../../src/agent/tool.ts';
import type { KeptPage } from '../../../src/tools/files/kept.ts';
import type { ChannelFile, FileShelf } from '../../../src/tools/files/shelf.ts';

export function contextOf(more: Partial<ToolContext> = {}): ToolContext {
  return {
    task: {
      id: 'task-1',
      teamId: 'T0ACME',
      channelId: 'C0PROC',
      threadTs: '1732009999.000100',
      requesterId: 'U0MAYA',
    },
    callId: 'call-1',
    confirm: async () => {},
    signal: new AbortController().signal,
    wasShown: () => true,
    sourceOf: () => undefined,
    ...more,
  };
}

/** Calls a tool as the loop does: input unread, and what is not understood comes back as text. */
export async function call(
  tool: Tool,
  input: unknown,
  more: Partial<ToolContext> = {},
): Promise<ToolOutcome> {
  const prepared = tool.prepare(input);
  if (prepared.kind === 'not-understood') return { text: prepared.reason, failed: true };
  return prepared.run(contextOf(more));
}

interface ShelvedFile {
  readonly name: string;
  readonly mimetype?: string;
  readonly content: string | Uint8Array;
}

/** Files of one channel, `F0…` to its file, and what was asked of them. */
export function shelfOf(files: Readonly<Record<string, ShelvedFile>>) {
  const saved = new Map<string, readonly KeptPage[]>();
  let downloads = 0;
  const contentOf = (id: string) => {
    const content = files[id]?.content ?? '';
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  const shelf: FileShelf = {
    find: ({ fileId, channelId }) => {
      const file = channelId === 'C0PROC' ? files[fileId] : undefined;
      return Promise.resolve(
        file === undefined ? undefined : toChannelFile(fileId, file, contentOf(fileId).length),
      );
    },
    download: ({ id }) => {
      downloads += 1;
      return Promise.resolve({ kind: 'bytes', bytes: contentOf(id) });
    },
    loadPages: ({ fileId }) => Promise.resolve(saved.get(fileId)),
    adoptPages: ({ fileId }, sha256) => {
      const same = saved.get(sha256);
      if (same !== undefined) saved.set(fileId, same);
      return Promise.resolve(same);
    },
    savePages: ({ fileId }, { sha256, pages }) => {
      saved.set(fileId, pages).set(sha256, pages);
      return Promise.resolve();
    },
  };
  return { shelf, downloads: () => downloads };
}

function toChannelFile(id: string, { name, mimetype = '' }: ShelvedFile, bytes: number): ChannelFile {
  return {
    id,
    name,
    mimetype,
    bytes,
    url: `https://acme.slack.com/files/${id}`,
    messageRef: 'm:1732001234.000200',
    sharedBy: 'Maya Lindqvist',
    sharedAt: '2026-11-03 09:12',
  };
}
