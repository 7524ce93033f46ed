// What reached the task from outside, taken at a boundary between steps: each signal once, in order.
import type { AnswerEntry, Entry } from '../../agent/entry.ts';
import { heardAs } from '../../agent/heard-as.ts';
import { TAKE_MESSAGE } from '../../agent/take-message.ts';
import { renderMessage } from '../../history/render.ts';
import type { StoredMessage } from '../../history/store.ts';
import { following, type Following, type Role } from '../../task/follow.ts';
import type { Signal } from '../../task/signal.ts';
import type { WaitingSignal } from '../../task/store.ts';
import { cardWords, openCard, settledText } from '../intake/card.ts';
import { eventAfter, type CheckTakers } from '../intake/check-card.ts';
import { carryOutMeaning } from './meaning.ts';
import { noteAnswer } from '../intake/note-decision.ts';
import { goalLines } from '../window/open-transcript.ts';
import { SENTENCES } from '../sentences.ts';
import { readSituation, renderOptionsFor, type Situation } from '../situation.ts';
import * as steer from './steer.ts';
import { STEERED } from './steer-sentences.ts';
import type { Stores } from '../stores.ts';
import { takeAnswer } from '../intake/take-answer.ts';
import { goOn, saidByPerson, type Taking } from './taking.ts';
import { unansweredCalls } from './unanswered.ts';
import { takeChange } from './take-change.ts';
import { takeSeen, takeUndo } from './take-effect.ts';
import { takeHandoff } from '../handoff/take-handoff.ts';
import type { Tell } from '../tell.ts';

export interface TakeDeps {
  readonly tell: Tell;
  readonly now: () => Date;
  readonly checks: CheckTakers;
}

/** Takes the first signal that waits; false when none does. Runs inside the caller's transaction. */
export async function takeSignal(stores: Stores, taskId: string, deps: TakeDeps): Promise<boolean> {
  const [waiting] = await stores.tasks.waiting(taskId);
  const situation = waiting === undefined ? undefined : await readSituation(stores, taskId);
  if (waiting === undefined || situation === undefined) return false;
  const taking = await toTaking(stores, { situation, key: waiting.key }, deps);
  await carryOut(taking, waiting.signal, await followingOf(taking, waiting.signal));
  await stores.tasks.take(taskId, [waiting.key], deps.now());
  return true;
}

/**
 * What moves nothing and is only said need not wait for a boundary of the work: true when it was said. Answers wait,
 * because a check may have others who are entitled.
 */
export async function sayAtOnce(
  stores: Stores,
  { taskId, key, signal }: WaitingSignal & { taskId: string },
  deps: TakeDeps,
): Promise<boolean> {
  const situation =
    signal.kind === 'answer' || signal.kind === 'undo' || signal.kind === 'settle'
      ? undefined
      : await readSituation(stores, taskId);
  if (situation === undefined) return false;
  const taking = await toTaking(stores, { situation, key }, deps);
  const follows = await followingOf(taking, signal);
  if (follows !== 'suggest' && !follows.startsWith('say-')) return false;
  await carryOut(taking, signal, follows);
  return true;
}

async function toTaking(
  stores: Stores,
  { situation, key }: { situation: Situation; key: string },
  { tell, checks, now }: TakeDeps,
): Promise<Taking> {
  const { teamId, ownerId } = situation.task;
  const options = await renderOptionsFor(stores, { teamId, personId: ownerId });
  const { entries } = situation;
  const effects = await stores.effects.of(situation.task.id);
  return { stores, situation, entries, effects, options, tell, checks, now: now(), key };
}

async function followingOf({ stores, situation }: Taking, signal: Signal): Promise<Following> {
  return following(situation.task.state, signal.kind, await roleOf(stores, situation, signal));
}

function senderOf(signal: Signal): string {
  return 'by' in signal ? signal.by : signal.personId;
}

async function roleOf(stores: Stores, { task }: Situation, signal: Signal): Promise<Role> {
  const by = senderOf(signal);
  if (steer.isPlace(by)) return 'place';
  if (by === task.ownerId) return 'owner';
  const owner = await stores.directory.person({ teamId: task.teamId, personId: task.ownerId });
  return owner?.isDeactivated === true ? 'heir' : 'other';
}

async function carryOut(taking: Taking, signal: Signal, follows: Following): Promise<void> {
  switch (signal.kind) {
    case 'message':
    case 'take':
      return takeMessage(taking, signal, follows);
    case 'message-changed':
      return takeChanged(taking, signal, follows);
    case 'goal-edited':
      return takeEdit(taking, signal, follows);
    case 'answer':
      return takeAnswer(taking, signal);
    case 'undo':
      return takeUndo(taking, signal, follows);
    case 'settle':
      return takeSeen(taking, signal, follows);
    case 'handoff':
      return takeHandoff(taking, signal);
    case 'stop':
    case 'pause':
    case 'resume':
    case 'skip':
    case 'retry':
    case 'take-over':
    case 'owner-gone':
      return steer.steer(taking, signal, follows);
  }
}

async function takeMessage(
  taking: Taking,
  signal: Extract<Signal, { kind: 'message' | 'take' }>,
  follows: Following,
): Promise<void> {
  const { stores, situation, tell } = taking;
  const { ts } = signal;
  const personId = senderOf(signal);
  const { task } = situation;
  const message = await stores.history.find({ ...task, ts });
  if (message === undefined) return; // Deleted before it was read: it leaves the context at once.
  const { id: taskId } = task;
  if (follows === 'reopen') return reopen(taking, message, personId);
  if (follows === 'suggest') {
    const offers = [{ wish: 'take' as const, taskId, about: ts }];
    return steer.suggest(taking, { personId, choice: message.text, offers });
  }
  if (!TAKES.has(follows)) return steer.sayWhy(taking, follows);
  if (signal.kind === 'take') await steer.suggestionTaken(taking, message);
  const isQueued = follows === 'queue';
  await tell.sign(stores, { task, ts, sign: isQueued ? 'queued' : 'taken', instead: 'seen' });
  return read(taking, message, { namesUs: signal.kind === 'message' && signal.namesUs === true });
}

