// Ties a server to the life of this process: when we end, however we end, it shuts down.
import { spawn, type ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { toLaunch, type Program, type RunAs } from './account.ts';

export interface Watched {
  /** Resolves when the program has ended, with its exit code. */
  readonly ended: Promise<number | null>;
  /** Asks it to shut down and waits until it has. */
  stop(): Promise<void>;
}

/**
 * The shell holds the reading end of a pipe of ours. The pipe closes when we let go of it or die, by
 * `kill -9` too; then the server gets SIGINT, which to Postgres is a fast shutdown. The server's own input is
 * not the pipe, and a signal to the shell is passed on rather than leaving the server alone. It is sent
 * again, since a server that has only just been launched does not listen to signals yet.
 */
const WATCH = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -INT $server' TERM INT HUP
{ while read -r line; do :; done <&3; for try in 1 2 3 4 5; do kill -INT $server || break; sleep 1; done; } 2>/dev/null &
watcher=$!
wait $server; code=$?
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
kill $watcher 2>/dev/null
exit $code
`;

// A fast shutdown writes a checkpoint, which takes its time on a slow disk.
const SHUTDOWN_MS = 60_000;

interface Watch {
  readonly program: Program;
  readonly runAs: RunAs;
  /** What the server says goes here, from the start of this run. */
  readonly logFile: string;
  readonly clock: Clock;
  readonly log: Log;
}

export async function startWatched({ program, runAs, logFile, clock, log }: Watch): Promise<Watched> {
  const isWindows = process.platform === 'win32';
  const { command, args, options } = toLaunch(program, runAs);
  const output = await open(logFile, 'w', 0o600);
  const child = isWindows
    ? spawn(command, args, { ...options, stdio: ['pipe', output.fd, output.fd], windowsHide: true })
    : spawn('sh', ['-c', WATCH, 'longhand-postgres', command, ...args], {
        ...options,
        stdio: ['pipe', output.fd, output.fd],
        detached: true, // A Ctrl-C in the terminal is for Longhand, which still needs the server to stop in order.
      });
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      log.error({ err: error }, 'the database server could not be launched');
      resolve(null);
    });
    child.on('exit', resolve);
  });
  child.stdin?.on('error', () => undefined); // The watchdog may be gone before we let go of the pipe.
  letGo(child);
  await output.close();

  return {
    ended,
    stop: async () => {
      child.stdin?.destroy();
      if (isWindows) child.kill();
      const abort = new AbortController();
      const isLate = await Promise.race([
        ended.then(() => false),
        clock.sleep(SHUTDOWN_MS, abort.signal).then(() => true),
      ]);
      abort.abort();
      if (!isLate) return;
      log.warn('the database server did not shut down in time and is ended; it recovers at its next start');
      killGroup(child);
      await ended;
    },
  };
}

/** The server alone must not keep Longhand running. */
function letGo(child: ChildProcess): void {
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
}

function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
}
