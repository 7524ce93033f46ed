// Notices of Postgres to whoever waits for them: one connection, taken again when it breaks.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Database } from './pool.ts';

export interface Notices {
  /** Calls `hear` with the payload of each notice on `channel`; returns how to stop. */
  subscribe(channel: string, hear: (payload: string) => void): () => void;
  close(): Promise<void>;
}

const RETRY_MS = 500;

/**
 * Listens on `channels`. A notice that is sent while the connection is away is lost: after each new connection every
 * listener is called once with an empty payload, so that it looks for itself.
 */
export function createNotices(
  { database, clock, log }: { database: Database; clock: Clock; log: Log },
  channels: readonly string[],
): Notices {
  const closing = new AbortController();
  const heard = new Map<string, Set<(payload: string) => void>>(
    channels.map((channel) => [channel, new Set()]),
  );
  const listening = listen();

  async function listen(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await listenUntilLost();
      } catch (error) {
        log.warn({ err: error }, 'the connection for notices is away; trying again');
      }
      await clock.sleep(RETRY_MS, closing.signal);
    }
  }

  async function listenUntilLost(): Promise<void> {
    const client = await database.pool.connect();
    const over = new Promise<Error | undefined>((resolve) => {
      client.once('error', resolve);
      closing.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    try {
      client.on('notification', ({ channel, payload }) => tell(channel, payload ?? ''));
      for (const channel of heard.keys()) await client.query(`listen ${channel}`);
      for (const channel of heard.keys()) tell(channel, '');
      const error = closing.signal.aborted ? undefined : await over;
      if (error !== undefined) throw error;
    } finally {
      client.release(true);
    }
  }

  function tell(channel: string, payload: string): void {
    for (const hear of heard.get(channel) ?? []) hear(payload);
  }

  return {
    subscribe: (channel, hear) => {
      const listeners = heard.get(channel);
      if (listeners === undefined) throw new Error(`nobody listens on the channel ${channel}`);
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    close: async () => {
      closing.abort();
      await listening;
    },
  };
}
