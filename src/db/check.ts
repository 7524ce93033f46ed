// Opens a database and makes sure of it: reachable, let in, and new enough, else one sentence on what is not.
import { z } from 'zod';
import { AppError, toReason } from '../base/errors.ts';
import { openDatabase, type Database, type DatabaseSettings } from './pool.ts';

const OLDEST_MAJOR = 15;

const Facts = z.object({ version: z.number(), encoding: z.string() });
const Coded = z.object({ code: z.string() });
const Several = z.object({ errors: z.array(z.unknown()).nonempty() });

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const REFUSALS = new Map([
  ['28P01', 'the password is not right'],
  ['28000', 'this user may not log in from here'],
  ['3D000', 'there is no such database'],
  ['42501', 'this user may not use the database'],
]);

/** A database that answers and is one Longhand can use; throws an AppError that says what to do otherwise. */
export async function openCheckedDatabase(settings: DatabaseSettings): Promise<Database> {
  requireUrl(settings.url);
  const database = openDatabase(settings);
  try {
    await checkDatabase(database);
    return database;
  } catch (error) {
    await database.close();
    if (error instanceof AppError) throw error;
    throw toConnectionError(error, settings.url);
  }
}

async function checkDatabase(database: Database): Promise<void> {
  const [facts] = await database.rows(
    Facts,
    `select current_setting('server_version_num')::int as version,
            current_setting('server_encoding') as encoding`,
  );
  const major = Math.floor((facts?.version ?? 0) / 10_000);
  if (major < OLDEST_MAJOR) {
    throw new AppError({
      code: 'db/too-old',
      message: `The database is Postgres ${major}, and Longhand needs ${OLDEST_MAJOR} or later.`,
      hint: 'Point DATABASE_URL to a newer one, or unset it: Longhand then starts a Postgres of its own.',
    });
  }
  if (facts?.encoding !== 'UTF8') {
    throw new AppError({
      code: 'db/not-utf8',
      message: `The database stores text as ${facts?.encoding}, which cannot hold what people write.`,
      hint: "Create it with `create database longhand encoding 'UTF8' template template0`.",
    });
  }
}

/** Says of a failed connection what kind it was; the password in `url` goes nowhere. */
export function toConnectionError(error: unknown, url: string): AppError {
  const code = Coded.safeParse(error).data?.code ?? '';
  const refusal = REFUSALS.get(code);
  if (refusal !== undefined) {
    return new AppError({
      code: 'db/refused',
      message: `The database at ${whereIs(url)} did not let Longhand in: ${refusal}.`,
      hint: 'Check user, password and database name in DATABASE_URL.',
      cause: error,
    });
  }
  return new AppError({
    code: 'db/unreachable',
    message: `The database at ${whereIs(url)} cannot be reached: ${reasonOf(error)}.`,
    hint: 'Check host and port in DATABASE_URL and that Postgres is running there, or unset it: Longhand then starts a Postgres of its own.',
    cause: error,
  });
}

function requireUrl(url: string): void {
  const isUrl = URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (isUrl) return;
  throw new AppError({
    code: 'db/url-invalid',
    message: 'DATABASE_URL is not the address of a Postgres database.',
    hint: 'Write it as postgresql://user:password@host:5432/database; special characters in the password are percent-encoded.',
  });
}

function whereIs(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `${searchParams.get('host') ?? hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

/** A name with several addresses fails with one error for each and no words of its own. */
function reasonOf(error: unknown): string {
  const several = Several.safeParse(error);
  return toReason(several.success ? several.data.errors[0] : error);
}
