// Reasons not to start, as code finds them: hard ones that only evidence or somebody entitled lifts, soft ones that an override lifts.
import { reachesUpTo, actWords, sharedTopics } from './against/act.ts';
import { approvalOf, refusalOf, type SaidOnRecord } from './against/approval.ts';
import { contraryTo } from './against/contrary.ts';
import { claimsToBe } from './against/identity.ts';
import { disclosureIn } from './against/private.ts';
import { isBrokenBan, standingOf, type StandingRule } from './against/rule.ts';
import { WEIGHT } from './cost.ts';
import { isLookUp } from './gaps.ts';
import type { Intake } from './intake.ts';
import type { Barrier, Known } from './known.ts';

export interface Evidence {
  readonly text: string;
  readonly message?: string;
  /** Set for what somebody said: it is shown with who and when. */
  readonly said?: { readonly as: 'message' | 'constraint' | 'decision'; readonly by: string | undefined };
}

export type HardStop =
  | {
      readonly kind: 'bar';
      readonly barrier: Barrier;
      readonly about: string;
      readonly mayLift: readonly string[];
    }
  /** What was said to be approved is not, as the record shows. */
  | {
      readonly kind: 'contradicted';
      readonly evidence: readonly Evidence[];
      readonly mayLift: readonly string[];
    };

export interface SoftStop {
  readonly evidence: readonly Evidence[];
  readonly betterWay: string | undefined;
  /** Somebody else decided what stands against it: they are asked as well. */
  readonly decidedBy: readonly string[];
}

type Quote = Intake['constraints'][number];

/** Whoever asks, and however often: lifted by somebody entitled, or by what the record comes to hold. */
export function hardStopOf(intake: Intake, known: Known): HardStop | undefined {
  const { goal, record, lifted } = known;
  const reach = WEIGHT[reachesUpTo(intake, known)];
  const isTold = intake.kind === 'question' || reach >= WEIGHT.seen;
  if (!lifted.has('identity') && reach >= WEIGHT.seen) {
    const claimed = claimsToBe(goal, record.names);
    if (claimed !== undefined)
      return { kind: 'bar', barrier: 'identity', about: claimed, mayLift: [claimed] };
  }
  const disclosure = isTold ? disclosureIn(goal.text, othersNames(known)) : undefined;
  if (disclosure !== undefined && !lifted.has(disclosure.kind)) {
    const mayLift = entitledOver(disclosure.words, known);
    return { kind: 'bar', barrier: disclosure.kind, about: disclosure.words, mayLift };
  }
  return lifted.has('approval') || reach < WEIGHT.outside ? undefined : approvalStop(known);
}

function approvalStop({ goal, record }: Known): HardStop | undefined {
  const approval = approvalOf(goal, record.said, record.names);
  switch (approval.kind) {
    case 'unclaimed':
    case 'found':
      return undefined;
    case 'contradicted': {
      const { message, by, text } = approval.said;
      const evidence: Evidence = { text, message, said: { as: 'message', by } };
      return { kind: 'contradicted', evidence: [evidence], mayLift: approval.mayLift };
    }
    case 'not-found': {
      const mayLift = approval.mayLift.length > 0 ? approval.mayLift : withoutOwner(record.keepers, goal.by);
      return { kind: 'bar', barrier: 'approval', about: goal.text, mayLift };
    }
  }
}

/** Those who spoke of it before are asked, and where nobody did, whoever looks after the channel. */
function entitledOver(words: string, { goal, record }: Known): readonly string[] {
  const spoke = record.said.filter(
    ({ by, message, text }) => by !== goal.by && message !== goal.ts && sharedTopics(text, words).length > 0,
  );
  const people = [...new Set(spoke.map(({ by }) => by))];
  return people.length > 0 ? people : withoutOwner(record.keepers, goal.by);
}

