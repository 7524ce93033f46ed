// What came of a case, read from its rows and from what would stand in the thread.
import { z } from 'zod';
import type { CardEntry, Entry } from '../../src/agent/entry.ts';
import { Intake, SUBMIT_INTAKE } from '../../src/agent/intake.ts';
import type { EffectClass } from '../../src/agent/tool.ts';
import type { Post } from '../../src/flow/words.ts';
import { draw } from '../../src/slack/blocks/draw.ts';
import type { Brief } from '../../src/task/brief.ts';
import type { CaseDecision, PushbackCase } from './case.ts';

export interface Prediction {
  readonly id: string;
  readonly decision: CaseDecision;
  readonly kind: string;
  readonly questions: readonly {
    readonly text: string;
    readonly options: readonly string[];
    readonly default: string | null;
  }[];
  /** What the person reads. */
  readonly message: string;
  readonly assumptions: readonly string[];
  /** What may be done now: the steps of the accepted brief that change something. */
  readonly writes: readonly {
    readonly tool: string;
    readonly effect: EffectClass;
    readonly arguments: Readonly<Record<string, string>>;
  }[];
}

interface Outcome {
  readonly entries: readonly Entry[];
  readonly brief: Brief | undefined;
  readonly posts: ReadonlyMap<string, Post>;
  readonly effects: ReadonlyMap<string, EffectClass>;
}

export function toPrediction({ id }: PushbackCase, outcome: Outcome): Prediction {
  const { entries, brief, posts } = outcome;
  const card = entries.findLast((entry) => entry.kind === 'card');
  const intake = lastIntake(entries);
  const decided = decidedIn(entries);
  const decision = toDecision(decided);
  return {
    id,
    decision,
    kind: decided === 'answered' ? 'question' : kindOf(decision, { card, intake }),
    questions: (card?.questions ?? []).map(({ text, options }) => ({
      text,
      options: options.map(({ label }) => label),
      default: options[0]?.label ?? null,
    })),
    message: [...posts.values()]
      // The plan shows what the brief has said already.
      .filter(({ words }) => words.kind !== 'plan')
      .flatMap(({ words, language }) => draw(words, language).map(({ text }) => text))
      .join('\n\n'),
    assumptions: brief?.assumptions ?? [],
    writes: decision === 'proceed' && brief !== undefined ? writesOf(intake, outcome) : [],
  };
}

type Decided = Extract<Entry, { kind: 'result' }>['decision'];

function decidedIn(entries: readonly Entry[]): Decided {
  return entries
    .flatMap((entry) => (entry.kind === 'result' ? [entry.decision] : []))
    .findLast((decision) => decision !== undefined && decision !== 'rejected');
}

/** A task that waits as it was told to holds, and so does one that came to nothing: no work began, and nothing was asked. */
function toDecision(decided: Decided): CaseDecision {
  switch (decided) {
    case 'accepted':
    case 'answered':
      return 'proceed';
    case 'asked':
      return 'ask';
    case 'challenged':
      return 'pushback';
    case 'refused':
    case 'barred':
      return 'refuse';
    case 'held':
    case 'rejected':
    case undefined:
      return 'hold';
  }
}

function kindOf(
  decision: CaseDecision,
  { card, intake }: { card: CardEntry | undefined; intake: Intake | undefined },
): string {
  switch (decision) {
    case 'proceed':
      return 'clear';
    case 'hold':
      return card?.purpose === 'hold' ? 'hold' : 'unusable';
    case 'refuse':
      return card?.barrier === undefined ? 'infeasible' : 'risky';
    case 'ask':
      return card?.questions.some(({ options }) => options.length > 1) === true ? 'ambiguous' : 'missing';
    case 'pushback':
      if (intake === undefined) return 'risky';
      if (intake.conflicts.length > 0) return 'contradictory';
      if (intake.premises.some(({ verdict }) => verdict === 'false')) return 'false premise';
      if (intake.missing_abilities.length > 0) return 'infeasible';
      return intake.better_way === null ? 'risky' : 'better way';
  }
}

function writesOf(intake: Intake | undefined, { effects }: Outcome): Prediction['writes'] {
  return (intake?.steps ?? []).flatMap(({ tool, arguments: given }) => {
    const effect = tool === null ? 'read' : (effects.get(tool) ?? 'outside');
    if (tool === null || effect === 'read') return [];
    return [{ tool, effect, arguments: Object.fromEntries(given.map(({ name, value }) => [name, value])) }];
  });
}

function lastIntake(entries: readonly Entry[]): Intake | undefined {
  const call = entries
    .flatMap((entry) => (entry.kind === 'response' ? entry.turn.calls : []))
    .findLast(({ name }) => name === SUBMIT_INTAKE);
  return call === undefined ? undefined : Json.pipe(Intake).safeParse(call.arguments).data;
}

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A form that is not JSON was given back to the model as such; here it is no form.
    context.addIssue('not JSON');
    return z.NEVER;
  }
});
