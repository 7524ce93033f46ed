// How a goal is met: the model fills a form, this pure function decides what comes of it.
import type { Brief } from '../task/brief.ts';
import { waitIn } from './against/wait.ts';
import { faultsOf, isFalseReport } from './faults.ts';
import { toGaps, type Gap } from './gaps.ts';
import type { Intake } from './intake.ts';
import type { Barrier, Known } from './known.ts';
import { hardStopOf, softStopOf, type Evidence, type HardStop } from './stops.ts';

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
  readonly asks: Gap['asks'];
  readonly text: string;
  readonly options: readonly AskedOption[];
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
      readonly evidence: readonly Evidence[];
      readonly betterWay: string | undefined;
      readonly mayOverride: boolean;
      /** Who can say that it may be after all: for what is not the owner's to override. */
      readonly mayLift: readonly string[];
      /** Who decided what stands against it, where that is somebody else: they are asked as well. */
      readonly decidedBy: readonly string[];
    }
  /** Said to wait: nothing is done before the owner says go, or new words show that it has happened. */
  | { readonly kind: 'hold'; readonly until: string; readonly askedIn: Quote }
  /** What no tool can do, and what nobody may have done but with somebody entitled. */
  | {
      readonly kind: 'refuse';
      readonly why: Barrier | 'impossible';
      readonly reason: string;
      readonly mayLift: readonly string[];
    };

/** More questions than this are an interrogation; the rest is assumed and said. */
const MOST_QUESTIONS = 3;
/** What it costs a person to be asked, on the scale of the effect classes (0, 1, 3, 10). */
const ASKING_COST = 2;
/** After so many cards nothing but the irreversible is asked again. */
const MOST_CARDS = 2;

export function decide(intake: Intake, known: Known): Decision {
  const hard = hardStopOf(intake, known);
  if (hard !== undefined) return toDecision(hard, intake, known);
  const faults = faultsOf(intake, known);
  if (isNonEmpty(faults) && (known.rejections < 2 || isFalseReport(intake, known)))
    return { kind: 'reject', reasons: faults };
  if (intake.kind === 'question') {
    return intake.answer === null || intake.answer.trim() === ''
      ? { kind: 'reject', reasons: ['kind is "question" but there is no answer.'] }
      : { kind: 'answer', markdown: intake.answer };
  }
  return holdOf(intake, known) ?? stopOf(intake, known) ?? startOf(intake, known);
}

function toDecision(hard: HardStop, intake: Intake, known: Known): Decision {
  switch (hard.kind) {
    case 'bar':
      return { kind: 'refuse', why: hard.barrier, reason: hard.about, mayLift: hard.mayLift };
    case 'contradicted':
      return {
        kind: 'challenge',
        understood: understoodLines(intake, known),
        evidence: hard.evidence,
        betterWay: undefined,
        mayOverride: false,
        mayLift: hard.mayLift,
        decidedBy: [],
      };
  }
}

/** The goal says to wait, in words that stand there, and nothing shows that it is over. */
function holdOf({ wait }: Intake, known: Known): Decision | undefined {
  if (known.released) return undefined;
  const { goal } = known;
  if (wait !== null && known.stands(wait.asked_in)) {
    const met = wait.met_by;
    const isMet = met !== null && met.message !== wait.asked_in.message && known.stands(met);
    return isMet ? undefined : { kind: 'hold', until: wait.until, askedIn: wait.asked_in };
  }
  const words = waitIn(goal.text);
  return words === undefined
    ? undefined
    : { kind: 'hold', until: words, askedIn: { message: goal.ts, words } };
}

/** What cannot be done is refused, what speaks against it is shown; an override lifts the second, and only that. */
function stopOf(intake: Intake, known: Known): Decision | undefined {
  const unknownTools = intake.steps.flatMap(({ tool, title }) =>
    tool !== null && !known.tools.has(tool) ? [{ ability: `${title} (${tool})`, nearest: null }] : [],
  );
  const missing = [...intake.missing_abilities, ...unknownTools];
  const feasible = intake.steps.filter(({ tool }) => tool === null || known.tools.has(tool));
  if (missing.length > 0 && feasible.length === 0 && missing.every(({ nearest }) => nearest === null)) {
    const reason = missing.map(({ ability }) => ability).join('; ');
    return { kind: 'refuse', why: 'impossible', reason, mayLift: [] };
  }
  const soft = softStopOf(intake, known);
  if (soft === undefined && missing.length === 0) return undefined;
  // Going on is the person's to say as long as there is something that can be done.
  const mayOverride = feasible.length > 0;
  if (known.overridden && mayOverride) return undefined;
  return {
    kind: 'challenge',
    understood: understoodLines(intake, known),
    evidence: [
      ...(soft?.evidence ?? []),
      ...missing.map(({ ability, nearest }): Evidence => ({
        text: nearest === null ? ability : `${ability} → ${nearest}`,
      })),
    ],
    betterWay: soft?.betterWay ?? unsourcedWay(intake),
    mayOverride,
    mayLift: [],
    decidedBy: soft?.decidedBy ?? [],
  };
}

/** Beside what stands in the way anyhow, a suggestion needs no source. */
function unsourcedWay({ better_way: better }: Intake): string | undefined {
  return better === null ? undefined : `${better.text} (${better.why})`;
}

function startOf(intake: Intake, known: Known): Decision {
  if (intake.steps.length === 0) {
    return {
      kind: 'reject',
      reasons: ['There are no steps. Say how the outcome is reached, or use kind "question".'],
    };
  }
  const gaps = toGaps(intake, known);
  const asked = gaps.filter((gap) => isWorthAsking(gap, known)).slice(0, MOST_QUESTIONS);
  const questions = asked.map(({ asks, question: text, options }, index) => ({
    id: `q${index + 1}`,
    asks,
    text,
    options,
  }));
  if (isNonEmpty(questions)) return { kind: 'ask', understood: understoodLines(intake, known), questions };
  return { kind: 'proceed', brief: toBrief(intake, known, gaps) };
}

function isWorthAsking(gap: Gap, known: Known): boolean {
  if (known.defaultsAccepted) return gap.cost >= 10 && known.cardsAnswered < MOST_CARDS;
  return gap.cost > (known.cardsAnswered < MOST_CARDS ? ASKING_COST : 9);
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
    steps: intake.steps.map(({ title, tool, arguments: given }) => ({
      title,
      tool,
      arguments: given.flatMap(({ name, value }) => (value === '' ? [] : [{ name, value }])),
    })),
    assumptions: [
      ...new Set([...intake.assumptions.map(({ text }) => text), ...gaps.map((gap) => gap.assumption)]),
    ],
  };
}

function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}
