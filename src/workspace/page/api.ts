// The page's door to the workspace: every request it makes. The shapes are the server's own (page-wire.ts),
// and the server is the one that sent this file: what it answers is trusted here and nowhere guessed at.
import type { Bootstrap, PageEvent, PageFile, PageMessage } from '../page-wire.ts';
import type { Json } from './json.ts';

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

export interface Click {
  readonly channel: string;
  readonly ts: string;
  readonly block_id: string;
  readonly action_id: string;
  readonly type: string;
  readonly [more: string]: unknown;
}

interface Answer {
  readonly ok?: boolean;
  readonly error?: string;
}

export type Api = ReturnType<typeof createApi>;

export function createApi(as: string) {
  return {
    bootstrap: () => get<Bootstrap>('bootstrap', { as }),
    messages: (query: { channel: string; before?: string; limit: number }) =>
      get<Listing>('messages', { as, ...query, limit: String(query.limit) }),
    thread: (query: { channel: string; ts: string }) =>
      get<{ readonly messages: readonly PageMessage[] }>('thread', { as, ...query }),
    post: (draft: Draft) => post<{ readonly ts: string }>('post', { as, ...draft }),
    edit: (change: { channel: string; ts: string; text: string }) => post('edit', { as, ...change }),
    remove: (message: { channel: string; ts: string }) => post('delete', { as, ...message }),
    react: (reaction: { channel: string; ts: string; name: string; remove: boolean }) =>
      post('react', { as, ...reaction }),
    act: (click: Click) => post('action', { as, ...click }),
    stop: (thread: { channel: string; thread_ts: string }) => post('stop', { as, ...thread }),
    openDm: (user: string) => post<{ readonly channel: string }>('open-dm', { as, user }),
    upload: async (file: File) => {
      const query = new URLSearchParams({
        as,
        name: file.name,
        type: file.type || 'application/octet-stream',
      });
      const { file: stored } = await request<{ readonly file: PageFile }>(`/page/upload?${query}`, {
        method: 'POST',
        body: file,
      });
      return stored;
    },
    fileUrl: (id: string) => `/page/file/${encodeURIComponent(id)}?${new URLSearchParams({ as })}`,
    /** Calls `told` for each change and `reopened` after a connection was lost, when something may have been missed. */
    listen: (told: (event: PageEvent) => void, reopened: () => void) => {
      let wasLost = false;
      const source = new EventSource(`/page/stream?${new URLSearchParams({ as })}`);
      source.addEventListener('message', ({ data }: MessageEvent<string>) => told(JSON.parse(data)));
      source.addEventListener('error', () => (wasLost = true));
      source.addEventListener('open', () => {
        if (wasLost) reopened();
        wasLost = false;
      });
      return () => source.close();
    },
  };
}

function get<T>(path: string, query: Record<string, string>): Promise<T> {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  return request<T>(`/page/${path}?${new URLSearchParams(filled)}`, {});
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

const SENTENCES: Readonly<Record<string, string>> = {
  app_did_not_respond: 'The app did not answer. Is it running and connected?',
  too_large: 'This file is too large for the workspace.',
  user_not_found: 'There is no such person in this workspace.',
  thread_not_found: 'This thread is gone.',
};

function toSentence(error: string): string {
  const known = SENTENCES[error];
  if (known !== undefined) return known;
  return `The workspace said no: ${error.replaceAll('_', ' ')}.`;
}
