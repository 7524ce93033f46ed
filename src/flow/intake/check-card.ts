// A question that came up in the middle of work: code puts it, an answer settles a row and leads back into the work.
import type { CardEntry } from '../../agent/entry.ts';
import type { Form } from '../../agent/reading/form.ts';
import { newId } from '../../base/id.ts';
import { nextState } from '../../task/state.ts';
import { cardWords } from './card.ts';
import { moveTask } from '../move-task.ts';
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';

export interface Check {
  /** The name under which its answer is taken, in `CheckTakers`. */
  readonly about: string;
  /** What the answer settles: a row's key, or whatever `about` understands. */
  readonly ref: string;
  readonly title: string;
  readonly evidence: readonly { readonly text: string; readonly url?: string }[];
  readonly question: string;
  /** Two to four, the recommended one first. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Columns that are to be filled, above the question. */
  readonly form?: Form;
}

export interface CheckAnswer {
  readonly stores: Stores;
  readonly situation: Situation;
  readonly ref: string;
  readonly personId: string;
  /** Of the option that was chosen; compared, never trusted: it comes back from Slack. */
  readonly value: string;
  readonly at: Date;
}

/** `skip` goes on without the calls that waited, `stop` ends the task; the card stays open where words are wanted instead. */
export type CheckOutcome = 'resume' | 'skip' | 'stop' | { readonly wants: string };

export interface CheckTaker {
  /** Whose answer counts beside the owner's; nobody's when absent. */
  mayAnswer?(answer: CheckAnswer): Promise<boolean>;
  /** Settles what was asked, in the transaction that takes the answer. */
  take(answer: CheckAnswer): Promise<CheckOutcome>;
}

export type CheckTakers = Readonly<Record<string, CheckTaker>>;

/** How a task goes on after its card: back into the work that a check interrupted, else through the intake. */
export function eventAfter(card: CardEntry | undefined): 'resumed' | 'spoken-to' {
  return card?.check?.from === 'working' ? 'resumed' : 'spoken-to';
}

/** Puts the card and lets the task wait: it holds no job until the answer. Runs inside the caller's transaction. */
export async function putCheck(
  stores: Stores,
  { situation, check }: { situation: Situation; check: Check },
  { tell, now }: { tell: Tell; now: () => Date },
): Promise<void> {
  const { task, lastSeq } = situation;
  const card: CardEntry = {
    kind: 'card',
    cardId: newId(),
    purpose: 'check',
    check: {
      about: check.about,
      ref: check.ref,
      title: check.title,
      from: task.state === 'working' ? 'working' : 'intake',
      ...(check.form === undefined ? {} : { form: [...check.form] }),
    },
    understood: [],
    questions: [{ id: 'q1', text: check.question, options: [...check.options] }],
    evidence: [...check.evidence],
    mayOverride: false,
  };
  await stores.transcript.append(task.id, { afterSeq: lastSeq, entries: [card], at: now() });
  await tell.card(stores, { task, words: cardWords(task, { card, answers: [] }) });
  await tell.plan(stores, situation, { state: 'waiting' });
  await tell.status(stores, task, 'suspended');
  const to = nextState(task.state, 'asked');
  if (to !== undefined) await moveTask(stores, task, { to, at: now() });
}
