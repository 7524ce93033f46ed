// Folders of ours on the disk: made with the right mode, and what can be wrong with a disk said as an AppError.
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { AppError } from '../base/errors.ts';
import { z } from 'zod';

const SystemError = z.object({ code: z.string() });

/**
 * Makes `folder` with all above it. As root the folders are passable (0711), since the server below runs
 * as an ordinary account and must get through; else they are closed to everybody else (0700).
 */
export async function makeFolder(folder: string): Promise<void> {
  await onDisk(folder, async () => {
    await mkdir(folder, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  });
}

/** Runs `work` on `folder`; a full disk or a closed folder becomes an error that says so. */
export async function onDisk<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const known = SystemError.safeParse(error);
    if (!known.success) throw error;
    if (['ENOSPC', 'EDQUOT'].includes(known.data.code)) throw diskFull(folder, error);
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(known.data.code)) {
      throw new AppError({
        code: 'db/folder-not-writable',
        message: `Longhand cannot write to its data folder ${folder}.`,
        hint: 'Make the folder writable for the account that runs Longhand, or set LONGHAND_DATA to one that is.',
        cause: error,
      });
    }
    throw error;
  }
}

/** Throws when less than `neededBytes` is free where `folder` is. */
export async function requireSpace(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < neededBytes) throw diskFull(folder);
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function diskFull(folder: string, cause?: unknown): AppError {
  return new AppError({
    code: 'db/disk-full',
    message: `The disk that holds ${folder} is full.`,
    hint: 'Free some space, or set LONGHAND_DATA to a folder on another disk, and start again.',
    cause,
  });
}
