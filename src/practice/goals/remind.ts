// The goal "remind us to send the timesheets", as a schedule has it when its time has come: it is said.
import { answerAtOnce } from '../form.ts';
import type { Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { type Language, tongueOf } from '../tongue.ts';

const WISH =
  /^(?:@\S+\s+)?(?:please |请)?(?:remind (?:me|us|everyone|everybody|the team)(?: to| about| that)?|提醒(?:我们|我|大家|所有人)?)[\s,，:：]*([\s\S]{2,})$/i;

export function recognisesReminder(goal: string): boolean {
  return WISH.test(goal.trim());
}

export function* remind(situation: Situation, language: Language): Script<string> {
  const what = WISH.exec(situation.goal.text.trim())?.[1]?.trim() ?? situation.goal.text;
  const tell = tongueOf(language);
  return yield* answerAtOnce(situation, language, tell(`Reminder: ${what}`, `提醒：${what}`));
}
