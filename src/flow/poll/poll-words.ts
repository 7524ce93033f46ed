// What a poll says of itself, before anyone has decided how it looks.

export interface PollWords {
  readonly kind: 'poll';
  readonly pollId: string;
  readonly taskNumber: number;
  readonly question: string;
  readonly options: readonly { readonly text: string; readonly personIds: readonly string[] }[];
  /** How many are asked; undefined when whoever sees it may answer. */
  readonly asked: number | undefined;
  readonly openedBy: string;
  readonly closesAt: Date | string;
  /** Set once it is over: a person's id, `all`, `time`, or `stop` of its task. */
  readonly closedBy?: string;
}
