// The sandbox with the system's Python: namespaces without network, files or neighbours, made by bubblewrap.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { toReason } from '../../base/errors.ts';
import { SANDBOX_LIMITS, type Sandbox, type SandboxEnding, type SandboxRun } from './sandbox.ts';
import type { SystemPython } from './system-python.ts';
import { endingOf, makeWay, watchProcess } from './watch-process.ts';

interface BubblewrapDeps {
  readonly clock: Clock;
  readonly python: SystemPython;
}

const DISK_BYTES = 300_000_000;
const ADDRESS_BYTES = 4_000_000_000;
/** Those that lay the sandbox out: the watch from outside counts them with the rest. */
const OWN_PROCESSES = 4;

const Answer = z.object({
  exitCode: z.number(),
  files: z.array(z.object({ name: z.string(), bytes: z.number().int().min(0) })),
  notTaken: z.array(z.string()),
});

/** Undefined when bubblewrap may not make namespaces here, as in many containers. */
export async function createBubblewrapSandbox({
  clock,
  python,
}: BubblewrapDeps): Promise<Sandbox | undefined> {
  const launcher = await readFile(new URL('./launcher.py', import.meta.url), 'utf8');
  const sandbox: Sandbox = {
    about: `Python is ${python.version} with ${python.packages.join(', ') || 'its standard library alone'}`,
    run: (run) => runIn({ clock, python, launcher }, run),
  };
  const { signal } = new AbortController();
  const tried = await sandbox.run({
    language: 'python',
    code: 'print(1)',
    files: [],
    ms: 10_000,
    signal,
    callTool: async () => '',
  });
  return tried.kind === 'ran' && tried.exitCode === 0 ? sandbox : undefined;
}

async function runIn(
  { clock, python, launcher }: BubblewrapDeps & { launcher: string },
  run: SandboxRun,
): Promise<SandboxEnding> {
  if (run.signal.aborted) return { kind: 'stopped' };
  const child = spawn(python.bubblewrap, toArguments(python, launcher), {
    // The first process in there is bubblewrap itself, and its environment can be read.
    env: {},
    ...ownUser(),
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const end = endingOf(child);
  const over = new AbortController();
  try {
    return await new Promise<SandboxEnding>((resolve) => {
      void clock.sleep(run.ms, over.signal).then(() => resolve({ kind: 'too-slow' }));
      run.signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { signal: over.signal });
      child.once('error', (error) => resolve({ kind: 'crashed', reason: toReason(error) }));
      void collect(child, resolve);
      if (child.pid === undefined) return;
      makeWay(child.pid);
      const unwatch = watchProcess({ pid: child.pid, clock, onExcess: resolve });
      over.signal.addEventListener('abort', unwatch);
      feed(child, run);
    });
  } finally {
    over.abort();
    await end();
  }
}

/** Numbers that no system gives to a person or a program for good: systemd's own range for users of the moment. */
const FIRST_USER = 61_184;
const USERS = 4_336;

/**
 * The system does not count the processes of root, whatever limit is set: started by root, each run is a user of its own,
 * so that the limit holds, and counts this run alone. Whoever else starts it is counted by the namespace.
 */
function ownUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = FIRST_USER + randomInt(USERS);
  return { uid: id, gid: id };
}

const ISOLATION =
  '--unshare-all --unshare-user --disable-userns --uid 1000 --gid 1000 --die-with-parent --new-session --cap-drop ALL --hostname sandbox --clearenv';
/** Without these no program of the system starts. */
const SYSTEM = [
  '/bin',
  '/sbin',
  '/lib',
  '/lib64',
  '/lib32',
  '/etc/ld.so.cache',
  '/etc/alternatives',
  '/etc/fonts',
];
const ENVIRONMENT = {
  HOME: '/work',
  LANG: 'C.UTF-8',
  PATH: '/usr/bin:/bin',
  PYTHONUTF8: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  OPENBLAS_NUM_THREADS: '2',
  MPLBACKEND: 'Agg',
  MPLCONFIGDIR: '/tmp',
};

