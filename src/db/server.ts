// The embedded server while it runs: started until it says it is ready, and started again when it ends unasked.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { RunAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { settleFormerServer, SUPERUSER, type Place } from './cluster.ts';
import { requireSpace } from './folder.ts';
import { startWatched, type Watched } from './watchdog.ts';

export interface ServerSettings {
  readonly place: Place;
  readonly runAs: RunAs;
  readonly binaries: Binaries;
  readonly clock: Clock;
  readonly log: Log;
  readonly tuning?: Readonly<Record<string, string>>;
}

export interface Server {
  urlOf(database: string): string;
  /** Shuts the server down and waits until it has. */
  stop(): Promise<void>;
}

interface Door {
  readonly settings: Readonly<Record<string, string>>;
  readonly urlOf: (database: string) => string;
}

const READY_POLL_MS = 5;
// Recovery after a crash reads the log since the last checkpoint, which may be a gigabyte on a slow disk.
const START_MS = 120_000;
// After a kill the old sessions notice within moments that their server is gone.
const OLD_SESSIONS_MS = 10_000;
const AGAIN_MS = 1_000;

export async function startServer(settings: ServerSettings): Promise<Server> {
  const door = await chooseDoor(settings.place);
  const state = { current: await startOnce(settings, door), isStopping: false };

  async function keepRunning(): Promise<void> {
    await state.current.ended;
    while (!state.isStopping) {
      settings.log.error('the database server ended unasked and is started again');
      try {
        state.current = await startOnce(settings, door);
        if (state.isStopping) await state.current.stop();
        await state.current.ended;
      } catch (error) {
        settings.log.error({ err: error }, 'the database server could not be started again');
        await settings.clock.sleep(AGAIN_MS);
      }
    }
  }
  const kept = keepRunning();

  return {
    urlOf: door.urlOf,
    stop: async () => {
      state.isStopping = true;
      await state.current.stop();
      await kept;
    },
  };
}

async function startOnce(settings: ServerSettings, door: Door): Promise<Watched> {
  const { place, clock } = settings;
  const wasKilled = await settleFormerServer(settings, clock);
  const patienceUntil = clock.now().getTime() + (wasKilled ? OLD_SESSIONS_MS : 0);
  for (;;) {
    const server = await startWatched({
      ...settings,
      program: { command: settings.binaries.postgres, args: toArguments(settings, door) },
      logFile: place.serverLog,
    });
    if (await isReady(server, settings)) return server;
    if (clock.now().getTime() >= patienceUntil) throw await notStarted(place);
    await clock.sleep(100);
  }
}

/** A Unix socket needs no port and no password. Windows has none that our driver knows. */
async function chooseDoor(place: Place): Promise<Door> {
  if (process.platform === 'win32') {
    const password = await readFile(place.passwordFile, 'utf8');
    const port = await freePort();
    return {
      settings: { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' },
      urlOf: (database) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
    };
  }
  return {
    // A list separated by commas in Postgres's eyes, so the path is quoted.
    settings: {
      listen_addresses: '',
      unix_socket_directories: `"${place.sockets.replaceAll('"', '""')}"`,
    },
    urlOf: (database) => urlBySocket(place, database),
  };
}

/** Where the server of this place is reached while it runs, whoever started it. */
export function urlBySocket({ sockets }: Place, database: string): string {
  return `postgresql://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(sockets)}`;
}

function toArguments({ place, tuning }: ServerSettings, door: Door): string[] {
  const settings: Record<string, string> = {
    ...door.settings,
    max_connections: '100',
    shared_buffers: '64MB',
    timezone: 'UTC',
    // What a statement got wrong is for whoever sent it; the file is for what goes wrong with the server.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...tuning,
  };
  return ['-D', place.cluster].concat(
    Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  );
}

/** The eighth line of its pid file is the server's own word on how far it is. */
async function isReady(server: Watched, { place, clock, log }: ServerSettings): Promise<boolean> {
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

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('the system gave no port')),
      );
    });
  });
}
