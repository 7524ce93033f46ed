// Events on their way to the app: sent at once, sent again when nobody acknowledges, lost in the end, as at Slack.
import type { Clock } from '../base/clock.ts';
import type { Courier, Parcel, Transmission } from './courier.ts';
import type { Inspector } from './inspector.ts';
import type { Json, PendingEvent } from './model.ts';
import type { State } from './state.ts';

export type Delivery = ReturnType<typeof createDelivery>;
export type { Transmission } from './courier.ts';

// Slack documents "immediately, 1 minute, 5 minutes" for HTTP and nothing for Socket Mode: we assume the same.
const WAIT_BEFORE_ATTEMPT_MS = [0, 0, 60_000, 300_000];
// How long Slack keeps an event for an app without a connection is not documented either. We assume ten minutes.
const KEPT_MS = 600_000;

interface DeliveryDeps {
  readonly clock: Clock;
  readonly courier: Courier;
  readonly state: State;
  readonly inspector: Inspector;
}

export function createDelivery({ clock, courier, state, inspector }: DeliveryDeps) {
  const ending = new AbortController();
  const disorder = createDisorder();

  /** The whole way of one event: every attempt, with its waiting, until it is acknowledged or given up. */
  async function pursue(event: PendingEvent): Promise<void> {
    let retryReason: string | undefined;
    for (let attempt = event.attempt; attempt < WAIT_BEFORE_ATTEMPT_MS.length; attempt++) {
      // Nothing is awaited before a first attempt over an open connection: events keep their order.
      const pauseMs = attempt === event.attempt ? 0 : (WAIT_BEFORE_ATTEMPT_MS[attempt] ?? 0);
      if (pauseMs > 0) await clock.sleep(pauseMs, ending.signal);
      if (!courier.isReady() && !(await connectedInTime(event))) break;
      if (ending.signal.aborted) return;
      const outcome = await attemptOnce(event, { attempt, retryReason });
      if (ending.signal.aborted) return;
      if (outcome.kind === 'acknowledged' || (outcome.kind === 'unanswered' && outcome.isFinal === true))
        break;
      retryReason = outcome.kind === 'unanswered' ? outcome.reason : 'timeout';
      state.commit({ kind: 'event_pending', event: { ...event, attempt: attempt + 1 } });
    }
    if (!ending.signal.aborted) state.commit({ kind: 'event_settled', eventId: event.eventId });
  }

  async function connectedInTime(event: PendingEvent): Promise<boolean> {
    const leftMs = event.madeMs + KEPT_MS - clock.now().getTime();
    if (leftMs <= 0) return false;
    const gaveUp = new AbortController();
    const signal = AbortSignal.any([gaveUp.signal, ending.signal]);
    await Promise.race([courier.ready(signal), clock.sleep(leftMs, signal)]);
    gaveUp.abort();
    return courier.isReady();
  }

  async function attemptOnce(
    event: PendingEvent,
    { attempt, retryReason }: { attempt: number; retryReason: string | undefined },
  ): Promise<Transmission> {
    const parcel = {
      type: 'events_api',
      payload: event.payload,
      isAnswerable: false,
      attempt,
      retryReason,
    } as const;
    const answers = Array.from({ length: disorder.takeCopies() }, () => transmit(parcel));
    const outcomes = await Promise.all(answers);
    const taken = outcomes.find(({ kind }) => kind === 'acknowledged') ?? outcomes[0];
    return taken ?? { kind: 'unconnected' };
  }

  async function transmit(parcel: Parcel): Promise<Transmission> {
    const end = inspector.show({
      direction: 'to-app',
      kind: SIGHT_OF[parcel.type],
      title: toTitle(parcel),
      status: 'waiting',
      transport: courier.kind,
      sent: parcel.payload,
      ...(parcel.attempt === 0 ? {} : { note: `attempt ${parcel.attempt + 1}` }),
    });
    const outcome = await courier.carry(parcel);
    if (outcome.kind === 'acknowledged') end({ status: 'ok', answered: outcome.payload });
    else end({ status: 'lost', note: outcome.kind === 'unanswered' ? outcome.reason : 'not connected' });
    return outcome;
  }

  return {
    /** An inner event becomes an envelope that is pursued until someone has it. */
    publish(payload: Json & { event_id: string }): void {
      const event = { eventId: payload.event_id, madeMs: clock.now().getTime(), attempt: 0, payload };
      state.commit({ kind: 'event_pending', event });
      const lateMs = disorder.takeLateMs();
      if (lateMs > 0) void clock.sleep(lateMs, ending.signal).then(() => pursue(event));
      else for (const next of disorder.release(event)) void pursue(next);
    },

    /** What an earlier process did not bring to its end. */
    resume(): void {
      for (const event of state.pending()) void pursue(event);
    },

    /** A click, a view, a command: sent once; the person sees when nobody answers. */
    async interactive(parcel: Pick<Parcel, 'type' | 'payload' | 'isAnswerable'>): Promise<Transmission> {
      if (!(await courier.look())) return { kind: 'unconnected' };
      return transmit({ ...parcel, attempt: 0 });
    },

    disorder,
    /** Order again; what was held back leaves in the order it came. */
    settle(): void {
      for (const event of disorder.clear()) void pursue(event);
    },
    transport: courier.kind,
    close: (): void => {
      ending.abort();
      courier.close();
    },
  };
}

const SIGHT_OF = { events_api: 'event', interactive: 'interactive', slash_commands: 'command' } as const;

function toTitle({ type, payload }: Parcel): string {
  const event = payload['event'];
  const fields =
    type === 'events_api' && typeof event === 'object' && event !== null ? Object.entries(event) : [];
  const words = fields
    .filter(([key, value]) => (key === 'type' || key === 'subtype') && value !== undefined)
    .map(([, value]) => String(value));
  if (words.length > 0) return words.join(' ');
  const named = [payload['type'], payload['command']].find((name) => typeof name === 'string');
  return named ?? type;
}

/** What can be wrong with the order of events: twice, late, or last first. */
function createDisorder() {
  let copies = 1;
  let lateMs = 0;
  let held: PendingEvent[] = [];
  let toHold = 0;

  return {
    twice: (): void => void (copies = 2),
    late: (ms: number): void => void (lateMs = ms),
    reverse: (events: number): void => void (toHold = events),
    waiting: () => ({ isTwice: copies > 1, lateMs, toHold }),
    /** Answers what was still held. */
    clear(): readonly PendingEvent[] {
      copies = 1;
      lateMs = 0;
      toHold = 0;
      const released = held;
      held = [];
      return released;
    },

    takeCopies(): number {
      const taken = copies;
      copies = 1;
      return taken;
    },
    takeLateMs(): number {
      const taken = lateMs;
      lateMs = 0;
      return taken;
    },
    /** The events that may leave now that this one came. */
    release(event: PendingEvent): readonly PendingEvent[] {
      if (toHold === 0) return [event];
      held.push(event);
      if (held.length < toHold) return [];
      const released = held.toReversed();
      held = [];
      toHold = 0;
      return released;
    },
  };
}
