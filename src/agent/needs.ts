// What a tool cannot be called without, and which of it somebody has to have said.
import { WEIGHT } from './cost.ts';
import type { Intake } from './intake.ts';
import type { Known } from './known.ts';

/** What the model writes itself while it works: nobody says it beforehand, and nobody is asked for it. */
const COMPOSED =
  /^(?:body|text|contents?|markdown|message|subject|title|description|comment|note|summary|caption|csv|rows|data|(?:file_?)?name)$/iu;

export function isComposed(name: string): boolean {
  return COMPOSED.test(name);
}

/** What the step's tool needs and the form does not name, where that is seen or cannot be taken back. */
export function missingNeeds(
  step: Intake['steps'][number],
  known: Pick<Known, 'needs' | 'tools'>,
): readonly string[] {
  if (step.tool === null || WEIGHT[known.tools.get(step.tool) ?? 'read'] < WEIGHT.seen) return [];
  const named = new Set(step.arguments.map(({ name }) => name.toLowerCase()));
  return known.needs(step.tool).filter((name) => !isComposed(name) && !named.has(name.toLowerCase()));
}
