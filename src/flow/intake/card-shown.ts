// A question card as it is said, before anyone has decided how it looks.
import type { Form } from '../../agent/reading/form.ts';

/** An option of a question: `value` comes back, `label` is read. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface CardQuestion {
  readonly id: string;
  readonly text: string;
  /** Two to four, the recommended one first. Empty when only free text can answer. */
  readonly options: readonly Option[];
  /** What was chosen while other questions of the card are still open. */
  readonly chosen?: string;
}

/** One line of what was understood, and what it rests on. */
export interface UnderstoodLine {
  readonly text: string;
  readonly basis: 'quoted' | 'looked-up' | 'assumed';
  readonly url?: string;
}

export interface CardShown {
  readonly kind: 'card';
  readonly taskId: string;
  readonly taskNumber: number;
  /** Answers name the card they answer; one to an older card is not taken. */
  readonly cardId: string;
  /**
   * `ask` wants answers; `challenge` shows why the goal as it stands may be wrong; `stop` wants somebody entitled;
   * `hold` waits for what the goal says to wait for; `check` is a question that came up in the work, under a
   * `title` of its own.
   */
  readonly purpose: 'ask' | 'challenge' | 'stop' | 'hold' | 'check';
  readonly title?: string;
  /** The columns that a reading is to fill. */
  readonly form?: Form;
  readonly understood: readonly UnderstoodLine[];
  readonly questions: readonly CardQuestion[];
  readonly evidence: readonly { readonly text: string; readonly url?: string }[];
  readonly betterWay?: string;
  readonly mayOverride: boolean;
  /** A part of it needs a person. */
  readonly lacks?: boolean;
  /** When work begins on the defaults, as the owner's clock shows it. */
  readonly startsAt?: string;
  /** Those whose word lifts it, as mentions. */
  readonly mayLift?: readonly string[];
  /** Those of them who were not asked for it yet. */
  readonly mayAsk?: readonly { readonly personId: string; readonly name: string }[];
  /** Nobody answered for long. */
  readonly isResting?: boolean;
  /** Set once it is answered: the card then shows what was chosen and takes nothing more. */
  readonly settled?: string;
}
