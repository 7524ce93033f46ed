// The one door to Postgres: every row that comes in passes a schema, every change can be part of a transaction.
import { Pool, types, type PoolClient } from 'pg';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
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

/** One connection held for a while: for what a session keeps, such as its locks. */
export interface Session extends Sql {
  transact<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
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
  // Unheard, a connection that breaks while idle or between two statements would end the process. The pool
  // replaces it, and a statement that is sent on it after all throws.
  pool.on('error', (error) => {
    // The server may be faster than our goodbye.
    if (!pool.ending) log.warn({ err: error }, 'a database connection broke while idle');
  });
  pool.on('connect', (client) =>
    client.on('error', (error) => log.debug({ err: error }, 'a database connection broke')),
  );

  return {
    ...statementsOn(pool),
    pool,
    transact: (work) => inSession(pool, (session) => session.transact(work)),
    close: () => pool.end(),
  };
}

/** Runs `work` on one connection, which goes back to the pool unless it is unusable. */
export async function inSession<Result>(
  pool: Pool,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    const sql = statementsOn(client);
    return await work({ ...sql, transact: (part) => transactOn(client, () => part(sql)) });
  } finally {
    client.release(client.getTransactionStatus() !== 'I');
  }
}

async function transactOn<Result>(client: PoolClient, work: () => Promise<Result>): Promise<Result> {
  await client.query('begin');
  try {
    const result = await work();
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw swallowedFailure();
    return result;
  } catch (error) {
    // When the connection is gone the server has rolled back by itself; the first error is the one to tell.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Postgres answers such a commit by rolling back, without an error, and the work would seem to be kept. */
function swallowedFailure(): AppError {
  return new AppError({
    code: 'db/failure-swallowed',
    message: 'A statement of a transaction failed and the transaction went on; nothing of it was kept.',
    hint: 'This is a fault in Longhand: please report it with the log.',
  });
}

export function statementsOn(target: Pool | PoolClient): Sql {
  return {
    rows: async (row, text, values = []) => {
      const result = await target.query(text, [...values]);
      return z.array(row).parse(result.rows);
    },
    run: async (text, values = []) => (await target.query(text, [...values])).rowCount ?? 0,
  };
}
