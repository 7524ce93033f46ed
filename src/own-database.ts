// The database in the shape that this code expects, for `start` and for commands alike.
import { join } from 'node:path';
import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Config } from './config.ts';
import { openCheckedDatabase } from './db/check.ts';
import { startEmbeddedPostgres } from './db/embedded.ts';
import { migrate } from './db/migrate.ts';
import type { Database, DatabaseSettings } from './db/pool.ts';
import { migrateEngine } from './job/engine.ts';

const MIGRATIONS = new URL('../migrations/', import.meta.url);

/** Closed again when it cannot be brought there. */
export async function openMigrated(settings: DatabaseSettings & { readonly log: Log }): Promise<Database> {
  const database = await openCheckedDatabase(settings);
  try {
    await migrate({
      database,
      folder: MIGRATIONS,
      log: settings.log,
      after: () => migrateEngine(database, settings.log),
    });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface OwnDatabase {
  readonly database: Database;
  /** A line for whoever started it. */
  readonly where: string;
  stop(): Promise<void>;
}

interface DatabaseStart {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/** The one that is configured, else an embedded server of our own. */
export async function startDatabase(settings: DatabaseStart): Promise<OwnDatabase> {
  const server = await startServer(settings);
  try {
    const connections = settings.config.TASKS_AT_ONCE + 12;
    const database = await openMigrated({ url: server.url, connections, log: settings.log });
    return {
      database,
      where: `Database   ${server.where}`,
      stop: async () => {
        await database.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startServer({ config, clock, log }: DatabaseStart): Promise<{
  readonly url: string;
  readonly where: string;
  stop(): Promise<void>;
}> {
  if (config.DATABASE_URL !== undefined) {
    return { url: config.DATABASE_URL, where: 'your Postgres (DATABASE_URL)', stop: async () => {} };
  }
  const folder = join(config.LONGHAND_DATA, 'postgres');
  const embedded = await startEmbeddedPostgres({ folder, clock, log });
  return { url: embedded.url, where: `embedded Postgres in ${folder}`, stop: () => embedded.stop() };
}
