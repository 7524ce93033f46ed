// A page on the Internet, as text: asked for through the guard's egress and no other way.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
import { cutBetweenLines } from './files/excerpt.ts';
import { frame, tame } from './framing.ts';
import { hostOf, type FetchText } from './web/fetch-text.ts';

interface FetchPageDeps {
  readonly fetchText: FetchText;
}

const OUTPUT_CHARS = 12_000;

const NOT_SHOWN =
  'This address stands in no message, file or page that you were shown, so it is not fetched. Use addresses that people gave or that stand in what you read.';

export function createFetchPage({ fetchText }: FetchPageDeps): Tool {
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
      if (!isShown(address, wasShown)) return failed(NOT_SHOWN);
      const page = await fetchText(address, { signal });
      if (page.kind === 'failed') return failed(page.reason);
      if (from >= Math.max(page.text.length, 1))
        return failed(`The page has only ${page.text.length} characters.`);
      const rest = page.text.slice(from);
      const end = cutBetweenLines(rest, OUTPUT_CHARS);
      const { ref, title, url } = page;
      const readOn =
        end < rest.length
          ? `There is more: continue with from ${from + end} (of ${page.text.length}).`
          : 'This is the end of the page.';
      return {
        text: [
          `"${title}" [${ref}]. What stands between the marks is the page's content.`,
          frame({ what: 'page', ref, text: tame(rest.slice(0, end)) }),
          readOn,
        ].join('\n'),
        sources: [{ ref, label: title, url }],
      };
    },
  });
}

/** Whether people, or what they shared, gave this address. */
export function isShown(address: string, wasShown: (words: string) => boolean): boolean {
  return spellingsOf(address).some(wasShown);
}

/** With and without what people leave out: the slash at the end, the part after `#`. */
function spellingsOf(address: string): readonly string[] {
  const bare = address.replace(/#.*$/u, '').replace(/\/$/u, '');
  return bare.length < 10 ? [] : [bare];
}

/** Slack writes links as `<https://…|label>`, and models copy them. */
export function toAddress(written: string): string {
  const bare = /^<([^|>]+)(?:\|[^>]*)?>$/.exec(written.trim())?.[1] ?? written.trim();
  return bare.startsWith('w:') ? bare.slice(2) : bare;
}

function failed(text: string): { text: string; failed: true } {
  return { text, failed: true };
}
