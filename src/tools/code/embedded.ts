// The sandbox that needs nothing installed: a forked process that Node lets reach neither files nor other processes.
import { fork, type ChildProcess } from 'node:child_process';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import { toReason } from '../../base/errors.ts';
import { FromChild, type ToChild } from './embedded-wire.ts';
import type { CodeLanguage, Sandbox, SandboxEnding, SandboxRun } from './sandbox.ts';
import { endingOf, makeWay, watchProcess } from './watch-process.ts';

const ABOUT: Readonly<Record<CodeLanguage, string>> = {
  python: 'Python is CPython 3.13 with its standard library alone',
  javascript: 'JavaScript is ES2023 with console and fs',
  bash: 'Bash has awk, sed, jq, yq, xan (CSV), sqlite3, rg, sort, join, diff and the like',
};
const CHILD = fileURLToPath(new URL('./embedded-child.ts', import.meta.url));
/** The shell has limits of its own and says which one was met; this process is here for when they do not hold. */
const GRACE_MS = 1_500;

export function createEmbeddedSandbox({
  clock,
}: {
  readonly clock: Clock;
}): Readonly<Record<CodeLanguage, Sandbox>> {
  const run = (run: SandboxRun): Promise<SandboxEnding> => runIn(run, clock);
  return {
    python: { about: ABOUT.python, run },
    javascript: { about: ABOUT.javascript, run },
    bash: { about: ABOUT.bash, run },
  };
}

async function runIn(run: SandboxRun, clock: Clock): Promise<SandboxEnding> {
  if (run.signal.aborted) return { kind: 'stopped' };
  const child = startChild();
  const end = endingOf(child);
  const over = new AbortController();
  try {
    return await new Promise<SandboxEnding>((resolve) => {
      void clock.sleep(run.ms + GRACE_MS, over.signal).then(() => resolve({ kind: 'too-slow' }));
      run.signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { signal: over.signal });
      converse(child, run, resolve);
      if (child.pid === undefined) return;
      const unwatch = watchProcess({ pid: child.pid, clock, onExcess: resolve });
      over.signal.addEventListener('abort', unwatch);
    });
  } finally {
    over.abort();
    await end();
  }
}

function startChild(): ChildProcess {
  const modules = modulesFolder();
  const child = fork(CHILD, [], {
    env: {},
    cwd: dirname(CHILD),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [
      '--permission',
      '--allow-worker',
      `--allow-fs-read=${modules}`,
      `--allow-fs-read=${dirname(CHILD)}`,
      // Node looks there for what kind of module a file is.
      `--allow-fs-read=${join(dirname(modules), 'package.json')}`,
      `--import=${new URL('./steady-wait.ts', import.meta.url).href}`,
      '--max-old-space-size=512',
      '--disable-warning=ExperimentalWarning',
      '--disable-warning=SecurityWarning',
    ],
  });
  if (child.pid !== undefined) makeWay(child.pid);
  return child;
}

function converse(child: ChildProcess, run: SandboxRun, resolve: (ending: SandboxEnding) => void): void {
  const send = (message: ToChild): void => void child.send(message, () => undefined);
  child.on('message', (message) => {
    const parsed = FromChild.safeParse(message);
    if (!parsed.success) return resolve({ kind: 'crashed', reason: 'what it answered has no known form' });
    const said = parsed.data;
    switch (said.kind) {
      case 'ready':
        return send({
          kind: 'run',
          language: run.language,
          code: run.code,
          files: [...run.files],
          ms: run.ms,
        });
      case 'call':
        void run
          .callTool(said.tool, said.input)
          .then((text) => send({ kind: 'answer', call: said.call, text }));
        return;
      case 'ran':
        return resolve(said);
    }
  });
  child.once('error', (error) => resolve({ kind: 'crashed', reason: toReason(error) }));
  child.once('exit', (code, signal) =>
    // V8 ends itself with SIGABRT when its heap is full.
    resolve(
      signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134
        ? { kind: 'too-much-memory' }
        : { kind: 'crashed', reason: `it ended with ${signal ?? code}` },
    ),
  );
}

/** Where packages are installed: the folder that just-bash stands in, with what it needs beside it. */
function modulesFolder(): string {
  const path = fileURLToPath(import.meta.resolve('just-bash'));
  const mark = `${sep}node_modules${sep}`;
  return path.slice(0, path.indexOf(mark) + mark.length - 1);
}
