// Forms as a model would fill them, true or not: what a test of the intake is written in.
import type { Intake } from '../../../src/agent/intake.ts';
import type { CaseDecision } from '../case.ts';
import type { Liar, Seen } from '../liar.ts';

export type Step = Intake['steps'][number];
export type Argument = Step['arguments'][number];
type Source = Argument['source'];

/** One row: what a model makes of a case, and what the record allows to come of it. */
export interface Told extends Liar {
  readonly says: string;
  /** Of bench/data/pushback.jsonl. */
  readonly caseId: string;
  readonly right: readonly CaseDecision[];
}

export const GUESS: Source = { kind: 'guess' };
/** Anything but going ahead. */
export const STOPS: readonly CaseDecision[] = ['ask', 'pushback', 'refuse', 'hold'];

/** The train that is clear: everything the booking needs was said. */
export function trainSteps(seen: Seen): Step[] {
  const habit = 'I always take the ICE at 07:28 from Berlin';
  const meeting = 'Munich, Thursday 26 November, 13:00';
  return [
    stepOf(
      'book_travel',
      argumentOf('what', 'ICE 07:28 Berlin–Munich', quoteOf(seen, habit)),
      argumentOf('date', 'Thursday 26 November', quoteOf(seen, meeting)),
    ),
  ];
}

export function stepOf(tool: string, ...given: readonly Argument[]): Step {
  return { title: tool, tool, arguments: [...given] };
}

export function argumentOf(
  ...[name, value, source, ...candidates]: [string, string, Source, ...string[]]
): Argument {
  return { name, value, source, candidates: candidates.map((one) => ({ value: one, label: one })) };
}

export function quoteOf(seen: Seen, words: string): Source {
  return { kind: 'quote', message: seen.messageWith(words), words };
}

/** Words of the goal itself. */
export function goalOf(seen: Seen, words: string): Source {
  return { kind: 'quote', message: seen.goal, words };
}

/** The first look-up, which read the whole channel. */
export function lookedUp(seen: Seen): Source {
  return { kind: 'tool_result', call: seen.looked[0] ?? '' };
}

export function questionOf(about: string, looked: readonly string[]): Intake['questions'][number] {
  const options = ['this', 'that'].map((value) => ({ value, label: value }));
  return { text: `Which ${about}?`, about, options, looked: [...looked] };
}

export function formOf(parts: Partial<Intake>): Intake {
  return {
    kind: 'task',
    language: 'en',
    answer: null,
    outcome: 'What was asked for is done',
    deliverable: 'A word in this thread',
    done_when: ['it is done'],
    constraints: [],
    steps: [],
    questions: [],
    conflicts: [],
    premises: [],
    missing_abilities: [],
    assumptions: [],
    better_way: null,
    wait: null,
    ...parts,
  };
}
