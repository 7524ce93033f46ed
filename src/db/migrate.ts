// Brings the database to the state this code expects: numbered SQL files, each run once and never changed again.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError, toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { inSession, type Database, type Session } from './pool.ts';

export interface Migration {
  readonly database: Database;
  /** Of `0001_name.sql` files. */
  readonly folder: URL | string;
  readonly log: Log;
  /** Runs under the same lock when all files are in: for the job engine, which keeps its own schema. */
  readonly after?: () => Promise<void>;
}

interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

const Applied = z.object({ name: z.string(), sha256: z.string() });
type Applied = z.infer<typeof Applied>;

const FILE_NAME = /^\d{4}_[a-z0-9_-]+\.sql$/;
// Any number will do that nobody else takes on the same database: the letters of "long".
const LOCK = 0x6c6f6e67;

/**
 * Contract: however many processes start at once, each file runs once and `after` runs in one at a time;
 * a file that fails leaves nothing behind; when this resolves the schema is the one of `folder`.
 * Holds one connection throughout, so the pool needs a second one for `after`.
 */
export async function migrate({ database, folder, log, after }: Migration): Promise<{ applied: string[] }> {
  const files = await readFiles(typeof folder === 'string' ? folder : fileURLToPath(folder));
  return inSession(database.pool, async (session) => {
    await lock(session, log);
    try {
      const applied: string[] = [];
      for (const file of pendingOf(files, await readApplied(session))) {
        await apply(session, file);
        log.info({ migration: file.name }, 'the database schema moved on');
        applied.push(file.name);
      }
      await after?.();
      return { applied };
    } finally {
      // On a connection that broke the lock is gone already.
      await session.run('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    }
  });
}

async function readFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  names.forEach((name, index) => {
    const isNumbered = FILE_NAME.test(name);
    if (isNumbered && numberOf(name) !== numberOf(names[index + 1] ?? '')) return;
    throw new AppError({
      code: 'db/migration-name',
      message: `The migration ${name} ${isNumbered ? 'has the number of another one' : 'is not named like 0001_what_it_does.sql'}.`,
      hint: 'Rename it, with the next free number.',
    });
  });
  return Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have other line ends; the file is still the same.
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function lock(session: Session, log: Log): Promise<void> {
  const Taken = z.object({ taken: z.boolean() });
  const [attempt] = await session.rows(Taken, 'select pg_try_advisory_lock($1) as taken', [LOCK]);
  if (attempt?.taken === true) return;
  log.info('another process is migrating the database; waiting for it');
  await session.run('select pg_advisory_lock($1)', [LOCK]);
}

async function readApplied(session: Session): Promise<Applied[]> {
  await session.run(`
    create table if not exists migration (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`);
  return session.rows(Applied, 'select name, sha256 from migration order by name');
}

/** What is still to be run; throws when the database and the files tell different stories. */
export function pendingOf(
  files: readonly MigrationFile[],
  applied: readonly Applied[],
): readonly MigrationFile[] {
  const newest = applied.at(-1)?.name ?? '';
  for (const { name, sha256 } of applied) {
    const file = files.find((candidate) => candidate.name === name);
    if (file === undefined && name > (files.at(-1)?.name ?? '')) throw ahead(name);
    if (file?.sha256 !== sha256) throw changed(name);
  }
  const pending = files.filter(({ name }) => !applied.some((done) => done.name === name));
  const late = pending.find(({ name }) => name < newest);
  if (late !== undefined) {
    throw new AppError({
      code: 'db/migration-name',
      message: `The migration ${late.name} comes before ${newest}, which this database already has.`,
      hint: 'Give it the next free number, so that every database runs the files in the same order.',
    });
  }
  return pending;
}

async function apply(session: Session, { name, text, sha256 }: MigrationFile): Promise<void> {
  try {
    await session.transact(async (sql) => {
      await sql.run(text);
      await sql.run('insert into migration (name, sha256) values ($1, $2)', [name, sha256]);
    });
  } catch (error) {
    const at = z.object({ position: z.coerce.number() }).safeParse(error);
    const line = at.success ? ` in line ${text.slice(0, at.data.position).split('\n').length}` : '';
    throw new AppError({
      code: 'db/migration-failed',
      message: `The migration ${name} failed${line} and was rolled back. Postgres said: ${toReason(error)}`,
      hint: 'Mend what it names and start again; the migrations before it are kept.',
      cause: error,
    });
  }
}

function numberOf(name: string): string {
  return name.slice(0, 4);
}

function ahead(name: string): AppError {
  return new AppError({
    code: 'db/ahead',
    message: `The database was last used by a newer Longhand: it has the migration ${name}, which this one does not know.`,
    hint: 'Start the newer Longhand, or restore a backup from before its first start; nothing was changed.',
  });
}

function changed(name: string): AppError {
  return new AppError({
    code: 'db/migration-changed',
    message: `The migration ${name} is not what it was when this database ran it.`,
    hint: 'Restore the file as it was and write the change as a new migration; in development, a new database will do.',
  });
}
