// The one door to Postgres: every row that comes in passes a schema, every change can be part of a transaction.
import { Pool, types, type PoolClient } from 'pg';
import { z } from 'zod';
import type { Log } from '../base/log.ts';

/** What a store needs: statements, on a connection of their own or inside somebody's transaction. */
export interface Sql {
  /** Rows of a statement, each read by `row`: a column that is not as expected throws here and nowhere else. */
  rows<Row>(row: z.ZodType<Row>, text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs a statement for its effect; resolves to the number of rows it touched. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

export interface Database extends Sql {
  /** Commits when `work` resolves, rolls back when it throws. */
  transact<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** For the job engine, which keeps its own statements. */
  readonly pool: Pool;
  close(): Promise<void>;
}

// Counts come back as numbers, and none of ours passes 2^53.
types.setTypeParser(types.builtins.INT8, Number);

export interface DatabaseSettings {
  readonly url: string;
  readonly connections: number;
  readonly log: Log;
}

export function openDatabase({ url, connections, log }: DatabaseSettings): Database {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'longhand',
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection broke while idle'));

  return {
    ...statementsOn(pool),
    pool,
    transact: async (work) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        const result = await work(statementsOn(client));
        await client.query('commit');
        return result;
      } catch (error) {
        // When even the rollback fails the connection is unusable, and the pool must not hand it out again.
        await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function statementsOn(target: Pool | PoolClient): Sql {
  return {
    rows: async (row, text, values = []) => {
      const result = await target.query(text, [...values]);
      return z.array(row).parse(result.rows);
    },
    run: async (text, values = []) => (await target.query(text, [...values])).rowCount ?? 0,
  };
}
