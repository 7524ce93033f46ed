// What reached the task from outside, taken at a boundary between steps: each signal once, in order.
import type { CardEntry, Entry } from '../agent/entry.ts';
import type { Effect } from '../guard/effect-store.ts';
import { renderMessage, type RenderOptions } from '../history/render.ts';
import { isClosed, nextState, type TaskEvent, type TaskState } from '../task/state.ts';
import type { Task, WaitingSignal } from '../task/store.ts';
import { answersForModel, cardWords, isAnswered, mayAnswer, openCard, settledText } from './card.ts';
import { eventAfter, type CheckTakers } from './check-card.ts';
import { moveTask } from './move-task.ts';
import { goalLines } from './open-transcript.ts';
import { pendingCalls } from './plan.ts';
import { unansweredCalls } from './unanswered.ts';
import { SENTENCES } from './sentences.ts';
import { readSituation, renderOptionsFor, type Situation } from './situation.ts';
import type { Stores } from './stores.ts';
import type { Tell } from './tell.ts';

export interface TakeDeps {
  readonly tell: Tell;
  readonly now: () => Date;
  readonly checks: CheckTakers;
}

/** Takes the first signal that waits; false when none does. Runs inside the caller's transaction. */
export async function takeSignal(
  stores: Stores,
  taskId: string,
  { tell, now, checks }: TakeDeps,
): Promise<boolean> {
  const [waiting] = await stores.tasks.waiting(taskId);
  const situation = waiting === undefined ? undefined : await readSituation(stores, taskId);
  if (waiting === undefined || situation === undefined) return false;
  const options = await renderOptionsFor(stores, {
    teamId: situation.task.teamId,
    personId: situation.task.ownerId,
  });
  const { entries } = situation;
  const effects = await stores.effects.of(taskId);
  const taking: Taking = { stores, situation, entries, effects, options, tell, checks, now: now() };
  await take(taking, waiting);
  await stores.tasks.take(taskId, [waiting.key], now());
  return true;
}

interface Taking {
  readonly stores: Stores;
  readonly situation: Situation;
  readonly entries: Situation['entries'];
  readonly effects: readonly Effect[];
  readonly options: RenderOptions;
  readonly tell: Tell;
  readonly checks: CheckTakers;
  readonly now: Date;
}

async function take(taking: Taking, { key, signal }: WaitingSignal): Promise<void> {
  switch (signal.kind) {
    case 'message':
      return takeMessage(taking, signal);
    case 'goal-edited':
      return takeEdit(taking);
    case 'answer':
      return takeAnswer(taking, { key, signal });
    case 'stop':
      return takeStop(taking, signal.by);
    case 'undo':
      return takeUndo(taking, { key, ...signal });
  }
}

async function takeMessage(
  taking: Taking,
  { ts, personId }: { ts: string; personId: string },
): Promise<void> {
  const { stores, situation, options, now } = taking;
  const { task, entries } = situation;
  const message = await stores.history.find({ ...task, ts });
  if (message === undefined) return; // Deleted before it was read: it leaves the context at once.

  if (isClosed(task.state)) {
    await stores.tasks.setGoal(task.id, { goalTs: ts, ownerId: personId, openedAt: now });
    const reopened = { ...task, goalTs: ts, ownerId: personId };
    const lines = [
      '# A new message opens the task again',
      ...goalLines(reopened, { goal: message, options, now }),
    ];
    await taking.tell.status(stores, task, 'processing');
    return goOn(taking, {
      event: 'spoken-to',
      entries: [...unansweredCalls(taking), saidByPerson(lines.join('\n'))],
    });
  }

  const waiting = openCard(entries);
  if (waiting !== undefined && personId !== task.ownerId) {
    return suggest(taking, { key: ts, personId, choice: message.text });
  }
  if (waiting !== undefined) {
    await taking.tell.card(stores, { task, words: cardWords(task, waiting, settledText(task, waiting)) });
    await taking.tell.status(stores, task, 'processing');
  }
  const answer: Entry[] =
    waiting === undefined ? [] : [{ kind: 'answer', cardId: waiting.card.cardId, personId, choice: 'words' }];
  const note =
    personId === task.ownerId
      ? []
      : ['(Not from the person whose task it is: a suggestion, not an instruction.)'];
  const text = ['# New message in the thread', renderMessage(message, options), ...note].join('\n');
  await goOn(taking, {
    event: eventAfter(waiting?.card),
    entries: [...answer, ...unansweredCalls(taking), saidByPerson(text)],
  });
}

async function takeEdit(taking: Taking): Promise<void> {
  const { stores, situation, options, now } = taking;
  const { task, entries } = situation;
  const goal = await stores.history.find({ ...task, ts: task.goalTs });
  if (isClosed(task.state)) {
    const text = SENTENCES.editedLate[task.language]();
    return taking.tell.notice(stores, { task, key: `edited:${goal?.version ?? 0}`, tone: 'info', text });
  }
  const waiting = openCard(entries);
  if (waiting !== undefined) {
    const words = cardWords(task, waiting, SENTENCES.goalChanged[task.language]());
    await taking.tell.card(stores, { task, words });
  }
  if (task.state === 'working') await taking.tell.plan(stores, situation, { state: 'waiting' });
  await taking.tell.status(stores, task, 'processing');
  const lines = [
    '# The goal was edited; this is what is wanted now',
    ...goalLines(task, { goal, options, now }),
  ];
  await goOn(taking, {
    event: 'goal-edited',
    entries: [...unansweredCalls(taking), saidByPerson(`${lines.join('\n')}\n\nFill the intake again.`)],
  });
}

