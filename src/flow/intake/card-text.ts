// The words of a card that are ours: what code found, and what it asks by itself, in the language of the task.
import type { DecidedQuestion } from '../../agent/decide.ts';
import type { Evidence } from '../../agent/stops.ts';
import { sentAtOf } from '../../history/message.ts';
import { toLocalDay, type RenderOptions } from '../../history/render.ts';
import type { Task } from '../../task/store.ts';
import { SENTENCES } from '../sentences.ts';

export function questionText({ language }: Task, { asks, text }: DecidedQuestion): string {
  switch (asks) {
    case 'question':
      return text;
    case 'value':
      return SENTENCES.whichValue[language](text);
    case 'place':
      return SENTENCES.whichChannel[language](text);
    case 'premise':
      return SENTENCES.isItSo[language](text);
  }
}

export function optionsOf(
  { language }: Task,
  { asks, options }: DecidedQuestion,
): { value: string; label: string }[] {
  if (asks !== 'premise') return [...options];
  return [
    { value: 'yes', label: SENTENCES.yes[language]() },
    { value: 'no', label: SENTENCES.no[language]() },
  ];
}

/** Somebody's words with their name and day; what the model says of them as it says it. */
export function evidenceText(
  { language }: Task,
  { text, message, said }: Evidence,
  { names, timeZone }: RenderOptions,
): string {
  if (said === undefined || message === undefined) return text;
  const who = said.by === undefined ? 'Longhand' : (names.person(said.by) ?? said.by);
  const day = toLocalDay(sentAtOf(message), { timeZone, language });
  return SENTENCES.onRecord[language]({ as: said.as, who, day, words: text });
}
