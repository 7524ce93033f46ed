// When an account ends or a channel is archived: no handoff waits for nobody, and whoever is left is told what became of it.
import { isOver } from '../../task/handoff.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import type { Ended } from '../heard.ts';
import type { Stores } from '../stores.ts';
import { answerHandoff, rolesOf, takerOf } from './answer-handoff.ts';
import { signalTask, type HandOverDeps } from './hand-over.ts';
import { HANDOFF_SENTENCES as SAY } from './handoff-sentences.ts';

/** Runs inside the caller's transaction. */
export async function endHandoffs(
  stores: Stores,
  { teamId, what }: Ended,
  deps: HandOverDeps,
): Promise<void> {
  if (what.kind === 'channel') {
    for (const handoff of await stores.handoffs.ofChannel({ teamId, channelId: what.channelId }))
      await endWithPlace(stores, { handoff, channelId: what.channelId }, deps);
    return;
  }
  if (what.kind !== 'person') return;
  const { personId } = what;
  const has = await stores.handoffs.ofPerson({ teamId, personId, as: 'receiver' });
  const gave = await stores.handoffs.ofPerson({ teamId, personId, as: 'giver' });
  for (const handoff of has.filter((one) => rolesOf(one, personId).has('receiver')))
    await receiverGone(stores, { handoff, personId }, deps);
  for (const handoff of gave.filter(({ state }) => !isOver(state)))
    await giverGone(stores, { handoff, personId }, deps);
}

interface Gone {
  readonly handoff: Handoff;
  readonly personId: string;
}

/** As a no of theirs, with the reason; what waits for it looks for another way. */
function receiverGone(stores: Stores, { handoff, personId }: Gone, deps: HandOverDeps): Promise<void> {
  const words = SAY.accountEnded[handoff.terms.language]();
  return answerHandoff(
    stores,
    { handoffId: handoff.id, personId, key: `gone:${personId}`, event: 'declined', words, isGone: true },
    deps,
  );
}

/** Whom they named for when it is late decides from now on; else it stays as it was offered, or is not handed over at all. */
async function giverGone(stores: Stores, { handoff, personId }: Gone, deps: HandOverDeps): Promise<void> {
  const { number, terms, state } = handoff;
  const { language, escalateTo } = terms;
  const key = `giver-gone:${personId}`;
  const answer = { handoffId: handoff.id, personId, key, words: '' };
  if (state === 'proposed') return answerHandoff(stores, { ...answer, event: 'taken-back' }, deps);
  // Whoever takes the task over takes this over as well.
  if (handoff.task?.role === 'waits') return;
  const giver = `<@${personId}>`;
  if (escalateTo !== undefined && escalateTo !== personId) {
    const given = { ...handoff, giverId: escalateTo };
    await stores.handoffs.setGiver(handoff.id, escalateTo);
    await deps.tell.card(stores, given);
    const text = SAY.yoursNow[language](number, `<@${escalateTo}>`, giver);
    return deps.tell.notice(stores, given, { key, text });
  }
  if (state === 'countered')
    await answerHandoff(stores, { ...answer, event: 'insisted', isGone: true }, deps);
  const text = SAY.giverGone[language](number, takerOf(handoff), giver);
  await deps.tell.notice(stores, handoff, { key: `told:${key}`, text, isThere: true });
}

/** Nobody can write there any more: what is said of it goes to each side by themselves. */
async function endWithPlace(
  stores: Stores,
  { handoff: found, channelId }: { handoff: Handoff; channelId: string },
  { tell, now }: HandOverDeps,
): Promise<void> {
  const handoff = await stores.handoffs.lock(found.id);
  if (handoff === undefined || isOver(handoff.state)) return;
  const { giverId, takerId, receiver, terms, number, said } = handoff;
  const at = now();
  const isFrom = handoff.channelId === channelId;
  const state = isFrom ? 'withdrawn' : 'declined';
  const reason = SAY.placeArchived[terms.language](`<#${channelId}>`);
  const changed = { ...handoff, state, said: { ...said, reason }, changedAt: at } as const;
  const event = isFrom ? 'taken-back' : 'declined';
  const key = `archived:${channelId}`;
  if (!(await stores.handoffs.note(handoff.id, { key, event, by: 'place', words: reason, at }))) return;
  await stores.handoffs.change(handoff.id, { ...changed, attendAt: undefined });
  if (!isFrom || terms.shownIn !== undefined) await tell.card(stores, changed);
  const receiverId = takerId ?? (receiver.kind === 'person' ? receiver.id : undefined);
  const isTold = handoff.state !== 'proposed';
  const text = SAY.endedWithPlace[terms.language](number, reason);
  for (const personId of new Set([giverId, ...(isTold && receiverId !== undefined ? [receiverId] : [])]))
    await tell.plain(stores, {
      key: `${key}:${handoff.id}:${personId}`,
      // Slack takes a person for the direct message with them.
      channelId: personId,
      language: terms.language,
      text,
    });
  await signalTask(stores, changed, { event: state, at });
}
