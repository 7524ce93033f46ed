// A card that nobody answered for a working day is brought up once; a working day after that its task rests, visibly.
import type { Clock } from '../../base/clock.ts';
import { cardWords, openCard, type OpenCard } from './card.ts';
import { SENTENCES } from '../sentences.ts';
import { readSituation, renderOptionsFor, type Situation } from '../situation.ts';
import { storesOn, type Stores, type Transact } from '../stores.ts';
import type { Tell } from '../tell.ts';
import type { Database } from '../../db/pool.ts';

export interface RemindDeps {
  readonly database: Database;
  readonly transact: Transact;
  readonly tell: Tell;
  readonly clock: Clock;
}

const DAY_MS = 24 * 60 * 60_000;

/** Before which moment a card has waited a working day; undefined while nobody is at work. */
export function remindBefore(now: Date, timeZone: string): Date | undefined {
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone }).format(now);
  if (weekday === 'Sat' || weekday === 'Sun') return undefined;
  return new Date(now.getTime() - (weekday === 'Mon' ? 3 : 1) * DAY_MS);
}

/** Each stage is a row behind the card: however often and wherever this runs, it comes once. */
export function createRemind({ database, transact, tell, clock }: RemindDeps): () => Promise<void> {
  return async function remind() {
    const now = clock.now();
    for (const taskId of await storesOn(database).tasks.askingSince(new Date(now.getTime() - DAY_MS))) {
      await transact(async (stores) => {
        const situation = await readSituation(stores, taskId);
        const waiting = situation === undefined ? undefined : openCard(situation.entries);
        // Whoever said to wait knows that it waits.
        if (situation === undefined || waiting === undefined || waiting.card.purpose === 'hold') return;
        const { task, entries, lastSeq } = situation;
        const { timeZone } = await renderOptionsFor(stores, { ...task, personId: task.ownerId });
        const before = remindBefore(now, timeZone);
        const last = entries.findLast(
          ({ entry }) => entry.kind === 'card' || entry.kind === 'unanswered' || entry.kind === 'answer',
        );
        if (before === undefined || last === undefined || last.at > before || waiting.isResting) return;
        const as = last.entry.kind === 'unanswered' ? ('resting' as const) : ('reminded' as const);
        await (as === 'reminded' ? say : rest)({ stores, situation, waiting, tell });
        const { cardId } = waiting.card;
        const entry = { kind: 'unanswered' as const, cardId, as };
        await stores.transcript.append(task.id, { afterSeq: lastSeq, entries: [entry], at: now });
      });
    }
  };
}

interface Waiting {
  readonly stores: Stores;
  readonly situation: Situation;
  readonly waiting: OpenCard;
  readonly tell: Tell;
}

/** To whoever's word is waited for: what bars the goal is not the owner's to lift. */
function say({ stores, situation: { task }, waiting: { card }, tell }: Waiting): Promise<void> {
  const awaited = card.purpose === 'stop' ? (card.mayLift ?? []).map(({ id }) => id) : [task.ownerId];
  const who = awaited.map((id) => `<@${id}>`).join(', ');
  const text = SENTENCES.reminder[task.language](who);
  return tell.notice(stores, { task, key: `reminder:${card.cardId}`, tone: 'info', text });
}

/** It can be answered as before, also by the same buttons; it only waits for nobody any more. */
async function rest({ stores, situation, waiting, tell }: Waiting): Promise<void> {
  const { task } = situation;
  await tell.card(stores, { task, words: cardWords(task, { ...waiting, isResting: true }) });
  if (waiting.card.check?.from === 'working')
    await tell.plan(stores, situation, { state: 'waiting', now: SENTENCES.resting[task.language]() });
  await tell.status(stores, task, 'active');
}
