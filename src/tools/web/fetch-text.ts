// An address → the text that stood there: through the guard's egress and no other way.
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Egress } from '../../guard/egress.ts';
import { oneLine } from '../framing.ts';
import type { ReadWebPage } from './read-page.ts';

export type FetchedText =
  | {
      readonly kind: 'fetched';
      /** As it is cited: `w:<url>`. */
      readonly ref: string;
      readonly url: string;
      readonly title: string;
      readonly text: string;
      /** When it was read, and what it was then: pages change. */
      readonly at: Date;
      readonly sha256: string;
    }
  | { readonly kind: 'failed'; readonly reason: string };

export type FetchText = (address: string, options: { readonly signal: AbortSignal }) => Promise<FetchedText>;

const MAX_PAGE_BYTES = 5_000_000;

/** One request at a time to a host, and a breath between two: many links are often many pages of one site. */
const BREATH_MS = 250;

interface FetchTextDeps {
  readonly egress: Egress;
  readonly readPage: ReadWebPage;
  readonly clock: Clock;
}

export function createFetchText({ egress, readPage, clock }: FetchTextDeps): FetchText {
  const inTurn = createTurns(clock);

  return async function fetchText(address, { signal }) {
    const response = await inTurn(hostOf(address), () =>
      egress.fetch(address, { signal, maxBytes: MAX_PAGE_BYTES }),
    );
    if (response.kind === 'refused') return failed(`This address is not fetched: ${response.reason}`);
    if (response.kind === 'failed') return failed(`${hostOf(address)} could not be read: ${response.reason}`);
    if (response.status >= 400) {
      return failed(
        `${hostOf(response.url)} answered ${response.status}${meaningOf(response.status)}. The page was not read.`,
      );
    }
    const page = await readPage(response, { signal });
    if (page.kind === 'failed') return failed(`${hostOf(response.url)} could not be read. ${page.reason}`);
    const title = oneLine(page.title);
    return {
      kind: 'fetched',
      // A bracket in an address would end the reference that it stands in.
      ref: `w:${response.url.replaceAll('[', '%5B').replaceAll(']', '%5D')}`,
      url: response.url,
      title: title === '' ? hostOf(response.url) : title,
      text: page.text,
      at: clock.now(),
      sha256: createHash('sha256').update(page.text).digest('hex'),
    };
  };
}

function createTurns(clock: Clock) {
  const turns = new Map<string, Promise<void>>();
  return async function inTurn<Result>(host: string, ask: () => Promise<Result>): Promise<Result> {
    const before = turns.get(host);
    const mine = Promise.withResolvers<void>();
    turns.set(host, mine.promise);
    try {
      if (before !== undefined) {
        await before;
        await clock.sleep(BREATH_MS);
      }
      return await ask();
    } finally {
      mine.resolve();
      // The last in the row clears it away, so that hosts are not remembered for ever.
      if (turns.get(host) === mine.promise) turns.delete(host);
    }
  };
}

export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url.slice(0, 80);
}

function meaningOf(status: number): string {
  if (status === 401 || status === 403) return ' (it does not let us in)';
  if (status === 404 || status === 410) return ' (there is no such page)';
  return status >= 500 ? ' (it is out of order)' : '';
}

function failed(reason: string): FetchedText {
  return { kind: 'failed', reason };
}
