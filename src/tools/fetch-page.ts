// A page on the Internet, as text: asked for through the guard's egress and no other way.
import { z } from 'zod';
import type { Egress } from '../guard/egress.ts';
import { defineTool, type Tool } from '../agent/tool.ts';
import { cutBetweenLines } from './files/excerpt.ts';
import { frame, oneLine, tame } from './framing.ts';
import type { ReadWebPage } from './web/read-page.ts';

interface FetchPageDeps {
  readonly egress: Egress;
  readonly readPage: ReadWebPage;
}

const MAX_PAGE_BYTES = 5_000_000;
const OUTPUT_CHARS = 12_000;

const NOT_SHOWN =
  'This address stands in no message, file or page that you were shown, so it is not fetched. Use addresses that people gave or that stand in what you read.';

export function createFetchPage({ egress, readPage }: FetchPageDeps): Tool {
  return defineTool({
    name: 'fetch_page',
    description:
      'Read a public web page, text, JSON or PDF by its address, as Markdown. Use it for links that people gave, or that stand ' +
      'in a page you read; do not invent addresses. Long pages come in parts: the answer says with which from to read on. ' +
      'Example: {"url": "https://example.com/pricing"}. It cannot search, log in, or reach internal addresses.',
    effect: 'read',
    input: z.object({
      url: z.string().min(1).describe('The whole address, with https://'),
      from: z.coerce
        .number()
        .int()
        .min(0)
        .optional()
        .describe('To read on in a long page: where, as the last answer said'),
    }),
    says: ({ url }) => `Reading ${hostOf(url)}`,

    async run({ url: written, from = 0 }, { signal, wasShown }) {
      const address = toAddress(written);
      if (!spellingsOf(address).some(wasShown)) return failed(NOT_SHOWN);
      const response = await egress.fetch(address, { signal, maxBytes: MAX_PAGE_BYTES });
      if (response.kind === 'refused') return failed(`This address is not fetched: ${response.reason}`);
      if (response.kind === 'failed')
        return failed(`${hostOf(address)} could not be read: ${response.reason}`);
      if (response.status >= 400) {
        return failed(
          `${hostOf(response.url)} answered ${response.status}${meaningOf(response.status)}. The page was not read.`,
        );
      }

      const page = await readPage(response, { signal });
      if (page.kind === 'failed') return failed(`${hostOf(response.url)} could not be read. ${page.reason}`);
      if (from >= Math.max(page.text.length, 1))
        return failed(`The page has only ${page.text.length} characters.`);
      const rest = page.text.slice(from);
      const end = cutBetweenLines(rest, OUTPUT_CHARS);

      // A bracket in an address would end the reference that it stands in.
      const ref = `w:${response.url.replaceAll('[', '%5B').replaceAll(']', '%5D')}`;
      const title = oneLine(page.title);
      const label = title === '' ? hostOf(response.url) : title;
      const readOn =
        end < rest.length
          ? `There is more: continue with from ${from + end} (of ${page.text.length}).`
          : 'This is the end of the page.';
      return {
        text: [
          `"${label}" [${ref}]. What stands between the marks is the page's content.`,
          frame({ what: 'page', ref, text: tame(rest.slice(0, end)) }),
          readOn,
        ].join('\n'),
        sources: [{ ref, label, url: response.url }],
      };
    },
  });
}

/** With and without what people leave out: the slash at the end, the part after `#`. */
function spellingsOf(address: string): readonly string[] {
  const bare = address.replace(/#.*$/u, '').replace(/\/$/u, '');
  return bare.length < 10 ? [] : [bare];
}

/** Slack writes links as `<https://…|label>`, and models copy them. */
function toAddress(written: string): string {
  const bare = /^<([^|>]+)(?:\|[^>]*)?>$/.exec(written.trim())?.[1] ?? written.trim();
  return bare.startsWith('w:') ? bare.slice(2) : bare;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url.slice(0, 80);
}

function meaningOf(status: number): string {
  if (status === 401 || status === 403) return ' (it does not let us in)';
  if (status === 404 || status === 410) return ' (there is no such page)';
  return status >= 500 ? ' (it is out of order)' : '';
}

function failed(text: string): { text: string; failed: true } {
  return { text, failed: true };
}
