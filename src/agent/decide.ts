// How a goal is met: the model fills a form, this pure function decides what comes of it.
import type { Brief } from '../task/brief.ts';
import { quotesOf, type Intake } from './intake.ts';
import { isLookedUp, toGaps, type Gap } from './gaps.ts';
import type { Known } from './known.ts';

export interface Line {
  readonly text: string;
  readonly basis: 'quoted' | 'looked-up' | 'assumed';
  /** The message it is quoted from. */
  readonly message?: string;
}

export interface AskedOption {
  readonly value: string;
  readonly label: string;
}

export interface DecidedQuestion {
  readonly id: string;
  readonly text: string;
  readonly options: readonly AskedOption[];
}

export interface Evidence {
  readonly text: string;
  readonly message?: string;
}

type Quote = Intake['constraints'][number];
type NonEmpty<T> = readonly [T, ...T[]];

/** What an intake can come to. */
export type Decision =
  /** Given back to the model with what was wrong. */
  | { readonly kind: 'reject'; readonly reasons: NonEmpty<string> }
  | { readonly kind: 'answer'; readonly markdown: string }
  /** Assumptions, if any, are in the brief and are said. */
  | { readonly kind: 'proceed'; readonly brief: Brief }
  | {
      readonly kind: 'ask';
      readonly understood: readonly Line[];
      readonly questions: NonEmpty<DecidedQuestion>;
    }
  | {
      readonly kind: 'challenge';
      readonly understood: readonly Line[];
      readonly evidence: NonEmpty<Evidence>;
      readonly betterWay: string | undefined;
      readonly mayOverride: boolean;
    }
  | { readonly kind: 'refuse'; readonly reason: string };

type Stop = Extract<Decision, { kind: 'refuse' | 'challenge' }>;

/** More questions than this are an interrogation; the rest is assumed and said. */
const MOST_QUESTIONS = 3;
/** What it costs a person to be asked, on the scale of the effect classes (0, 1, 3, 10). */
const ASKING_COST = 2;
/** After so many cards nothing but the irreversible is asked again. */
const MOST_CARDS = 2;

export function decide(intake: Intake, known: Known): Decision {
  const faults = faultsOf(intake, known);
  if (isNonEmpty(faults) && known.rejections < 2) return { kind: 'reject', reasons: faults };
  if (intake.kind === 'question') {
    return intake.answer === null || intake.answer.trim() === ''
      ? { kind: 'reject', reasons: ['kind is "question" but there is no answer.'] }
      : { kind: 'answer', markdown: intake.answer };
  }

  const understood = understoodLines(intake, known);
  const stop = stopOf(intake, known, understood);
  if (stop !== undefined && !(known.overridden && isSoft(stop))) return stop;
  if (intake.steps.length === 0) {
    return {
      kind: 'reject',
      reasons: ['There are no steps. Say how the outcome is reached, or use kind "question".'],
    };
  }

  const gaps = toGaps(intake, known);
  const asked = gaps.filter((gap) => isWorthAsking(gap, known)).slice(0, MOST_QUESTIONS);
  const questions = asked.map((gap, index) => ({
    id: `q${index + 1}`,
    text: gap.question,
    options: gap.options,
  }));
  if (isNonEmpty(questions)) return { kind: 'ask', understood, questions };
  return { kind: 'proceed', brief: toBrief(intake, known, gaps) };
}

/** An override lifts what was put to a person as theirs to say, and never what cannot be done at all. */
function isSoft(stop: Stop): boolean {
  return stop.kind === 'challenge' && stop.mayOverride;
}

function isWorthAsking(gap: Gap, known: Known): boolean {
  if (known.defaultsAccepted) return gap.cost >= 10 && known.cardsAnswered < MOST_CARDS;
  return gap.cost > (known.cardsAnswered < MOST_CARDS ? ASKING_COST : 9);
}

