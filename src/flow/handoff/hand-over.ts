// Handing over: a row, its card, and the task that waits for it, in one transaction.
import { hashOf, type HandoffBrief } from '../../task/handoff-brief.ts';
import type { Handoff, HandoffTerms } from '../../task/handoff-store.ts';
import { nextAttention } from './handoff-attention.ts';
import type { Found } from './handoff-reach.ts';
import type { HandoffTell } from './handoff-tell.ts';
import type { Stores } from '../stores.ts';

export interface Giving {
  /** Names it for ever: given again under the same id, it is the one that is there already. */
  readonly id: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly threadTs: string;
  readonly giverId: string;
  readonly receiver: { readonly kind: 'person' | 'channel'; readonly id: string };
  readonly brief: HandoffBrief;
  readonly dueAt: Date | undefined;
  readonly terms: HandoffTerms;
  /** The task that goes on when it comes back. */
  readonly waitingTaskId: string | undefined;
  readonly found: Extract<Found, { kind: 'reachable' }>;
  /** Nobody named this receiver: its giver is asked first. */
  readonly isOwnIdea: boolean;
}

export interface HandOverDeps {
  readonly tell: HandoffTell;
  readonly now: () => Date;
}

/** Runs inside the caller's transaction. What raises a doubt goes out only after its giver's yes. */
export async function handOver(
  stores: Stores,
  giving: Giving,
  { tell, now }: HandOverDeps,
): Promise<Handoff> {
  const { id, teamId, channelId, threadTs, giverId, receiver, brief, dueAt, found } = giving;
  const { absence, isOutside, escalateTo } = found;
  const { isOwnIdea, waitingTaskId } = giving;
  const at = now();
  const hasDoubts = absence !== undefined || isOutside || isOwnIdea;
  // In another channel it is read there; a person who is not in this one reads it in a direct message.
  const shownIn = receiver.kind === 'channel' || isOutside ? { shownIn: receiver.id } : {};
  const state = hasDoubts ? 'proposed' : 'offered';
  const attention = nextAttention(
    { state, dueAt, changedAt: at, attended: [], receiver },
    { giver: await zoneOfPerson(stores, { teamId, personId: giverId }), receiver: found.timeZone },
  );
  const { handoff, isNew } = await stores.handoffs.create({
    id,
    teamId,
    channelId,
    threadTs,
    giverId,
    receiver,
    task: waitingTaskId === undefined ? undefined : { id: waitingTaskId, role: 'waits' },
    state,
    terms: { ...giving.terms, ...shownIn, ...(escalateTo === undefined ? {} : { escalateTo }) },
    brief,
    briefHash: hashOf(brief, dueAt),
    dueAt,
    said: hasDoubts
      ? { doubts: { isOutside, isOwnIdea, ...(absence === undefined ? {} : { absence }) } }
      : {},
    givenAt: at,
    attendAt: attention?.at,
  });
  if (!isNew) return handoff;
  await stores.handoffs.note(id, { key: 'given', event: 'given', by: giverId, words: brief.note, at });
  await tell.card(stores, handoff);
  await signalTask(stores, handoff, { event: 'given', at });
  return handoff;
}

/** Whoever waits for it is told, and goes on or rests accordingly. */
export async function signalTask(
  { tasks, jobs }: Stores,
  { id, task, giverId }: Handoff,
  { event, at }: { event: 'given' | 'returned' | 'declined' | 'withdrawn'; at: Date },
): Promise<void> {
  if (task?.role !== 'waits') return;
  const signal = { kind: 'handoff', handoffId: id, event, by: giverId } as const;
  const isNew = await tasks.signal(task.id, { key: `handoff:${id}:${event}`, signal, at });
  if (isNew) await jobs.enqueueAdvance(task.id);
}

export async function zoneOfPerson(
  { directory }: Stores,
  ref: { teamId: string; personId: string },
): Promise<string> {
  return (await directory.person(ref))?.timeZone ?? 'UTC';
}
