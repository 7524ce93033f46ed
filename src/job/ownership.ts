// A process shows that it lives by holding a lock on a connection of its own: when it dies, Postgres lets go of it.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Database } from '../db/pool.ts';
import { OWN } from './job-store.ts';

interface OwnershipSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  /** The connection is gone, and with it the proof that we live. */
  onLost(): void;
}

export interface Ownership {
  release(): Promise<void>;
}

const RETRY_MS = 1_000;

/** Takes the lock and takes it again whenever its connection breaks. */
export function holdOwnership({ database, clock, log, owner, onLost }: OwnershipSettings): Ownership {
  const released = new AbortController();
  const held = hold();

  async function hold(): Promise<void> {
    while (!released.signal.aborted) {
      try {
        await holdUntilLost();
      } catch (error) {
        log.warn({ err: error }, 'this process cannot show that it lives; trying again');
      }
      if (released.signal.aborted) return;
      onLost();
      await clock.sleep(RETRY_MS, released.signal);
    }
  }

  async function holdUntilLost(): Promise<void> {
    const client = await database.pool.connect();
    const lost = new Promise<Error>((resolve) => client.once('error', resolve));
    const asked = new Promise<undefined>((resolve) => {
      released.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    try {
      await client.query(OWN, [owner]);
      const error = released.signal.aborted ? undefined : await Promise.race([lost, asked]);
      if (error !== undefined) throw error;
    } finally {
      // Destroyed rather than handed back: the lock belongs to the session.
      client.release(true);
    }
  }

  return {
    release: async () => {
      released.abort();
      await held;
    },
  };
}
