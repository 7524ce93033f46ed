// The Postgres that Longhand brings along, for a benchmark alone, and thrown away with it.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded.ts';

export interface BenchPostgres {
  /** Of the database that Longhand gets. */
  readonly url: string;
  readonly version: string;
  /** A database of its own beside it; resolves to its address. */
  addDatabase(name: string): Promise<string>;
}

/** Settings as shipped, the disk included: what people get is what is measured. */
export async function startPostgres(stack: AsyncDisposableStack): Promise<BenchPostgres> {
  const folder = await makeFolder(stack);
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    clock: systemClock,
    log: silentLog,
  });
  stack.defer(() => server.stop());
  return {
    url: server.url,
    version: await versionOf(server.url),
    addDatabase: async (name) => {
      await once(server.url, (client) => client.query(`create database ${name}`));
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
  };
}

export async function makeFolder(stack: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longhand-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711); // As root the server runs as an account that has to get through.
  return folder;
}

export function versionOf(url: string): Promise<string> {
  return once(url, async (client) => {
    const { rows } = await client.query('show server_version');
    return z.tuple([z.object({ server_version: z.string() })]).parse(rows)[0].server_version;
  });
}

export async function once<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
