// Events on their way to the app: sent at once, sent again when nobody acknowledges, lost in the end, as at Slack.
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import type { Json, PendingEvent } from './model.ts';
import type { SocketHub } from './socket-mode.ts';
import type { State } from './state.ts';

export type Delivery = ReturnType<typeof createDelivery>;

const ACK_MS = 3000;
// Slack documents "immediately, 1 minute, 5 minutes" for HTTP and nothing for Socket Mode: we assume the same.
const WAIT_BEFORE_ATTEMPT_MS = [0, 0, 60_000, 300_000];
// How long Slack keeps an event for an app without a connection is not documented either. We assume ten minutes.
const KEPT_MS = 600_000;

interface DeliveryDeps {
  readonly clock: Clock;
  readonly hub: SocketHub;
  readonly state: State;
}

export function createDelivery({ clock, hub, state }: DeliveryDeps) {
  const ending = new AbortController();
  let copies = 1;

  /** The whole way of one event: every attempt, with its waiting, until it is acknowledged or given up. */
  async function pursue(event: PendingEvent): Promise<void> {
    for (let attempt = event.attempt; attempt < WAIT_BEFORE_ATTEMPT_MS.length; attempt++) {
      // Nothing is awaited before a first attempt over an open socket: events keep their order.
      const pauseMs = attempt === event.attempt ? 0 : (WAIT_BEFORE_ATTEMPT_MS[attempt] ?? 0);
      if (pauseMs > 0) await clock.sleep(pauseMs, ending.signal);
      if (hub.count() === 0 && !(await connectedInTime(event))) break;
      if (ending.signal.aborted) return;
      if (await attemptOnce(event, attempt)) break;
      if (ending.signal.aborted) return;
      state.commit({ kind: 'event_pending', event: { ...event, attempt: attempt + 1 } });
    }
    if (!ending.signal.aborted) state.commit({ kind: 'event_settled', eventId: event.eventId });
  }

  async function connectedInTime(event: PendingEvent): Promise<boolean> {
    const leftMs = event.madeMs + KEPT_MS - clock.now().getTime();
    if (leftMs <= 0) return false;
    const gaveUp = new AbortController();
    const signal = AbortSignal.any([gaveUp.signal, ending.signal]);
    const isConnected = await Promise.race([
      hub.connected().then(() => true),
      clock.sleep(leftMs, signal).then(() => false),
    ]);
    gaveUp.abort();
    return isConnected;
  }

  async function attemptOnce(event: PendingEvent, attempt: number): Promise<boolean> {
    const retry = attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: 'timeout' };
    const sends = copies;
    copies = 1;
    const answers = Array.from({ length: sends }, () =>
      transmit({ type: 'events_api', payload: event.payload, accepts_response_payload: false, ...retry }),
    );
    const outcomes = await Promise.all(answers);
    return outcomes.some(({ kind }) => kind === 'acknowledged');
  }

  async function transmit(body: Json): Promise<Transmission> {
    const envelopeId = newId();
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, ending.signal]);
    let answer: Transmission = { kind: 'unanswered' };
    const isSent = hub.send({ envelope_id: envelopeId, ...body }, (payload) => {
      answer = { kind: 'acknowledged', payload };
      done.abort();
    });
    if (!isSent) return { kind: 'unconnected' };
    await clock.sleep(ACK_MS, signal);
    hub.forget(envelopeId);
    return answer;
  }

  return {
    /** An inner event becomes an envelope that is pursued until someone has it. */
    publish(payload: Json & { event_id: string }): void {
      const event = { eventId: payload.event_id, madeMs: clock.now().getTime(), attempt: 0, payload };
      state.commit({ kind: 'event_pending', event });
      void pursue(event);
    },

    /** What an earlier process did not bring to its end. */
    resume(): void {
      for (const event of state.pending()) void pursue(event);
    },

    /** A click, a view, a command: sent once; the person sees when nobody answers. */
    interactive: (body: Json): Promise<Transmission> => transmit(body),

    twice: (): void => void (copies = 2),
    close: (): void => ending.abort(),
  };
}

export type Transmission =
  | { readonly kind: 'acknowledged'; readonly payload: unknown }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unconnected' };
