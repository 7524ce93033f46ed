// A process shows that it lives by holding a lock on a connection of its own: when it dies, Postgres lets go of it.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Database } from '../db/pool.ts';
import { BEAT, OWN } from './job-store.ts';

interface OwnershipSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  /** The connection is gone, and with it the proof that we live: called once. */
  onLost(): void;
}

/** Well within what `releaseOrphans` takes for silence. */
const BEAT_MS = 5_000;

export interface Ownership {
  /** Resolves when the lock is held, or lost before it was. */
  readonly settled: Promise<void>;
  release(): Promise<void>;
}

/** Takes the lock and holds it until it is released or its connection breaks. */
export function holdOwnership({ database, clock, log, owner, onLost }: OwnershipSettings): Ownership {
  const taken = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<undefined>();
  const held = hold().catch((error: unknown) => {
    log.warn({ err: error }, 'this process can no longer show that it lives');
    onLost();
    taken.resolve();
  });

  async function hold(): Promise<void> {
    const client = await database.pool.connect();
    const lost = Promise.withResolvers<Error>();
    client.once('error', lost.resolve);
    // A process that is stopped keeps its connection: only its silence tells it from one that works.
    const stopBeating = clock.every(BEAT_MS, () => {
      client
        .query(BEAT)
        .catch((error: unknown) => lost.resolve(new Error('no sign of life', { cause: error })));
    });
    try {
      await client.query(OWN, [owner]);
      taken.resolve();
      const error = await Promise.race([lost.promise, asked.promise]);
      if (error !== undefined) throw error;
    } finally {
      stopBeating();
      // Destroyed rather than handed back: the lock belongs to the session.
      client.release(true);
    }
  }

  return {
    settled: taken.promise,
    release: async () => {
      asked.resolve(undefined);
      await held;
    },
  };
}
