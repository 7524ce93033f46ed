// How a handoff is said, before anyone has decided how it looks: its card, and the list of what somebody has.
import type { HandoffState } from '../../task/handoff.ts';

interface Linked {
  readonly text: string;
  readonly url?: string;
}

export interface HandoffCard {
  readonly kind: 'handoff';
  readonly handoffId: string;
  readonly number: number;
  /** A click answers exactly what was shown: another stamp is another offer. */
  readonly stamp: string;
  readonly state: HandoffState;
  readonly isOverdue: boolean;
  /** As they are mentioned: `<@U…>`, `<#C…>`, or a name. */
  readonly giver: string;
  readonly receiver: string;
  readonly taker?: string;
  readonly escalateTo?: string;
  /** In the channel it comes from, or where its receiver reads it. */
  readonly place: 'here' | 'there';
  /** Whether its receiver answers on this very card. */
  readonly isAnswered: 'here' | 'elsewhere';
  readonly source?: Linked;
  readonly wanted: string;
  readonly note: string;
  readonly done: readonly string[];
  readonly left: readonly string[];
  readonly openQuestions: readonly string[];
  readonly constraints: readonly Linked[];
  readonly files: readonly Linked[];
  readonly changes: readonly string[];
  readonly withheld: number;
  readonly due?: string;
  readonly doubts?: {
    readonly absence?: string;
    readonly isOutside: boolean;
    readonly isOwnIdea: boolean;
    readonly isForLack: boolean;
  };
  readonly counter?: { readonly words: string; readonly due?: string };
  readonly reason?: string;
  readonly evidence?: { readonly words: string; readonly files: readonly Linked[] };
}

export interface PlateItem {
  readonly handoffId: string;
  /** As on its card: where there are buttons, a click answers what was shown. */
  readonly stamp: string;
  readonly number: number;
  readonly state: HandoffState;
  readonly isOverdue: boolean;
  readonly text: string;
  /** Who gave it, or who has it. */
  readonly other: string;
  readonly due?: string;
  /** Other terms that wait for the giver's word. */
  readonly counter?: string;
  /** Since when it is where it is. */
  readonly ageDays: number;
  readonly url?: string;
}

export interface Plate {
  readonly kind: 'plate';
  readonly side: 'receiver' | 'giver';
  readonly items: readonly PlateItem[];
  /** Those of other channels, which are not told in this one. */
  readonly elsewhere: number;
  /** Beyond what one message holds. */
  readonly more: number;
}
