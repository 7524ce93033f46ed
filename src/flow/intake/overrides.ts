// What was gone over stays on record: the finding, who said "do it anyway" or "allowed", and when, in the brief itself.
import type { Entry } from '../../agent/entry.ts';
import { toLocalDay, type RenderOptions } from '../../history/render.ts';
import type { Brief } from '../../task/brief.ts';
import type { Task } from '../../task/store.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { answersOfThisGoal } from './answered-goal.ts';
import { SENTENCES } from '../sentences.ts';

type Overrides = NonNullable<Brief['overrides']>;

/** Of the goal as it is wanted now: an edit, or another goal, takes back what was said to the one before. */
export function overridesIn(entries: readonly KeptEntry<Entry>[]): Overrides {
  const cards = new Map(
    entries.flatMap(({ entry }) => (entry.kind === 'card' ? [[entry.cardId, entry] as const] : [])),
  );
  return answersOfThisGoal(entries).flatMap(({ answer: { choice, cardId, personId }, at }) => {
    if (choice !== 'override' && choice !== 'lift') return [];
    const findings = (cards.get(cardId)?.evidence ?? []).map(({ text }) => text);
    return [{ how: choice, findings, by: personId, at: at.toISOString() }];
  });
}

/** As people read it, in the brief and ever after. */
export function overrideLines(
  { language }: Task,
  overrides: Overrides,
  { names, timeZone }: RenderOptions,
): readonly string[] {
  return overrides.map(({ how, findings, by, at }) => {
    const who = names.person(by) ?? by;
    const day = toLocalDay(new Date(at), { timeZone, language });
    return `${findings.join(' ')} — ${SENTENCES.wentOver[language]({ how, who, day })}`;
  });
}
