// The same guard under whatever speaks HTTP by itself: a `fetch` that is judged at each request, hop and connection.
import { Agent } from 'undici';
import { createConnect, defaultPortOf, type Resolve } from './egress-connect.ts';
import { toTarget } from './egress-target.ts';

export type Fetch = (address: string | URL, init?: RequestInit) => Promise<Response>;

export interface GuardedFetch {
  /** Throws what is wrong with it, without a request. */
  check(url: string): URL;
  /** Named as fine to reach by whoever runs Longhand. */
  isTrusted(url: URL): boolean;
  readonly fetch: Fetch;
  close(): Promise<void>;
}

interface GuardedOptions {
  /** Hosts, each as `host:port`, named by whoever runs Longhand. */
  readonly trusted?: readonly string[];
  readonly resolve?: Resolve;
}

const CONNECT_MS = 8_000;
const MAX_HOPS = 3;
const MAX_BYTES = 20_000_000;
const PORTS = ['80', '443', '8080', '8443'];
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Contract: no request leaves for an internal address, whatever it is called, resolves to, or redirects to. Only what is
 * read is followed to another address, and without the headers that were meant for the first; and no answer is endless.
 */
export function createGuardedFetch({ trusted = [], resolve }: GuardedOptions): GuardedFetch {
  const hosts: ReadonlySet<string> = new Set(trusted);
  const isTrusted = (host: string, port: string) => hosts.has(`${host}:${port}`);
  const rules = { ports: PORTS, isTrusted };
  const agent = new Agent({
    connect: createConnect({
      isTrusted,
      connectMs: CONNECT_MS,
      ...(resolve === undefined ? {} : { resolve }),
    }),
    maxHeaderSize: 32_768,
    // A stream of answers is open as long as both like; calls have their own time limits.
    bodyTimeout: 0,
  });

  async function guarded(address: string | URL, init: RequestInit = {}): Promise<Response> {
    let url = toTarget(String(address), rules);
    const isRead = (init.method ?? 'GET') === 'GET' && init.redirect !== 'error';
    const mayFollow = isRead && init.redirect !== 'manual';
    for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
      const passed = hop === 0 ? init : withoutHeaders(init);
      const redirect = init.redirect === 'error' ? 'error' : 'manual';
      const asked = { ...passed, redirect, dispatcher: agent } as const;
      const response = await fetch(url, asked);
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (location === null || !mayFollow) return limited(response);
      await response.body?.cancel();
      url = toTarget(location, rules, url);
    }
    throw new Error(`${url.host} redirected more than ${MAX_HOPS} times`);
  }

  return {
    check: (url) => toTarget(url, rules),
    isTrusted: ({ hostname, port, protocol }) => isTrusted(hostname, port || defaultPortOf(protocol)),
    fetch: guarded,
    close: () => agent.destroy(),
  };
}

/** Counted after unpacking: neither an endless answer nor a small packed one takes more memory than this. */
function limited(response: Response): Response {
  if (response.body === null) return response;
  let size = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      size += chunk.byteLength;
      if (size > MAX_BYTES) controller.error(new Error(`It answered more than ${MAX_BYTES / 1_000_000} MB.`));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
}

function withoutHeaders({ headers: _headers, ...init }: RequestInit): RequestInit {
  return init;
}
