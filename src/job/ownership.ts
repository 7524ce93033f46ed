// A process shows that it lives by holding a lock on a connection of its own: when it dies, Postgres lets go of it.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { statementsOn, type Database, type Sql } from '../db/pool.ts';
import { OWN } from './job-store.ts';

interface OwnershipSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  /** Every two seconds, on the connection that holds the lock: a process that does not ask any more is not believed to live. */
  beat(sql: Sql): Promise<void>;
  /** The connection is gone, and with it the proof that we live: called once. */
  onLost(): void;
}

/** Well within what `lookAround` takes for silence; and so long a job may wait that nobody was told of. */
const BEAT_MS = 2_000;

export interface Ownership {
  /** Resolves when the lock is held, or lost before it was. */
  readonly settled: Promise<void>;
  release(): Promise<void>;
}

/** Takes the lock and holds it until it is released or its connection breaks. */
export function holdOwnership({ database, clock, log, owner, beat, onLost }: OwnershipSettings): Ownership {
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
    const sql = statementsOn(client);
    let isAsking = false;
    // A process that is stopped keeps its connection: only its silence tells it from one that works.
    const ask = async (): Promise<void> => {
      if (isAsking) return;
      isAsking = true;
      await beat(sql).finally(() => (isAsking = false));
    };
    const stopBeating = clock.every(BEAT_MS, () => {
      ask().catch((error: unknown) => lost.resolve(new Error('no sign of life', { cause: error })));
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
