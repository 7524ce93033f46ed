// What can be made to go wrong, on demand: by tests, and from the panel of the page.
import type { Delivery } from './delivery.ts';
import type { MovableClock } from './movable-clock.ts';
import type { Fault, FaultsState } from './page-wire.ts';
import type { DisconnectReason, SocketHub } from './socket-mode.ts';
import type { State } from './state.ts';

export interface Failure {
  /** HTTP status; 200 unless said. */
  readonly status?: number;
  readonly error?: string;
  readonly retryAfter?: number;
  readonly times?: number;
}

/** In all of these `*` is every method. */
export interface Faults {
  /** The next call of `method` is carried out and its answer never arrives. */
  loseNextReply(method: string): void;
  failNext(method: string, failure: Failure): void;
  /** 429 with what is left in Retry-After, for so many seconds. */
  rateLimit(method: string, seconds: number): void;
  delayMs(method: string, ms: number): void;
  disconnect(reason: DisconnectReason): void;
  /** Ends the open sockets without a word. */
  cutSockets(): void;
  /** The open sockets stay open and hear nothing more. */
  deafSockets(): void;
  /** The next event is sent twice. */
  deliverTwice(): void;
  /** The next event leaves so much later. */
  deliverLate(ms: number): void;
  /** The next so many events are held back and leave last first. */
  deliverReversed(events: number): void;
  /** The workspace's clock jumps, back when less than nothing. */
  moveClock(ms: number): void;
  /** Whether the rate limits hold. */
  setLimits(isOn: boolean): void;
  /** The app's token works no more, which it is told by `tokens_revoked`. */
  revokeTokens(): void;
  /** The app is taken out of the workspace, which it is told by `app_uninstalled`. */
  uninstall(): void;
  /** Forgets everything asked for that has not happened yet, and lets the token work again. */
  clear(): void;
}

/** What the Web API asks before and after a call. */
export interface CallFaults {
  takeFailure(method: string): Failure | undefined;
  takeLostReply(method: string): boolean;
  delayOf(method: string): number;
  hasLimits(): boolean;
  /** The error that every call with the app's token is answered with. */
  tokenError(): string | undefined;
}

interface FaultDeps {
  readonly hub: SocketHub;
  readonly delivery: Delivery;
  readonly state: State;
  readonly clock: MovableClock;
  readonly hasLimits: boolean;
}

const ANY = '*';

export type FaultBox = ReturnType<typeof createFaults>;

export function createFaults({ hub, delivery, state, clock, hasLimits: isLimited }: FaultDeps) {
  const calls = createCallFaults(clock);
  let hasLimits = isLimited;
  let tokenError: string | undefined;

  const faults: Faults = {
    ...calls.ask,
    disconnect: (reason) => hub.disconnect(reason),
    cutSockets: () => hub.cut(),
    deafSockets: () => hub.deafen(),
    deliverTwice: () => delivery.disorder.twice(),
    deliverLate: (ms) => delivery.disorder.late(ms),
    deliverReversed: (events) => delivery.disorder.reverse(events),
    moveClock: (ms) => clock.move(ms),
    setLimits: (isOn) => void (hasLimits = isOn),
    revokeTokens() {
      tokenError = 'token_revoked';
      state.commit({ kind: 'tokens_revoked' });
    },
    uninstall() {
      tokenError = 'account_inactive';
      state.commit({ kind: 'app_uninstalled' });
    },
    clear() {
      calls.clear();
      delivery.settle();
      tokenError = undefined;
    },
  };
  const asked: CallFaults = { ...calls.take, hasLimits: () => hasLimits, tokenError: () => tokenError };

  return {
    ...faults,
    ...asked,
    /** As the page asks for it. */
    ask: (fault: Fault): void => askFor(fault, faults),
    describe: (): FaultsState => ({
      waiting: [...calls.waiting(), ...toWaiting(delivery), ...toTokenFault(tokenError)],
      clockOffsetMs: clock.offsetMs(),
      hasLimits,
      sockets: hub.count(),
      transport: delivery.transport,
      pendingEvents: state.pending().length,
    }),
  };
}

