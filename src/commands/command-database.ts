// The database for a command that runs by itself: the same one that Longhand uses, brought to its present schema.
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError, toReason } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Config } from '../config.ts';
import { startEmbeddedPostgres, urlOfRunning } from '../db/embedded.ts';
import type { Database } from '../db/pool.ts';
import { openMigrated } from '../own-database.ts';

export interface CommandDeps {
  say(line: string): void;
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
}

/** Longhand may go on working beside it, on its own database as on one of yours. */
export async function withDatabase<Result>(
  { config, clock, log }: CommandDeps,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const server = config.DATABASE_URL === undefined ? await ownServer({ config, clock, log }) : undefined;
  try {
    const url = server?.url ?? config.DATABASE_URL ?? '';
    const database = await openMigrated({ url, connections: 4, log });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await server?.stop();
  }
}

/** The server of the data folder: that of the Longhand which runs there, or started for as long as we need it. */
async function ownServer({
  config,
  clock,
  log,
}: Omit<CommandDeps, 'say'>): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = join(config.LONGHAND_DATA, 'postgres');
  try {
    return await startEmbeddedPostgres({ folder, clock, log });
  } catch (error) {
    const running = urlOfRunning(folder);
    if (!(error instanceof AppError) || error.code !== 'db/folder-in-use' || running === undefined)
      throw error;
    return { url: running, stop: async () => {} };
  }
}

export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  { options, usage }: { options: Options; usage: string },
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw badArguments(toReason(error), usage);
  }
}

export function badArguments(message: string, usage: string): AppError {
  return new AppError({ code: 'cli/bad-arguments', message, hint: usage });
}

/** The one workspace that the database knows, or the one that was named. */
export function chooseTeam(named: string | undefined, known: readonly string[]): string {
  const [only, ...others] = known;
  if (named !== undefined) return named;
  if (only !== undefined && others.length === 0) return only;
  throw new AppError({
    code: 'cli/which-team',
    message:
      only === undefined
        ? 'The history is empty.'
        : `The history has several workspaces: ${known.join(', ')}.`,
    hint: only === undefined ? 'There is nothing to do.' : `Say which with --team ${only}.`,
  });
}

/** `1 channel`, `1,204 channels`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
