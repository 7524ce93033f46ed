// As whom the embedded server runs: Postgres refuses to run as root, so root lends it an ordinary account.
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../base/errors.ts';
import { isRoot } from './folder.ts';

export type RunAs =
  | { readonly kind: 'self' }
  | { readonly kind: 'account'; readonly uid: number; readonly gid: number }
  /** Still root outside, and so the owner of root's folders, but an ordinary uid in its own eyes. Linux only. */
  | { readonly kind: 'namespace' };

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

interface Launch extends Program {
  readonly options: {
    /** None of ours: neither our secrets nor somebody's PGHOST belong in the server. */
    readonly env: Readonly<Record<string, string>>;
    /** Ours may be closed to the account. */
    readonly cwd: string;
    readonly uid?: number;
    readonly gid?: number;
  };
}

const UNSHARE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];

/**
 * Whoever owns the cluster in `folder`; before there is one, the owner of the place (`sudo` in
 * somebody's checkout), `postgres` or `nobody`, the first that can get to `folder`.
 */
export async function chooseRunAs(folder: string, cluster: string): Promise<RunAs> {
  const owner = await stat(cluster).catch(() => undefined);
  if (!isRoot()) {
    if (owner !== undefined && process.getuid !== undefined && owner.uid !== process.getuid()) {
      throw new AppError({
        code: 'db/folder-owner',
        message: `The database in ${folder} belongs to another account (uid ${owner.uid}).`,
        hint: 'Start Longhand as the account that started it first, or set LONGHAND_DATA to another folder.',
      });
    }
    return { kind: 'self' };
  }

  const candidates = owner === undefined ? await accountsFor(folder) : [toRunAs(owner)];
  for (const candidate of candidates) {
    if (await canReach(candidate, dirname(folder))) return candidate;
  }
  throw new AppError({
    code: 'db/folder-unreachable',
    message: `Postgres does not run as root, and no ordinary account can get to ${folder}.`,
    hint: 'Set LONGHAND_DATA to a folder outside of private ones (such as /var/lib/longhand), or run Longhand as an ordinary user.',
  });
}

/** Whether that account gets through all the folders on the way and can run or enter what is there. */
export async function canReach(runAs: RunAs, path: string): Promise<boolean> {
  const { exitCode } = await run({ command: 'sh', args: ['-c', 'test -x "$0"', path] }, runAs);
  return exitCode === 0;
}

/** Runs a program to its end; `output` is what it said on both channels. */
export async function run(
  program: Program,
  runAs: RunAs,
  input?: string,
): Promise<{ exitCode: number | null; output: string }> {
  const { command, args, options } = toLaunch(program, runAs);
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.on('error', () => undefined); // A program that ends without reading is no fault of ours.
    child.on('error', (error) => resolve({ exitCode: null, output: error.message }));
    child.on('close', (exitCode) => resolve({ exitCode, output: output.trim() }));
    child.stdin.end(input);
  });
}

/** How to spawn a program as that account. */
export function toLaunch({ command, args }: Program, runAs: RunAs): Launch {
  const options = {
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
    cwd: '/',
  };
  const account = runAs.kind === 'account' ? { uid: runAs.uid, gid: runAs.gid } : {};
  const prefix = runAs.kind === 'namespace' ? UNSHARE : [];
  const [first = command, ...rest] = [...prefix, command, ...args];
  return { command: first, args: rest, options: { ...options, ...account } };
}

async function accountsFor(folder: string): Promise<RunAs[]> {
  const place = await stat(dirname(folder));
  const named = await Promise.all(
    [...(place.uid === 0 ? [] : [String(place.uid)]), 'postgres', 'nobody'].map(findAccount),
  );
  return [...named.flat(), { kind: 'namespace' }];
}

/** Only accounts with a name: initdb asks for it. */
async function findAccount(name: string): Promise<RunAs[]> {
  const [known, user, group] = await Promise.all(
    ['-un', '-u', '-g'].map((part) => run({ command: 'id', args: [part, name] }, { kind: 'self' })),
  );
  if (known?.exitCode !== 0 || user?.exitCode !== 0 || group?.exitCode !== 0) return [];
  return [{ kind: 'account', uid: Number(user.output), gid: Number(group.output) }];
}

function toRunAs({ uid, gid }: { uid: number; gid: number }): RunAs {
  return uid === 0 ? { kind: 'namespace' } : { kind: 'account', uid, gid };
}
