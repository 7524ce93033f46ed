// A click on a card: the owner's settles it, in part or whole; anybody else's is put to the owner.
import type { AnswerEntry, CardEntry } from '../../agent/entry.ts';
import type { Signal } from '../../task/signal.ts';
import type { Task } from '../../task/store.ts';
import { answersForModel, cardWords, isAnswered, mayAnswer, openCard, settledText } from './card.ts';
import { eventAfter, type CheckAnswer } from './check-card.ts';
import { consult } from './consult.ts';
import { noteAnswer } from './note-decision.ts';
import { pendingCalls } from '../work/plan.ts';
import { SENTENCES } from '../sentences.ts';
import { sayWhy, stop, suggest } from '../steer/steer.ts';
import { goOn, nameOf, saidByPerson, type Taking } from '../steer/taking.ts';
import { unansweredCalls } from '../steer/unanswered.ts';

type AnswerSignal = Extract<Signal, { kind: 'answer' }>;

export async function takeAnswer(taking: Taking, signal: AnswerSignal): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task, entries, lastSeq } = situation;
  const waiting = openCard(entries);
  if (waiting === undefined || waiting.card.cardId !== signal.cardId) return sayWhy(taking, 'say-settled');
  const { choice, cardId, personId } = signal;
  if (choice.kind === 'consult') return consult(taking, waiting, { personId, of: choice.of });
  const { check } = waiting.card;
  const checked = toCheckAnswer(taking, waiting.card, signal);
  const taker = check === undefined ? undefined : taking.checks[check.about];
  const isEntitled =
    mayAnswer(waiting.card, { choice: choice.kind, personId, ownerId: task.ownerId }) ||
    (checked !== undefined && (await taker?.mayAnswer?.(checked)) === true);
  if (!isEntitled) {
    return suggest(taking, { personId, choice: wordsOfChoice(task, choice) });
  }

  const answer: AnswerEntry =
    choice.kind === 'option'
      ? { kind: 'answer', cardId, personId, choice: 'option', ...choiceOn(waiting.card, choice) }
      : { kind: 'answer', cardId, personId, choice: choice.kind };
  const now = { ...waiting, answers: [...waiting.answers, answer] };
  const outcome = checked === undefined ? 'resume' : ((await taker?.take(checked)) ?? 'resume');
  if (typeof outcome === 'object')
    return tell.notice(stores, { task, key: `wants:${cardId}`, tone: 'info', text: outcome.wants });
  if (!isAnswered(now)) {
    await tell.card(stores, { task, words: cardWords(task, now) });
    return stores.transcript.append(task.id, { afterSeq: lastSeq, entries: [answer], at: taking.now });
  }
  await tell.card(stores, { task, words: cardWords(task, now, settledText(task, now)) });
  await noteAnswer(stores, now, taking.now);
  await tell.status(stores, task, 'processing');
  const said = saidByPerson(answersForModel(now, `${nameOf(taking, personId)} (${personId})`));
  if (check === undefined) return goOn(taking, { event: 'spoken-to', entries: [answer, said] });

  if (outcome === 'stop') return stop(taking, personId);
  // Before a call that still waits for its result nothing can be said: the answer itself lets it run.
  const isBeforeCall = outcome === 'resume' && pendingCalls(entries).length > 0;
  await goOn(taking, {
    event: eventAfter(waiting.card),
    entries: isBeforeCall ? [answer] : [answer, ...unansweredCalls(taking), said],
  });
}

function toCheckAnswer(
  { stores, situation, now }: Taking,
  { check }: CardEntry,
  { choice, personId }: AnswerSignal,
): CheckAnswer | undefined {
  if (check === undefined || choice.kind !== 'option') return undefined;
  return { stores, situation, ref: check.ref, personId, value: choice.value, at: now };
}

type Choice = Exclude<AnswerSignal['choice'], { kind: 'consult' }>;

function wordsOfChoice({ language }: Task, choice: Choice): string {
  switch (choice.kind) {
    case 'option':
      return choice.label;
    case 'lift':
      return SENTENCES.allow[language]();
    case 'defaults':
    case 'override':
    case 'instead':
    case 'go':
      return SENTENCES[choice.kind][language]();
  }
}

/** A button shows a long label shortened; the card knows it whole. */
function choiceOn(
  card: CardEntry,
  { questionId, value, label }: { questionId: string; value: string; label: string },
): { questionId: string; value: string; label: string } {
  const question = card.questions.find(({ id }) => id === questionId);
  return {
    questionId,
    value,
    label: question?.options.find((option) => option.value === value)?.label ?? label,
  };
}
