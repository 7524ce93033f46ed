// The facts that an intake is held against: what code knows for itself and does not take from the model.
import type { SaidOnRecord } from './against/approval.ts';
import type { LostChannels } from './against/place.ts';
import type { StandingRule } from './against/rule.ts';
import type { EffectClass } from './tool.ts';

/** What nothing but evidence or somebody entitled lifts. */
export const BARRIERS = ['secret', 'private', 'approval', 'identity'] as const;
export type Barrier = (typeof BARRIERS)[number];

export interface Known {
  readonly goal: {
    /** As a person reads it. */
    readonly text: string;
    readonly ts: string;
    readonly threadTs: string;
    readonly by: string;
  };
  /** Channels that the goal names and that are none, each with those that it may mean. */
  readonly lostChannels: LostChannels;
  readonly now: Date;
  /** Do these words stand in that message? */
  stands(quote: { message: string; words: string }): boolean;
  /** Look-ups of this task that came to something, by call id; `card` when a card was answered. */
  readonly lookups: ReadonlySet<string>;
  /** What such a look-up showed. */
  resultOf(call: string): string;
  /** Whether these words stand in anything that the model was shown in this task, large or small. */
  wasShown(words: string): boolean;
  /** The tools at hand, with what each does to the world. */
  readonly tools: ReadonlyMap<string, EffectClass>;
  /** What a tool cannot be called without, by its name. */
  needs(tool: string): readonly string[];
  readonly record: OnRecord;
  /** What it costs people here to be asked, on the scale of the effect classes. */
  readonly askingCost: number;
  /** What the owner does not want to be asked again, with what they answered and where they said so. */
  readonly notes: readonly {
    readonly about: string;
    readonly answer: string | undefined;
    readonly ts: string;
  }[];
  /** How often an intake of this goal was given back already: the same fault is not argued about twice. */
  readonly rejections: number;
  /** Cards that were answered for this goal. */
  readonly cardsAnswered: number;
  readonly defaultsAccepted: boolean;
  readonly overridden: boolean;
  /** Somebody entitled said that it may be. */
  readonly lifted: ReadonlySet<Barrier>;
  /** The owner said that there is nothing to wait for any more. */
  readonly released: boolean;
}

/** What the channel holds that can speak against a goal, whatever the model makes of it. */
export interface OnRecord {
  readonly rules: readonly StandingRule[];
  /** What people said, the newest of it. */
  readonly said: readonly SaidOnRecord[];
  readonly names: ReadonlyMap<string, string>;
  /** Whoever looks after the channel: who can be asked when nobody else is known to be entitled. */
  readonly keepers: readonly string[];
}