function othersNames({ goal, record }: Known): readonly string[] {
  return [...record.names]
    .filter(([personId]) => personId !== goal.by)
    .flatMap(([, name]) => [name.split(/[,(（]/u)[0]?.trim() ?? '', name.split(/[\s,(（]/u)[0] ?? ''])
    .filter((name) => name.length > 1);
}

function withoutOwner(people: readonly string[], owner: string): readonly string[] {
  return people.filter((one) => one !== owner);
}

/** A conflict needs both its quotes, a false premise the look-up that showed it: without, they are talk. */
export function softStopOf(intake: Intake, known: Known): SoftStop | undefined {
  const conflicts = intake.conflicts.filter(
    ({ one, other }) => known.stands(one) && known.stands(other) && !isSameQuote(one, other),
  );
  const quoted = new Set(conflicts.flatMap(({ one, other }) => [one.message, other.message]));
  const rules = rulesAgainst(intake, known).filter(({ message }) => !quoted.has(message));
  const evidence: Evidence[] = [
    ...conflicts.flatMap(({ text, one, other }): Evidence[] => [
      { text },
      { text: one.words, message: one.message },
      { text: other.words, message: other.message },
    ]),
    ...rules.map(({ kind, words, message, saidBy }): Evidence => ({
      text: words,
      message,
      said: { as: kind, by: saidBy },
    })),
    ...wordsAgainst(intake, known)
      .filter(({ message }) => !quoted.has(message) && !rules.some((rule) => rule.message === message))
      .map(({ text, message, by }): Evidence => ({ text, message, said: { as: 'message', by } })),
    ...intake.premises
      .filter(({ verdict, checked_by }) => verdict === 'false' && isLookUp(checked_by, known))
      .map(({ claim, evidence: found }): Evidence => ({ text: `${claim} — ${found}` })),
  ];
  const betterWay = betterWayOf(intake, known);
  if (evidence.length === 0 && betterWay === undefined) return undefined;
  const decidedBy = [...new Set(rules.flatMap(({ saidBy }) => saidBy ?? []))];
  return { evidence, betterWay, decidedBy: withoutOwner(decidedBy, known.goal.by) };
}

/** What somebody said by the way that its own words show to stand against a plan that others see. */
function wordsAgainst(intake: Intake, known: Known): readonly SaidOnRecord[] {
  const { goal, record, now, lifted } = known;
  if (WEIGHT[reachesUpTo(intake, known)] < WEIGHT.seen) return [];
  const act = { words: actWords(intake, known), now };
  const refused = lifted.has('approval') ? undefined : refusalOf(goal, record.said);
  const bans = record.said.filter((one) => one.message !== goal.ts && isBrokenBan(one, act));
  return [
    ...new Set([...(refused === undefined ? [] : [refused]), ...bans, ...contraryTo(goal, record.said)]),
  ];
}

/** Rules that the plan breaks, and those it bears on that the form says nothing of. */
function rulesAgainst(intake: Intake, known: Known): readonly StandingRule[] {
  return standing(intake, known).flatMap(({ rule, how }) =>
    how === 'broken' || !isListed(rule, intake, known) ? [rule] : [],
  );
}

/** What the form has to say something of, and does not. */
export function unlistedRules(intake: Intake, known: Known): readonly StandingRule[] {
  return standing(intake, known).flatMap(({ rule }) => (isListed(rule, intake, known) ? [] : [rule]));
}

function standing(
  intake: Intake,
  known: Known,
): readonly { rule: StandingRule; how: 'broken' | 'touched' }[] {
  if (WEIGHT[reachesUpTo(intake, known)] < WEIGHT.reversible) return [];
  const act = { words: actWords(intake, known), now: known.now };
  return known.record.rules
    .filter(({ message }) => message !== known.goal.ts)
    .flatMap((rule) => {
      const how = standingOf(rule, act);
      return how === 'apart' ? [] : [{ rule, how }];
    });
}

function isListed({ message }: StandingRule, intake: Intake, known: Known): boolean {
  const quotes = [...intake.constraints, ...intake.conflicts.flatMap(({ one, other }) => [one, other])];
  return quotes.some((quote) => quote.message === message && known.stands(quote));
}

/** A better way is worth a card when something that was shown speaks for it, and the way asked for cannot be undone quietly. */
function betterWayOf(intake: Intake, known: Known): string | undefined {
  const { better_way: better } = intake;
  if (better === null || WEIGHT[reachesUpTo(intake, known)] < WEIGHT.seen) return undefined;
  const refs = [...`${better.text} ${better.why}`.matchAll(/\[([mfw]:[^\]\s]+)\]/gu)].map(([ref]) => ref);
  return refs.some((ref) => known.wasShown(ref)) ? `${better.text} (${better.why})` : undefined;
}

function isSameQuote(one: Quote, other: Quote): boolean {
  return one.message === other.message && one.words.trim().toLowerCase() === other.words.trim().toLowerCase();
}
