// How a task is steered as it runs: stopped, held, set on again, a step left out or done again, and by whom.
import type { Entry } from '../../agent/entry.ts';
import type { StoredMessage } from '../../history/store.ts';
import type { Following } from '../../task/follow.ts';
import type { Signal } from '../../task/signal.ts';
import { cardWords, openCard } from '../intake/card.ts';
import { currentStep, planSteps } from '../work/plan.ts';
import { SENTENCES } from '../sentences.ts';
import { STEERED, WHY, WISH } from './steer-sentences.ts';
import type { Situation } from '../situation.ts';
import { goOn, nameOf, saidByPerson, type Taking } from './taking.ts';
import { unansweredCalls } from './unanswered.ts';
import type { Offer, PlanStep } from '../words.ts';

type Steering = Extract<
  Signal,
  { kind: 'stop' | 'pause' | 'resume' | 'skip' | 'retry' | 'take-over' | 'owner-gone' }
>;

/** What happens to the place stops a task as well, and is nobody's wish. */
const PLACES = ['goal-deleted', 'channel-archived'] as const;

export function isPlace(by: string): by is (typeof PLACES)[number] {
  return PLACES.some((place) => place === by);
}

const FOLLOWS: Partial<Record<Following, (taking: Taking, signal: Steering) => Promise<void>>> = {
  stop: (taking, { by }) => stop(taking, by),
  pause: (taking, { by }) => pause(taking, by, STEERED.paused),
  hold: (taking, { by }) => hold(taking, by),
  resume: (taking, { by }) => resume(taking, by),
  skip: redo,
  retry: redo,
  'take-over': (taking, { by }) => takeOver(taking, by),
  orphan: (taking) => orphan(taking),
  suggest: suggestWish,
};

export async function steer(taking: Taking, signal: Steering, follows: Following): Promise<void> {
  await signTaken(taking);
  const carryOut = FOLLOWS[follows];
  return carryOut === undefined ? sayWhy(taking, follows) : carryOut(taking, signal);
}

/** A wish in words stands on a message, which shows that it was taken; a button shows it by itself. */
async function signTaken({ stores, situation: { task }, tell, key }: Taking): Promise<void> {
  const ts = /^said:[a-z-]+:(\d+\.\d+)$/u.exec(key)?.[1];
  if (ts !== undefined) await tell.sign(stores, { task, ts, sign: 'taken', instead: 'seen' });
}

export async function stop(taking: Taking, by: string): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task, entries, lastSeq } = situation;
  const waiting = openCard(entries);
  if (waiting !== undefined) {
    const words = cardWords(task, waiting, SENTENCES.cardStopped[task.language]());
    await tell.card(stores, { task, words });
  }
  const say = STEERED;
  const text =
    by === 'goal-deleted'
      ? say.goalDeleted[task.language]()
      : by === 'channel-archived'
        ? say.channelArchived[task.language]()
        : say.stopped[task.language](nameOf(taking, by));
  await tell.plan(stores, situation, { state: 'stopped' });
  await tell.notice(stores, { task, key: `stopped:${lastSeq}`, tone: 'info', text });
  await tell.ledger(stores, task);
  await tell.pollsOver(stores, task);
  await tell.status(stores, task, 'active');
  await goOn(taking, {
    event: 'stopped',
    entries: [...unansweredCalls(taking), { kind: 'ended', state: 'stopped', reason: by }],
  });
}

/** Calls that wait for their result stay where they are: they run when the task goes on. */
async function pause(
  taking: Taking,
  by: string,
  sentence: (typeof STEERED)['paused' | 'held'],
): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task, lastSeq } = situation;
  const text = sentence[task.language](nameOf(taking, by), nameOf(taking, task.ownerId));
  const offers: readonly Offer[] = [
    { wish: 'resume', taskId: task.id },
    { wish: 'stop', taskId: task.id },
  ];
  await tell.plan(stores, situation, { state: 'paused' });
  await tell.notice(stores, { task, key: `paused:${lastSeq}`, tone: 'info', text, offers });
  await tell.status(stores, task, 'suspended');
  const from = task.state === 'working' ? 'working' : 'intake';
  await goOn(taking, { event: 'paused', entries: [{ kind: 'steered', wish: 'pause', by, from }] });
}

