// What an intake leaves open, and what it would cost to guess it wrong.
import { toTerms } from '../history/search/terms.ts';
import { lostIn } from './against/place.ts';
import { costOf, reachOf, WEIGHT } from './cost.ts';
import { isShownIn } from './exact.ts';
import type { Intake, IntakeQuestion } from './intake.ts';
import type { Known } from './known.ts';
import { isComposed, missingNeeds } from './needs.ts';
import type { EffectClass } from './tool.ts';

export interface Gap {
  /** `value` names the argument, `place` a channel that is none, `premise` what may be so or not, `question` is the model's own words. */
  readonly asks: 'question' | 'value' | 'place' | 'premise';
  /** The argument it settles; what a premise is about has no name. */
  readonly about: string;
  readonly question: string;
  /** Who would know, as the model says. */
  readonly knows?: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** On the scale of the effect classes. */
  readonly cost: number;
  /** What is taken for granted if nobody is asked. */
  readonly assumption: string;
}

/** Work on the wrong one of several things that fit is work done again, whatever the tool. */
const AMBIGUITY_COST = 2.5;

type Step = Intake['steps'][number];
type Argument = Step['arguments'][number];

interface Open {
  readonly argument: Argument;
  readonly cost: number;
  /** The channel it names, and that is none. */
  readonly lost: string | undefined;
}

export function toGaps(intake: Intake, known: Known): readonly Gap[] {
  const open = intake.steps.flatMap((step) => openIn(step, known));
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
    .map((question) => toAskedGap(question, open));
  const fromArguments = open
    .filter(({ argument }) => !asked.some((question) => question.about === argument.name))
    // Two steps in one channel are one question.
    .filter(
      ({ lost }, index, all) => lost === undefined || all.findIndex((one) => one.lost === lost) === index,
    )
    .map(({ argument, cost, lost }): Gap => ({
      asks: lost === undefined ? 'value' : 'place',
      about: argument.name,
      question: lost ?? argument.name,
      options: argument.candidates.slice(0, 4),
      cost: cost + (argument.candidates.length > 1 || argument.value === '' ? AMBIGUITY_COST : 0),
      assumption: `${argument.name}: ${argument.value === '' ? (argument.candidates[0]?.label ?? '—') : argument.value}`,
    }));
  const ofPlaces = unheldPlaces(open, known);
  return [...fromQuestions, ...fromArguments, ...ofPlaces, ...premiseGaps(intake, known)].toSorted(
    (one, other) => other.cost - one.cost,
  );
}

function toAskedGap(question: IntakeQuestion, open: readonly Open[]): Gap {
  // Several steps may depend on it: what counts is where being wrong costs most.
  const about = open
    .filter(({ argument }) => argument.name === question.about)
    .toSorted((one, other) => other.cost - one.cost)[0];
  const options = question.options.length > 0 ? question.options : (about?.argument.candidates ?? []);
  return {
    asks: 'question',
    about: question.about,
    knows: question.knows ?? undefined,
    question: question.text,
    options: options.slice(0, 4),
    cost: (about?.cost ?? 0) + (options.length !== 1 ? AMBIGUITY_COST : 0),
    assumption: `${question.text} → ${options[0]?.label ?? about?.argument.value ?? '—'}`,
  };
}

/** What a step leaves open: guesses in whatever disguise, and what the tool needs and nobody named. */
function openIn(step: Step, known: Known): readonly Open[] {
  const effect = effectOf(step, known);
  const cost = costOf(effect, reachOf(step));
  const unnamed = missingNeeds(step, known).map((name): Argument => ({
    name,
    value: '',
    source: { kind: 'guess' },
    candidates: [],
  }));
  const lost = step.arguments.flatMap((argument): readonly Open[] => lostPlace(argument, cost, known));
  const others = step.arguments.filter(({ name }) => !lost.some(({ argument }) => argument.name === name));
  const open = [...others.map((argument) => withShownCandidates(argument, known)), ...unnamed]
    .filter((argument) => isOpen(argument, effect, known))
    .map((argument) => ({ argument, cost, lost: undefined }));
  return [...lost, ...open];
}

