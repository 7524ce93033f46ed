// Where the sources of a task disagree: what its readings and its notes say differently of the same thing.
import { findingsDisagree, type Disagreement, type Finding } from '../../agent/disagreement.ts';
import type { CitedSource } from '../../agent/cite.ts';
import type { Entry } from '../../agent/entry.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import type { Situation } from '../situation.ts';
import type { SaidDifferently } from '../words.ts';

export function findingsIn(entries: readonly KeptEntry<Entry>[]): readonly Finding[] {
  return entries.flatMap(({ entry }) => (entry.kind === 'result' ? (entry.findings ?? []) : []));
}

/** Beyond that they are read in the files. */
const MOST_SHOWN = 200;

/** Of the tables, and of the notes where something was noted since the goal was said. */
export function disagreementsOf(
  { task, entries }: Pick<Situation, 'task' | 'entries'>,
  tables: readonly Disagreement[],
): readonly Disagreement[] {
  const hasNew = findingsIn(entries.filter(({ at }) => at >= task.openedAt)).length > 0;
  return [...(hasNew ? findingsDisagree(findingsIn(entries)) : []), ...tables].slice(0, MOST_SHOWN);
}

/** As people see it: each side with where it stands and when it was read. */
export function asShown(
  all: readonly Disagreement[],
  resolve: (ref: string) => Omit<CitedSource, 'number'> | undefined,
): readonly SaidDifferently[] {
  return all.map(({ of, sides }) => ({
    of,
    sides: sides.map(({ value, quote, ref, label }) => {
      const source = ref === undefined ? undefined : resolve(ref);
      return {
        value,
        ...(quote === undefined ? {} : { quote }),
        label: label ?? source?.label ?? ref ?? '',
        ...(source?.url === undefined ? {} : { url: source.url }),
        ...(source?.readAt === undefined ? {} : { readAt: source.readAt }),
      };
    }),
  }));
}
