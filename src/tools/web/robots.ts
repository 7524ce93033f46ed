// What a site asks of machines that read many of its pages: heeded where many are read, not for the one link that a person gave.
import robotsParser from 'robots-parser';
import type { Clock } from '../../base/clock.ts';
import type { Egress } from '../../guard/egress.ts';

export interface Robots {
  /** `delayMs` between two requests, when the site asks for one. */
  ask(
    address: string,
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly isAllowed: boolean; readonly delayMs: number | undefined }>;
}

const AGENT = 'Longhand';
const KEPT_MS = 600_000;
const MOST_SITES = 500;
const MOST_BYTES = 500_000;
/** A site that wants a minute between two requests wants not to be read. */
const LONGEST_DELAY_MS = 10_000;

type Rules = ReturnType<typeof robotsParser> | 'none' | 'unreachable';

export function createRobots({ egress, clock }: { readonly egress: Egress; readonly clock: Clock }): Robots {
  const known = new Map<string, { readonly at: number; readonly rules: Promise<Rules> }>();

  function rulesOf(origin: string, signal: AbortSignal): Promise<Rules> {
    const now = clock.now().getTime();
    const kept = known.get(origin);
    if (kept !== undefined && now - kept.at < KEPT_MS) return kept.rules;
    if (known.size >= MOST_SITES) known.clear();
    const rules = read(origin, signal);
    known.set(origin, { at: now, rules });
    return rules;
  }

  /** Where there is none everything is allowed; where it cannot be had now, nothing is (RFC 9309, 2.3.1). */
  async function read(origin: string, signal: AbortSignal): Promise<Rules> {
    const url = `${origin}/robots.txt`;
    const answer = await egress.fetch(url, { signal, maxBytes: MOST_BYTES });
    if (answer.kind !== 'answered') return 'none'; // The page itself will say what is wrong.
    if (answer.status >= 500) return 'unreachable';
    return answer.status === 200 ? robotsParser(url, Buffer.from(answer.bytes).toString('utf8')) : 'none';
  }

  return {
    ask: async (address, { signal }) => {
      const origin = URL.parse(address)?.origin;
      if (origin === undefined) return { isAllowed: true, delayMs: undefined };
      const rules = await rulesOf(origin, signal);
      if (typeof rules === 'string') return { isAllowed: rules === 'none', delayMs: undefined };
      const seconds = rules.getCrawlDelay(AGENT);
      return {
        isAllowed: rules.isAllowed(address, AGENT) !== false,
        delayMs: seconds === undefined ? undefined : Math.min(seconds * 1000, LONGEST_DELAY_MS),
      };
    },
  };
}
