// The states of a task, pure: what can happen in each, and what comes of it.

/**
 * `intake` looks and decides, `asking` waits for a person and holds nothing meanwhile, `working` has an accepted
 * brief, `paused` holds still until it is resumed. The last three rest; a message meant for Longhand opens the task
 * again, with all it knows.
 */
export const TASK_STATES = ['intake', 'asking', 'working', 'paused', 'done', 'failed', 'stopped'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const TASK_EVENTS = [
  'spoken-to',
  'revised',
  'asked',
  'resumed',
  'unpaused',
  'agreed',
  'paused',
  'finished',
  'failed',
  'stopped',
] as const;
export type TaskEvent = (typeof TASK_EVENTS)[number];

const NEXT: Record<TaskState, Partial<Record<TaskEvent, TaskState>>> = {
  intake: {
    'spoken-to': 'intake',
    revised: 'intake',
    asked: 'asking',
    agreed: 'working',
    paused: 'paused',
    finished: 'done',
    failed: 'failed',
    stopped: 'stopped',
  },
  asking: {
    'spoken-to': 'intake',
    revised: 'intake',
    // A question that came up in the work leads back into it: the brief still holds.
    resumed: 'working',
    failed: 'failed',
    stopped: 'stopped',
  },
  working: {
    'spoken-to': 'working',
    revised: 'intake',
    asked: 'asking',
    paused: 'paused',
    finished: 'done',
    failed: 'failed',
    stopped: 'stopped',
  },
  // Back into the work where its brief still stands, else back to looking.
  paused: {
    'spoken-to': 'paused',
    revised: 'paused',
    resumed: 'working',
    unpaused: 'intake',
    failed: 'failed',
    stopped: 'stopped',
  },
  done: { 'spoken-to': 'intake' },
  failed: { 'spoken-to': 'intake' },
  stopped: { 'spoken-to': 'intake' },
};

/** The state after `event`, or undefined when the event means nothing in this state. */
export function nextState(state: TaskState, event: TaskEvent): TaskState | undefined {
  return NEXT[state][event];
}

/** At rest a task is closed: nothing is owed to anyone. */
export function isClosed(state: TaskState): state is 'done' | 'failed' | 'stopped' {
  return state === 'done' || state === 'failed' || state === 'stopped';
}

/** Whether there is work for a job. A task that waits for a person has none. */
export function wantsJob(state: TaskState): boolean {
  return state === 'intake' || state === 'working';
}
