// The page's door to the workspace: every request it makes. The shapes are the server's own (page-wire.ts),
// and the server is the one that sent this file: what it answers is trusted here and nowhere guessed at.
import type {
  Bootstrap,
  Fault,
  FaultsState,
  InspectorEntry,
  PageEvent,
  PageFile,
  PageMessage,
  PageView,
} from '../page-wire.ts';
import type { Panel } from '../panels.ts';
import type { Json } from './json.ts';
import { toSentence } from './sentences.ts';

export interface Listing {
  readonly messages: readonly PageMessage[];
  readonly hasMore: boolean;
}

export interface Draft {
  readonly channel: string;
  readonly text: string;
  readonly thread_ts?: string | undefined;
  readonly files?: readonly string[];
  readonly broadcast?: boolean;
}

/** Where blocks stand: in a message, or in a modal or App Home. */
export type Place = { readonly channel: string; readonly ts: string } | { readonly view_id: string };

export type Click = Place & Json & { readonly action_id: string };

export interface NewChannel {
  readonly name: string;
  readonly is_private: boolean;
}

export type Api = ReturnType<typeof createApi>;

export function createApi(as: string) {
  const ask = <T = Answer>(path: string, body: Json): Promise<T> => post<T>(path, { as, ...body });
  return {
    bootstrap: () => get<Bootstrap>('bootstrap', { as }),
    messages: (query: { channel: string; before?: string; limit: number }) =>
      get<Listing>('messages', { as, ...query, limit: String(query.limit) }),
    thread: (query: { channel: string; ts: string }) =>
      get<{ readonly messages: readonly PageMessage[] }>('thread', { as, ...query }),
    post: (draft: Draft) => ask<{ readonly ts: string }>('post', { ...draft }),
    edit: (change: { channel: string; ts: string; text: string }) => ask('edit', change),
    remove: (message: { channel: string; ts: string }) => ask('delete', message),
    removeFile: (file: string) => ask('delete-file', { file }),
    react: (reaction: { channel: string; ts: string; name: string; remove: boolean }) =>
      ask('react', reaction),
    setStatus: (status: { text: string; emoji: string }) => ask('status', status),
    stop: (thread: { channel: string; thread_ts: string }) => ask('stop', thread),
    upload: (file: File) => upload(as, file),
    fileUrl: (id: string) => `/page/file/${encodeURIComponent(id)}?${new URLSearchParams({ as })}`,
    ...usingTheApp(ask),
    ...places(ask),
    listen: (told: (event: PageEvent) => void, reopened: () => void) =>
      listen(`/page/stream?${new URLSearchParams({ as })}`, (data) => told(JSON.parse(data)), reopened),
    /** What goes between the app and the workspace; all that is kept comes first, also after a lost connection. */
    inspect: (told: (entry: InspectorEntry) => void) =>
      listen(
        '/page/inspector',
        (data) => told(JSON.parse(data)),
        () => {},
      ),
    panel: async (query: { id: string; channel: string }) =>
      (await get<{ readonly panel: Panel }>('panel', { as, ...query })).panel,
    faults: async () => (await get<FaultsAnswer>('faults', {})).faults,
    fault: async (fault: Fault) => (await post<FaultsAnswer>('fault', { ...fault })).faults,
  };
}

interface FaultsAnswer {
  readonly faults: FaultsState;
}

type Ask = <T = Answer>(path: string, body: Json) => Promise<T>;

function usingTheApp(ask: Ask) {
  return {
    act: (click: Click) => ask('action', click),
    options: (query: Click) => ask<Json>('options', query),
    shortcut: (shortcut: { callback_id: string; channel?: string; ts?: string }) => ask('shortcut', shortcut),
    command: (command: { channel: string; text: string }) => ask('command', command),
    openHome: (tab: 'home' | 'messages') => ask<{ readonly view?: PageView }>('home', { tab }),
    submitView: (view: { view_id: string; values: Json }) =>
      ask<{ readonly errors?: Readonly<Record<string, string>> }>('view', { ...view, kind: 'submit' }),
    closeView: (view: { view_id: string; clear?: boolean }) => ask('view', { ...view, kind: 'close' }),
    runFunction: (run: { callback_id: string; inputs: Json }) =>
      ask<{ readonly execution: string }>('function', run),
  };
}

function places(ask: Ask) {
  type Opened = { readonly channel: string };
  return {
    openDm: (users: readonly string[]) =>
      ask<Opened>('open-dm', users.length === 1 ? { user: users[0] } : { users }),
    createChannel: (channel: NewChannel) => ask<Opened>('create-channel', { ...channel }),
    join: (channel: string) => ask('join', { channel }),
    leave: (channel: string) => ask('leave', { channel }),
    archive: (channel: string) => ask('archive', { channel }),
    unarchive: (channel: string) => ask('unarchive', { channel }),
    invite: (invitation: { channel: string; user: string }) => ask('invite', invitation),
    rename: (change: { channel: string; name: string }) => ask('rename', change),
    topic: (change: { channel: string; topic: string }) => ask('topic', change),
  };
}

async function upload(as: string, file: File): Promise<PageFile> {
  const query = new URLSearchParams({ as, name: file.name, type: file.type || 'application/octet-stream' });
  const { file: stored } = await request<{ readonly file: PageFile }>(`/page/upload?${query}`, {
    method: 'POST',
    body: file,
  });
  return stored;
}

/** Calls `told` for each change and `reopened` after a connection was lost, when something may have been missed. */
function listen(address: string, told: (data: string) => void, reopened: () => void): () => void {
  let wasLost = false;
  const source = new EventSource(address);
  source.addEventListener('message', ({ data }: MessageEvent<string>) => told(data));
  source.addEventListener('error', () => (wasLost = true));
  source.addEventListener('open', () => {
    if (wasLost) reopened();
    wasLost = false;
  });
  return () => source.close();
}

interface Answer {
  readonly ok?: boolean;
  readonly error?: string;
}

function get<T>(path: string, query: Record<string, string>): Promise<T> {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const asked = filled.length === 0 ? '' : `?${new URLSearchParams(filled)}`;
  return request<T>(`/page/${path}${asked}`, {});
}

function post<T = Answer>(path: string, body: Json): Promise<T> {
  return request<T>(`/page/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function request<T>(address: string, init: RequestInit): Promise<T> {
  const response = await fetch(address, init);
  const answer: T & Answer = await response.json();
  if (!response.ok || answer.ok === false)
    throw new Error(toSentence(answer.error ?? `HTTP ${response.status}`));
  return answer;
}
