// What can be made to go wrong, on demand: by tests, and later from the page.
import type { Delivery } from './delivery.ts';
import type { DisconnectReason, SocketHub } from './socket-mode.ts';

export interface Failure {
  /** HTTP status; 200 unless said. */
  readonly status?: number;
  readonly error?: string;
  readonly retryAfter?: number;
  readonly times?: number;
}

export interface Faults {
  /** The next call of `method` is carried out and its answer never arrives. */
  loseNextReply(method: string): void;
  failNext(method: string, failure: Failure): void;
  delayMs(method: string, ms: number): void;
  disconnect(reason: DisconnectReason): void;
  /** Ends the open sockets without a word. */
  cutSockets(): void;
  /** The open sockets stay open and hear nothing more. */
  deafSockets(): void;
  /** The next event is sent twice. */
  deliverTwice(): void;
  /** Forgets everything asked for that has not happened yet. */
  clear(): void;
}

/** What the Web API asks before and after a call. */
export interface CallFaults {
  takeFailure(method: string): Failure | undefined;
  takeLostReply(method: string): boolean;
  delayOf(method: string): number;
}

export function createFaults({ hub, delivery }: { hub: SocketHub; delivery: Delivery }): Faults & CallFaults {
  const lost = new Map<string, number>();
  const failures = new Map<string, Failure[]>();
  const delays = new Map<string, number>();

  return {
    loseNextReply: (method) => void lost.set(method, (lost.get(method) ?? 0) + 1),
    failNext(method, failure) {
      const copies = Array.from({ length: failure.times ?? 1 }, () => failure);
      failures.set(method, [...(failures.get(method) ?? []), ...copies]);
    },
    delayMs: (method, ms) => void delays.set(method, ms),
    disconnect: (reason) => hub.disconnect(reason),
    cutSockets: () => hub.cut(),
    deafSockets: () => hub.deafen(),
    deliverTwice: () => delivery.twice(),
    clear() {
      lost.clear();
      failures.clear();
      delays.clear();
    },

    takeFailure: (method) => failures.get(method)?.shift(),
    takeLostReply(method) {
      const times = lost.get(method) ?? 0;
      if (times > 0) lost.set(method, times - 1);
      return times > 0;
    },
    delayOf: (method) => delays.get(method) ?? 0,
  };
}
