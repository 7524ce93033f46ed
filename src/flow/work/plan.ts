// Where a task stands, folded from its transcript: pure.
import type { Entry } from '../../agent/entry.ts';
import { SEARCH_WEB } from '../../tools/search-web.ts';
import type { Brief } from '../../task/brief.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import type { PlanStep } from '../words.ts';

/** The steps of the accepted brief with what has come of them since. */
export function planSteps(brief: Brief, entries: readonly KeptEntry<Entry>[]): readonly PlanStep[] {
  const acceptedAt = entries.findLastIndex(
    ({ entry }) => entry.kind === 'result' && entry.decision === 'accepted',
  );
  // The plan itself may begin with steps that were finished under the one before.
  const since = entries.slice(Math.max(acceptedAt, 0)).map(({ entry }) => entry);
  return brief.steps.map(({ title }, index): PlanStep => stepAfter({ number: index + 1, title }, since));
}

function stepAfter({ number, title }: { number: number; title: string }, since: readonly Entry[]): PlanStep {
  const step: PlanStep = { number, title, status: 'pending' };
  return since.reduce<PlanStep>((now, entry) => {
    if (entry.kind === 'result' && entry.step?.step === number && now.isSkipped !== true) {
      const { status, note } = entry.step;
      return { ...step, status, ...toNote(note) };
    }
    const carried = entry.kind === 'result' ? entry.carried?.find((one) => one.step === number) : undefined;
    if (carried !== undefined) return { ...step, status: 'complete', ...toNote(carried.note) };
    if (entry.kind !== 'steered' || entry.step !== number) return now;
    return entry.wish === 'skip' ? { ...step, isSkipped: true } : step;
  }, step);
}

function toNote(note: string | null): { note?: string } {
  return note === null ? {} : { note };
}

/** The step under way, or the next one; undefined when all have come to an end. */
export function currentStep(steps: readonly PlanStep[]): PlanStep | undefined {
  return (
    steps.find(({ status }) => status === 'in_progress') ??
    steps.find(({ status, isSkipped }) => status === 'pending' && isSkipped !== true)
  );
}

/** What people see of the sources of a task while it works. */
interface SourcesSoFar {
  /** How many different messages, files and pages were seen. A place in a file is the file. */
  readonly count: number;
  /** Read last, newest first. What a search only found is none that was read. */
  readonly latest: readonly { readonly label: string; readonly url?: string }[];
}

const LATEST = 3;

export function sourcesIn(entries: readonly KeptEntry<Entry>[]): SourcesSoFar {
  const results = entries.flatMap(({ entry }) => (entry.kind === 'result' ? [entry] : []));
  const all = new Set(results.flatMap(({ sources }) => sources.map(({ ref }) => ref.split('#')[0])));
  const latest = new Map<string | undefined, { label: string; url?: string }>();
  const read = results.filter(({ tool }) => tool !== SEARCH_WEB).flatMap(({ sources }) => sources);
  for (const { ref, label, url } of read.toReversed()) {
    if (latest.size === LATEST) break;
    const [whole] = ref.split('#');
    if (!latest.has(whole)) latest.set(whole, { label, ...(url === undefined ? {} : { url }) });
  }
  return { count: all.size, latest: [...latest.values()] };
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
    case 'meant':
    case 'steered':
    case 'unanswered':
    case 'consulted':
    case 'ended':
      return '';
  }
}

/** Messages that came in mid-work and are not typed yet, oldest first. */
export function untypedMessages(
  entries: readonly KeptEntry<Entry>[],
): readonly { message: string; namesUs: boolean }[] {
  const typed = new Set(entries.flatMap(({ entry }) => (entry.kind === 'meant' ? [entry.message] : [])));
  return entries.flatMap(({ entry }) =>
    entry.kind === 'said' &&
    entry.isUntyped === true &&
    entry.message !== undefined &&
    !typed.has(entry.message)
      ? [{ message: entry.message, namesUs: entry.namesUs === true }]
      : [],
  );
}
