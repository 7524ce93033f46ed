// What Longhand says, before anyone has decided how it looks: flow/ says it, slack/ draws and sends it.
import type { CitedSource } from '../agent/cite.ts';
import type { Sql } from '../db/pool.ts';
import type { HandoffCard, Plate } from './handoff/handoff-shown.ts';
import type { BriefChange, Finished } from '../task/brief-changes.ts';
import type { Wish } from '../task/signal.ts';
import type { TaskState } from '../task/state.ts';
import type { CardShown } from './intake/card-shown.ts';
import type { NativeChart } from '../tools/chart/native.ts';
import type { EffectLine } from './work/effect-line.ts';
import type { PollWords } from './poll/poll-words.ts';
import type { ServersWords } from './server/server-words.ts';
import type { ReadingWords } from './reading/reading-words.ts';
import type { ShareWords } from './standing/share.ts';

export type StepStatus = 'pending' | 'in_progress' | 'complete' | 'error';

export interface PlanStep {
  readonly number: number;
  readonly title: string;
  readonly status: StepStatus;
  /** What it is doing or what came of it. */
  readonly note?: string;
  /** Left out, as its owner wished. */
  readonly isSkipped?: boolean;
}

/** What a task has cost so far. `usd` is undefined when the model's price is not known. */
export interface Spent {
  readonly seconds: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd?: number;
}

/** A limit that people should see beside what is gone of it. */
export interface SpentBudget {
  readonly measure: 'tokens' | 'usd' | 'minutes' | 'calls' | 'posts';
  readonly used: number;
  readonly limit: number;
}

/** What a person can have done with a schedule, by a button. */
export type ScheduleAct =
  | 'switch-on'
  | 'trial'
  | 'change'
  | 'drop'
  | 'pause'
  | 'resume'
  | 'skip-next'
  | 'run-now'
  | 'try-again'
  | 'to-me'
  | 'take-over'
  | 'keep'
  | 'replay'
  | 'pause-until'
  | 'hand-over'
  /** What happens to missed times, asked on the card where it matters. */
  | 'skip-missed'
  | 'run-missed'
  | 'delete';

export interface ScheduleLine {
  readonly name: string;
  readonly items: readonly { readonly text: string; readonly url?: string }[];
}

/** A schedule as people see it, wherever that is: what it says of itself, and what can be done with it. */
export interface ScheduleView {
  readonly scheduleId: string;
  readonly number: number;
  /** The version that is shown: a button of an older one is not taken. */
  readonly version: number;
  readonly goal: string;
  /** In the language of the post; `<#C…>` names a channel. */
  readonly lines: readonly ScheduleLine[];
  readonly acts: readonly ScheduleAct[];
  /** What is rarer, behind three dots. */
  readonly more?: readonly ScheduleAct[];
  /** The post that shows it, when that is to change with what is chosen. */
  readonly card?: string;
}

/** One thing, and what each source says of it. */
export interface SaidDifferently {
  readonly of: string;
  readonly sides: readonly {
    readonly value: string;
    readonly quote?: string;
    readonly label: string;
    readonly url?: string;
    /** When it was read, where it may have changed since. */
    readonly readAt?: string;
  }[];
}

export interface ResultWords {
  readonly taskNumber: number;
  /** Standard Markdown, with `[1]` where a source is cited. */
  readonly markdown: string;
  readonly sources: readonly CitedSource[];
  readonly effects: readonly EffectLine[];
  /** How much of what was to be read was read, counted by code. */
  readonly coverage?: readonly string[];
  /** Where its sources say different things of the same, found by code. */
  readonly disagreements?: readonly SaidDifferently[];
  readonly spent: Spent;
}

