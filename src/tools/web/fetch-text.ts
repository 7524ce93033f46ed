// An address → the text that stood there: through the guard's egress and no other way.
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Egress, EgressResponse } from '../../guard/egress.ts';
import { oneLine } from '../framing.ts';
import type { ReadWebPage } from './read-page.ts';
import { createRobots } from './robots.ts';
import { createTurns } from './turns.ts';

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
      /** Of what has no text, for a model that sees. */
      readonly pictures?: readonly { readonly place: string; readonly bytes: Uint8Array }[];
    }
  | { readonly kind: 'failed'; readonly reason: string };

export type FetchText = (
  address: string,
  options: {
    readonly signal: AbortSignal;
    /** Then it is asked first whether the site wants machines to read it. */
    readonly isOneOfMany?: boolean;
    /** What has no text comes as pictures. */
    readonly sees?: boolean;
  },
) => Promise<FetchedText>;

const MAX_PAGE_BYTES = 5_000_000;

/** A site that is asked too often says when it may be asked again; longer than this the model decides what to do. */
const LONGEST_WAIT_SECONDS = 20;
const USUAL_WAIT_SECONDS = 3;

interface FetchTextDeps {
  readonly egress: Egress;
  readonly readPage: ReadWebPage;
  readonly clock: Clock;
}

export function createFetchText({ egress, readPage, clock }: FetchTextDeps): FetchText {
  const inTurn = createTurns(clock);
  const robots = createRobots({ egress, clock });

  return async function fetchText(address, { signal, isOneOfMany = false, sees = false }) {
    const rules = isOneOfMany ? await robots.ask(address, { signal }) : undefined;
    if (rules?.isAllowed === false)
      return failed(
        `${hostOf(address)} asks machines that read many pages not to read this one (robots.txt). By itself, in fetch_page, it can be read for the person who gave it.`,
      );
    const ask = (): Promise<EgressResponse> => egress.fetch(address, { signal, maxBytes: MAX_PAGE_BYTES });
    const response = await inTurn(
      hostOf(address),
      async () => {
        const first = await ask();
        if (first.kind !== 'answered' || (first.status !== 429 && first.status !== 503)) return first;
        const seconds = first.retryAfterSeconds ?? USUAL_WAIT_SECONDS;
        if (seconds > LONGEST_WAIT_SECONDS) return first;
        await clock.sleep(seconds * 1000, signal);
        return signal.aborted ? first : ask();
      },
      rules?.delayMs,
    );
    if (response.kind === 'refused') return failed(`This address is not fetched: ${response.reason}`);
    if (response.kind === 'failed') return failed(`${hostOf(address)} could not be read: ${response.reason}`);
    if (response.status >= 400) {
      return failed(
        `${hostOf(response.url)} answered ${response.status}${meaningOf(response.status)}. The page was not read.`,
      );
    }
    const page = await readPage(response, { signal, sees });
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
      ...(page.pictures === undefined ? {} : { pictures: page.pictures }),
    };
  };
}

export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url.slice(0, 80);
}

function meaningOf(status: number): string {
  if (status === 401 || status === 403) return ' (it does not let us in)';
  if (status === 404 || status === 410) return ' (there is no such page)';
  if (status === 429) return ' (it is asked too often)';
  return status >= 500 ? ' (it is out of order)' : '';
}

function failed(reason: string): FetchedText {
  return { kind: 'failed', reason };
}
