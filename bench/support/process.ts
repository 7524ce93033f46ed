// What a process takes of the machine: its memory, and the processor time it has used.
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MIB = 1024;

export interface Memory {
  /** What is its own, and its share of what it has in common with others; Linux alone tells. */
  readonly pssMiB: number | undefined;
  readonly rssMiB: number;
}

/** Of all of them together: what they share counts once in PSS and several times in RSS. */
export async function memoryOf(pids: readonly number[]): Promise<Memory> {
  const each = await Promise.all(pids.map(memoryOfOne));
  const sum = (pick: (one: Memory) => number): number => each.reduce((total, one) => total + pick(one), 0);
  const isKnown = each.every(({ pssMiB }) => pssMiB !== undefined);
  if (sum(({ rssMiB }) => rssMiB) === 0) throw new Error('none of the processes is there');
  return {
    pssMiB: isKnown ? sum(({ pssMiB }) => pssMiB ?? 0) : undefined,
    rssMiB: sum(({ rssMiB }) => rssMiB),
  };
}

async function memoryOfOne(pid: number): Promise<Memory> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = (name: string): number | undefined => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1];
    return found === undefined ? undefined : Number(found) / MIB;
  };
  const rssMiB = kilobytes('Rss');
  if (rssMiB !== undefined) return { pssMiB: kilobytes('Pss'), rssMiB };
  // Of a server's processes some live for a moment; one that has ended takes nothing, and `ps` fails for it.
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return { pssMiB: stdout === '' ? 0 : undefined, rssMiB: Number(stdout.trim()) / MIB };
}

/** Everything that was started by `pid` and by what it started. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const [child, parent] of await allProcesses()) {
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** Each with its parent. Small systems have no `ps`, and macOS has no `/proc`. */
async function allProcesses(): Promise<readonly (readonly [number, number])[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  if (pids.length > 0)
    return Promise.all(pids.map(async (pid) => [pid, Number((await statOf(pid))[1])] as const));
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
      return [pid, parent] as const;
    });
}

/** The fields of Linux's line on a process, from its state on: the name before that may hold blanks. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/**
 * User and system time in milliseconds since they started; 0 where there is no `/proc`. With that of their children
 * which have ended, so that of a server and all its sessions nothing is lost when one of them closes.
 */
export async function processorMsOf(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const fields = await statOf(pid);
      const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
      return ticks * 10; // Linux counts in hundredths of a second.
    }),
  );
  return each.reduce((total, one) => total + one, 0);
}
