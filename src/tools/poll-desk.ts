// What the poll tools need of flow/, and no more.
import type { ToolTask } from '../agent/tool.ts';
import type { SpeechPlace } from './post-message.ts';

export interface PollWish {
  readonly key: string;
  readonly task: ToolTask;
  readonly place: Extract<SpeechPlace, { kind: 'there' }>;
  readonly question: string;
  readonly options: readonly string[];
  /** Undefined: the people of the place, where they can be counted; else whoever sees it. */
  readonly voters: readonly string[] | undefined;
  readonly closesAt: Date;
}

export interface OpenedPoll {
  /** How many are asked; undefined when whoever sees it may answer. */
  readonly asked: number | undefined;
}

export interface SeenPoll {
  readonly question: string;
  readonly options: readonly { readonly text: string; readonly personIds: readonly string[] }[];
  /** Who was asked and has not answered; undefined when whoever sees it may answer. */
  readonly silent: readonly string[] | undefined;
  readonly closesAt: Date;
  /** A person's id, `all` or `time`; undefined while it is open. */
  readonly closedBy: string | undefined;
}

export interface PollDesk {
  open(wish: PollWish): Promise<OpenedPoll>;
  /** Of any task when none is named. */
  look(id: string, taskId?: string): Promise<SeenPoll | undefined>;
  /** Takes no more votes; what was voted stays to be seen. */
  withdraw(id: string): Promise<void>;
}