function toWaiting({ disorder }: Delivery): Fault[] {
  const { isTwice, lateMs, toHold } = disorder.waiting();
  return [
    ...(isTwice ? [{ kind: 'deliver-twice' } as const] : []),
    ...(lateMs > 0 ? [{ kind: 'deliver-late', ms: lateMs } as const] : []),
    ...(toHold > 0 ? [{ kind: 'deliver-reversed', events: toHold } as const] : []),
  ];
}

function toTokenFault(error: string | undefined): Fault[] {
  if (error === undefined) return [];
  return [{ kind: error === 'token_revoked' ? 'revoke-tokens' : 'uninstall' }];
}

function askFor(fault: Fault, faults: Faults): void {
  switch (fault.kind) {
    case 'lose-reply':
      return faults.loseNextReply(fault.method);
    case 'fail':
      return faults.failNext(fault.method, fault);
    case 'rate-limit':
      return faults.rateLimit(fault.method, fault.seconds);
    case 'delay':
      return faults.delayMs(fault.method, fault.ms);
    case 'disconnect':
      return faults.disconnect(fault.reason);
    case 'cut-sockets':
      return faults.cutSockets();
    case 'deaf-sockets':
      return faults.deafSockets();
    case 'deliver-twice':
      return faults.deliverTwice();
    case 'deliver-late':
      return faults.deliverLate(fault.ms);
    case 'deliver-reversed':
      return faults.deliverReversed(fault.events);
    case 'move-clock':
      return faults.moveClock(fault.ms);
    case 'limits':
      return faults.setLimits(fault.on);
    case 'revoke-tokens':
      return faults.revokeTokens();
    case 'uninstall':
      return faults.uninstall();
    case 'clear':
      return faults.clear();
  }
}

/** What can go wrong with one call of the Web API. */
function createCallFaults(clock: MovableClock) {
  const lost = new Map<string, number>();
  const failures = new Map<string, Failure[]>();
  const delays = new Map<string, number>();
  const limitedUntilMs = new Map<string, number>();
  const namesOf = (method: string): string[] => [method, ANY];

  function takeFailure(method: string): Failure | undefined {
    const untilMs = Math.max(...namesOf(method).map((name) => limitedUntilMs.get(name) ?? 0));
    const leftMs = untilMs - clock.now().getTime();
    if (leftMs > 0) return { status: 429, retryAfter: Math.ceil(leftMs / 1000) };
    return failures.get(method)?.shift() ?? failures.get(ANY)?.shift();
  }

  return {
    ask: {
      loseNextReply: (method: string) => void lost.set(method, (lost.get(method) ?? 0) + 1),
      failNext(method: string, failure: Failure) {
        const copies = Array.from({ length: failure.times ?? 1 }, () => failure);
        failures.set(method, [...(failures.get(method) ?? []), ...copies]);
      },
      rateLimit: (method: string, seconds: number) =>
        void limitedUntilMs.set(method, clock.now().getTime() + seconds * 1000),
      delayMs: (method: string, ms: number) => void delays.set(method, ms),
    },
    take: {
      takeFailure,
      takeLostReply(method: string): boolean {
        const name = namesOf(method).find((candidate) => (lost.get(candidate) ?? 0) > 0);
        if (name !== undefined) lost.set(name, (lost.get(name) ?? 0) - 1);
        return name !== undefined;
      },
      delayOf: (method: string): number => delays.get(method) ?? delays.get(ANY) ?? 0,
    },
    clear(): void {
      for (const shelf of [lost, failures, delays, limitedUntilMs]) shelf.clear();
    },
    waiting(): Fault[] {
      const nowMs = clock.now().getTime();
      return [
        ...[...lost].flatMap(([method, times]) =>
          Array.from({ length: times }, (): Fault => ({ kind: 'lose-reply', method })),
        ),
        ...[...failures].flatMap(([method, left]) =>
          left.map(({ status, error }): Fault => ({
            kind: 'fail',
            method,
            ...(status === undefined ? {} : { status }),
            ...(error === undefined ? {} : { error }),
          })),
        ),
        ...[...limitedUntilMs].flatMap(([method, untilMs]): Fault[] =>
          untilMs > nowMs
            ? [{ kind: 'rate-limit', method, seconds: Math.ceil((untilMs - nowMs) / 1000) }]
            : [],
        ),
        ...[...delays].flatMap(([method, ms]): Fault[] => (ms > 0 ? [{ kind: 'delay', method, ms }] : [])),
      ];
    },
  };
}
