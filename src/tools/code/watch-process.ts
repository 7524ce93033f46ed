// What a sandbox's process and those it started take, read from outside: what runs there cannot talk itself out of it.
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { Clock } from '../../base/clock.ts';
import { SANDBOX_LIMITS } from './sandbox.ts';

type Excess = { readonly kind: 'too-much-memory' } | { readonly kind: 'too-many-processes' };

interface Watched {
  readonly pid: number;
  readonly clock: Clock;
  onExcess(excess: Excess): void;
}

const EVERY_MS = 50;
const NICE = 10;

/** Returns how to stop watching. Where there is no /proc it sees nothing, and the limits inside of the sandbox remain. */
export function watchProcess({ pid, clock, onExcess }: Watched): () => void {
  return clock.every(EVERY_MS, () => {
    const excess = look(pid);
    if (excess !== undefined) onExcess(excess);
  });
}

function look(root: number): Excess | undefined {
  const pids = [root];
  let bytes = 0;
  for (const pid of pids) {
    if (pids.length > SANDBOX_LIMITS.processes) return { kind: 'too-many-processes' };
    bytes += residentBytes(pid);
    if (bytes > SANDBOX_LIMITS.memoryBytes) return { kind: 'too-much-memory' };
    pids.push(...childrenOf(pid));
  }
  return undefined;
}

function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/mu.exec(textOf(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? 0 : Number(kilobytes) * 1024;
}

function childrenOf(pid: number): readonly number[] {
  return textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/** At once and not when there is time: while processes multiply there is none. It is memory of the kernel, not a disk. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // A process that has just ended has nothing to be read.
  }
}

/** A loop in there must not slow down who waits in here. */
export function makeWay(pid: number): void {
  try {
    setPriority(pid, NICE);
  } catch {
    // It has ended already, or the system does not allow it: it then only runs as fast as we do.
  }
}

/**
 * Returns how to end it. Contract: when that resolves, the process is gone, and so is whatever it started that still
 * held an output of it.
 */
export function endingOf(child: ChildProcess): () => Promise<void> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return async () => {
    if (child.pid === undefined) return; // It never started.
    child.kill('SIGKILL');
    await closed;
  };
}