async function takeChanged(
  taking: Taking,
  signal: Extract<Signal, { kind: 'message-changed' }>,
  follows: Following,
): Promise<void> {
  if (follows !== 'suggest' && !TAKES.has(follows)) return steer.sayWhy(taking, follows);
  if (await takeChange(taking, signal, follows)) return;
  const { task } = taking.situation;
  const message = await taking.stores.history.find({ ...task, ts: signal.ts });
  if (message !== undefined) await read(taking, message, { namesUs: false });
}

const TAKES: ReadonlySet<Following> = new Set(['read', 'answer', 'take', 'queue']);

/** Before the model at the next turn; where a card waits, it is the answer in words. */
async function read(
  taking: Taking,
  message: StoredMessage,
  { namesUs }: { namesUs: boolean },
): Promise<void> {
  const { stores, situation, tell, options, now } = taking;
  const { task, entries } = situation;
  const waiting = openCard(entries);
  const answer: AnswerEntry[] = [];
  if (waiting !== undefined) {
    await tell.card(stores, { task, words: cardWords(task, waiting, settledText(task, waiting)) });
    await tell.status(stores, task, 'processing');
    answer.push({ kind: 'answer', cardId: waiting.card.cardId, personId: task.ownerId, choice: 'words' });
    await noteAnswer(stores, { card: waiting.card, answers: answer }, now);
  }
  const lines = ['# New message in the thread', renderMessage(message, options)];
  const about = { message: message.ts };
  const kind = meansByItself(message.text);
  const isAtWork = task.state === 'working' || steer.isWorkPaused(situation);
  const isRevised = kind === 'revision' && eventAfter(waiting?.card) === 'resumed';
  if (!isAtWork && !isRevised) {
    const said = saidByPerson(lines.join('\n'), about);
    return goOn(taking, {
      event: eventAfter(waiting?.card),
      entries: [...answer, ...unansweredCalls(taking), said],
    });
  }
  if (kind === undefined) {
    const said = saidByPerson([...lines, '', ASK_TYPE].join('\n'), { ...about, isUntyped: true, namesUs });
    return goOn(taking, { event: 'spoken-to', entries: [...unansweredCalls(taking), said] });
  }
  const told = await carryOutMeaning(taking, { kind, message });
  const said = saidByPerson([...lines, '', told.text].join('\n'), { ...about, isRevision: told.isRevision });
  const meant: Entry = { kind: 'meant', message: message.ts, as: kind, by: 'rule' };
  await goOn(taking, {
    event: told.isRevision ? 'revised' : 'spoken-to',
    entries: [...answer, ...unansweredCalls(taking), said, meant],
  });
}

const ASK_TYPE = `Say first with ${TAKE_MESSAGE} what it is, together with your next calls.`;

function meansByItself(text: string): 'addition' | 'revision' | 'retraction' | undefined {
  const heard = heardAs(text);
  switch (heard?.kind) {
    case 'addition':
    case 'revision':
      return heard.kind;
    case 'retraction':
      // What is taken back by name is for whoever understands the name.
      return heard.isLast ? 'retraction' : undefined;
    case 'stop':
    case 'pause':
    case 'resume':
    case 'skip':
    case 'retry':
    case 'status':
    case 'thanks':
    case undefined:
      return undefined;
  }
}

async function reopen(taking: Taking, goal: StoredMessage, ownerId: string): Promise<void> {
  const { stores, situation, options, tell, now } = taking;
  const { task } = situation;
  await stores.tasks.setGoal(task.id, { goalTs: goal.ts, ownerId, openedAt: now });
  const lines = [
    '# A new message opens the task again',
    ...goalLines({ ...task, goalTs: goal.ts, ownerId }, { goal, options, now }),
  ];
  await tell.status(stores, task, 'processing');
  await goOn(taking, {
    event: 'spoken-to',
    entries: [
      ...unansweredCalls(taking),
      saidByPerson(lines.join('\n'), { message: goal.ts, isRevision: true }),
    ],
  });
}

async function takeEdit(
  taking: Taking,
  { personId }: { personId: string },
  follows: Following,
): Promise<void> {
  const { stores, situation, options, tell, now } = taking;
  const { task, entries } = situation;
  const goal = await stores.history.find({ ...task, ts: task.goalTs });
  if (follows === 'suggest') return steer.suggest(taking, { personId, choice: goal?.text ?? '' });
  if (follows !== 'replan') return steer.sayWhy(taking, follows);
  const seen = STEERED.goalEdited[task.language]();
  await tell.notice(stores, { task, key: taking.key, tone: 'info', text: seen });
  const waiting = openCard(entries);
  if (waiting !== undefined) {
    const words = cardWords(task, waiting, SENTENCES.goalChanged[task.language]());
    await tell.card(stores, { task, words });
  }
  if (task.state === 'working') await tell.plan(stores, situation, { state: 'waiting' });
  await tell.status(stores, task, task.state === 'paused' ? 'suspended' : 'processing');
  const lines = [
    '# The goal was edited; this is what is wanted now',
    ...goalLines(task, { goal, options, now }),
  ];
  const text = `${lines.join('\n')}\n\nFill the intake again.`;
  await goOn(taking, {
    event: 'revised',
    entries: [...unansweredCalls(taking), saidByPerson(text, { isRevision: true })],
  });
}
