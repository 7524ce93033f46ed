// The answers that hold for the goal as it is wanted now: pure.
import type { AnswerEntry, Entry } from '../../agent/entry.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';

/** An edit of the goal, or another one, takes back what was said to the one before. */
export function answersOfThisGoal(
  entries: readonly KeptEntry<Entry>[],
): readonly { readonly answer: AnswerEntry; readonly at: Date }[] {
  const goalAt = entries.findLastIndex(
    ({ entry }) =>
      entry.kind === 'said' && (entry.isRevision === true || entry.text.startsWith('# The goal was edited')),
  );
  return entries
    .slice(goalAt + 1)
    .flatMap(({ entry, at }) => (entry.kind === 'answer' ? [{ answer: entry, at }] : []));
}
