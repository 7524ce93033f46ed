// The plan card ticks by these: a step is told as begun together with its calls, and as done with what came of it.
import { type Call, type Outcome, type Script, UPDATE_STEP } from './script.ts';
import type { Situation } from './situation.ts';
import { shorten } from './extract/text.ts';

export function* begin(step: number, calls: readonly Call[] = []): Script<readonly Outcome[]> {
  const outcomes = yield [
    { name: UPDATE_STEP, input: { step, status: 'in_progress', note: null } },
    ...calls,
  ];
  return outcomes.slice(1);
}

export function* complete(step: number, note: string): Script<void> {
  yield [{ name: UPDATE_STEP, input: { step, status: 'complete', note: shorten(note, 140) } }];
}

export function* fail(step: number, note: string): Script<void> {
  yield [{ name: UPDATE_STEP, input: { step, status: 'error', note: shorten(note, 140) } }];
}

/** The look-ups made so far: what a question or a premise may name as its ground. */
export function lookedBy(situation: Situation, shows = ''): readonly string[] {
  return situation.calls
    .filter(
      ({ name, text }) =>
        /^(?:search|read|list|fetch)_/.test(name) && text.includes(shows) && !FOUND_NOTHING.test(text),
    )
    .map(({ id }) => id);
}

/** How the tools say that they found nothing or could not. */
export const FOUND_NOTHING =
  /^(?:Nothing |No such |There (?:are|is) no |Input not understood|Could not |Not found)/;
