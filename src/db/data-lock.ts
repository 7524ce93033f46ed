// One Longhand to a data folder: a lock that the operating system drops however its holder ends.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { makeFolder, onDisk } from './folder.ts';

export interface DataLock {
  release(): Promise<void>;
}

// https://www.sqlite.org/rescode.html#busy
const Busy = z.object({ errcode: z.literal(5) });

/**
 * Takes the folder for this process, or says who has it.
 *
 * Contract: while it is held no other process gets it, in other containers on the same machine neither;
 * once the holder is gone, by `kill -9` too, the next one gets it at once, whoever has its pid by then.
 */
export async function lockDataFolder(folder: string): Promise<DataLock> {
  const place = resolve(folder);
  await makeFolder(place);
  return onDisk(place, async () => {
    const held = hold(join(place, 'longhand.lock'));
    const pidFile = join(place, 'longhand.pid');
    if (held === undefined) throw await inUse(place, pidFile);

    await writeFile(pidFile, `${process.pid}\n`);
    return {
      release: async () => {
        if (!held.isOpen) return;
        await rm(pidFile, { force: true });
        held.close(); // The file stays: removing it could take it from under somebody who just locked it.
      },
    };
  });
}

/**
 * The lock of an SQLite file is the one lock Node carries that the system itself keeps (`fcntl`,
 * `LockFileEx`): a pid file outlives `kill -9`, and the pid in it is some day another program's.
 */
function hold(path: string): DatabaseSync | undefined {
  const file = new DatabaseSync(path);
  try {
    file.exec('pragma journal_mode = memory');
    file.exec('begin exclusive');
    return file;
  } catch (error) {
    file.close();
    if (Busy.safeParse(error).success) return undefined;
    throw error;
  }
}

async function inUse(folder: string, pidFile: string): Promise<AppError> {
  // The holder may be between its lock and its pid file, so that there is no pid to name yet.
  const pid = (await readFile(pidFile, 'utf8').catch(() => '')).trim();
  const owner = pid === '' ? 'another Longhand' : `another Longhand (process ${pid})`;
  return new AppError({
    code: 'db/folder-in-use',
    message: `The data folder ${folder} is in use by ${owner}.`,
    hint:
      pid === ''
        ? 'Stop the other one first, or set LONGHAND_DATA to a folder of its own for this one.'
        : `Stop the other one first (kill ${pid}), or set LONGHAND_DATA to a folder of its own for this one.`,
  });
}
