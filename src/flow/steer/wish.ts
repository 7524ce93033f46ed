// What people wish of a task, from words or from a button, as the signal that reaches it: pure.
import type { Heard } from '../../agent/heard-as.ts';
import type { Signal, Wish } from '../../task/signal.ts';
import { isClosed, type TaskState } from '../../task/state.ts';

type WordedWish = 'stop' | 'pause' | 'resume' | 'skip' | 'retry';

/**
 * Undefined where the words are for the model to read: "go ahead" and "wait" may answer a card, and after the end
 * "try again" and "go on" open the task again.
 */
export function wishIn({ kind }: Heard, state: TaskState): WordedWish | undefined {
  switch (kind) {
    case 'stop':
    case 'pause':
      return kind;
    case 'resume':
    case 'skip':
    case 'retry':
      return isClosed(state) || state === 'asking' ? undefined : kind;
    case 'status':
    case 'thanks':
    case 'addition':
    case 'revision':
    case 'retraction':
      return undefined;
  }
}

/** `about` is the message that is taken, or the number of the step that is meant. */
export function toSteering({ wish, by, about }: { wish: Wish; by: string; about?: string }): Signal {
  if (wish === 'take') return { kind: 'take', by, ts: about ?? '' };
  if (wish !== 'skip' && wish !== 'retry') return { kind: wish, by };
  const step = Number(about);
  return Number.isInteger(step) && step > 0 ? { kind: wish, by, step } : { kind: wish, by };
}
