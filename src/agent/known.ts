// The facts that an intake is held against: what code knows for itself and does not take from the model.
import type { EffectClass } from './tool.ts';

export interface Known {
  /** Do these words stand in that message? */
  stands(quote: { message: string; words: string }): boolean;
  /** Look-ups of this task that came to something, by call id; `card` when a card was answered. */
  readonly lookups: ReadonlySet<string>;
  /** The tools at hand, with what each does to the world. */
  readonly tools: ReadonlyMap<string, EffectClass>;
  /** How often an intake of this goal was given back already: the same fault is not argued about twice. */
  readonly rejections: number;
  /** Cards that were answered for this goal. */
  readonly cardsAnswered: number;
  readonly defaultsAccepted: boolean;
  readonly overridden: boolean;
}
