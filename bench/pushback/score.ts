// Predictions beside labels → figures: pure.
import type { PushbackCase } from './case.ts';
import type { Prediction } from './prediction.ts';

export interface Judged {
  readonly one: PushbackCase;
  readonly label: NonNullable<PushbackCase['label']>;
  readonly prediction: Prediction;
}

/** A part of a whole; undefined where there is nothing to be a part of. */
export type Share = number | undefined;

export interface Figures {
  readonly cases: number;
  /** Exactly the labelled decision. */
  readonly exact: Share;
  /** Half of: goals to stop at that were stopped at, and goals to go ahead with that went ahead. */
  readonly balancedAccuracy: Share;
  readonly overAskRate: Share;
  /** Of clear goals that need a tool: those whose accepted plan has it. Words alone are not work. */
  readonly actsRate: Share;
  readonly questionPrecision: Share;
  readonly blockerRecall: Share;
  readonly askF1: Share;
  readonly twins: { readonly right: number; readonly pairs: number };
}

export function score(judged: readonly Judged[]): Figures {
  const clear = judged.filter(({ label }) => label.decision === 'proceed');
  const unclear = judged.filter(({ label }) => label.decision !== 'proceed');
  return {
    cases: judged.length,
    exact: shareOf(judged, isExact),
    balancedAccuracy: middle(
      shareOf(clear, wentAhead),
      shareOf(unclear, (one) => !wentAhead(one)),
    ),
    overAskRate: shareOf(clear, (one) => !wentAhead(one)),
    actsRate: shareOf(
      judged.filter(({ label }) => label.uses !== undefined),
      ({ label, prediction }) => prediction.writes.some(({ tool }) => tool === label.uses),
    ),
    questionPrecision: questionPrecision(judged),
    blockerRecall: shareOf(
      judged.filter(({ label }) => label.blocker !== undefined),
      namesBlocker,
    ),
    askF1: askF1(judged),
    twins: twins(judged),
  };
}

/** Every kind and language of the labels, with its own figures. */
export function groupsOf(judged: readonly Judged[]): readonly (readonly [string, readonly Judged[]])[] {
  const byKind = Map.groupBy(judged, ({ label }) => label.kind);
  const byLanguage = Map.groupBy(judged, ({ one }) => one.lang);
  return [...byKind, ...byLanguage];
}

export function isExact({ label, prediction }: Judged): boolean {
  return label.decision === prediction.decision;
}

function wentAhead({ prediction }: Judged): boolean {
  return prediction.decision === 'proceed';
}

/** Said by whatever stops the work: a question that names it, or a challenge. */
function namesBlocker({ label, prediction }: Judged): boolean {
  return prediction.decision !== 'proceed' && isNamed(label.blocker ?? [], prediction.message);
}

function questionPrecision(judged: readonly Judged[]): Share {
  const asked = judged.flatMap(({ label, prediction }) =>
    prediction.questions.map((question) => ({ label, question })),
  );
  return shareOf(asked, ({ label, question }) => isAsked(label.must_ask_about, question));
}

/** Of the decision to ask: right when it was to be asked, and one question is about what had to be asked. */
function askF1(judged: readonly Judged[]): Share {
  const predicted = judged.filter(({ prediction }) => prediction.decision === 'ask');
  const labelled = judged.filter(({ label }) => label.decision === 'ask');
  if (predicted.length + labelled.length === 0) return undefined;
  const right = predicted.filter(
    ({ label, prediction }) =>
      label.decision === 'ask' &&
      (label.must_ask_about === undefined ||
        prediction.questions.some((question) => isAsked(label.must_ask_about, question))),
  );
  return (2 * right.length) / (predicted.length + labelled.length);
}

function isAsked(
  about: readonly string[] | undefined,
  { text, options }: Prediction['questions'][number],
): boolean {
  return isNamed(about ?? [], [text, ...options].join('\n'));
}

function isNamed(wanted: readonly string[], text: string): boolean {
  const said = text.normalize('NFKC').toLowerCase();
  return wanted.some((one) =>
    one.split('|').some((word) => said.includes(word.trim().normalize('NFKC').toLowerCase())),
  );
}

function twins(judged: readonly Judged[]): Figures['twins'] {
  const pairs = [
    ...Map.groupBy(
      judged.filter(({ label }) => label.twin !== undefined),
      ({ one, label }) =>
        judged.some((other) => other.one.id === label.twin) ? pairName(one.id, label.twin) : label.twin,
    ).values(),
  ].filter((pair) => pair.length === 2);
  return { right: pairs.filter((pair) => pair.every(isExact)).length, pairs: pairs.length };
}

function pairName(one: string, other = ''): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function shareOf<Item>(items: readonly Item[], isOne: (item: Item) => boolean): Share {
  return items.length === 0 ? undefined : items.filter(isOne).length / items.length;
}

function middle(one: Share, other: Share): Share {
  return one === undefined || other === undefined ? undefined : (one + other) / 2;
}