/** Whatever the model says of it: a channel that nobody can see is not worked on. */
function lostPlace(argument: Argument, cost: number, known: Known): readonly Open[] {
  const lost = known.cardsAnswered > 0 ? undefined : lostIn(argument.value, known.lostChannels);
  if (lost === undefined) return [];
  const candidates = [...(known.lostChannels.get(lost)?.near ?? [])];
  return [{ argument: { ...argument, value: '', candidates }, cost, lost }];
}

/** A candidate is something that was found: of one that is made up, no word was shown. */
function withShownCandidates(argument: Argument, known: Known): Argument {
  const shown = argument.candidates.filter(({ value, label }) =>
    [value, label].some((name) => known.wasShown(name) || toTerms(name).some(known.wasShown)),
  );
  return { ...argument, candidates: shown };
}

/** The goal says to do something in a channel that is none, and no step says a word of it. */
function unheldPlaces(open: readonly Open[], { lostChannels, cardsAnswered }: Known): readonly Gap[] {
  if (cardsAnswered > 0) return [];
  return [...lostChannels]
    .filter(([name, { isPlace }]) => isPlace && !open.some(({ lost }) => lost === name))
    .map(([name, { near }]): Gap => ({
      asks: 'place',
      about: `#${name}`,
      question: name,
      options: near,
      cost: AMBIGUITY_COST,
      assumption: `#${name}: ${near[0]?.label ?? '—'}`,
    }));
}

/** What the goal takes for granted and nobody could find out: asked where acting on it would cost something. */
function premiseGaps({ premises, steps }: Intake, known: Known): readonly Gap[] {
  const cost = Math.max(0, ...steps.map((step) => costOf(effectOf(step, known), reachOf(step))));
  if (cost < WEIGHT.seen || known.cardsAnswered > 0) return [];
  return premises
    .filter(
      ({ verdict, checked_by }) => verdict === 'unknown' || (verdict === 'false' && checked_by === null),
    )
    .map(({ claim }): Gap => ({
      asks: 'premise',
      about: '',
      question: claim,
      options: [],
      cost,
      assumption: claim,
    }));
}

export function effectOf({ tool }: Step, { tools }: Pick<Known, 'tools'>): EffectClass {
  return tool === null ? 'read' : (tools.get(tool) ?? 'outside');
}

/** A guess is open, and so is a choice among several things that a look-up found to fit. */
function isOpen(argument: Argument, effect: EffectClass, known: Known): boolean {
  const { source, candidates } = argument;
  switch (source.kind) {
    case 'guess':
      return true;
    case 'quote':
      return !known.stands(source) || !isGrounded(argument, effect, known);
    case 'tool_result':
      return (
        !known.lookups.has(source.call) ||
        (candidates.length > 1 && source.call !== 'card') ||
        !isGrounded(argument, effect, known)
      );
    case 'channel_default':
      // Nothing here knows a channel's defaults yet: until somebody agreed, it is a guess by another name.
      return known.cardsAnswered === 0;
  }
}

/** Where it matters, the value has to stand where it is said to come from; what the model writes itself stands nowhere. */
export function isGrounded({ name, value, source }: Argument, effect: EffectClass, known: Known): boolean {
  if (WEIGHT[effect] < WEIGHT.seen || value === '') return true;
  switch (source.kind) {
    case 'quote':
      return isShownIn(source.words, value, isComposed(name) ? 'numbers' : known.wasShown);
    case 'tool_result':
      return (
        source.call === 'card' ||
        isShownIn(known.resultOf(source.call), value, isComposed(name) ? 'numbers' : () => false)
      );
    case 'channel_default':
    case 'guess':
      return true;
  }
}

/** What its owner answered for good, or left to us for good. */
export function noteOn(about: string, { notes }: Pick<Known, 'notes'>): Known['notes'][number] | undefined {
  return notes.find((note) => note.about.toLowerCase() === about.toLowerCase());
}

export function isLookUp(call: string | null, known: Known): boolean {
  return call !== null && known.lookups.has(call);
}

export function isLookedUp(question: IntakeQuestion, known: Known): boolean {
  return question.looked.some((call) => known.lookups.has(call));
}
