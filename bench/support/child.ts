// Programs that are measured run in processes of their own: what we do ourselves must not slow them down.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SETTINGS } from '../../src/config.ts';

export interface Child {
  readonly pid: number;
}

export interface Program {
  readonly args: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What it prints when it is ready. */
  readonly ready: string;
}

/** Resolves when the program says that it is ready; it is ended with `stack`. */
export async function startChild(stack: AsyncDisposableStack, program: Program): Promise<Child> {
  const child = spawn(process.execPath, program.args, {
    cwd: program.folder, // Where no .env of the person who measures is found.
    env: { ...strangersEnvironment(), ...program.settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close'); // After its last word.
  stack.defer(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let said = '';
  const isReady = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = `${said}${text}`.slice(-10_000);
        if (said.includes(program.ready)) resolve();
      });
    }
  });
  const isOver = ended.then(() => {
    throw new Error(`node ${program.args.join(' ')} ended before it was ready. It said:\n${said}`);
  });
  await Promise.race([isReady, isOver]);
  isOver.catch(() => undefined); // From here on it ends because we ask it to.
  if (child.pid === undefined) throw new Error('the program has no process');
  return { pid: child.pid };
}

/** As `npm start` does, with these settings and no others. */
export function startLonghand(
  stack: AsyncDisposableStack,
  { folder, settings }: { folder: string; settings: Readonly<Record<string, string>> },
): Promise<Child> {
  const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
  return startChild(stack, {
    args: [cli, 'start'],
    settings: { LONGHAND_DATA: folder, LONGHAND_PORT: '0', ...settings },
    folder,
    ready: 'Longhand is running.',
  });
}

function strangersEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !(name in SETTINGS)));
}
