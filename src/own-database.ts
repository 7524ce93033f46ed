// The database in the shape that this code expects, for `start` and for commands alike.
import type { Log } from './base/log.ts';
import { openCheckedDatabase } from './db/check.ts';
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
