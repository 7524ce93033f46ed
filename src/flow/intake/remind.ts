// A card that nobody answered for a working day is brought up once; after that the task rests until somebody speaks.
import type { Clock } from '../../base/clock.ts';
import { readableText } from '../../history/render.ts';
import { openCard } from './card.ts';
import { SENTENCES } from '../sentences.ts';
import { readSituation, renderOptionsFor } from '../situation.ts';
import { storesOn, type Transact } from '../stores.ts';
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

/** Said under the card's own name: however often and wherever this runs, a card is brought up once. */
export function createRemind({ database, transact, tell, clock }: RemindDeps): () => Promise<void> {
  return async function remind() {
    const now = clock.now();
    for (const taskId of await storesOn(database).tasks.askingSince(new Date(now.getTime() - DAY_MS))) {
      await transact(async (stores) => {
        const situation = await readSituation(stores, taskId);
        const waiting = situation === undefined ? undefined : openCard(situation.entries);
        // Whoever said to wait knows that it waits.
        if (situation === undefined || waiting === undefined || waiting.card.purpose === 'hold') return;
        const { task, entries } = situation;
        const { timeZone, names } = await renderOptionsFor(stores, {
          teamId: task.teamId,
          personId: task.ownerId,
        });
        const before = remindBefore(now, timeZone);
        const putAt = entries.findLast(({ entry }) => entry.kind === 'card')?.at;
        if (before === undefined || putAt === undefined || putAt > before) return;
        const who = readableText(`<@${task.ownerId}>`, names);
        const text = SENTENCES.reminder[task.language](who);
        await tell.notice(stores, { task, key: `reminder:${waiting.card.cardId}`, tone: 'info', text });
      });
    }
  };
}
