// A database of its own for a test or a test file: a copy of the migrated one.
import { Client } from 'pg';
import { afterAll, inject, onTestFinished } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { silentLog } from '../../src/base/log.ts';
import { openDatabase, type Database } from '../../src/db/pool.ts';

export interface TestDatabase extends Database {
  /** For child processes, which open their own connections. */
  readonly url: string;
  /** Nobody gets in any more, and who is in is thrown out: to its users the database is gone. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
}

/**
 * Empty of rows, with the schema of migrations/ and of the job engine. Closed and dropped after the test
 * or file that asked; ask in a test or in a file's body, since in `beforeAll` nobody would close it.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const created = await createDatabase();
  const database = openDatabase({ url: created.url, connections: 10, log: silentLog });
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await database.close();
  };
  atTheEnd(async () => {
    await close();
    await created.drop();
  });
  const name = new URL(created.url).pathname.slice(1);
  return {
    ...database,
    close,
    url: created.url,
    shut: async () => {
      await administer(`alter database ${name} with allow_connections false`);
      await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    },
    reopen: () => administer(`alter database ${name} with allow_connections true`),
  };
}

/** The address of a new database without anything in it, not even the schema. */
export async function emptyDatabaseUrl(): Promise<string> {
  const { url, drop } = await createDatabase({ template: 'template1' });
  atTheEnd(drop);
  return url;
}

async function createDatabase({ template = 'longhand' } = {}): Promise<{
  url: string;
  drop: () => Promise<void>;
}> {
  const name = `test_${newId().replaceAll('-', '')}`;
  await administer(`create database ${name} template ${template} strategy file_copy`);
  return { url: urlOf(name), drop: () => administer(`drop database ${name} with (force)`) };
}

async function administer(text: string): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres') });
  await client.connect();
  await client.query(text);
  await client.end();
}

function urlOf(name: string): string {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

/** Of the running test, or outside of tests (in a file's body) of the file. */
function atTheEnd(cleanUp: () => Promise<void>): void {
  try {
    onTestFinished(cleanUp);
  } catch {
    afterAll(cleanUp);
  }
}
