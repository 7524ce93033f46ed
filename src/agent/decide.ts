// How a goal is met: the model fills a form, this pure function decides what comes of it.
import type { Brief } from '../task/brief.ts';
import { reachesUpTo } from './against/act.ts';
import { waitIn } from './against/wait.ts';
import { faultsOf, isFalseReport } from './faults.ts';
import { WEIGHT } from './cost.ts';
import { noteOn, toGaps, type Gap } from './gaps.ts';
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
  readonly about: string;
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
      /** Who else would know: people who spoke in the channel, and not whoever wants it. */
      readonly knowers: readonly string[];
      /** All of it can be taken back: work may begin on the defaults, where the channel allows that. */
      readonly isReversible: boolean;
    }
  | {
      readonly kind: 'challenge';
      readonly understood: readonly Line[];
      readonly evidence: readonly Evidence[];
      readonly betterWay: string | undefined;
      readonly mayOverride: boolean;
      /** What is shown is only that there is no tool for a part of it: a person may do that. */
      readonly lacks: boolean;
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
/** What cannot be taken back is asked whatever was said before. */
const IRREVERSIBLE = WEIGHT.outside;
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

/** Which rule it comes from, in one word, for the record. */
export function ruleOf(decision: Decision): string {
  switch (decision.kind) {
    case 'reject':
      return 'form';
    case 'answer':
      return 'question';
    case 'proceed':
      return decision.brief.assumptions.length === 0 ? 'clear' : 'assumed';
    case 'ask':
      return decision.questions[0].asks;
    case 'challenge': {
      const [first] = decision.evidence;
      return decision.mayLift.length > 0
        ? 'approval'
        : (first?.said?.as ?? (first === undefined ? 'better-way' : 'evidence'));
    }
    case 'hold':
      return 'wait';
    case 'refuse':
      return decision.why;
  }
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
        lacks: false,
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
    lacks: soft === undefined,
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
  const questions = asked.map(({ asks, about, question: text, options }, index) => ({
    id: `q${index + 1}`,
    asks,
    about,
    text,
    options,
  }));
  if (isNonEmpty(questions)) {
    return {
      kind: 'ask',
      understood: understoodLines(intake, known),
      questions,
      knowers: knowersOf(asked, known),
      isReversible: WEIGHT[reachesUpTo(intake, known)] <= WEIGHT.reversible,
    };
  }
  return { kind: 'proceed', brief: toBrief(intake, known, gaps) };
}

/** Whoever the model names must be somebody of this channel: a made-up id, or a stranger, is asked nothing. */
function knowersOf(asked: readonly Gap[], { goal, record }: Known): readonly string[] {
  const here = new Set(record.said.map(({ by }) => by));
  const named = asked.flatMap(({ knows }) => knows ?? []);
  return [...new Set(named)].filter((one) => one !== goal.by && here.has(one) && record.names.has(one));
}

function isWorthAsking(gap: Gap, known: Known): boolean {
  const isLate = known.cardsAnswered >= MOST_CARDS;
  if (known.defaultsAccepted) return gap.cost >= IRREVERSIBLE && !isLate;
  if (gap.cost < IRREVERSIBLE && noteOn(gap.about, known) !== undefined) return false;
  return isLate ? gap.cost >= IRREVERSIBLE - 1 : gap.cost > known.askingCost;
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
      arguments: given.flatMap(({ name, value, source }) => {
        if (value === '') return [];
        if (source.kind !== 'quote' || !known.stands(source)) return [{ name, value }];
        return [{ name, value, said: { message: source.message, words: source.words } }];
      }),
    })),
    assumptions: [
      ...new Set([...intake.assumptions.map(({ text }) => text), ...gaps.map((gap) => gap.assumption)]),
    ],
  };
}

function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}