function toArguments({ executable, folders }: SystemPython, launcher: string): string[] {
  const space = (path: string, bytes: number): string[] => ['--size', String(bytes), '--tmpfs', path];
  return [
    ...ISOLATION.split(' '),
    ...['/usr', ...folders].flatMap((path) => ['--ro-bind', path, path]),
    ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
    ...'--proc /proc --dev /dev --remount-ro /dev'.split(' '),
    ...space('/dev/shm', DISK_BYTES / 4),
    ...space('/tmp', DISK_BYTES / 4),
    ...space('/work', DISK_BYTES),
    ...'--remount-ro / --chdir /work'.split(' '),
    ...Object.entries(ENVIRONMENT).flatMap(([name, value]) => ['--setenv', name, value]),
    '--',
    executable,
    '-I',
    '-c',
    launcher,
  ];
}

/** The head with its length before it, then the bytes of the files one after another. */
function feed({ stdin }: ChildProcess, { code, files, ms }: SandboxRun): void {
  if (stdin === null) return;
  const head = Buffer.from(
    JSON.stringify({
      code,
      files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length })),
      limits: {
        RLIMIT_CPU: Math.ceil(ms / 1000) + 1,
        RLIMIT_AS: ADDRESS_BYTES,
        RLIMIT_FSIZE: DISK_BYTES / 3,
        RLIMIT_NPROC: SANDBOX_LIMITS.processes - OWN_PROCESSES,
        RLIMIT_NOFILE: 256,
        RLIMIT_CORE: 0,
      },
      most: {
        files: SANDBOX_LIMITS.filesOut,
        file: SANDBOX_LIMITS.fileOutBytes,
        all: SANDBOX_LIMITS.allOutBytes,
      },
    }),
  );
  // It may end before it has read everything; what came of it is seen by how it ended.
  stdin.on('error', () => undefined);
  stdin.write(String(head.length).padStart(12, '0'));
  stdin.write(head);
  for (const { bytes } of files) stdin.write(bytes);
  stdin.end();
}

/** Everything it says, within bounds; and how it ended, once all of it has been read. */
async function collect(child: ChildProcess, resolve: (ending: SandboxEnding) => void): Promise<void> {
  let left: number = SANDBOX_LIMITS.outputBytes + SANDBOX_LIMITS.allOutBytes;
  const closed = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const [stdout = [], stderr = [], answer = []] = [child.stdout, child.stderr, child.stdio[3]].map(
    (stream, index) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      stream?.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        left -= chunk.length;
        const isTooMuch = left < 0 || (index < 2 && bytes > SANDBOX_LIMITS.outputBytes);
        if (isTooMuch) resolve({ kind: 'too-much-output' });
        else chunks.push(chunk);
      });
      return chunks;
    },
  );
  const code = await closed;
  const words = { stdout: toText(stdout), stderr: toText(stderr) };
  resolve(readAnswer(Buffer.concat(answer), words) ?? { kind: 'crashed', reason: reasonOf(code, words) });
}

/** A line that says what there is, then the files one after another. Undefined when it is not all there. */
function readAnswer(
  answer: Buffer,
  words: { stdout: string; stderr: string },
): Extract<SandboxEnding, { kind: 'ran' }> | undefined {
  const lineEnd = answer.indexOf('\n');
  if (lineEnd < 0) return undefined;
  const head = readHead(answer.subarray(0, lineEnd).toString());
  if (head === undefined) return undefined;
  let from = lineEnd + 1;
  const files = head.files.map(({ name, bytes }) => {
    const content = Uint8Array.from(answer.subarray(from, from + bytes));
    from += bytes;
    return { name, bytes: content };
  });
  if (from !== answer.length) return undefined;
  return { kind: 'ran', exitCode: head.exitCode, ...words, files, notTaken: head.notTaken };
}

function readHead(line: string): z.infer<typeof Answer> | undefined {
  try {
    return Answer.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // The code wrote there itself, or the launcher was killed in the middle of it.
  }
}

function reasonOf(code: number | null, { stderr }: { stderr: string }): string {
  return stderr.trim().slice(-500) || `it ended with ${code ?? 'a signal'} and handed nothing out`;
}

function toText(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString();
}
