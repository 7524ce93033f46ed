// What was handed to a person and came back: their word is the result, and is told as theirs.
import { answerAtOnce } from '../form.ts';
import type { Script } from '../script.ts';
import type { Returned, Situation } from '../situation.ts';
import { type Language, tongueOf } from '../tongue.ts';

export function* tellReturned(
  situation: Situation,
  language: Language,
  { who, ts, words }: Returned,
): Script<string> {
  const source = ts === undefined ? '' : ` [m:${ts}]`;
  const told = words === '(no words)' ? '' : `: “${words}”`;
  const answer = tongueOf(language)(
    `${who} says that it is done${told}${source}. I only pass that on; I have not checked it.`,
    `${who} 说做好了${told}${source}。我只是转述，没有核实。`,
  );
  return yield* answerAtOnce(situation, language, answer);
}
