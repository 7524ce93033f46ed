// What a signal does to the work under way: a stop ends it, a turn ends thinking and reading, the rest waits for a boundary.
import type { Tool } from '../../agent/tool.ts';

/** `hard` ends all that is under way, `soft` spares what has an effect; `stopped` is a stop alone, and no drain. */
export interface Interrupts {
  readonly stopped: AbortSignal;
  readonly hard: AbortSignal;
  readonly soft: AbortSignal;
}

/** Calls `listener` with the kind of each signal to this task as it arrives; returns how to stop listening. */
export type OnSignal = (taskId: string, listener: (kind: string) => void) => () => void;

/** After these the work under way is not what is wanted next. */
const TURNS: ReadonlySet<string> = new Set(['pause', 'skip', 'retry', 'owner-gone', 'handoff']);

/** Listens while `work` runs: it looks for what waits first, so that no stop falls in between. */
export async function interruptible<Result>(
  { taskId, signal, onSignal }: { taskId: string; signal: AbortSignal; onSignal: OnSignal },
  work: (interrupts: Interrupts) => Promise<Result>,
): Promise<Result> {
  const stopped = new AbortController();
  const turned = new AbortController();
  const stopListening = onSignal(taskId, (kind) => {
    if (kind === 'stop') stopped.abort();
    if (TURNS.has(kind)) turned.abort();
  });
  const hard = AbortSignal.any([signal, stopped.signal]);
  try {
    return await work({ stopped: stopped.signal, hard, soft: AbortSignal.any([hard, turned.signal]) });
  } finally {
    stopListening();
  }
}

/** What ends a call of this tool. */
export function interruptOf(
  tool: Tool | undefined,
  { hard, soft }: Pick<Interrupts, 'hard' | 'soft'>,
): AbortSignal {
  return tool?.effect === 'read' ? soft : hard;
}
