// Reads lists of Slack's page by page, at the pace that Slack asks for.
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';

const PAGE = 200;
/**
 * Apps that are sold outside Slack's Marketplace get 15 messages and one call a minute (docs.slack.dev, rate limits);
 * others 50 and more. How it is with ours shows in what Slack answers.
 */
const SLOW_PAGE = 15;
const SLOW_MS = 60_000;
const SLOW_RETRY_SECONDS = 30;
const MOST_TRIES = 4;
const RETRY_MS = 3_000;

const Cursor = z.object({ next_cursor: z.string().nullish() }).nullish();
const Conversations = z.looseObject({
  channels: z
    .array(
      z.looseObject({
        id: z.string(),
        is_member: z.boolean().nullish(),
        is_im: z.boolean().nullish(),
        is_mpim: z.boolean().nullish(),
      }),
    )
    .default([]),
  response_metadata: Cursor,
});
const Messages = z.looseObject({
  messages: z.array(z.unknown()).default([]),
  has_more: z.boolean().nullish(),
  response_metadata: Cursor,
});

interface ReaderDeps {
  readonly client: WebClient;
  readonly clock: Clock;
  /** Aborted, the reading throws at its next step. */
  readonly signal: AbortSignal;
}

export interface Reader {
  /** The messages of `conversations.history` or `conversations.replies`. */
  pages(method: string, args: Record<string, unknown>): AsyncIterable<readonly unknown[]>;
  /** The conversations that Longhand is in, as Slack describes them. */
  conversations(): AsyncIterable<Conversation>;
}

type Conversation = z.infer<typeof Conversations>['channels'][number];

export function createReader({ client, clock, signal }: ReaderDeps): Reader {
  /** By method, when it was called the last time; only for those that turned out to be slow. */
  const slow = new Map<string, number>();

  async function call(method: string, args: Record<string, unknown>): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return await client.apiCall(method, args);
      } catch (error) {
        if (error instanceof WebAPIRateLimitedError) {
          // An ordinary limit lets us go on within seconds.
          if (error.retryAfter >= SLOW_RETRY_SECONDS) slow.set(method, 0);
          await clock.sleep(error.retryAfter * 1000, signal);
          attempt -= 1; // Waiting as we were told is not failing.
        } else if (error instanceof WebAPIPlatformError || attempt >= MOST_TRIES) throw error;
        else await clock.sleep(RETRY_MS * attempt, signal);
      }
    }
  }

  async function* pages(method: string, args: Record<string, unknown>): AsyncGenerator<unknown[]> {
    let cursor: string | undefined;
    do {
      await keepPace(method);
      const limit = slow.has(method) ? SLOW_PAGE : PAGE;
      const page = Messages.parse(
        await call(method, { limit, ...args, ...(cursor === undefined ? {} : { cursor }) }),
      );
      cursor = page.response_metadata?.next_cursor || undefined;
      // Asked for more and there is more, and yet it gave just this many.
      if (limit === PAGE && page.messages.length === SLOW_PAGE && cursor !== undefined) slow.set(method, 0);
      if (slow.has(method)) slow.set(method, clock.now().getTime());
      yield page.messages;
    } while (cursor !== undefined);
  }

  /** Waiting for the minute to be over is quicker than asking, being refused, and waiting for the next. */
  async function keepPace(method: string): Promise<void> {
    const calledAt = slow.get(method);
    if (calledAt === undefined) return;
    const waitMs = calledAt + SLOW_MS - clock.now().getTime();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
  }

  async function* conversations(): AsyncGenerator<Conversation> {
    let cursor: string | undefined;
    do {
      const page = Conversations.parse(
        await call('conversations.list', {
          types: 'public_channel,private_channel,im,mpim',
          exclude_archived: true,
          limit: PAGE,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      yield* page.channels.filter(isIn);
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
  }

  return { pages, conversations };
}

function isIn({ is_member, is_im, is_mpim }: Conversation): boolean {
  return is_member === true || is_im === true || is_mpim === true;
}
