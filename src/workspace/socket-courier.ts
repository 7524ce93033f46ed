// Envelopes over Socket Mode: out over one of the open sockets, acknowledged by their id.
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { ACK_MS, type Courier, type Transmission } from './courier.ts';
import type { SocketHub } from './socket-mode.ts';

export function createSocketCourier({ hub, clock }: { hub: SocketHub; clock: Clock }): Courier {
  const ending = new AbortController();

  return {
    kind: 'socket',
    isReady: () => hub.count() > 0,
    look: () => Promise.resolve(hub.count() > 0),
    ready: (signal) => hub.connected(signal),
    close: () => ending.abort(),

    async carry({ type, payload, isAnswerable, attempt, retryReason }) {
      const envelopeId = newId();
      const done = new AbortController();
      const signal = AbortSignal.any([done.signal, ending.signal]);
      let answer: Transmission = { kind: 'unanswered', reason: 'timeout' };
      const retry = attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: retryReason ?? 'timeout' };
      const envelope = { envelope_id: envelopeId, type, payload, accepts_response_payload: isAnswerable };
      const isSent = hub.send({ ...envelope, ...retry }, (answered) => {
        answer = { kind: 'acknowledged', payload: answered };
        done.abort();
      });
      if (!isSent) return { kind: 'unconnected' };
      await clock.sleep(ACK_MS, signal);
      hub.forget(envelopeId);
      return answer;
    },
  };
}