/** Somebody else's stop holds the work once; said again over the owner's head it is a suggestion. */
async function hold(taking: Taking, by: string): Promise<void> {
  const { entries } = taking.situation;
  const hasHeld = entries.some(
    ({ entry }) => entry.kind === 'steered' && entry.wish === 'pause' && entry.by === by,
  );
  if (hasHeld) return suggestWish(taking, { kind: 'stop', by });
  return pause(taking, by, STEERED.held);
}

async function resume(taking: Taking, by: string): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  const text = STEERED.resumed[task.language](nameOf(taking, by));
  await tell.notice(stores, { task, key: pausedKey(lastPause(situation).seq), tone: 'info', text });
  await setOn(taking, [{ kind: 'steered', wish: 'resume', by }]);
}

/** Back to where the pause came from; what was said meanwhile is taken now. */
async function setOn(taking: Taking, entries: readonly Entry[]): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  const { seq, from } = lastPause(situation);
  const since = situation.entries.filter((kept) => kept.seq > seq).map(({ entry }) => entry);
  for (const entry of since) {
    if (entry.kind !== 'said' || entry.message === undefined) continue;
    await tell.sign(stores, { task, ts: entry.message, sign: 'taken', instead: 'queued' });
  }
  const isRevised = since.some((entry) => entry.kind === 'said' && entry.isRevision === true);
  const toWork = from === 'working' && !isRevised;
  if (toWork) {
    await tell.plan(stores, situation, { state: 'working', now: SENTENCES.thinking[task.language]() });
  }
  await tell.status(stores, task, 'processing');
  await goOn(taking, { event: toWork ? 'resumed' : 'unpaused', entries });
}

/** Held in the middle of work, whose brief stands. */
export function isWorkPaused(situation: Situation): boolean {
  return situation.task.state === 'paused' && lastPause(situation).from === 'working';
}

function lastPause({ entries }: Situation): { seq: number; from: 'intake' | 'working' } {
  const paused = entries.findLast(({ entry }) => entry.kind === 'steered' && entry.wish === 'pause');
  const entry = paused?.entry;
  return { seq: paused?.seq ?? 0, from: entry?.kind === 'steered' ? (entry.from ?? 'intake') : 'intake' };
}

/** The message that said it is paused: its buttons go when it is so no more. */
function pausedKey(pausedSeq: number): string {
  return `paused:${pausedSeq - 1}`;
}

/** Leaves a step out, or does it again: the one that was named, else the one under way or what failed last. */
async function redo(taking: Taking, signal: Steering): Promise<void> {
  if (signal.kind !== 'skip' && signal.kind !== 'retry') return;
  const { kind: wish, by, step: named } = signal;
  const { stores, situation, tell } = taking;
  const { task, entries, accepted } = situation;
  const steps = accepted === undefined ? [] : planSteps(accepted.brief, entries);
  const step = named === undefined ? meantStep(wish, steps) : steps[named - 1];
  if (step === undefined) return sayWhy(taking, 'say-no-steps');
  const { number, title } = step;
  const who = nameOf(taking, by);
  const told =
    wish === 'skip'
      ? `# Step ${number} is left out\n${who} wants step ${number} ("${title}") skipped. Do not do it; go on with what follows, and say in the result that it was left out.`
      : `# Step ${number} is wanted again\n${who} wants step ${number} ("${title}") done again: what came of it before does not count.`;
  const steered = { kind: 'steered' as const, wish, by, step: number };
  const said = [...unansweredCalls(taking), steered, saidByPerson(told)];
  const after = {
    ...situation,
    entries: [...entries, ...said.map((entry) => ({ seq: 0, at: taking.now, entry }))],
  };
  await tell.plan(stores, after, { state: task.state === 'paused' ? 'paused' : 'working' });
  const text = STEERED[wish === 'skip' ? 'skipped' : 'retried'][task.language](who, number, title);
  await tell.notice(stores, { task, key: taking.key, tone: 'info', text });
  await goOn(taking, { event: 'spoken-to', entries: said });
}

