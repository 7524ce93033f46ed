// One Socket Mode connection that is kept open: Slack's client speaks the protocol, the staying alive is ours.
import { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { readFrames, type Envelope } from './frames.ts';
import { isTokenFault, toSlackError } from './identity.ts';
import { toBoltLogger } from './slack-log.ts';

interface SocketDeps {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEnvelope: (envelope: Envelope) => Promise<void>;
  /** A connection was lost and is there again: what was sent in between may be missing. */
  readonly onGap: (lostAt: Date) => void;
}

export type SocketState = 'idle' | 'connecting' | 'connected' | 'refused' | 'stopped';

export interface Socket {
  /** Resolves when connected; throws when Slack refuses the token or cannot be reached. */
  start(): Promise<void>;
  stop(): Promise<void>;
  state(): SocketState;
}

const HELLO_WITHIN_MS = 30_000;
const CLOSE_WITHIN_MS = 4_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
const REFUSED_RETRY_MS = 60_000;
const STEADY_MS = 10_000;

/**
 * The client's own reconnecting is switched off: it waits five seconds after each renewal, comes back after a stop,
 * and ends the process when Slack refuses the token (socket-mode 3.1).
 */
export function createSocket(deps: SocketDeps): Socket {
  const { clock, log, onEnvelope, onGap } = deps;
  const client = createClient(deps);
  const ending = new AbortController();
  let state: SocketState = 'idle';
  let connectedAt = 0;
  /** Connections in a row that ended at once: Slack has enough of ours, and a tight loop would not help. */
  let shortLived = 0;

  readFrames(client, { onEnvelope, log });
  client.on('disconnected', () => {
    if (state !== 'connected') return;
    const hasLasted = clock.now().getTime() - connectedAt > STEADY_MS;
    shortLived = hasLasted ? 0 : shortLived + 1;
    void reconnect();
  });

  async function connect(): Promise<void> {
    state = 'connecting';
    const greeted = new AbortController();
    const late = clock.sleep(HELLO_WITHIN_MS, AbortSignal.any([greeted.signal, ending.signal])).then(() => {
      if (!greeted.signal.aborted) throw new Error('Slack opened a connection and said nothing');
    });
    try {
      await Promise.race([client.start(), late]);
    } finally {
      greeted.abort();
    }
    if (ending.signal.aborted) return close();
    connectedAt = clock.now().getTime();
    state = 'connected';
    return undefined;
  }

  async function reconnect(): Promise<void> {
    const lostAt = clock.now();
    state = 'connecting';
    if (shortLived > 0) await clock.sleep(backoffMs(shortLived), ending.signal);
    for (let attempt = 1; !ending.signal.aborted; attempt += 1) {
      try {
        await connect();
        if (!ending.signal.aborted) onGap(lostAt);
        return;
      } catch (error) {
        if (!ending.signal.aborted) await waitAfter(error, attempt);
      }
    }
  }

  async function waitAfter(error: unknown, attempt: number): Promise<void> {
    const isRefused = isTokenFault(error);
    state = isRefused ? 'refused' : 'connecting';
    if (isRefused) log.error({ err: toSlackError(error, 'SLACK_APP_TOKEN') }, 'Slack refuses the app token');
    else log.warn({ reason: toReason(error), attempt }, 'the connection to Slack is not back yet');
    await close();
    await clock.sleep(isRefused ? REFUSED_RETRY_MS : backoffMs(attempt), ending.signal);
  }

  async function close(): Promise<void> {
    const closed = new AbortController();
    // A connection that is gone already never says that it has closed.
    await Promise.race([
      client.disconnect().finally(() => closed.abort()),
      clock.sleep(CLOSE_WITHIN_MS, closed.signal),
    ]);
  }

  return {
    start: async () => {
      try {
        await connect();
      } catch (error) {
        await close();
        throw toSlackError(error, 'SLACK_APP_TOKEN');
      }
    },
    stop: async () => {
      state = 'stopped';
      ending.abort();
      await close();
    },
    state: () => state,
  };
}

function backoffMs(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10), LONGEST_RETRY_MS);
}

function createClient({ appToken, apiUrl, log }: SocketDeps): SocketModeClient {
  return new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    logger: toBoltLogger(log),
    // Its own options object: the client writes into what it is given.
    clientOptions: {
      retryConfig: { retries: 0 },
      timeout: 15_000,
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    },
  });
}
