// The only way from here to a page on the Internet: what may be asked, of whom, how much and for how long.
import { Agent, fetch, type Response } from 'undici';
import type { Clock } from '../base/clock.ts';
import { AppError, toReason } from '../base/errors.ts';
import { createConnect, type Resolve } from './egress-connect.ts';
import { within } from './egress-deadline.ts';
import { toTarget } from './egress-target.ts';

export type EgressResponse =
  | {
      readonly kind: 'answered';
      readonly url: string;
      readonly status: number;
      readonly contentType: string;
      readonly bytes: Uint8Array;
      /** When the server wants to be asked again. */
      readonly retryAfterSeconds?: number;
    }
  /** Not asked, or not asked any further: the address is none that we fetch. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Egress {
  fetch(
    url: string,
    options: { readonly signal: AbortSignal; readonly maxBytes: number },
  ): Promise<EgressResponse>;
}

interface EgressOptions {
  readonly clock: Clock;
  /**
   * Hosts, each as `host:port`, that are fetched although they are internal: named by whoever runs Longhand,
   * never by a model. A redirect gains nothing by it: each hop is looked up here by itself.
   */
  readonly trusted?: readonly string[];
  readonly ports?: readonly string[];
  readonly resolve?: Resolve;
  readonly totalMs?: number;
}

const CONNECT_MS = 8_000;
const TOTAL_MS = 20_000;
const MAX_HOPS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const HEADERS = {
  'user-agent': 'Longhand/0.1 (reads pages that people in a Slack channel refer to)',
  accept:
    'text/html,application/xhtml+xml,text/*;q=0.9,application/pdf;q=0.9,application/json;q=0.8,*/*;q=0.1',
  'accept-language': 'en,*;q=0.5',
};

/**
 * Contract: no request leaves for an internal address, in whatever way the address is spelled, resolved or
 * redirected to, and no answer takes more than `maxBytes` of memory or `totalMs` of time.
 */
export function createEgress({
  clock,
  trusted = [],
  ports = ['80', '443'],
  resolve,
  totalMs = TOTAL_MS,
}: EgressOptions): Egress {
  const trustedHosts: ReadonlySet<string> = new Set(trusted);
  const isTrusted = (host: string, port: string) => trustedHosts.has(`${host}:${port}`);
  const rules = { ports, isTrusted };
  const connect = createConnect({
    isTrusted,
    connectMs: CONNECT_MS,
    ...(resolve === undefined ? {} : { resolve }),
  });

  async function follow(
    start: string,
    { signal, maxBytes }: { signal: AbortSignal; maxBytes: number },
  ): Promise<EgressResponse> {
    // One agent a request: no socket outlives what was asked for, and none is shared between tasks.
    const agent = new Agent({ connect, pipelining: 0, maxHeaderSize: 32_768 });
    try {
      let url = toTarget(start, rules);
      for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
        const response = await fetch(url, {
          dispatcher: agent,
          redirect: 'manual',
          headers: HEADERS,
          signal,
        });
        const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
        if (location === null) return await toAnswer(url, response, maxBytes);
        await response.body?.cancel();
        url = toTarget(location, rules, url);
      }
      return { kind: 'failed', reason: `It redirected more than ${MAX_HOPS} times.` };
    } finally {
      await agent.destroy();
    }
  }

  return {
    async fetch(url, { signal, maxBytes }) {
      try {
        return await within({ clock, ms: totalMs, signal }, (signal) => follow(url, { signal, maxBytes }));
      } catch (thrown) {
        return toFailure(thrown);
      }
    },
  };
}

async function toAnswer(url: URL, response: Response, maxBytes: number): Promise<EgressResponse> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Counted after unpacking, so that a small packed answer cannot grow without end.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes)
      return { kind: 'failed', reason: `It is larger than ${Math.round(maxBytes / 1_000_000)} MB.` };
    chunks.push(chunk);
  }
  const retryAfter = Number.parseFloat(response.headers.get('retry-after') ?? '');
  return {
    kind: 'answered',
    url: url.href,
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    bytes: Buffer.concat(chunks),
    ...(Number.isFinite(retryAfter) && retryAfter >= 0 ? { retryAfterSeconds: retryAfter } : {}),
  };
}

/** What went wrong on the way is an expected ending of asking the Internet; what we refused stands inside as the cause. */
function toFailure(thrown: unknown): EgressResponse {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (!(error instanceof AppError)) continue;
    return { kind: error.code === 'egress/refused' ? 'refused' : 'failed', reason: error.message };
  }
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return { kind: 'failed', reason: 'It was stopped.' };
  return { kind: 'failed', reason: toReason(thrown) };
}
