import { spawn } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { run } from '../../src/db/account.ts';
import type { Database } from '../../src/db/pool.ts';
import { requireSpace } from '../../src/db/folder.ts';
import {
  isAlive,
  isRoot,
  newFolder,
  open,
  postmasterPid,
  start,
  startChild,
  watchdogsOf,
} from './embedded-server.ts';

const Row = z.object({ id: z.number() });
const nobody = { uid: 65534, gid: 65534 };
const canUnshare =
  isRoot &&
  (await run({ command: 'unshare', args: ['--user', '--map-user=65534', 'true'] }, { kind: 'self' }))
    .exitCode === 0;

/** Commits rows one by one until the server goes away; resolves to the number of the last that was confirmed. */
async function writeUntilCut(database: Database): Promise<number> {
  await database.run('create table row (id int primary key)');
  let confirmed = 0;
  try {
    for (;;) {
      await database.run('insert into row values ($1)', [confirmed + 1]);
      confirmed += 1;
    }
  } catch {
    return confirmed;
  }
}

async function countRows(url: string): Promise<number> {
  return (await open(url).rows(Row, 'select id from row')).length;
}

test('what was written is there after a stop and a start, and the second start takes under a second', async () => {
  const folder = join(await newFolder(), 'in a path/with spaces, "quotes" and 中文', 'postgres');
  const first = await start(folder);
  await open(first.url).run('create table row as select 7 as id');
  await first.stop();

  const from = performance.now();
  const second = await start(folder);
  expect(performance.now() - from).toBeLessThan(1000);
  expect(await open(second.url).rows(Row, 'select id from row')).toEqual([{ id: 7 }]);
});

