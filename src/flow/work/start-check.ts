// A call that reads, and costs: its owner looks at what it will do and says "start", or says in words what to change.
import type { Entry } from '../../agent/entry.ts';
import type { StartQuestion } from '../../agent/tool.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { putCheck, type CheckTaker } from '../intake/check-card.ts';
import { SENTENCES } from '../sentences.ts';
import type { Situation } from '../situation.ts';
import type { Transact } from '../stores.ts';
import type { Tell } from '../tell.ts';

export const START_CHECK = 'start';
const START = 'start';
const CHANGE = 'change';

interface StartDeps {
  readonly transact: Transact;
  readonly tell: Tell;
  readonly now: () => Date;
}

export async function putStart(
  situation: Situation,
  { callId, asks }: { callId: string; asks: StartQuestion },
  deps: StartDeps,
): Promise<void> {
  const { language } = situation.task;
  const check = {
    about: START_CHECK,
    ref: callId,
    title: asks.title,
    evidence: asks.lines.map((text) => ({ text })),
    form: asks.form,
    question: SENTENCES.startQuestion[language](),
    options: [
      { value: START, label: SENTENCES.start[language]() },
      { value: CHANGE, label: SENTENCES.change[language]() },
    ],
  };
  await deps.transact((stores) => putCheck(stores, { situation, check }, deps));
}

/** The card of this very call was answered with a yes: the transcript is the only place that says so. */
export function isAgreed(entries: readonly KeptEntry<Entry>[], callId: string): boolean {
  const cards = new Set(
    entries.flatMap(({ entry }) =>
      entry.kind === 'card' && entry.check?.about === START_CHECK && entry.check.ref === callId
        ? [entry.cardId]
        : [],
    ),
  );
  return entries.some(
    ({ entry }) =>
      entry.kind === 'answer' && cards.has(entry.cardId) && (entry.choice === 'go' || entry.value === START),
  );
}

export const startTaker: CheckTaker = {
  take: async ({ situation, value }) =>
    value === START ? 'resume' : { wants: SENTENCES.changeHow[situation.task.language]() },
};
