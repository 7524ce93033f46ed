// A process shows that it lives by holding a lock on a connection of its own: when it dies, Postgres lets go of it.
import type { Log } from '../base/log.ts';
import type { Database } from '../db/pool.ts';
import { OWN } from './job-store.ts';

interface OwnershipSettings {
  readonly database: Database;
  readonly log: Log;
  readonly owner: string;
  /** The connection is gone, and with it the proof that we live: called once. */
  onLost(): void;
}

export interface Ownership {
  release(): Promise<void>;
}

/** Takes the lock and holds it until it is released or its connection breaks. */
export function holdOwnership({ database, log, owner, onLost }: OwnershipSettings): Ownership {
  const asked = Promise.withResolvers<undefined>();
  const held = hold().catch((error: unknown) => {
    log.warn({ err: error }, 'this process can no longer show that it lives');
    onLost();
  });

  async function hold(): Promise<void> {
    const client = await database.pool.connect();
    const lost = new Promise<Error>((resolve) => client.once('error', resolve));
    try {
      await client.query(OWN, [owner]);
      const error = await Promise.race([lost, asked.promise]);
      if (error !== undefined) throw error;
    } finally {
      // Destroyed rather than handed back: the lock belongs to the session.
      client.release(true);
    }
  }

  return {
    release: async () => {
      asked.resolve(undefined);
      await held;
    },
  };
}
