// What comes over a Socket Mode connection becomes envelopes, and acknowledgements go back.
import type { SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import type { Log } from '../base/log.ts';

export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
  readonly retryNum: number | undefined;
  readonly retryReason: string | undefined;
  /** Tells Slack that we have it, with an answer where one is expected. */
  ack(answer?: unknown): Promise<void>;
}

const Frame = z.looseObject({
  type: z.string(),
  envelope_id: z.string().optional(),
  payload: z.unknown().optional(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
});

/** Slack's client looks into an envelope before we could say that it makes no sense: it gets the greetings only. */
export function readFrames(
  client: SocketModeClient,
  { onEnvelope, log }: { onEnvelope: (envelope: Envelope) => Promise<void>; log: Log },
): void {
  const [toClient] = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const frame = Frame.safeParse(toJson(data));
    if (!frame.success) return log.warn('Slack sent something that is not an envelope');
    const { type, envelope_id: id, payload, retry_attempt, retry_reason } = frame.data;
    if (type === 'hello' || type === 'disconnect') {
      toClient?.(data, isBinary);
      return undefined;
    }
    if (id === undefined) return log.warn({ type }, 'Slack sent an envelope without an id');
    const ack = (answer?: unknown) => send(client, { envelope_id: id, payload: answer ?? {} });
    const envelope = { id, type, payload, retryNum: retry_attempt, retryReason: retry_reason, ack };
    onEnvelope(envelope).catch((error: unknown) =>
      log.error({ err: error, envelopeId: id }, 'an envelope was not taken'),
    );
    return undefined;
  });
}

function send(client: SocketModeClient, answer: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const { websocket } = client;
    if (websocket === undefined || !websocket.isActive())
      return reject(new Error('the connection to Slack is closed'));
    websocket.send(JSON.stringify(answer), (error) => (error === undefined ? resolve() : reject(error)));
  });
}

function toJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    return undefined; // Not JSON, so not an envelope; the caller says so.
  }
}
