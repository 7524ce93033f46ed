// Calls that get no answer of their own because something was said meanwhile: each is told what really became of it.
import type { Entry } from '../../agent/entry.ts';
import type { Effect } from '../../guard/effect-store.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { KeptOutcome, toResult } from '../work/call-result.ts';
import { pendingCalls } from '../work/plan.ts';

const NOT_RUN = 'Not run: something was said meanwhile. Call it again if it is still wanted.';
const UNKNOWN =
  'It is not known whether this happened: the answer was lost. Do not do it again; say in the result that a person should look.';

/**
 * The protocol wants a result for every call before anyone speaks. What the ledger has is told from the ledger: "not run" would make the model do
 * it twice.
 */
export function unansweredCalls({
  entries,
  effects,
}: {
  readonly entries: readonly KeptEntry<Entry>[];
  readonly effects: readonly Effect[];
}): readonly Entry[] {
  return pendingCalls(entries).map((call) => {
    const effect = effects.find(({ callId }) => callId === call.id);
    if (effect === undefined) return toResult(call, { text: NOT_RUN, failed: true });
    const kept = KeptOutcome.safeParse(effect.outcome);
    return toResult(call, kept.success ? kept.data : { text: UNKNOWN, failed: true });
  });
}
