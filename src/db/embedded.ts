// The Postgres that Longhand brings along: started in the data folder when no DATABASE_URL is set.
import { resolve } from 'node:path';
import { Client } from 'pg';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { chooseRunAs } from './account.ts';
import { findBinaries } from './binaries.ts';
import { prepareCluster, removeFarSockets, toPlace } from './cluster.ts';
import { lockDataFolder } from './data-lock.ts';
import { startServer, urlBySocket, type Server } from './server.ts';

export interface EmbeddedPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

export interface EmbeddedSettings {
  /** Of the database alone, such as `.longhand/postgres`: made when missing, and closed to other accounts. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Postgres settings over ours; tests trade safety for speed with them. */
  readonly tuning?: Readonly<Record<string, string>>;
}

const DATABASE = 'longhand';
const NO_SUCH_DATABASE = '3D000';

/**
 * Starts the server and its database, new or as they were left.
 *
 * Contract: one Longhand to a folder; the server ends with this process, however that ends, and is
 * started again when it ends before; what was committed is there after any `kill -9`, of us or of it.
 */
export async function startEmbeddedPostgres(settings: EmbeddedSettings): Promise<EmbeddedPostgres> {
  const folder = resolve(settings.folder);
  const lock = await lockDataFolder(folder);
  try {
    const place = toPlace(folder);
    const runAs = await chooseRunAs(folder, place.cluster);
    const binaries = await findBinaries({ folder, runAs });

    await prepareCluster({ place, runAs, binaries });
    const server = await startServer({ ...settings, place, runAs, binaries });
    await requireDatabase(server);
    return {
      url: server.urlOf(DATABASE),
      stop: async () => {
        await server.stop();
        await removeFarSockets(place);
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The database of a Longhand that runs on this folder, for commands beside it. Undefined where its server is not
 * reached by a socket (Windows).
 */
export function urlOfRunning(folder: string): string | undefined {
  return process.platform === 'win32' ? undefined : urlBySocket(toPlace(resolve(folder)), DATABASE);
}

/** Also the proof that the server answers. */
async function requireDatabase(server: Server): Promise<void> {
  try {
    if (await hasDatabase(server)) return;
    await query(server.urlOf('postgres'), `create database ${DATABASE}`);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function hasDatabase(server: Server): Promise<boolean> {
  try {
    await query(server.urlOf(DATABASE), 'select 1');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NO_SUCH_DATABASE) return false;
    throw error;
  }
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined); // A server that goes away is told by the statement or the next one.
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end();
  }
}