test('the data folder is closed to other accounts, and no port is opened', async () => {
  const folder = join(await newFolder(), 'postgres');
  const { url } = await start(folder);

  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const Setting = z.object({ listen_addresses: z.string() });
  expect(await open(url).rows(Setting, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
});

test('a folder too deep for the address of a socket works all the same', async () => {
  const folder = join(await newFolder(), 'deep'.repeat(30), 'deeper'.repeat(20));
  const { url } = await start(folder);

  expect(await open(url).rows(Row, 'select 1 as id')).toEqual([{ id: 1 }]);
});

test.skipIf(!isRoot)('an ordinary user has a server of its own, and root can go on with it', async () => {
  const folder = join(await newFolder(), 'home');
  await mkdir(folder);
  await chmod(folder, 0o777);
  const child = await startChild(join(folder, 'postgres'), nobody);
  expect(child.said).toHaveProperty('url');
  await open(child.url()).run('create table row as select 1 as id');
  await child.kill();

  const { url } = await start(join(folder, 'postgres'));
  expect(await countRows(url)).toBe(1);
  expect((await lstat(join(folder, 'postgres/data'))).uid).toBe(nobody.uid);
});

test.skipIf(!isRoot)('a folder that the user may not write to is named', async () => {
  const child = await startChild(join(await newFolder(), 'postgres'), nobody);

  expect(child.said).toMatchObject({ code: 'db/folder-not-writable' });
});

test.skipIf(!isRoot)('when initdb fails its own words are told', async () => {
  const folder = join(await newFolder(), 'open');
  await mkdir(folder);
  await chmod(folder, 0o777);
  const child = await startChild(join(folder, 'postgres'), { uid: 7777, gid: 7777 });

  expect(child.said).toMatchObject({
    code: 'db/initdb-failed',
    message: expect.stringContaining('could not look up effective user ID 7777'),
  });
});

test.skipIf(!canUnshare)('root may keep its data where only root can go', async () => {
  const folder = await newFolder();
  await chmod(folder, 0o700);
  const first = await start(join(folder, 'postgres'));
  await open(first.url).run('create table row as select 1 as id');
  await first.stop();

  expect(await countRows((await start(join(folder, 'postgres'))).url)).toBe(1);
});

test('a folder in use is not started a second time, and the first goes on', async () => {
  const folder = join(await newFolder(), 'postgres');
  const child = await startChild(folder);

  await expect(start(folder)).rejects.toMatchObject({
    code: 'db/folder-in-use',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  expect(await open(child.url()).rows(Row, 'select 1 as id')).toEqual([{ id: 1 }]);
});

test('kill -9 of Longhand ends the server too, and the next start has every confirmed row', async () => {
  const folder = join(await newFolder(), 'postgres');
  const child = await startChild(folder);
  const server = await postmasterPid(folder);
  const confirmed = writeUntilCut(open(child.url()));
  await vi.waitFor(async () => expect(await countRows(child.url())).toBeGreaterThan(20));
  await child.kill();

  const { url } = await start(folder); // At once, while the old server may still be on its way out.
  expect(await isAlive(server)).toBe(false);
  expect(await countRows(url)).toBeGreaterThanOrEqual(await confirmed);
  expect(await confirmed).toBeGreaterThan(20);
});

test('a server whose Longhand is gone ends without a next start', async () => {
  const folder = join(await newFolder(), 'postgres');
  const child = await startChild(folder);
  const server = await postmasterPid(folder);
  await child.kill();

  await vi.waitFor(async () => expect(await isAlive(server)).toBe(false), { timeout: 5000 });
});

test('kill -9 of everything at once leaves nothing that blocks the next start', async () => {
  const folder = join(await newFolder(), 'postgres');
  for (const round of [1, 2, 3]) {
    const child = await startChild(folder);
    const server = await postmasterPid(folder);
    const watchdogs = await watchdogsOf(server);
    const database = open(child.url());
    await database.run('create table if not exists row (id int)');
    await database.run('insert into row values ($1)', [round]);
    for (const pid of [...watchdogs, server]) process.kill(pid, 'SIGKILL');
    await child.kill();
  }

  expect(await countRows((await start(folder)).url)).toBe(3);
});

test('a server that lost its Longhand and its watchdog is ended and followed by a new one', async () => {
  const folder = join(await newFolder(), 'postgres');
  const child = await startChild(folder);
  const orphan = await postmasterPid(folder);
  for (const pid of await watchdogsOf(orphan)) process.kill(pid, 'SIGKILL');
  await child.kill();
  expect(await isAlive(orphan)).toBe(true);

  await start(folder);
  expect(await isAlive(orphan)).toBe(false);
  expect(await postmasterPid(folder)).not.toBe(orphan);
});

test('a pid that has passed on to another program does not block the next start', async () => {
  const folder = join(await newFolder(), 'postgres');
  const child = await startChild(folder);
  const pidFile = join(folder, 'data/postmaster.pid');
  const { uid, gid } = await stat(pidFile);
  const server = await postmasterPid(folder);
  for (const pid of [...(await watchdogsOf(server)), server]) process.kill(pid, 'SIGKILL');
  await child.kill();
  const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
  onTestFinished(() => void stranger.kill());
  const left = await readFile(pidFile, 'utf8');
  await writeFile(pidFile, left.replace(/^\d+/, String(stranger.pid)));

  const { url } = await start(folder);
  expect(await open(url).rows(Row, 'select 1 as id')).toEqual([{ id: 1 }]);
  expect(await isAlive(stranger.pid ?? 0)).toBe(true);
});

test('a server that is killed under Longhand comes back, and the same pool goes on with it', async () => {
  const folder = join(await newFolder(), 'postgres');
  const { url } = await start(folder);
  const database = open(url);
  await database.run('create table row as select 1 as id');
  process.kill(await postmasterPid(folder), 'SIGKILL');

  await vi.waitFor(async () => expect(await database.rows(Row, 'select id from row')).toEqual([{ id: 1 }]), {
    timeout: 10_000,
  });
});

test('a database of another major version is left alone', async () => {
  const folder = join(await newFolder(), 'postgres');
  await mkdir(join(folder, 'data'), { recursive: true });
  if (isRoot) await chmod(folder, 0o711);
  await writeFile(join(folder, 'data/PG_VERSION'), '16\n');

  await expect(start(folder)).rejects.toMatchObject({
    code: 'db/other-version',
    message: expect.stringContaining('Postgres 16'),
  });
});

test('a start that was killed while the cluster was being made is made good by the next', async () => {
  const folder = join(await newFolder(), 'postgres');
  await mkdir(join(folder, 'data.init-1/base'), { recursive: true });
  await writeFile(join(folder, 'data.init-1/PG_VERSION'), '18\n');

  const { url } = await start(folder);
  expect(await open(url).rows(Row, 'select 1 as id')).toEqual([{ id: 1 }]);
  expect((await readdir(folder)).filter((name) => name.startsWith('data'))).toEqual(['data']);
});

test('a disk without room is said before anything is written', async () => {
  await expect(requireSpace(await newFolder(), Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
    code: 'db/disk-full',
  });
});
