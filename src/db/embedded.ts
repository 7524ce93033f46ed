// The Postgres that Longhand brings along: started in the data folder when no DATABASE_URL is set.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { chooseRunAs, type RunAs } from './account.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { prepareCluster, settleFormerServer, SUPERUSER, toPlace, type Place } from './cluster.ts';
import { lockDataFolder } from './data-lock.ts';
import { requireSpace } from './folder.ts';
import { startWatched, type Watched } from './watchdog.ts';

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

interface Start extends EmbeddedSettings {
  readonly place: Place;
  readonly runAs: RunAs;
  readonly binaries: Binaries;
}

const READY_POLL_MS = 5;
// Recovery after a crash reads the log since the last checkpoint, which may be a gigabyte on a slow disk.
const START_MS = 120_000;
// After a kill the old sessions notice within moments that their server is gone.
const OLD_SESSIONS_MS = 10_000;
const DATABASE = 'longhand';
const NO_SUCH_DATABASE = '3D000';

/**
 * Starts the server and its database, new or as they were left.
 *
 * Contract: one Longhand to a folder; the server ends with this process, however that ends; and what was
 * committed is there after any `kill -9`, of us or of the server.
 */
export async function startEmbeddedPostgres(settings: EmbeddedSettings): Promise<EmbeddedPostgres> {
  const folder = resolve(settings.folder);
  const lock = await lockDataFolder(folder);
  try {
    const place = toPlace(folder);
    const runAs = await chooseRunAs(folder, place.cluster);
    const binaries = await findBinaries({ folder, runAs });
    const start: Start = { ...settings, place, runAs, binaries };

    await prepareCluster(start);
    const wasKilled = await settleFormerServer(start, settings.clock);
    const { server, url } = await startServer(start, wasKilled);
    await requireDatabase(url(DATABASE), url('postgres')).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return {
      url: url(DATABASE),
      stop: async () => {
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Running {
  readonly server: Watched;
  readonly url: (database: string) => string;
}

async function startServer(start: Start, wasKilled: boolean): Promise<Running> {
  const { place, clock, log } = start;
  const patienceUntil = clock.now().getTime() + (wasKilled ? OLD_SESSIONS_MS : 0);
  for (;;) {
    const door = await chooseDoor(place);
    const server = await startWatched({
      program: { command: start.binaries.postgres, args: toArguments(start, door.settings) },
      runAs: start.runAs,
      logFile: place.serverLog,
      clock,
      log,
    });
    if (await isReady(server, start)) return { server, url: door.url };
    if (clock.now().getTime() > patienceUntil) throw await notStarted(place);
    await clock.sleep(100);
  }
}

/** A Unix socket needs no port and no password. Windows has none that our driver knows. */
async function chooseDoor(place: Place): Promise<{ settings: Record<string, string>; url: Running['url'] }> {
  if (process.platform === 'win32') {
    const password = await readFile(place.passwordFile, 'utf8');
    const port = await freePort();
    return {
      settings: { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' },
      url: (database) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
    };
  }
  const host = encodeURIComponent(place.sockets);
  return {
    settings: { listen_addresses: '', unix_socket_directories: quoted(place.sockets) },
    url: (database) => `postgresql://${SUPERUSER}@localhost/${database}?host=${host}`,
  };
}

function toArguments({ place, tuning }: Start, door: Record<string, string>): string[] {
  const settings: Record<string, string> = {
    ...door,
    max_connections: '40',
    shared_buffers: '64MB',
    timezone: 'UTC',
    // What a statement got wrong is for whoever sent it; the file is for what goes wrong with the server.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...tuning,
  };
  return [
    ...['-D', place.cluster],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** The eighth line of its pid file is the server's own word on how far it is. */
async function isReady(server: Watched, { place, clock, log }: Start): Promise<boolean> {
  const state = { hasEnded: false };
  void server.ended.then(() => (state.hasEnded = true));
  const deadline = clock.now().getTime() + START_MS;
  while (!state.hasEnded) {
    const lines = await readFile(join(place.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
    if (lines.split('\n')[7]?.trim() === 'ready') return true;
    if (clock.now().getTime() > deadline) {
      log.warn('the database server takes too long to start and is stopped');
      await server.stop();
    }
    await clock.sleep(READY_POLL_MS);
  }
  return false;
}

async function notStarted(place: Place): Promise<AppError> {
  await requireSpace(place.folder, 1024 * 1024);
  const said = await readFile(place.serverLog, 'utf8').catch(() => '');
  const ending = said.trim().split('\n').slice(-5).join('\n');
  return new AppError({
    code: 'db/server-not-started',
    message: `The embedded Postgres in ${place.folder} did not start. It said: ${ending}`,
    hint: `Mend what it names (all it said is in ${place.serverLog}), or set DATABASE_URL to a Postgres of yours.`,
  });
}

/** Also the proof that the server answers. */
async function requireDatabase(url: string, maintenanceUrl: string): Promise<void> {
  try {
    await query(url, 'select 1');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === NO_SUCH_DATABASE)) throw error;
    await query(maintenanceUrl, `create database ${DATABASE}`);
  }
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new Client({ connectionString });
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** A list separated by commas in Postgres's eyes, so a path is quoted. */
function quoted(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()));
    });
  });
}
