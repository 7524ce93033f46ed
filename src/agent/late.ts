// Late in the run the goal is not questioned any more; what a step lacks is asked when that step comes: pure.
import type { Intake } from './intake.ts';

/** From here on more is lost by going back than by finishing what was agreed. */
const LATE = 0.5;

/** The form as it counts in the middle of work: with the questions of the next step that is open, and no others. */
export function askedLate(
  intake: Intake,
  finished: { readonly titles: ReadonlySet<string>; readonly share: number },
): Intake {
  if (finished.share < LATE) return intake;
  const next = intake.steps.find(({ title }) => !finished.titles.has(title));
  const inputs = new Set((next?.arguments ?? []).map(({ name }) => name));
  return { ...intake, questions: intake.questions.filter(({ about }) => inputs.has(about)) };
}
