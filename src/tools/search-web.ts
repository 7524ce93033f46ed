// The web, searched with whichever engine is configured; where none is, this tool is not there.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { defineTool, type Source, type Tool } from '../agent/tool.ts';
import { frame, oneLine, tame } from './framing.ts';
import type { WebHit } from './web/search-engines.ts';
import type { WebSearch } from './web/search-provider.ts';

interface SearchWebDeps {
  readonly search: WebSearch;
  readonly clock: Clock;
}

export const SEARCH_WEB = 'search_web';
const MOST_HITS = 20;
const SNIPPET_CHARS = 800;
const TEXT_CHARS = 24_000;

export function createSearchWeb({ search, clock }: SearchWebDeps): Tool {
  return defineTool({
    name: SEARCH_WEB,
    description:
      'Search the public web. Gives titles, addresses and short pieces of pages; read a page whole with fetch_page ' +
      'before resting a claim on it. Several narrow searches find more than one wide one. The words leave this workspace: never put ' +
      'names, figures or sentences of the channel into them that are not public. Example: {"query": "Node.js 24 release notes", "within": "year"}.',
    effect: 'read',
    input: z.object({
      query: z.string().min(2).max(400).describe('As you would type it into a search engine'),
      count: z.coerce.number().int().min(1).max(MOST_HITS).optional().describe('How many, 8 if not said'),
      within: z.enum(['day', 'week', 'month', 'year']).optional().describe('Only what is newer than this'),
      domains: z
        .array(z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/iu, 'a host, as example.com'))
        .max(5)
        .optional()
        .describe('Only these sites, as example.com'),
    }),
    says: ({ query }) => `Searching the web for “${oneLine(query).slice(0, 80)}”`,

    async run({ query, count = 8, within, domains = [] }, { signal }) {
      const now = clock.now();
      const answer = await search.search({ query, count, within, domains, now, signal });
      const at = `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
      switch (answer.kind) {
        case 'failed':
          return { text: `The web was not searched: ${answer.reason}.`, failed: true };
        case 'text': {
          const ref = `w:search:${query.slice(0, 80)}`;
          const text = tame(answer.text.slice(0, TEXT_CHARS));
          return {
            text: `Found with ${search.name}, ${at}.\n${frame({ what: 'search results', ref, text })}`,
          };
        }
        case 'hits':
          return toOutcome(answer.hits.slice(0, count), { query, at, name: search.name });
      }
    },
  });
}

function toOutcome(
  hits: readonly WebHit[],
  { query, at, name }: { query: string; at: string; name: string },
): { text: string; sources?: readonly Source[] } {
  if (hits.length === 0)
    return {
      text: `${name} found nothing for "${oneLine(query)}" (${at}). Try fewer or other words, or no limits.`,
    };
  const sources = hits.map(({ title, url }): Source => {
    const address = refOf(url);
    return { ref: `w:${address}`, label: oneLine(title) || (URL.parse(url)?.host ?? url), url: address };
  });
  const lines = hits.map(({ snippet, published }, index) => {
    const source = sources[index];
    const date = published === undefined ? '' : ` (${oneLine(published)})`;
    return `${index + 1}. ${source?.label ?? ''}${date} [${source?.ref ?? ''}]\n   ${shortened(snippet)}`;
  });
  const text = frame({ what: 'search results', ref: 'w:search', text: tame(lines.join('\n')) });
  return {
    text: `${hits.length} found with ${name}, ${at}. The pieces are the engine's, not the pages'.\n${text}`,
    sources,
  };
}

function shortened(snippet: string): string {
  return tame(snippet.slice(0, SNIPPET_CHARS * 2))
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, SNIPPET_CHARS)
    .toWellFormed();
}

/** A bracket in an address would end the reference that it stands in. */
function refOf(url: string): string {
  return url.trim().replaceAll('[', '%5B').replaceAll(']', '%5D').replaceAll(/\s/gu, '%20');
}
