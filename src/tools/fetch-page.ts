// Pages on the Internet, as text: asked for through the guard's egress and no other way, and kept as they were read.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineTool, type Source, type Tool, type ToolContext, type ToolOutcome } from '../agent/tool.ts';
import type { CaptureStore } from '../task/capture-store.ts';
import type { PictureStore } from '../task/picture-store.ts';
import { cutBetweenLines } from './files/excerpt.ts';
import { frame, oneLine, tame } from './framing.ts';
import { hostOf, type FetchedText, type FetchText } from './web/fetch-text.ts';

interface FetchPageDeps {
  readonly fetchText: FetchText;
  readonly captures: CaptureStore;
  readonly pictures: Pick<PictureStore, 'save'>;
}

const OUTPUT_CHARS = 12_000;
const MANY_OUTPUT_CHARS = 30_000;
const MOST_PAGES = 20;

const NOT_SHOWN =
  'This address stands in no message, file or page that you were shown, so it is not fetched. Use addresses that people gave or that stand in what you read.';

export function createFetchPage(deps: FetchPageDeps): Tool {
  return defineTool({
    name: 'fetch_page',
    description:
      'Read public web pages, text, JSON or PDF by their addresses, as Markdown: one with url, up to 20 at once with urls. Use it ' +
      'for links that people gave, or that stand in a page you read; do not invent addresses. Long pages come in parts: the ' +
      'answer says with which from to read on. Each is kept as it was read. Example: {"url": "https://example.com/pricing"}. It ' +
      'cannot search, log in, or reach internal addresses; for the same questions to many pages use read_documents.',
    effect: 'read',
    input: z.object({
      url: z.string().min(1).optional().describe('The whole address, with https://'),
      urls: z
        .array(z.string().min(1))
        .max(MOST_PAGES)
        .optional()
        .describe('Many addresses at once, instead of url'),
      from: z.coerce
        .number()
        .int()
        .min(0)
        .optional()
        .describe('With url, to read on in a long page: where, as the last answer said'),
    }),
    says: ({ url, urls = [] }) => {
      const hosts = [...new Set([...(url === undefined ? [] : [url]), ...urls].map(toAddress).map(hostOf))];
      const shown = `${hosts.slice(0, 4).join(', ')}${hosts.length > 4 ? ', …' : ''}`;
      return urls.length > 1 ? `Reading ${urls.length} pages (${shown})` : `Reading ${shown}`;
    },

    async run({ url, urls = [], from = 0 }, context) {
      const addresses = [...new Set([...(url === undefined ? [] : [url]), ...urls].map(toAddress))];
      const [first] = addresses;
      if (first === undefined) return { text: 'Name the address as url, or several as urls.', failed: true };
      if (addresses.length === 1) {
        const page = await read(first, { context, from }, deps);
        return withPictures(one(page, { first, from }), [page], { context, deps });
      }
      const pages = await Promise.all(
        addresses.map((address) => read(address, { context, from: 0, isOneOfMany: true }, deps)),
      );
      return withPictures(many(addresses, pages), pages, { context, deps });
    },
  });
}

type Page = Extract<FetchedText, { kind: 'fetched' }> & { readonly capture: string };
type PageRead = Page | Extract<FetchedText, { kind: 'failed' }>;

/** What is read on is what was kept: a page that has changed meanwhile would be two halves of two pages. */
async function read(
  address: string,
  { context, from, isOneOfMany = false }: { context: ToolContext; from: number; isOneOfMany?: boolean },
  { fetchText, captures }: FetchPageDeps,
): Promise<PageRead> {
  const { task, signal, wasShown } = context;
  if (!isShown(address, wasShown)) return { kind: 'failed', reason: NOT_SHOWN };
  const kept = from === 0 ? undefined : await captures.newest(task.id, address);
  if (kept !== undefined) return { kind: 'fetched', ref: refOf(kept.url), ...kept, capture: kept.id };
  const page = await fetchText(address, { signal, isOneOfMany });
  return page.kind === 'failed' ? page : { ...page, capture: await captures.save(task.id, page) };
}

function one(page: PageRead, { first, from }: { first: string; from: number }): ToolOutcome {
  if (page.kind === 'failed') return { text: page.reason, failed: true };
  if (from >= Math.max(page.text.length, 1))
    return { text: `The page has only ${page.text.length} characters.`, failed: true };
  // Where it redirected to is where it is read on.
  const moved = page.url === first ? '' : ` of ${page.url}`;
  return { text: show(page, { from, chars: OUTPUT_CHARS, moved }), sources: [toSource(page)] };
}

/** Each page has its row, also one that was not read. */
function many(addresses: readonly string[], pages: readonly PageRead[]): ToolOutcome {
  const read = pages.filter((page) => page.kind === 'fetched');
  const chars = Math.floor(MANY_OUTPUT_CHARS / Math.max(read.length, 1));
  const texts = pages.map((page, at) => {
    const head = `${at + 1}. ${oneLine(addresses[at] ?? '')}`;
    return page.kind === 'failed'
      ? `${head}\nNot read: ${page.reason}`
      : `${head}\n${show(page, { from: 0, chars, moved: ` of ${page.url}` })}`;
  });
  return {
    text: [`${read.length} of ${pages.length} read.`, ...texts].join('\n\n'),
    sources: read.map(toSource),
    ...(read.length === 0 ? { failed: true } : {}),
  };
}

/** A picture is some thousand tokens: so many to an answer. */
const MOST_PICTURES = 8;

/** What has no text is kept with the task and shown behind the answer. */
async function withPictures(
  outcome: ToolOutcome,
  pages: readonly PageRead[],
  { context: { task }, deps }: { context: ToolContext; deps: FetchPageDeps },
): Promise<ToolOutcome> {
  const all = pages.flatMap((page) =>
    page.kind === 'fetched' ? (page.pictures ?? []).map((picture) => ({ ...picture, page })) : [],
  );
  if (all.length === 0 || outcome.failed === true) return outcome;
  const shown = all.slice(0, MOST_PICTURES).map(({ page, bytes }) => {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    return { id: `${page.ref}@${hash}`, teamId: task.teamId, bytes, at: page.at };
  });
  const [first] = shown;
  if (first !== undefined) await deps.pictures.save(task.id, shown, first.at);
  const left = all.length - shown.length;
  return {
    ...outcome,
    text: [
      outcome.text,
      `Pages without text stand below as pictures, in their order${left === 0 ? '' : `; ${left} more are not shown, ask for fewer pages at once`}.`,
    ].join('\n'),
    pictures: shown.map(({ id }) => id),
  };
}

function show(page: Page, { from, chars, moved }: { from: number; chars: number; moved: string }): string {
  const { ref, title, at } = page;
  const rest = page.text.slice(from);
  const end = cutBetweenLines(rest, chars);
  const readOn =
    end < rest.length
      ? `There is more: continue with from ${from + end}${moved} (${page.text.length} characters).`
      : 'This is the end of the page.';
  return [
    `"${title}" [${ref}], read ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC. What stands between the marks is the page's content.`,
    frame({ what: 'page', ref, text: tame(rest.slice(0, end)) }),
    readOn,
  ].join('\n');
}

function toSource({ ref, title, url, at, capture }: Page): Source {
  return { ref, label: title, url, readAt: at.toISOString(), capture };
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

/** A bracket in an address would end the reference that it stands in. */
function refOf(url: string): string {
  return `w:${url.replaceAll('[', '%5B').replaceAll(']', '%5D')}`;
}
