// What a signal comes to, by the state of the task and who sent it: pure, whole, and each with one visible outcome.
import type { Signal } from './signal.ts';
import type { TaskState } from './state.ts';

/**
 * `owner` is whose task it is; `heir` is anybody else while the owner's account is no more; `place` is what happens to
 * the channel or the goal, and nobody's wish.
 */
export type Role = 'owner' | 'other' | 'heir' | 'place';

export type Following =
  /** Put before the model, with a sign on the message that it was. */
  | 'read'
  | 'answer'
  | 'reopen'
  | 'replan'
  /** Kept for when the task goes on, with a sign that it waits. */
  | 'queue'
  /** Put to the owner, with a button to take it. */
  | 'suggest'
  | 'take'
  | 'stop'
  | 'pause'
  /** Somebody else's stop: it holds until the owner has said what holds. */
  | 'hold'
  | 'resume'
  | 'skip'
  | 'retry'
  | 'take-over'
  | 'undo'
  /** Nobody knew how an effect ended: now somebody has looked. */
  | 'settle'
  /** What a person was to do is with them, or came back; whose it was to say is decided where it is answered. */
  | 'handed'
  /** Nobody is there whose task it is: whoever wants it may take it. */
  | 'orphan'
  /** Nothing follows, and the thread says why. */
  | `say-${'settled' | 'at-rest' | 'asking' | 'paused' | 'running' | 'no-steps' | 'late-edit' | 'owners'}`;

type Row = Readonly<Record<'intake' | 'asking' | 'working' | 'paused' | 'closed', Following>>;
type Table = Readonly<Record<Signal['kind'], Row>>;

const every = (following: Following, closed: Following = following): Row => ({
  intake: following,
  asking: following,
  working: following,
  paused: following,
  closed,
});

const OF_OWNER: Table = {
  message: { intake: 'read', asking: 'answer', working: 'read', paused: 'queue', closed: 'reopen' },
  'goal-edited': every('replan', 'say-late-edit'),
  'message-changed': {
    intake: 'read',
    asking: 'answer',
    working: 'read',
    paused: 'queue',
    closed: 'say-late-edit',
  },
  answer: { ...every('say-settled'), asking: 'answer' },
  stop: every('stop', 'say-at-rest'),
  pause: {
    intake: 'pause',
    asking: 'say-asking',
    working: 'pause',
    paused: 'say-paused',
    closed: 'say-at-rest',
  },
  resume: {
    intake: 'say-running',
    asking: 'say-asking',
    working: 'say-running',
    paused: 'resume',
    closed: 'say-at-rest',
  },
  skip: {
    intake: 'say-no-steps',
    asking: 'say-asking',
    working: 'skip',
    paused: 'skip',
    closed: 'say-at-rest',
  },
  retry: {
    intake: 'say-no-steps',
    asking: 'say-asking',
    working: 'retry',
    paused: 'retry',
    closed: 'say-at-rest',
  },
  take: { intake: 'take', asking: 'take', working: 'take', paused: 'queue', closed: 'say-at-rest' },
  'take-over': every('say-owners', 'say-at-rest'),
  'owner-gone': every('orphan', 'say-at-rest'),
  undo: every('undo'),
  settle: every('settle'),
  handoff: every('handed'),
};

const OF_OTHERS: Table = {
  message: every('suggest', 'reopen'),
  'goal-edited': every('suggest', 'say-late-edit'),
  'message-changed': every('suggest', 'say-late-edit'),
  answer: { ...every('say-settled'), asking: 'suggest' },
  stop: { intake: 'hold', asking: 'suggest', working: 'hold', paused: 'suggest', closed: 'say-at-rest' },
  pause: every('suggest', 'say-at-rest'),
  resume: every('suggest', 'say-at-rest'),
  skip: every('suggest', 'say-at-rest'),
  retry: every('suggest', 'say-at-rest'),
  take: every('say-owners', 'say-at-rest'),
  'take-over': every('say-owners', 'say-at-rest'),
  'owner-gone': every('orphan', 'say-at-rest'),
  undo: every('suggest'),
  settle: every('suggest'),
  handoff: every('handed'),
};

const OF_HEIRS: Table = {
  ...OF_OTHERS,
  stop: every('stop', 'say-at-rest'),
  'take-over': every('take-over', 'say-at-rest'),
  settle: every('settle'),
};

const TABLES: Readonly<Record<Role, Table>> = {
  owner: OF_OWNER,
  other: OF_OTHERS,
  heir: OF_HEIRS,
  place: OF_OWNER,
};

export function following(state: TaskState, kind: Signal['kind'], role: Role): Following {
  const row = TABLES[role][kind];
  return state === 'done' || state === 'failed' || state === 'stopped' ? row.closed : row[state];
}