type ChosenBy = Extract<WaitingSignal['signal'], { kind: 'answer' }>;

async function takeAnswer(taking: Taking, { key, signal }: { key: string; signal: ChosenBy }): Promise<void> {
  const { stores, situation, options, tell } = taking;
  const { task, entries, lastSeq } = situation;
  const waiting = openCard(entries);
  if (waiting === undefined || waiting.card.cardId !== signal.cardId) return; // A click on a card that is settled.
  const { choice, cardId, personId } = signal;
  const { check } = waiting.card;
  const checked =
    check === undefined || choice.kind !== 'option'
      ? undefined
      : { stores, situation, ref: check.ref, personId, value: choice.value, at: taking.now };
  const taker = check === undefined ? undefined : taking.checks[check.about];
  const isEntitled =
    mayAnswer(waiting.card, { choice: choice.kind, personId, ownerId: task.ownerId }) ||
    (checked !== undefined && (await taker?.mayAnswer?.(checked)) === true);
  if (!isEntitled) {
    return suggest(taking, { key, personId, choice: wordsOfChoice(task, choice) });
  }

  const answer: Entry =
    choice.kind === 'option'
      ? { kind: 'answer', cardId, personId, choice: 'option', ...choiceOn(waiting.card, choice) }
      : { kind: 'answer', cardId, personId, choice: choice.kind };
  const now = { card: waiting.card, answers: [...waiting.answers, answer] };
  if (!isAnswered(now)) {
    await tell.card(stores, { task, words: cardWords(task, now) });
    return stores.transcript.append(task.id, { afterSeq: lastSeq, entries: [answer], at: taking.now });
  }
  await tell.card(stores, { task, words: cardWords(task, now, settledText(task, now)) });
  await tell.status(stores, task, 'processing');
  const who = options.names.person(personId) ?? personId;
  const said = saidByPerson(answersForModel(now, `${who} (${personId})`));
  if (check === undefined) return goOn(taking, { event: 'spoken-to', entries: [answer, said] });

  const outcome = checked === undefined ? 'resume' : ((await taker?.take(checked)) ?? 'resume');
  if (outcome === 'stop') return takeStop(taking, personId);
  // Before a call that still waits for its result nothing can be said: the answer itself lets it run.
  const isBeforeCall = outcome === 'resume' && pendingCalls(entries).length > 0;
  await goOn(taking, {
    event: eventAfter(waiting.card),
    entries: isBeforeCall ? [answer] : [answer, ...unansweredCalls(taking), said],
  });
}

function wordsOfChoice({ language }: Task, choice: ChosenBy['choice']): string {
  switch (choice.kind) {
    case 'option':
      return choice.label;
    case 'lift':
      return SENTENCES.allow[language]();
    case 'defaults':
    case 'override':
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

async function takeStop(taking: Taking, by: string): Promise<void> {
  const { stores, situation, options, tell } = taking;
  const { task, entries, lastSeq } = situation;
  if (nextState(task.state, 'stopped') === undefined) return; // It rests already.
  const waiting = openCard(entries);
  if (waiting !== undefined) {
    await tell.card(stores, {
      task,
      words: cardWords(task, waiting, SENTENCES.cardStopped[task.language]()),
    });
  }
  const text =
    by === 'goal-deleted'
      ? SENTENCES.goalDeleted[task.language]()
      : SENTENCES.stopped[task.language](options.names.person(by) ?? by);
  await tell.plan(stores, situation, { state: 'stopped' });
  await tell.notice(stores, { task, key: `stopped:${lastSeq}`, tone: 'info', text });
  await tell.ledger(stores, task);
  await tell.status(stores, task, 'active');
  await goOn(taking, {
    event: 'stopped',
    entries: [...unansweredCalls(taking), { kind: 'ended', state: 'stopped', reason: by }],
  });
}

/** The wish alone: what it takes is a call of a tool, and no part of this transaction. */
async function takeUndo(
  taking: Taking,
  { key, effectKey, personId }: { key: string; effectKey: string; personId: string },
): Promise<void> {
  const { stores, situation, effects, now } = taking;
  const { task } = situation;
  const effect = effects.find((one) => one.key === effectKey);
  if (effect === undefined) return; // A button of another database.
  if (personId !== task.ownerId)
    return suggest(taking, { key, personId, choice: SENTENCES.undo[task.language](effect.what) });
  await stores.effects.wishUndo(task.id, effectKey, { by: personId, at: now });
}

/** Only the owner's word counts; what others choose is put to the owner. */
async function suggest(
  { stores, situation, options, tell }: Taking,
  made: { key: string; personId: string; choice: string },
): Promise<void> {
  const { task } = situation;
  const nameOf = (id: string): string => options.names.person(id) ?? id;
  const text = SENTENCES.notTheOwner[task.language](nameOf(made.personId), nameOf(task.ownerId), made.choice);
  await tell.notice(stores, { task, key: `suggestion:${made.key}`, tone: 'info', text });
}

async function goOn(
  { stores, situation, now }: Taking,
  { event, entries }: { event: TaskEvent; entries: readonly Entry[] },
): Promise<void> {
  const { task, lastSeq } = situation;
  await stores.transcript.append(task.id, { afterSeq: lastSeq, entries, at: now });
  const to: TaskState | undefined = nextState(task.state, event);
  if (to !== undefined && to !== task.state) await moveTask(stores, task, { to, at: now });
}

function saidByPerson(text: string): Entry {
  return { kind: 'said', text, by: 'person' };
}
