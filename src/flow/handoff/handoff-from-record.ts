// The brief of a handoff, written by code from the record: what the thread and its task say, and nothing a model made of it.
import type { Entry } from '../../agent/entry.ts';
import { findRules } from '../../history/constraint.ts';
import { readableText, type Names } from '../../history/render.ts';
import type { StoredMessage } from '../../history/store.ts';
import type { HandoffBrief } from '../../task/handoff-brief.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { openCard } from '../intake/card.ts';
import { planSteps } from '../work/plan.ts';
import type { Situation } from '../situation.ts';

interface Record {
  /** The messages of the thread, oldest first. */
  readonly thread: readonly StoredMessage[];
  /** Of the task in the thread, when there is one. */
  readonly situation: Situation | undefined;
  /** What the giver called it; empty for "this". */
  readonly what: string;
  readonly note: string;
  /** The message that hands it over: it is no part of what is handed over. */
  readonly givenBy: string | undefined;
  readonly names: Names;
}

const MOST_FILES = 20;

/** Undefined when nothing says what is handed over. */
export function briefFromRecord(record: Record): HandoffBrief | undefined {
  const { situation, what, note, names } = record;
  const said = record.thread.filter(({ ts }) => ts !== record.givenBy);
  const brief = situation?.accepted?.brief;
  const [first] = said;
  const root = first === undefined ? '' : readableText(first.text, names).trim();
  const named = [what, brief?.outcome ?? ''].find((words) => words.trim() !== '');
  const wanted = named ?? [root, note].find((words) => words !== '');
  if (wanted === undefined) return undefined;
  const steps = brief === undefined ? [] : planSteps(brief, situation?.entries ?? []);
  const toLine = ({ title, note: came }: { title: string; note?: string }): string =>
    came === undefined ? title : `${title} — ${came}`;
  return {
    wanted: readableText(wanted, names).trim(),
    ...(named === undefined && wanted === root && first !== undefined ? { wantedIn: first.ts } : {}),
    note: wanted === note ? '' : readableText(note, names).trim(),
    done: steps.filter(({ status }) => status === 'complete').map(toLine),
    left: steps.filter(({ status }) => status !== 'complete').map(toLine),
    openQuestions: openQuestions(situation?.entries ?? []),
    constraints: constraintsOf(said, { agreed: brief?.constraints ?? [], names }),
    files: said
      .flatMap(({ ts, files }) => files.map(({ id, name }) => ({ id, name, message: ts })))
      .slice(-MOST_FILES),
    changes: [],
    withheld: 0,
  };
}

function openQuestions(entries: readonly KeptEntry<Entry>[]): string[] {
  return openCard(entries)?.card.questions.map(({ text }) => text) ?? [];
}

/** Those of the agreed brief, and those that somebody wrote in the thread: letter for letter, each once. */
function constraintsOf(
  thread: readonly StoredMessage[],
  { agreed, names }: { agreed: Readonly<HandoffBrief['constraints']>; names: Names },
): HandoffBrief['constraints'] {
  const found = thread
    .filter(({ author }) => author.kind === 'person')
    .flatMap(({ ts, text }) =>
      findRules(text, names)
        .filter(({ kind }) => kind === 'constraint')
        .map(({ words }) => ({ message: ts, words })),
    );
  return [...agreed, ...found.filter(({ words }) => !agreed.some((one) => one.words.includes(words)))];
}
