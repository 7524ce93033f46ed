// The durable receiver: an event is kept, then acknowledged, then handled; what cannot be kept is sent again by Slack.
import type { App, Receiver } from '@slack/bolt';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Inbox } from './inbox.ts';
import type { Envelope } from './frames.ts';
import type { Socket, SocketState } from './socket.ts';

export interface DurableReceiver extends Receiver {
  start(): Promise<void>;
  stop(): Promise<void>;
  states(): readonly SocketState[];
  /** Hands a kept event to the App; throws when a listener did. */
  handle(envelope: unknown): Promise<void>;
}

interface ReceiverDeps {
  readonly log: Log;
  readonly inbox: () => Inbox;
  /** Makes the connections; each hands its envelopes to `take`. */
  readonly connect: (take: (envelope: Envelope) => Promise<void>) => readonly Socket[];
}

const EventPayload = z.looseObject({
  event_id: z.string().min(1),
  event: z.looseObject({ type: z.string().min(1), channel: z.unknown().optional() }),
});
const Payload = z.looseObject({});

export function createReceiver({ log, inbox, connect }: ReceiverDeps): DurableReceiver {
  let app: App | undefined;
  const sockets = connect((envelope) => (envelope.type === 'events_api' ? keep(envelope) : pass(envelope)));

  function theApp(): App {
    if (app !== undefined) return app;
    throw new AppError({
      code: 'slack/not-started',
      message: 'An event arrived before the Slack app was ready.',
      hint: 'This is a fault of Longhand: please report it.',
    });
  }

  async function keep(envelope: Envelope): Promise<void> {
    const payload = EventPayload.safeParse(envelope.payload);
    if (!payload.success) {
      log.warn(
        { envelopeId: envelope.id, fault: z.prettifyError(payload.error) },
        'an event without an event was put aside',
      );
      return envelope.ack(); // Sent again it would make no more sense.
    }
    const { event_id: eventId, event } = payload.data;
    const channelId = typeof event.channel === 'string' ? event.channel : undefined;
    // When this throws Slack is told nothing, and sends the event again.
    await inbox().keep({ eventId, channelId, envelope: envelope.payload });
    await envelope.ack();
  }

  /** Clicks and the like: Slack waits three seconds for the listener's answer and does not send them again. */
  async function pass(envelope: Envelope): Promise<void> {
    let isAcked = false;
    const ack = async (answer?: unknown) => {
      if (isAcked) return;
      isAcked = true;
      await envelope.ack(answer);
    };
    const body = Payload.safeParse(envelope.payload);
    if (!body.success)
      log.warn({ envelopeId: envelope.id, type: envelope.type }, 'an envelope without content was put aside');
    else await theApp().processEvent({ body: body.data, ack });
    await ack(); // What no listener wanted would show the person a warning.
  }

  return {
    init: (boltApp) => {
      app = boltApp;
    },
    start: async () => {
      try {
        await Promise.all(sockets.map((socket) => socket.start()));
      } catch (error) {
        await Promise.all(sockets.map((socket) => socket.stop())); // Half connected would hear half.
        throw error;
      }
    },
    stop: async () => {
      await Promise.all(sockets.map((socket) => socket.stop()));
    },
    states: () => sockets.map((socket) => socket.state()),
    handle: async (envelope) => {
      await theApp().processEvent({ body: Payload.parse(envelope), ack: async () => undefined });
    },
  };
}
