// Reads lists of Slack's page by page, at the pace that Slack asks for.
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';

const PAGE = 200;
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
  async function call(method: string, args: Record<string, unknown>): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return await client.apiCall(method, args);
      } catch (error) {
        if (error instanceof WebAPIRateLimitedError) {
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
      const page = Messages.parse(
        await call(method, { limit: PAGE, ...args, ...(cursor === undefined ? {} : { cursor }) }),
      );
      yield page.messages;
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
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
