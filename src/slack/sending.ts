// One call to Slack for one row of the outbox, and what its ending means.
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { toReason } from '../base/errors.ts';
import { inParts, wholeUntil } from './blocks/pieces.ts';
import { isTokenFault } from './identity.ts';
import type { OutboxBody, OutboxRow } from './outbox-store.ts';

/** How a call ended, as far as the next step depends on it. */
export type Ending =
  /** `channelId` is where it stands, also when a person was named. */
  | { readonly kind: 'sent'; readonly ts?: string; readonly channelId?: string }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number }
  /** Slack took nothing and takes nothing until somebody mends the token. */
  | { readonly kind: 'token'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const METADATA_TYPE = 'longhand_post';

/** `chat.update` takes no more text than this, and with blocks nobody sees it anyway. */
const UPDATE_TEXT_CHARS = 3900;
const POST_TEXT_CHARS = 39_000;

const STEP_ENDED = 'function_execution_not_in_running_state';

const BLOCK_FAULTS: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
]);
/** After these Slack itself does not know whether it did what was asked. */
const UNSURE: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
]);

/** It stands as it should. */
const REACTED: ReadonlySet<string> = new Set(['already_reacted', 'no_reaction']);

type MessageBody = Extract<OutboxBody, { kind: 'message' }>;
type ReactionBody = Extract<OutboxBody, { kind: 'reaction' }>;
type StepBody = Extract<OutboxBody, { kind: 'step' }>;
type StatusBody = Extract<OutboxBody, { kind: 'status' }>;

export function createSending(client: WebClient) {
  async function post(row: OutboxRow, body: MessageBody, shape: 'blocks' | 'plain'): Promise<Ending> {
    // apiCall and not chat.postMessage: the types know neither every block nor blocks from a row.
    const response = await client.apiCall('chat.postMessage', {
      channel: row.channelId,
      ...(row.threadTs === undefined ? {} : { thread_ts: row.threadTs }),
      text: body.text.slice(0, wholeUntil(body.text, POST_TEXT_CHARS)),
      ...(shape === 'blocks' && body.blocks.length > 0 ? { blocks: body.blocks } : {}),
      metadata: metadataOf(row),
      unfurl_links: false,
      unfurl_media: false,
    });
    const { ts, channel } = Posted.parse(response);
    return { kind: 'sent', ts, ...(channel === undefined ? {} : { channelId: channel }) };
  }

  async function update(
    row: OutboxRow & { ts: string },
    body: MessageBody,
    shape: 'blocks' | 'plain',
  ): Promise<Ending> {
    // Plain words that an update cannot carry are said as a new message rather than cut.
    if (shape === 'plain' && body.text.length > UPDATE_TEXT_CHARS) return post(row, body, 'plain');
    await client.apiCall('chat.update', {
      channel: row.channelId,
      ts: row.ts,
      text: inParts(body.text, UPDATE_TEXT_CHARS)[0] ?? '…',
      blocks: shape === 'blocks' ? body.blocks : [],
      metadata: metadataOf(row),
    });
    return { kind: 'sent' };
  }

  async function inShape(row: OutboxRow, body: MessageBody, shape: 'blocks' | 'plain'): Promise<Ending> {
    try {
      return row.ts === undefined
        ? await post(row, body, shape)
        : await update({ ...row, ts: row.ts }, body, shape);
    } catch (error) {
      return toEnding(error);
    }
  }

  return {
    /** Blocks that Slack refuses are sent once as plain text: the words matter more than their looks. */
    message: async (row: OutboxRow, body: MessageBody): Promise<Ending> => {
      const ending = await inShape(row, body, 'blocks');
      const isBlockFault =
        ending.kind === 'refused' && BLOCK_FAULTS.has(ending.reason) && body.blocks.length > 0;
      return isBlockFault ? inShape(row, body, 'plain') : ending;
    },

    reaction: async (row: OutboxRow, { name, ts, isTakenBack }: ReactionBody): Promise<Ending> => {
      const reaction = { channel: row.channelId, timestamp: ts, name };
      try {
        if (isTakenBack === true) await client.reactions.remove(reaction);
        else await client.reactions.add(reaction);
        return { kind: 'sent' };
      } catch (error) {
        const ending = toEnding(error);
        return ending.kind === 'refused' && REACTED.has(ending.reason) ? { kind: 'sent' } : ending;
      }
    },

    /** Said twice it is refused the second time: that it has ended is what was wanted. */
    step: async ({ executionId, ending }: StepBody): Promise<Ending> => {
      const run = { function_execution_id: executionId };
      try {
        if (ending.kind === 'success')
          await client.functions.completeSuccess({ ...run, outputs: ending.outputs });
        else await client.functions.completeError({ ...run, error: ending.error });
        return { kind: 'sent' };
      } catch (error) {
        const came = toEnding(error);
        return came.kind === 'refused' && came.reason === STEP_ENDED ? { kind: 'sent' } : came;
      }
    },

    status: async (row: OutboxRow, { status }: StatusBody): Promise<Ending> => {
      try {
        await client.apiCall('agents.sessions.setStatus', {
          channel_id: row.channelId,
          thread_ts: row.threadTs,
          status,
        });
        return { kind: 'sent' };
      } catch (error) {
        return toEnding(error);
      }
    },

    /** Looks in the thread for a message of ours that carries this row's key. */
    find: (row: OutboxRow): Promise<Found> => find(client, row),
  };
}

