// The web searches that can be configured, each as what it is asked and how its answer is read: pure.
import { z } from 'zod';

export interface WebQuery {
  readonly query: string;
  readonly count: number;
  /** Only what is newer than this. */
  readonly within?: 'day' | 'week' | 'month' | 'year' | undefined;
  /** Only these hosts and what is below them. */
  readonly domains: readonly string[];
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface WebHit {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  /** As the provider writes it. */
  readonly published?: string;
}

export type WebAnswer =
  | { readonly kind: 'hits'; readonly hits: readonly WebHit[] }
  /** Kimi answers for its own model's eyes: the text is handed on as it is. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type EngineName = 'Tavily' | 'Brave' | 'Exa' | 'Perplexity' | 'SearXNG' | 'Kimi';

export interface Engine {
  readonly baseUrl: string;
  request(
    query: WebQuery,
    key: string,
  ): { path: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: unknown };
  read(answer: unknown): WebAnswer;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const DAYS = { day: 1, week: 7, month: 31, year: 366 } as const;

function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * 24 * 60 * 60_000).toISOString();
}

/** Search words as every engine takes them: a host is one of the words where there is no field for it. */
function withSites({ query, domains }: WebQuery): string {
  return domains.length === 0
    ? query
    : `${query} (${domains.map((domain) => `site:${domain}`).join(' OR ')})`;
}

/** Only what can be opened; an empty date is none. */
function toHits(rows: readonly FoundRow[]): WebAnswer {
  return {
    kind: 'hits',
    hits: rows
      .filter(({ url }) => /^https?:$/u.test(URL.parse(url)?.protocol ?? ''))
      .map(({ published, ...row }) => ({ ...row, ...(published === '' ? {} : { published }) })),
  };
}

interface FoundRow {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  readonly published: string;
}

const Tavily = z.object({
  results: z.array(z.object({ title: text, url: text, content: text, published_date: text })),
});
const Brave = z.object({
  web: z
    .object({
      results: z.array(z.object({ title: text, url: text, description: text, page_age: text, age: text })),
    })
    .nullish(),
});
const Exa = z.object({
  results: z.array(
    z.object({
      title: text,
      url: text,
      text,
      publishedDate: text,
      highlights: z.array(z.string()).nullish(),
    }),
  ),
});
const Perplexity = z.object({
  results: z.array(z.object({ title: text, url: text, snippet: text, date: text, last_updated: text })),
});
const SearXNG = z.object({
  results: z.array(z.object({ title: text, url: text, content: text, publishedDate: text })),
});
const Kimi = z.object({
  status: text,
  error: z.unknown().optional(),
  context: z.object({ output: text, encrypted_output: text }).nullish(),
});

const SNIPPET_CHARS = 800;

export const ENGINES: Readonly<Record<EngineName, Engine>> = {
  Tavily: {
    baseUrl: 'https://api.tavily.com',
    request: ({ query, count, within, domains }, key) => ({
      path: '/search',
      method: 'POST',
      headers: bearer(key),
      body: {
        query,
        max_results: Math.min(count, 20),
        ...(within === undefined ? {} : { time_range: within }),
        ...(domains.length === 0 ? {} : { include_domains: domains }),
      },
    }),
    read: (answer) =>
      toHits(
        Tavily.parse(answer).results.map((row) => ({
          title: row.title,
          url: row.url,
          snippet: row.content,
          published: row.published_date,
        })),
      ),
  },
  Brave: {
    baseUrl: 'https://api.search.brave.com',
    request: (query, key) => ({
      path: `/res/v1/web/search?${new URLSearchParams({
        q: withSites(query),
        count: String(Math.min(query.count, 20)),
        text_decorations: 'false',
        ...(query.within === undefined ? {} : { freshness: `p${query.within[0] ?? 'y'}` }),
      }).toString()}`,
      method: 'GET',
      headers: { 'x-subscription-token': key },
    }),
    read: (answer) =>
      toHits(
        (Brave.parse(answer).web?.results ?? []).map((row) => ({
          title: row.title,
          url: row.url,
          snippet: row.description,
          published: row.page_age || row.age,
        })),
      ),
  },
  Exa: {
    baseUrl: 'https://api.exa.ai',
    request: ({ query, count, within, domains, now }, key) => ({
      path: '/search',
      method: 'POST',
      headers: { 'x-api-key': key },
      body: {
        query,
        type: 'auto',
        numResults: Math.min(count, 10),
        contents: { text: { maxCharacters: SNIPPET_CHARS } },
        ...(domains.length === 0 ? {} : { includeDomains: domains }),
        ...(within === undefined ? {} : { startPublishedDate: daysBefore(now, DAYS[within]) }),
      },
    }),
    read: (answer) =>
      toHits(
        Exa.parse(answer).results.map((row) => ({
          title: row.title,
          url: row.url,
          snippet: row.text || (row.highlights ?? []).join(' … '),
          published: row.publishedDate,
        })),
      ),
  },
  Perplexity: {
    baseUrl: 'https://api.perplexity.ai',
    request: ({ query, count, within, domains }, key) => ({
      path: '/search',
      method: 'POST',
      headers: bearer(key),
      body: {
        query,
        max_results: Math.min(count, 20),
        ...(within === undefined ? {} : { search_recency_filter: within }),
        ...(domains.length === 0 ? {} : { search_domain_filter: domains }),
      },
    }),
    read: (answer) =>
      toHits(
        Perplexity.parse(answer).results.map((row) => ({
          title: row.title,
          url: row.url,
          snippet: row.snippet,
          published: row.date || row.last_updated,
        })),
      ),
  },
  SearXNG: {
    baseUrl: '',
    request: (query) => ({
      path: `/search?${new URLSearchParams({
        q: withSites(query),
        format: 'json',
        ...(query.within === undefined ? {} : { time_range: query.within }),
      }).toString()}`,
      method: 'GET',
      headers: {},
    }),
    read: (answer) =>
      toHits(
        SearXNG.parse(answer).results.map((row) => ({
          title: row.title,
          url: row.url,
          snippet: row.content,
          published: row.publishedDate,
        })),
      ),
  },
  Kimi: {
    baseUrl: 'https://api.moonshot.ai/v1',
    request: (query, key) => ({
      path: '/formulas/moonshot/web-search:latest/fibers',
      method: 'POST',
      headers: bearer(key),
      body: { name: 'web_search', arguments: JSON.stringify({ query: withSites(query) }) },
    }),
    read: (answer) => {
      const { status, context } = Kimi.parse(answer);
      const found = context?.output || context?.encrypted_output || '';
      return status === 'succeeded' && found !== ''
        ? { kind: 'text', text: found }
        : { kind: 'failed', reason: `Kimi's search ended as "${status}"` };
    },
  },
};
