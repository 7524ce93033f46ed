// How much was asked of a model's key in the last minute, by all processes on this database: what a limit is held against.
import { z } from 'zod';
import type { Database } from '../db/pool.ts';
import { newId } from '../base/id.ts';
import { waitFor, type RateLimits, type Taken } from './rate.ts';

export interface RateStore {
  /**
   * Contract: over all processes together no minute holds more than the limits, but for one request that is larger than
   * they are, which goes alone.
   */
  take(want: {
    key: string;
    tokens: number;
    limits: RateLimits;
    at: Date;
  }): Promise<
    { readonly kind: 'taken'; readonly id: string } | { readonly kind: 'wait'; readonly ms: number }
  >;
  /** What it came to, instead of what it was taken for. */
  settle(id: string, tokens: number): Promise<void>;
}

const Row = z
  .object({ at: z.date(), tokens: z.number() })
  .transform(({ at, tokens }): Taken => ({ at, tokens }));

export function createRateStore(database: Database): RateStore {
  return {
    take: ({ key, tokens, limits, at }) =>
      database.transact(async (sql) => {
        // One after the other: two that look at the same time would both find room for one.
        await sql.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`model_request ${key}`]);
        await sql.run(
          `delete from model_request where key = $1 and at <= $2::timestamptz - interval '1 minute'`,
          [key, at],
        );
        const taken = await sql.rows(Row, 'select at, tokens from model_request where key = $1 order by at', [
          key,
        ]);
        const ms = waitFor(taken, { tokens, limits, at });
        if (ms > 0) return { kind: 'wait', ms };
        const id = newId();
        await sql.run('insert into model_request (id, key, at, tokens) values ($1, $2, $3, $4)', [
          id,
          key,
          at,
          tokens,
        ]);
        return { kind: 'taken', id };
      }),

    settle: async (id, tokens) => {
      await database.run('update model_request set tokens = $2 where id = $1', [id, tokens]);
    },
  };
}
