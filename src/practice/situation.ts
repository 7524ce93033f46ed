// What a request comes to when it is read: the task, all that was said, the files, and how far the work is.

export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** One message, wherever in the request it stands. */
export interface Said {
  readonly ts: string;
  /** "2026-11-03 09:12", in the requester's zone. */
  readonly at: string;
  readonly author: string;
  readonly authorId: string;
  readonly text: string;
  readonly files: readonly FileRef[];
  /** The ts of the thread's first message, on replies. */
  readonly thread: string | undefined;
}

export interface Made {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Made after the brief that now holds was accepted. */
  readonly isOfThisBrief: boolean;
}

export type Verdict = 'ACCEPTED' | 'ASKED' | 'ANSWERED' | 'REJECTED' | 'CHALLENGED' | 'REFUSED';

export interface Submitted {
  readonly verdict: Verdict;
  readonly text: string;
  readonly arguments: string;
  /** Somebody answered the card or wrote after it. */
  isFollowed: boolean;
}

export interface Answer {
  readonly question: string;
  readonly label: string;
  readonly value: string;
}

export interface Goal {
  readonly text: string;
  /** The message that says it. */
  readonly ts: string;
  readonly requester: string;
  readonly requesterId: string;
}

export interface Returned {
  readonly who: string;
  readonly ts: string | undefined;
  readonly words: string;
}

export interface Situation {
  readonly goal: Goal;
  /** The goal before this one in the same thread, when that one came to its end. */
  readonly before: Goal | undefined;
  readonly now: { readonly date: string; readonly time: string };
  readonly zone: string;
  readonly channel: string;
  /** Everything said that the request shows, oldest first, each once. */
  readonly said: readonly Said[];
  /** The ts of the messages of the task's own thread. */
  readonly thread: ReadonlySet<string>;
  /** What people wrote after the goal. */
  readonly later: readonly Said[];
  readonly files: readonly FileRef[];
  readonly calls: readonly Made[];
  readonly intakes: readonly Submitted[];
  readonly answers: readonly Answer[];
  readonly defaultsAccepted: boolean;
  readonly overridden: boolean;
  /** What a person did of it, when it was handed to one and came back. */
  readonly returned: Returned | undefined;
  /** Name → the names of its input's properties. */
  readonly tools: ReadonlyMap<string, ReadonlySet<string>>;
  /** Different for each state of a transcript. */
  readonly seal: string;
}
