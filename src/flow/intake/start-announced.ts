// A card said when work begins on its defaults, and nobody answered: it begins then, once.
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../db/pool.ts';
import { NOBODY, openCard } from './card.ts';
import { storesOn, type Transact } from '../stores.ts';

interface StartDeps {
  readonly database: Database;
  readonly transact: Transact;
  readonly clock: Clock;
}

/** The answer has the card's own name: however often and wherever this runs, it is given once. */
export function createStartAnnounced({ database, transact, clock }: StartDeps): () => Promise<void> {
  return async function startAnnounced() {
    const now = clock.now();
    for (const taskId of await storesOn(database).tasks.askingSince(now)) {
      await transact(async ({ transcript, tasks, jobs }) => {
        const card = openCard(await transcript.read(taskId))?.card;
        if (card?.startsAt === undefined || new Date(card.startsAt) > now) return;
        const { cardId } = card;
        const signal = { kind: 'answer', cardId, personId: NOBODY, choice: { kind: 'defaults' } } as const;
        if (await tasks.signal(taskId, { key: `announced:${cardId}`, signal, at: now }))
          await jobs.enqueueAdvance(taskId);
      });
    }
  };
}
