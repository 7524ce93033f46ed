// Starts embedded servers in processes and folders of their own, for the tests that break them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { run } from '../../src/db/account.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/db/embedded.ts';
import { openDatabase, type Database } from '../../src/db/pool.ts';

const Said = z.union([z.object({ url: z.string() }), z.object({ code: z.string(), message: z.string() })]);

interface Account {
  readonly uid: number;
  readonly gid: number;
}

export const isRoot = process.getuid?.() === 0;

/** Empty, passable for other accounts, and removed after the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longhand-db-'));
  await chmod(folder, 0o711);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** In this process; stopped after the test. */
export async function start(folder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder, clock: systemClock, log: silentLog });
  const state = { isStopped: false };
  const stop = async () => {
    if (state.isStopped) return;
    state.isStopped = true;
    await server.stop();
  };
  onTestFinished(stop);
  return { url: server.url, stop };
}

export async function startChild(folder: string, account?: Account) {
  const program = new URL('./child-longhand.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, folder], {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.stdin.end();
    await ended;
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  return {
    pid: child.pid ?? 0,
    said: Said.parse(JSON.parse(String(line))),
    url: () => {
      const said = Said.parse(JSON.parse(String(line)));
      return 'url' in said ? said.url : '';
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Closed after the test. */
export function open(url: string): Database {
  const database = openDatabase({ url, connections: 4, log: silentLog });
  onTestFinished(() => database.close());
  return database;
}

export async function postmasterPid(folder: string): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'data/postmaster.pid'), 'utf8'), 10);
}

/** The shell that watches over the server, with the part of it that reads the pipe. */
export async function watchdogsOf(server: number): Promise<number[]> {
  const { output } = await run({ command: 'ps', args: ['-A', '-o', 'pid=,pgid='] }, { kind: 'self' });
  const all = output.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const group = all.find(([pid]) => pid === server)?.[1];
  return all.flatMap(([pid = 0, pgid]) => (pgid === group && pid !== server ? [pid] : []));
}

/** A zombie is dead: only nobody has asked for its exit code yet. */
export async function isAlive(pid: number): Promise<boolean> {
  const { output } = await run({ command: 'ps', args: ['-o', 'stat=', '-p', String(pid)] }, { kind: 'self' });
  return output !== '' && !output.startsWith('Z');
}
