// Asks the web search that is configured, as its own documentation says.
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import { ENGINES, type EngineName, type WebAnswer, type WebQuery } from './search-engines.ts';

export interface WebSearch {
  /** As people know it. */
  readonly name: string;
  search(query: WebQuery): Promise<WebAnswer>;
}

export interface ProviderAccess {
  readonly name: EngineName;
  /** Empty where none is needed. */
  readonly key: string;
  /** Where it stands, without a slash at the end; each has its own default, SearXNG excepted. */
  readonly baseUrl?: string | undefined;
}

const MAX_BYTES = 2_000_000;
const TIMEOUT_MS = 20_000;

/** They are trusted as the settings that name them are: no page and no model can make another address of it. */
export function createWebSearch({ name, key, baseUrl }: ProviderAccess): WebSearch {
  const engine = ENGINES[name];
  const base = (baseUrl ?? engine.baseUrl).replace(/\/+$/u, '');
  return {
    name,
    search: async (query) => {
      const { path, method, headers, body } = engine.request(query, key);
      try {
        const response = await fetch(`${base}${path}`, {
          method,
          headers: {
            accept: 'application/json',
            ...headers,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          redirect: 'error', // A key goes to the address that it was given for, and to no other.
          signal: AbortSignal.any([query.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        });
        const text = await readCapped(response);
        if (!response.ok) return { kind: 'failed', reason: refusal(name, response.status) };
        return engine.read(JSON.parse(text));
      } catch (error) {
        if (error instanceof SyntaxError || error instanceof z.ZodError)
          return { kind: 'failed', reason: `${name} did not answer as it is documented to` };
        return { kind: 'failed', reason: `${name} could not be reached: ${toReason(error)}` };
      }
    },
  };
}

async function readCapped(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    const piece = z.instanceof(Uint8Array).parse(part);
    bytes += piece.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`the answer is larger than ${MAX_BYTES / 1_000_000} MB`);
    parts.push(piece);
  }
  return Buffer.concat(parts).toString('utf8');
}

function refusal(name: EngineName, status: number): string {
  if (name === 'SearXNG' && status === 403)
    return 'SearXNG refuses JSON: its settings need "json" among search.formats';
  if (status === 401 || status === 403) return `${name} does not accept the key`;
  if (status === 402) return `the credit at ${name} is used up`;
  if (status === 429) return `${name} says that this is too often; wait a moment`;
  return `${name} answered ${status}`;
}

/** The settings that name an engine, in the order in which they are taken. */
export interface SearchSettings {
  readonly TAVILY_API_KEY?: string | undefined;
  readonly BRAVE_API_KEY?: string | undefined;
  readonly EXA_API_KEY?: string | undefined;
  readonly PERPLEXITY_API_KEY?: string | undefined;
  readonly SEARXNG_URL?: string | undefined;
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
}

/** Undefined when no engine is configured: the tool is then not there, and a goal that needs it is told so. */
export function chooseProvider(settings: SearchSettings): ProviderAccess | undefined {
  const keyed: readonly (readonly [EngineName, string | undefined])[] = [
    ['Tavily', settings.TAVILY_API_KEY],
    ['Brave', settings.BRAVE_API_KEY],
    ['Exa', settings.EXA_API_KEY],
    ['Perplexity', settings.PERPLEXITY_API_KEY],
  ];
  for (const [name, key] of keyed) if (key !== undefined) return { name, key };
  if (settings.SEARXNG_URL !== undefined) return { name: 'SearXNG', key: '', baseUrl: settings.SEARXNG_URL };
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl } = settings;
  const host = baseUrl === undefined ? '' : (URL.parse(baseUrl)?.hostname ?? '');
  return key !== undefined && /^api\.moonshot\.(?:ai|cn)$/u.test(host)
    ? { name: 'Kimi', key, baseUrl }
    : undefined;
}
