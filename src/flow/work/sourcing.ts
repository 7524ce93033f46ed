// What a task that read the web may say without a source: nothing that states something, or it is marked. Pure.
import { unsourcedClaims, withMarks, type Unsourced } from '../../agent/claims.ts';
import type { Language } from '../words.ts';
import type { Situation } from '../situation.ts';

const WANTED = 'These sentences state something and carry no source:';
const COMPUTES: ReadonlySet<string> = new Set(['calculate', 'run_code', 'read_documents']);
const MOST_SHOWN = 12;
const MARK: Record<Language, string> = { en: '_(no source)_', zh: '_（无来源）_' };

/** What the model is told once, before people read it; afterwards the sentences are marked. */
export function sourcesWanted(situation: Situation, markdown: string): string | undefined {
  const { task, entries } = situation;
  const wasTold = entries.some(
    ({ entry, at }) =>
      entry.kind === 'said' && entry.by === 'code' && entry.text.startsWith(WANTED) && at >= task.openedAt,
  );
  if (wasTold) return undefined;
  const claims = claimsIn(situation, markdown);
  if (claims.length === 0) return undefined;
  const shown = claims.slice(0, MOST_SHOWN).map(({ text }) => `- ${text.slice(0, 300)}`);
  return `${WANTED}\n${shown.join('\n')}\nGive your answer again, whole: each with the reference it was read under, or as what could not be found, or without them. What still has none is marked so for people.`;
}

export function markUnsourced(situation: Situation, markdown: string): string {
  return withMarks(markdown, claimsIn(situation, markdown), MARK[situation.task.language]);
}

/** Only where pages were read: what is said of a channel's own files and talk is short, and its people know it. */
function claimsIn({ entries }: Situation, markdown: string): readonly Unsourced[] {
  const results = entries.flatMap(({ entry }) => (entry.kind === 'result' ? [entry] : []));
  if (!results.some(({ sources }) => sources.some(({ readAt }) => readAt !== undefined))) return [];
  const computed = results
    .filter(({ tool }) => COMPUTES.has(tool))
    .map(({ text }) => text)
    .join('\n');
  return unsourcedClaims(markdown).filter(({ text }) => !isComputed(text, computed));
}

/** Every number in it is one that code came to. */
function isComputed(sentence: string, computed: string): boolean {
  const numbers = sentence.match(/\d+(?:[.,]\d+)*/gu) ?? [];
  return (
    computed !== '' &&
    numbers.length > 0 &&
    numbers.every((number) => computed.includes(number.replaceAll(/,(?=\d{3}\b)/gu, '')))
  );
}
