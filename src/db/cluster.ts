// The embedded server's folder: made once and whole, and freed of what a killed server left in it.
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile, lstat } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { newId } from '../base/id.ts';
import { run, type RunAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { onDisk, requireSpace } from './folder.ts';

export interface Place {
  readonly folder: string;
  /** What Postgres calls its data directory. */
  readonly cluster: string;
  readonly sockets: string;
  readonly serverLog: string;
  /** Windows alone: there the server listens on loopback, where everybody could knock. */
  readonly passwordFile: string;
}

interface Setting {
  readonly place: Place;
  readonly runAs: RunAs;
  readonly binaries: Binaries;
}

export const SUPERUSER = 'longhand';

const INITDB = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--no-sync',
  '--no-instructions',
];
// A new cluster takes 47 MB and its log another 16 to 32 MB.
const NEW_CLUSTER_BYTES = 150 * 1024 * 1024;
const RUNNING_BYTES = 32 * 1024 * 1024;
// Addresses of sockets end at 104 bytes on macOS, at 108 on Linux.
const LONGEST_SOCKET_BYTES = 100;
const SHUTDOWN_MS = 60_000;
// Above every pid there can be: Linux ends at 4,194,304.
const NOBODY_S_PID = 999_999_999;

export function toPlace(folder: string): Place {
  const near = join(folder, 'run');
  const isNear = Buffer.byteLength(join(near, '.s.PGSQL.5432')) <= LONGEST_SOCKET_BYTES;
  const name = `longhand-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  const far = [join(tmpdir(), name), join('/tmp', name)].find((path) => Buffer.byteLength(path) < 80);
  return {
    folder,
    cluster: join(folder, 'data'),
    sockets: isNear || far === undefined ? near : far,
    serverLog: join(folder, 'server.log'),
    passwordFile: join(folder, 'password'),
  };
}

/** Makes the cluster unless it is there, and frees its folders for the server. */
export async function prepareCluster({ place, runAs, binaries }: Setting): Promise<void> {
  await onDisk(place.folder, async () => {
    await own(place.folder, runAs);
    await mkdir(place.sockets, { recursive: true, mode: 0o700 });
    await own(place.sockets, runAs);

    await removeUnfinished(place);
    const version = await readIfThere(join(place.cluster, 'PG_VERSION'));
    if (version === undefined) return createCluster({ place, runAs, binaries });
    await requireSpace(place.folder, RUNNING_BYTES);
    if (Number(version) === binaries.major) return undefined;
    throw new AppError({
      code: 'db/other-version',
      message: `The database in ${place.folder} was made by Postgres ${version.trim()}, and this Longhand brings ${binaries.major}.`,
      hint: 'Start the Longhand that made it, or run its data in a Postgres of yours through DATABASE_URL; nothing in the folder was touched.',
    });
  });
}

/** What is still being written to cannot be removed, and is by a later start. */
async function removeUnfinished({ folder, cluster }: Place): Promise<void> {
  const unfinished = (await readdir(folder)).filter((name) => name.startsWith(`${basename(cluster)}.init`));
  await Promise.allSettled(
    unfinished.map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
}

/** Leaves nothing behind in the system's temporary folder. */
export async function removeFarSockets({ folder, sockets }: Place): Promise<void> {
  if (dirname(sockets) !== folder) await rm(sockets, { recursive: true, force: true });
}

/**
 * Made aside and renamed when whole, so that a kill in the middle leaves no half cluster. The name is new
 * each time: an initdb that outlived its Longhand may still be writing under the old one.
 */
async function createCluster({ place, runAs, binaries }: Setting): Promise<void> {
  await requireSpace(place.folder, NEW_CLUSTER_BYTES);
  const unfinished = `${place.cluster}.init-${newId()}`;
  await mkdir(unfinished, { mode: 0o700 });
  await own(unfinished, runAs);

  const { exitCode, output } = await run(
    {
      command: binaries.initdb,
      // The builtin locale is part of Postgres itself, so that an index means the same on every machine.
      args: [...INITDB, '-D', unfinished, '-U', SUPERUSER, ...(await accessArguments(place))],
    },
    runAs,
  );
  if (exitCode !== 0) {
    await requireSpace(place.folder, RUNNING_BYTES);
    throw new AppError({
      code: 'db/initdb-failed',
      message: `The database could not be created in ${place.folder}. initdb said: ${output}`,
      hint: 'Mend what it names, or set DATABASE_URL to a Postgres of yours.',
    });
  }
  await rename(unfinished, place.cluster);
}

/** On a socket in a closed folder the folder is the lock; on loopback it takes a password. */
async function accessArguments(place: Place): Promise<string[]> {
  if (process.platform !== 'win32') return ['--auth=trust'];
  await writeFile(place.passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  return ['--auth=scram-sha-256', `--pwfile=${place.passwordFile}`];
}

/**
 * Ends a server that outlived its Longhand and clears the traces that would keep the next from starting.
 * True when the last server did not end in order.
 *
 * Contract: the caller holds the folder's lock, so that whoever runs here runs for nobody.
 */
export async function settleFormerServer(
  { place, runAs, binaries }: Setting,
  clock: Clock,
): Promise<boolean> {
  const pidFile = join(place.cluster, 'postmaster.pid');
  const left = await readIfThere(pidFile);
  if (left === undefined) return false;

  if (process.platform === 'win32') {
    await run({ command: binaries.pgCtl, args: ['stop', '-D', place.cluster, '-m', 'fast'] }, runAs);
    return true;
  }
  const pid = Number.parseInt(left, 10);
  if (await isServerOf(place.cluster, pid)) await end(pid, { place, clock });

  const stale = await readIfThere(pidFile);
  if (stale !== undefined) {
    // The pid may by now be another program's, or a zombie's, and Postgres would not start beside it. How
    // far the old server was (line 8) would be taken for the new one's word. The rest stays: by the shared
    // memory named there Postgres sees whether old sessions are still writing.
    const [, ...rest] = stale.split('\n').slice(0, 7);
    await writeFile(pidFile, `${[NOBODY_S_PID, ...rest].join('\n')}\n`);
  }
  await rm(join(place.sockets, '.s.PGSQL.5432'), { force: true });
  await rm(join(place.sockets, '.s.PGSQL.5432.lock'), { force: true });
  return true;
}

async function end(pid: number, { place, clock }: { place: Place; clock: Clock }): Promise<void> {
  const deadline = clock.now().getTime() + SHUTDOWN_MS;
  signal(pid, 'SIGINT');
  while (await isServerOf(place.cluster, pid)) {
    if (clock.now().getTime() > deadline) signal(pid, 'SIGKILL');
    await clock.sleep(10);
  }
}

/** By its command line: a pid alone may have passed on to another program. */
async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  const words =
    process.platform === 'linux'
      ? ((await readIfThere(`/proc/${pid}/cmdline`)) ?? '').replaceAll('\0', ' ')
      : (await run({ command: 'ps', args: ['-ww', '-o', 'command=', '-p', String(pid)] }, { kind: 'self' }))
          .output;
  return words.includes(`postgres -D ${cluster} `);
}

function signal(pid: number, name: 'SIGINT' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone in between, which is what the signal was for.
  }
}

async function own(path: string, runAs: RunAs): Promise<void> {
  const { uid, isDirectory } = await lstat(path).then((found) => ({
    uid: found.uid,
    isDirectory: found.isDirectory(),
  }));
  const me = process.getuid?.();
  const wanted = runAs.kind === 'account' ? runAs.uid : me;
  // In a shared temporary folder somebody else may have been first with our name.
  const isForeign = me !== undefined && uid !== me && uid !== wanted;
  if (isForeign || !isDirectory) {
    throw new AppError({
      code: 'db/folder-owner',
      message: `${path} belongs to another account (uid ${uid}).`,
      hint: 'Remove it or hand it to the account that runs Longhand, or set LONGHAND_DATA to another folder.',
    });
  }
  if (runAs.kind === 'account') await chown(path, runAs.uid, runAs.gid);
  await chmod(path, 0o700);
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
