// What reaches Longhand from people, before anyone has decided what it means: slack/ hears it, flow/ takes it.
import type { MessageRef, Said } from '../history/message.ts';
import type { HandoffAnswer } from './handoff/answer-handoff.ts';
import type { HandedIn } from './handoff/hand-in.ts';
import type { Wish } from '../task/signal.ts';

/** A click on a question card, or on what stands beside its questions. */
export interface CardAnswer {
  readonly teamId: string;
  readonly taskId: string;
  readonly cardId: string;
  readonly personId: string;
  /** Slack's name for this click; the same click delivered twice has the same one. */
  readonly key: string;
  readonly choice:
    | { readonly kind: 'option'; readonly questionId: string; readonly value: string; readonly label: string }
    | { readonly kind: 'defaults' }
    | { readonly kind: 'override' }
    | { readonly kind: 'instead' }
    | { readonly kind: 'lift' }
    | { readonly kind: 'go' }
    | { readonly kind: 'consult'; readonly of: string };
}

/** A wish about a task as it runs, by a button or by what Slack offers itself. */
export interface SteerRequest {
  readonly teamId: string;
  readonly personId: string;
  readonly key: string;
  readonly wish: Wish;
  /** The message to take, the step that is meant. */
  readonly about?: string;
  /** Our buttons know the task, Slack's own Stop button the thread. */
  readonly target:
    | { readonly kind: 'task'; readonly taskId: string }
    | { readonly kind: 'thread'; readonly channelId: string; readonly threadTs: string };
}

export interface UndoRequest {
  readonly teamId: string;
  readonly taskId: string;
  readonly effectKey: string;
  readonly personId: string;
  readonly key: string;
}

/** Somebody looked whether it happened. */
export interface EffectSeen extends UndoRequest {
  readonly happened: boolean;
}

export interface PollVote {
  readonly pollId: string;
  readonly personId: string;
  /** From 0. */
  readonly option: number;
}

export interface PollClosing {
  readonly pollId: string;
  readonly personId: string;
}

export interface Ended {
  readonly teamId: string;
  readonly what:
    | { readonly kind: 'person'; readonly personId: string }
    | { readonly kind: 'channel'; readonly channelId: string }
    /** We were removed from it. */
    | { readonly kind: 'left'; readonly channelId: string };
}

export interface Hear {
  /**
   * Records what was said and sets off what follows from it, in one transaction. `live` is for what happens now or
   * was missed a moment ago; `old` is only recorded, so that joining a channel answers no mention of last year.
   */
  said(said: Said, when: 'live' | 'old'): Promise<void>;
  answered(answer: CardAnswer): Promise<void>;
  handoffAnswered(answer: HandoffAnswer): Promise<void>;
  /** Work was handed to Longhand by its shortcut or its step. */
  handedIn(handed: HandedIn): Promise<void>;
  steered(request: SteerRequest): Promise<void>;
  /** Somebody's account ended, a channel was archived, we were removed: open tasks and schedules may hang on it. */
  ended(ended: Ended): Promise<void>;
  undoRequested(request: UndoRequest): Promise<void>;
  effectSeen(seen: EffectSeen): Promise<void>;
}

/** What slack/ can find out about messages we already hold. */
export interface KnownMessages {
  newestIn(channel: { teamId: string; channelId: string }): Promise<string | undefined>;
  knows(refs: readonly MessageRef[]): Promise<ReadonlySet<string>>;
}
