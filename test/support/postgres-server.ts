// One Postgres server for a whole test run, with a migrated database that testDatabase() copies.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import type { TestProject } from 'vitest/node';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/pool.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the template; nobody connects to it, since a database with guests cannot be copied. */
    postgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'longhand-test-'));
  await chmod(folder, 0o711); // As root the server runs as an account that has to get through.
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    clock: systemClock,
    log: silentLog,
    tuning: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      max_connections: '200',
    },
  });
  await migrateTemplate(server.url);
  project.provide('postgresUrl', server.url);

  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function migrateTemplate(url: string): Promise<void> {
  const database = openDatabase({ url, connections: 2, log: silentLog });
  await migrate({
    database,
    folder: new URL('../../migrations/', import.meta.url),
    log: silentLog,
    after: () => runMigrations({ pgPool: database.pool, noHandleSignals: true }),
  });
  await database.close();
}