export type Sending = ReturnType<typeof createSending>;

export type Found =
  /** `channelId` is where it stands, also when a person was named. */
  | { readonly kind: 'found'; readonly ts: string; readonly version: number; readonly channelId: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear'; readonly reason: string };

const Posted = z.looseObject({ ts: z.string(), channel: z.string().optional() });
const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
const Page = z.looseObject({
  messages: z.array(z.unknown()).default([]),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).nullish(),
});
const Marked = z.looseObject({
  ts: z.string(),
  metadata: z.looseObject({
    event_type: z.literal(METADATA_TYPE),
    event_payload: z.looseObject({ key: z.string(), version: z.number().default(1) }),
  }),
});

async function find(client: WebClient, row: OutboxRow): Promise<Found> {
  // A minute before the attempt: Slack's clock and ours need not agree.
  const oldest = ((row.attemptedAt?.getTime() ?? 0) / 1000 - 60).toFixed(6);
  const method = row.threadTs === undefined ? 'conversations.history' : 'conversations.replies';
  try {
    const channelId = await channelOf(client, row);
    let cursor: string | undefined;
    do {
      const page = Page.parse(
        await client.apiCall(method, {
          channel: channelId,
          ...(row.threadTs === undefined ? {} : { ts: row.threadTs }),
          oldest,
          limit: 200,
          include_all_metadata: true,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      for (const message of page.messages) {
        const marked = Marked.safeParse(message);
        if (!marked.success || marked.data.metadata.event_payload.key !== row.key) continue;
        const { version } = marked.data.metadata.event_payload;
        return { kind: 'found', ts: marked.data.ts, version, channelId };
      }
      cursor = page.response_metadata?.next_cursor === '' ? undefined : page.response_metadata?.next_cursor;
    } while (cursor !== undefined);
    return { kind: 'absent' };
  } catch (error) {
    // Where Slack shows us no thread any more there is nothing of ours to find.
    if (toEnding(error).kind === 'refused') return { kind: 'absent' };
    return { kind: 'unclear', reason: toReason(error) };
  }
}

/** Posting takes a person for the direct message with them; reading wants that channel's own name. */
async function channelOf(client: WebClient, { channelId }: OutboxRow): Promise<string> {
  if (!/^[UW]/u.test(channelId)) return channelId;
  return Opened.parse(await client.conversations.open({ users: channelId })).channel.id;
}

function metadataOf({ key, version }: OutboxRow) {
  return { event_type: METADATA_TYPE, event_payload: { key, version } };
}

export function toEnding(error: unknown): Ending {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'limited', retryAfterSeconds: error.retryAfter };
  if (!(error instanceof WebAPIPlatformError)) return { kind: 'unknown', reason: toReason(error) };
  const reason = error.data.error;
  if (isTokenFault(error)) return { kind: 'token', reason };
  if (reason === 'ratelimited' || reason === 'rate_limited')
    return { kind: 'limited', retryAfterSeconds: 30 };
  return { kind: UNSURE.has(reason) ? 'unknown' : 'refused', reason };
}
