// The effect ledger as people see it, line by line.

/** A line of the effect ledger, as the closing message shows it. */
export interface EffectLine {
  readonly what: string;
  readonly state: 'done' | 'not-done' | 'unknown' | 'undone';
  /** Set while it can be taken back. */
  readonly undo?: EffectPlace;
  /** Set while nobody knows how it ended: whoever looks can say so. */
  readonly settle?: EffectPlace;
}

/** The effect that a button is about. */
export interface EffectPlace {
  readonly taskId: string;
  readonly effectKey: string;
}
