// A message that was deleted leaves the briefs it was quoted in; what was wanted by it alone is wanted no more.
import { isOver } from '../../task/handoff.ts';
import { hashOf, withoutMessage } from '../../task/handoff-brief.ts';
import type { MessageRef } from '../../history/message.ts';
import type { Stores } from '../stores.ts';
import { answerHandoff, takerOf } from './answer-handoff.ts';
import type { HandOverDeps } from './hand-over.ts';
import { HANDOFF_SENTENCES as SAY } from './handoff-sentences.ts';

/** Runs inside the caller's transaction. The cards lose the words as well, wherever they stand. */
export async function forgetSaid(stores: Stores, ref: MessageRef, deps: HandOverDeps): Promise<void> {
  for (const { id } of await stores.handoffs.quoting(ref)) {
    const handoff = await stores.handoffs.lock(id);
    if (handoff === undefined) continue;
    const brief = withoutMessage(handoff.brief, ref.ts);
    await stores.handoffs.setBrief(id, { brief, briefHash: hashOf(brief, handoff.dueAt) });
    const kept = { ...handoff, brief };
    if (brief.wanted !== '' || isOver(handoff.state)) {
      await deps.tell.card(stores, kept);
      continue;
    }
    const { giverId: personId, terms, number, state } = handoff;
    const key = `deleted:${ref.ts}`;
    await answerHandoff(
      stores,
      { handoffId: id, personId, key, event: 'taken-back', words: '', isGone: true },
      deps,
    );
    if (state === 'proposed') continue; // Nobody was asked.
    const text = SAY.wordsDeleted[terms.language](number, takerOf(handoff));
    await deps.tell.notice(stores, kept, { key: `told:${key}`, text, isThere: true });
  }
}