/** What makes a form useless as it stands. Each reason says how to mend it. */
function faultsOf(intake: Intake, known: Known): readonly string[] {
  const misquoted = quotesOf(intake)
    .filter((quote) => !known.stands(quote))
    .map(
      ({ message, words }) =>
        `"${words}" does not stand in [m:${message}]. Copy the words as they stand, or do not call them a quote.`,
    );
  const unlooked = intake.questions
    .filter((question) => !isLookedUp(question, known) && canBeLookedUp(known))
    .map(
      (question) =>
        `"${question.text}": look first (search_history, read_file, …) and name those calls in "looked".`,
    );
  return [...misquoted, ...(known.cardsAnswered === 0 ? unlooked : [])];
}

function canBeLookedUp(known: Known): boolean {
  return known.tools.has('search_history');
}

/** A conflict needs both its quotes, a false premise the look-up that showed it: without, they are talk. */
function stopOf(intake: Intake, known: Known, understood: readonly Line[]): Stop | undefined {
  const unknownTools = intake.steps.flatMap(({ tool, title }) =>
    tool !== null && !known.tools.has(tool) ? [{ ability: `${title} (${tool})`, nearest: null }] : [],
  );
  const missing = [...intake.missing_abilities, ...unknownTools];
  const feasible = intake.steps.filter(({ tool }) => tool === null || known.tools.has(tool));
  if (missing.length > 0 && feasible.length === 0 && missing.every(({ nearest }) => nearest === null)) {
    return { kind: 'refuse', reason: missing.map(({ ability }) => ability).join('; ') };
  }

  const evidence: Evidence[] = [
    ...intake.conflicts
      .filter(({ one, other }) => known.stands(one) && known.stands(other) && !isSameQuote(one, other))
      .flatMap(({ text, one, other }): Evidence[] => [
        { text },
        { text: one.words, message: one.message },
        { text: other.words, message: other.message },
      ]),
    ...intake.premises
      .filter(
        ({ verdict, checked_by }) =>
          verdict === 'false' && checked_by !== null && known.lookups.has(checked_by),
      )
      .map(({ claim, evidence: found }): Evidence => ({ text: `${claim} — ${found}` })),
    ...missing.map(({ ability, nearest }): Evidence => ({
      text: nearest === null ? ability : `${ability} → ${nearest}`,
    })),
  ];
  if (!isNonEmpty(evidence)) return undefined;
  return {
    kind: 'challenge',
    understood,
    evidence,
    betterWay:
      intake.better_way === null ? undefined : `${intake.better_way.text} (${intake.better_way.why})`,
    // Going on is the person's to say as long as there is something that can be done.
    mayOverride: feasible.length > 0,
  };
}

function isSameQuote(one: Quote, other: Quote): boolean {
  return one.message === other.message && one.words.trim().toLowerCase() === other.words.trim().toLowerCase();
}

function understoodLines(intake: Intake, known: Known): readonly Line[] {
  const goal: Line = { text: intake.outcome, basis: 'assumed' };
  const values = intake.steps.flatMap((step) =>
    step.arguments
      .filter(({ value }) => value !== '')
      .map(({ name, value, source }): Line => {
        const text = `${name}: ${value}`;
        if (source.kind === 'quote' && known.stands(source))
          return { text, basis: 'quoted', message: source.message };
        if (source.kind === 'tool_result' && known.lookups.has(source.call))
          return { text, basis: 'looked-up' };
        return { text, basis: 'assumed' };
      }),
  );
  const constraints = intake.constraints
    .filter((quote) => known.stands(quote))
    .map(({ words, message }): Line => ({ text: words, basis: 'quoted', message }));
  return [goal, ...values, ...constraints].slice(0, 12);
}

function toBrief(intake: Intake, known: Known, gaps: readonly Gap[]): Brief {
  return {
    outcome: intake.outcome,
    deliverable: intake.deliverable,
    doneWhen: intake.done_when,
    constraints: intake.constraints.filter((quote) => known.stands(quote)),
    steps: intake.steps.map(({ title, tool }) => ({ title, tool })),
    assumptions: [
      ...new Set([...intake.assumptions.map(({ text }) => text), ...gaps.map((gap) => gap.assumption)]),
    ],
  };
}

function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}
