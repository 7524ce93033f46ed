// How much of what was asked Longhand carried: what each task came to, and the one figure made of it. Pure.

/** What became of what was asked. Every task is in exactly one of these. */
export interface Share {
  /** Done without a question to anybody. */
  readonly alone: number;
  /** Done after a question, a challenge, or an approval. */
  readonly withQuestion: number;
  /** Ended with a part of it done by a person. */
  readonly handed: number;
  readonly declined: number;
  readonly failed: number;
  readonly stopped: number;
  readonly open: number;
}

export const SHARE_PARTS = [
  'alone',
  'withQuestion',
  'handed',
  'declined',
  'failed',
  'stopped',
  'open',
] as const satisfies readonly (keyof Share)[];

/** Carried is what no person had to do a part of; what is still open counts neither way. */
export function carriedOf(share: Share): { readonly carried: number; readonly ended: number } {
  const ended = SHARE_PARTS.reduce((sum, part) => sum + share[part], 0) - share.open;
  return { carried: share.alone + share.withQuestion, ended };
}
