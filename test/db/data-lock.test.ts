import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockDataFolder } from '../../src/db/data-lock.ts';
import { newFolder } from './embedded-server.ts';

const module = new URL('../../src/db/data-lock.ts', import.meta.url).href;

/** A process that holds the folder until it is killed. */
async function holder(folder: string) {
  const program = `
    const { lockDataFolder } = await import(${JSON.stringify(module)});
    await lockDataFolder(${JSON.stringify(folder)});
    console.log('held');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    pid: child.pid,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('the second of two is told who holds the folder and what to do', async () => {
  const folder = await newFolder();
  const other = await holder(folder);

  await expect(lockDataFolder(folder)).rejects.toMatchObject({
    code: 'db/folder-in-use',
    message: expect.stringContaining(`${folder} is in use by another Longhand (process ${other.pid})`),
    hint: expect.stringContaining('LONGHAND_DATA'),
  });
  await other.kill();
});

test('a holder that was killed blocks nobody, whoever has its pid now', async () => {
  const folder = await newFolder();
  await (await holder(folder)).kill();
  await writeFile(join(folder, 'longhand.pid'), `${process.ppid}\n`);

  const lock = await lockDataFolder(folder);
  await lock.release();
});

test('a released folder is free for the next, in the same process too', async () => {
  const folder = await newFolder();
  const first = await lockDataFolder(folder);
  await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'db/folder-in-use' });
  await first.release();
  await first.release();

  const second = await lockDataFolder(folder);
  await second.release();
});

test('of ten that come at once exactly one gets the folder', async () => {
  const folder = join(await newFolder(), 'new');
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataFolder(folder)));
  const held = results.filter((result) => result.status === 'fulfilled');

  expect(held).toHaveLength(1);
  await held[0]?.value.release();
});