function meantStep(wish: 'skip' | 'retry', steps: readonly PlanStep[]): PlanStep | undefined {
  if (wish === 'skip') return currentStep(steps);
  return (
    steps.findLast(({ status }) => status === 'error') ??
    steps.find(({ status }) => status === 'in_progress') ??
    steps.findLast(({ status }) => status === 'complete')
  );
}

/** The owner's account is no more: the task holds still until somebody takes it over or ends it. */
async function orphan(taking: Taking): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  const text = STEERED.ownerGone[task.language](nameOf(taking, task.ownerId));
  const offers: readonly Offer[] = [
    { wish: 'take-over', taskId: task.id },
    { wish: 'stop', taskId: task.id },
  ];
  await tell.notice(stores, { task, key: `orphan:${task.ownerId}`, tone: 'warning', text, offers });
  await tell.status(stores, task, 'suspended');
  if (task.state !== 'intake' && task.state !== 'working') return; // It holds still already.
  await tell.plan(stores, situation, { state: 'paused' });
  const held = { kind: 'steered' as const, wish: 'pause' as const, by: task.ownerId, from: task.state };
  await goOn(taking, { event: 'paused', entries: [held] });
}

/** Whoever takes it over wants it to go on. */
async function takeOver(taking: Taking, by: string): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  await stores.tasks.setGoal(task.id, { goalTs: task.goalTs, ownerId: by, openedAt: task.openedAt });
  // What was given away for it is theirs to decide on as well.
  for (const { id } of await stores.handoffs.ofTask(task.id)) await stores.handoffs.setGiver(id, by);
  const who = nameOf(taking, by);
  const text = STEERED.takenOver[task.language](who);
  await tell.notice(stores, { task, key: `orphan:${task.ownerId}`, tone: 'info', text });
  const taken = { kind: 'steered' as const, wish: 'take-over' as const, by };
  if (task.state !== 'paused') return goOn(taking, { entries: [taken] });
  const told = `# The task has a new owner\n${who} (${by}) has taken it over; what they say counts from now on.`;
  await setOn(taking, [...unansweredCalls(taking), taken, saidByPerson(told)]);
}

/** Only the owner's word counts; what others wish is put to the owner. */
export async function suggest(
  taking: Taking,
  made: { personId: string; choice: string; offers?: readonly Offer[] },
): Promise<void> {
  const { stores, situation, tell, key } = taking;
  const { task } = situation;
  const { personId, choice, offers } = made;
  const text = SENTENCES.notTheOwner[task.language](
    nameOf(taking, personId),
    nameOf(taking, task.ownerId),
    choice,
  );
  const told = { task, key: `suggestion:${key}`, tone: 'info' as const, text };
  await tell.notice(stores, offers === undefined ? told : { ...told, offers });
}

function suggestWish(taking: Taking, { kind, by }: Pick<Steering, 'kind' | 'by'>): Promise<void> {
  const { task } = taking.situation;
  if (kind === 'take-over' || kind === 'owner-gone') return sayWhy(taking, 'say-owners');
  const choice = WISH[task.language][kind];
  return suggest(taking, { personId: by, choice, offers: [{ wish: kind, taskId: task.id }] });
}

/** The suggestion loses its button: it was taken. */
export async function suggestionTaken(taking: Taking, message: StoredMessage): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  const who = message.author.kind === 'person' ? nameOf(taking, message.author.id) : '';
  const text = STEERED.suggestionTaken[task.language](nameOf(taking, task.ownerId), who, message.text);
  await tell.notice(stores, { task, key: `suggestion:message:${message.ts}`, tone: 'info', text });
}

/** Nothing follows from it, and the thread says why. */
export async function sayWhy({ stores, situation, tell, key }: Taking, follows: Following): Promise<void> {
  const { task } = situation;
  if (!isWhy(follows)) return;
  const text = WHY[follows][task.language];
  await tell.notice(stores, { task, key: `${follows}:${key}`, tone: 'info', text });
}

function isWhy(follows: Following): follows is keyof typeof WHY {
  return follows in WHY;
}