export type Words =
  | {
      readonly kind: 'brief';
      readonly taskNumber: number;
      readonly version: number;
      readonly outcome: string;
      readonly assumptions: readonly string[];
      readonly constraints: readonly string[];
      /** What spoke against it, with who went over that. */
      readonly overrides?: readonly string[];
      /** What was wanted beside it since. */
      readonly additions?: readonly string[];
      /** How it differs from the one before it, and what becomes of what was finished under that. */
      readonly changes?: readonly BriefChange[];
      readonly finished?: readonly Finished[];
    }
  | CardShown
  | {
      readonly kind: 'plan';
      readonly taskId: string;
      readonly taskNumber: number;
      readonly title: string;
      /** `replaced` by the plan of a newer brief. */
      readonly state: 'working' | 'waiting' | 'paused' | 'replaced' | 'done' | 'failed' | 'stopped';
      readonly steps: readonly PlanStep[];
      readonly now?: string;
      readonly spent: Spent;
      readonly budgets?: readonly SpentBudget[];
      /** What it has seen so far: how many different sources, and which of them last. */
      readonly sources?: {
        readonly count: number;
        /** Those that were read last. */
        readonly latest: readonly { readonly label: string; readonly url?: string }[];
      };
    }
  | ({ readonly kind: 'result' } & ResultWords)
  /** What a run of a schedule came to. */
  | ({
      readonly kind: 'report';
      /** Which report, of when: the line above it. */
      readonly heading: string;
      /** What is different from the last one; `url` is where that stands. */
      readonly since: { readonly text: string; readonly url?: string } | undefined;
    } & ResultWords)
  | {
      readonly kind: 'schedule';
      /** What is wanted of whoever reads it. */
      readonly title: string;
      readonly view: ScheduleView;
      /** Set once it is settled: it then shows what was chosen and takes nothing more. */
      readonly settled?: string;
    }
  | {
      readonly kind: 'schedule-list';
      readonly title: string;
      readonly views: readonly ScheduleView[];
    }
  /** What was done so far, where there is no result to say it beside. */
  | { readonly kind: 'ledger'; readonly taskNumber: number; readonly effects: readonly EffectLine[] }
  /** Where a task stands, for whoever asked. */
  | {
      readonly kind: 'status';
      readonly taskNumber: number;
      readonly state: TaskState;
      readonly steps: readonly PlanStep[];
      readonly now?: string;
      /** It waits for an answer that nobody gave for long. */
      readonly isResting?: boolean;
      /** Messages that wait to be taken. */
      readonly waiting: number;
      readonly spent: Spent;
    }
  | HandoffCard
  | Plate
  | ShareWords
  /** A chart as the place itself draws it. */
  | { readonly kind: 'chart'; readonly title: string; readonly chart: NativeChart }
  | {
      /** Said for somebody, in words of the model. */
      readonly kind: 'message';
      readonly markdown: string;
      /** Named where people have not asked for it themselves. */
      readonly onBehalfOf?: string;
      readonly taskNumber: number;
    }
  | ReadingWords
  | PollWords
  | ServersWords
  | {
      readonly kind: 'notice';
      readonly tone: 'info' | 'warning' | 'error';
      readonly text: string;
      /** Buttons below it. */
      readonly offers?: readonly Offer[];
    };

/** A button that wishes something of a task. */
export interface Offer {
  readonly wish: Wish;
  readonly taskId: string;
  /** The message that is taken, the step that is meant. */
  readonly about?: string;
}

/** The language its fixed words are in; the model's own words come as they are. */
export type Language = 'en' | 'zh';

export interface Post {
  /** Names this message for ever: saying it again with other words changes the message that is there. */
  readonly key: string;
  readonly channelId: string;
  /** Without it the message stands in the channel itself. */
  readonly threadTs?: string;
  readonly language: Language;
  readonly words: Words;
}

export interface Reaction {
  readonly key: string;
  readonly channelId: string;
  readonly ts: string;
  readonly name: string;
  /** Takes back one that was given before. */
  readonly isTakenBack?: boolean;
}

export interface SessionStatus {
  readonly channelId: string;
  readonly threadTs: string;
  readonly status: 'active' | 'processing' | 'suspended' | 'closed';
}

export interface EndedStep {
  readonly channelId: string;
  readonly executionId: string;
  readonly ending:
    | { readonly kind: 'success'; readonly outputs: Record<string, string> }
    | { readonly kind: 'error'; readonly error: string };
}

/**
 * A place to say things.
 *
 * Contract: what is said is a row of the transaction that `sql` belongs to, so it is said if and only if that
 * commits; it is sent afterwards, and once.
 */
export interface Voice {
  say(sql: Sql, post: Post): Promise<void>;
  react(sql: Sql, reaction: Reaction): Promise<void>;
  setStatus(sql: Sql, status: SessionStatus): Promise<void>;
  /** Tells the workflow that waits for it how a step ended. */
  endStep(sql: Sql, step: EndedStep): Promise<void>;
}
