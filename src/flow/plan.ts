// Where a task stands, folded from its transcript: pure.
import type { Entry } from '../agent/entry.ts';
import type { Brief } from '../task/brief.ts';
import type { KeptEntry } from '../task/transcript-store.ts';
import type { PlanStep } from './words.ts';

/** The steps of the accepted brief with what has come of them since. */
export function planSteps(brief: Brief, entries: readonly KeptEntry<Entry>[]): readonly PlanStep[] {
  const acceptedAt = entries.findLastIndex(
    ({ entry }) => entry.kind === 'result' && entry.decision === 'accepted',
  );
  const updates = entries
    .slice(acceptedAt + 1)
    .flatMap(({ entry }) => (entry.kind === 'result' && entry.step !== undefined ? [entry.step] : []));
  return brief.steps.map(({ title }, index): PlanStep => {
    const number = index + 1;
    const update = updates.findLast(({ step }) => step === number);
    if (update === undefined) return { number, title, status: 'pending' };
    return { number, title, status: update.status, ...(update.note === null ? {} : { note: update.note }) };
  });
}

/** How many different messages, files and pages were seen. A place in a file is the file. */
export function sourcesIn(entries: readonly KeptEntry<Entry>[]): number {
  const refs = entries.flatMap(({ entry }) => (entry.kind === 'result' ? entry.sources : []));
  return new Set(refs.map(({ ref }) => ref.split('#')[0])).size;
}

/** Calls of the last response that have no result yet, in order. */
export function pendingCalls(
  entries: readonly KeptEntry<Entry>[],
): readonly { id: string; name: string; arguments: string }[] {
  const last = entries.findLastIndex(({ entry }) => entry.kind === 'response');
  const response = entries[last]?.entry;
  if (response?.kind !== 'response') return [];
  const done = new Set(
    entries.slice(last + 1).flatMap(({ entry }) => (entry.kind === 'result' ? [entry.callId] : [])),
  );
  return response.turn.calls.filter(({ id }) => !done.has(id));
}

/** Entries since somebody last said something to the task: what counts is counted from there. */
export function sinceLastSaid(entries: readonly KeptEntry<Entry>[]): readonly KeptEntry<Entry>[] {
  const last = entries.findLastIndex(
    ({ entry }) => entry.kind === 'opened' || (entry.kind === 'said' && entry.by === 'person'),
  );
  return entries.slice(last + 1);
}

/** How many setbacks of this kind in a row, up to now. */
export function setbacksInARow(entries: readonly KeptEntry<Entry>[], outcome: string): number {
  let count = 0;
  for (const { entry } of entries.toReversed()) {
    if (entry.kind !== 'setback') break;
    if (entry.outcome === outcome) count += 1;
  }
  return count;
}

/** What the model was shown by this entry: its own words are not among it. */
export function shownText(entry: Entry): string {
  switch (entry.kind) {
    case 'opened':
      return [entry.window ?? '', entry.head].join('\n');
    case 'said':
    case 'result':
      return entry.text;
    case 'response':
    case 'card':
    case 'answer':
    case 'setback':
    case 'compacted':
    case 'ended':
      return '';
  }
}
