// What an intake leaves open, and what it would cost to guess it wrong.
import { carries } from './exact.ts';
import type { Intake, IntakeQuestion } from './intake.ts';
import type { Known } from './known.ts';
import type { EffectClass } from './tool.ts';

export interface Gap {
  readonly question: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** On the scale of the effect classes. */
  readonly cost: number;
  /** What is taken for granted if nobody is asked. */
  readonly assumption: string;
}

/** DESIGN §9: read 0, reversible 1, seen by others 3, outside or irreversible 10. */
const WRONG_GUESS: Record<EffectClass, number> = { read: 0, reversible: 1, seen: 3, outside: 10 };
/** Work on the wrong one of several things that fit is work done again, whatever the tool. */
const AMBIGUITY_COST = 2.5;

type Argument = Intake['steps'][number]['arguments'][number];

export function toGaps(intake: Intake, known: Known): readonly Gap[] {
  const open = intake.steps.flatMap((step) => {
    const effect = step.tool === null ? 'read' : (known.tools.get(step.tool) ?? 'outside');
    return step.arguments
      .filter((argument) => isOpen(argument, effect, known))
      .map((argument) => ({ argument, effect }));
  });
  const asked = intake.questions.filter((question) => isLookedUp(question, known) || known.cardsAnswered > 0);
  const names = new Set(intake.steps.flatMap((step) => step.arguments.map(({ name }) => name)));
  const isSettled = (name: string): boolean =>
    names.has(name) && !open.some(({ argument }) => argument.name === name);

  // Where all is settled and nothing rests on the answer, a question is curiosity.
  const isIdle = names.size > 0 && open.length === 0;
  const fromQuestions = asked
    .filter(({ about }) => names.has(about) || !isIdle)
    // What somebody said word for word, or a look-up showed, is not asked.
    .filter((question) => !isSettled(question.about))
    .map((question): Gap => {
      // Several steps may depend on it: what counts is where being wrong costs most.
      const about = open
        .filter(({ argument }) => argument.name === question.about)
        .toSorted((one, other) => WRONG_GUESS[other.effect] - WRONG_GUESS[one.effect])[0];
      const options = question.options.length > 0 ? question.options : (about?.argument.candidates ?? []);
      return {
        question: question.text,
        options: options.slice(0, 4),
        cost: WRONG_GUESS[about?.effect ?? 'read'] + (options.length !== 1 ? AMBIGUITY_COST : 0),
        assumption: `${question.text} → ${options[0]?.label ?? about?.argument.value ?? '—'}`,
      };
    });
  const fromArguments = open
    .filter(({ argument }) => !asked.some((question) => question.about === argument.name))
    .map(({ argument, effect }): Gap => ({
      question: argument.name,
      options: argument.candidates.slice(0, 4),
      cost:
        WRONG_GUESS[effect] + (argument.candidates.length > 1 || argument.value === '' ? AMBIGUITY_COST : 0),
      assumption: `${argument.name}: ${argument.value === '' ? (argument.candidates[0]?.label ?? '—') : argument.value}`,
    }));
  return [...fromQuestions, ...fromArguments].toSorted((one, other) => other.cost - one.cost);
}

/** A guess is open, and so is a choice among several things that a look-up found to fit. */
function isOpen({ value, source, candidates }: Argument, effect: EffectClass, known: Known): boolean {
  switch (source.kind) {
    case 'guess':
      return true;
    case 'quote':
      return (
        !known.stands(source) || (WRONG_GUESS[effect] >= WRONG_GUESS.seen && !carries(source.words, value))
      );
    case 'tool_result':
      return !known.lookups.has(source.call) || (candidates.length > 1 && source.call !== 'card');
    case 'channel_default':
      // Nothing here knows a channel's defaults yet: until somebody agreed, it is a guess by another name.
      return known.cardsAnswered === 0;
  }
}

export function isLookedUp(question: IntakeQuestion, known: Known): boolean {
  return question.looked.some((call) => known.lookups.has(call));
}
