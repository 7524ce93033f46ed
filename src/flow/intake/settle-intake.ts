// A submitted intake → what code decides → words in the thread and an answer to the model.
import { z } from 'zod';
import { readInput } from '../../agent/call-input.ts';
import { decide, type DecidedQuestion, type Decision, type Line } from '../../agent/decide.ts';
import type { CardEntry, Entry } from '../../agent/entry.ts';
import { Intake, type StepUpdate } from '../../agent/intake.ts';
import { askedLate } from '../../agent/late.ts';
import type { Barrier } from '../../agent/known.ts';
import type { Evidence } from '../../agent/stops.ts';
import { newId } from '../../base/id.ts';
import { createRuleStore } from '../../history/constraint-store.ts';
import type { Brief } from '../../task/brief.ts';
import { createAskingStore } from '../../task/asking-store.ts';
import { nextState, type TaskState } from '../../task/state.ts';
import { cardWords } from './card.ts';
import { evidenceText, optionsOf, questionText } from './card-text.ts';
import { askOthers } from './ask-others.ts';
import { cite, refsOf } from '../../agent/cite.ts';
import { IMPOSSIBLE } from '../handoff/propose-handoff.ts';
import { gatherKnown, type KnownDeps } from './gather-known.ts';
import { moveTask } from '../move-task.ts';
import { overridesIn } from './overrides.ts';
import { noteDecision } from './note-decision.ts';
import { isUnsaid } from '../schedule/run.ts';
import { SENTENCES } from '../sentences.ts';
import { readSituation, renderOptionsFor, type Situation } from '../situation.ts';
import { finishedIn, revise, toldOfRevision } from '../steer/revise.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';

export interface SettleDeps extends KnownDeps {
  readonly tell: Tell;
  permalink(channelId: string, ts: string): string | undefined;
}

interface Settling extends SettleDeps {
  readonly stores: Stores;
  readonly situation: Situation;
  readonly callId: string;
  readonly made: Decision;
}

/** Runs inside the caller's transaction: the decision, the words and the model's answer stand together. */
export async function settleIntake(
  stores: Stores,
  { situation, call }: { situation: Situation; call: { id: string; arguments: string } },
  deps: SettleDeps,
): Promise<void> {
  const asked = Intake.transform((form) => askedLate(form, finishedIn(situation)));
  const parsed = asked.safeParse(readInput(call));
  const made: Decision = parsed.success
    ? decide(parsed.data, await gatherKnown(stores, { situation, intake: parsed.data }, deps))
    : { kind: 'reject', reasons: [z.prettifyError(parsed.error)] };
  return carryOut({ ...deps, stores, situation, callId: call.id, made }, made);
}

async function carryOut(settling: Settling, decision: Decision): Promise<void> {
  const { tell, stores, situation } = settling;
  switch (decision.kind) {
    case 'reject':
      return reject(settling, decision.reasons);
    case 'answer':
      await tell.result(stores, { situation, markdown: decision.markdown });
      return end(settling, { decision: 'answered', text: 'ANSWERED', reason: 'answered' });
    case 'refuse':
      return refuse(settling, decision);
    case 'hold':
      return putCard(settling, {
        purpose: 'hold',
        evidence: [{ text: decision.until, message: decision.askedIn.message }],
      });
    case 'proceed':
      return accept(settling, decision.brief);
    case 'ask':
      return putCard(settling, {
        purpose: 'ask',
        understood: decision.understood,
        questions: decision.questions,
        asked: decision.knowers,
        startsAfterMinutes: decision.isReversible
          ? (await createAskingStore(stores.sql).of(situation.task)).startAfterMinutes
          : undefined,
      });
    case 'challenge':
      return putCard(settling, {
        purpose: 'challenge',
        ...decision,
        asked: decision.decidedBy,
        ...(decision.mayLift.length > 0 ? { barrier: 'approval' } : {}),
      });
  }
}

/** Without anyone who could allow it, a no is the end of it; with somebody it waits for them. */
async function refuse(settling: Settling, refused: Extract<Decision, { kind: 'refuse' }>): Promise<void> {
  const { tell, stores, situation } = settling;
  const { task } = situation;
  const { why, reason, mayLift } = refused;
  const text =
    why === 'impossible'
      ? SENTENCES.refused[task.language](reason)
      : SENTENCES.barred[task.language](why, await aboutOf(settling, refused));
  if (why !== 'impossible' && mayLift.length > 0)
    return putCard(settling, { purpose: 'stop', barrier: why, evidence: [{ text }], mayLift });
  await tell.notice(stores, { task, key: `refused:${situation.lastSeq}`, tone: 'warning', text });
  const told = why === 'impossible' ? IMPOSSIBLE : 'REFUSED';
  return end(settling, { decision: 'refused', text: told, reason });
}

async function aboutOf(
  { stores, situation }: Settling,
  { why, reason }: Extract<Decision, { kind: 'refuse' }>,
): Promise<string> {
  const { names } = await renderOptionsFor(stores, {
    teamId: situation.task.teamId,
    personId: situation.task.ownerId,
  });
  return why === 'identity' ? (names.person(reason) ?? reason) : reason;
}

async function accept(settling: Settling, submitted: Brief): Promise<void> {
  const { stores, situation, tell, now } = settling;
  const { task } = situation;
  const overrides = overridesIn(situation.entries);
  const agreed = overrides.length === 0 ? submitted : { ...submitted, overrides };
  const revised = await revise(stores, situation, agreed);
  const { brief, changes, finished } = revised;
  if (changes !== undefined) await tell.plan(stores, situation, { state: 'replaced' });
  const version = await stores.tasks.acceptBrief(task.id, brief, { at: now(), by: task.ownerId });
  for (const { message, words } of brief.constraints) {
    if (isUnsaid(message)) continue; // Agreed of a schedule, and no rule of the channel.
    const author = (await stores.history.find({ ...task, ts: message }))?.author;
    const saidBy = author === undefined || author.kind === 'longhand' ? undefined : author.id;
    await createRuleStore(stores.sql).noteAgreed({ ...task, ts: message }, { words, saidBy });
  }
  const steps = brief.steps.map(
    ({ title, tool }, index) => `${index + 1}. ${title}${tool === null ? '' : ` (${tool})`}`,
  );
  await tell.brief(stores, { task, version, brief, changes, finished });
  await record(settling, {
    decision: 'accepted',
    text: [
      `ACCEPTED version ${version}`,
      ...steps,
      ...brief.constraints.map(
        ({ words, message }) => `Constraint, word for word: "${words}" [m:${message}]`,
      ),
      ...toldOfRevision(revised),
      'Work through them; call update_step as you go; end with the result as your answer.',
    ].join('\n'),
    to: nextState(task.state, 'agreed'),
    carried: revised.carried,
  });
  const begun = await readSituation(stores, task.id);
  if (begun !== undefined)
    await tell.plan(stores, begun, { state: 'working', now: SENTENCES.thinking[task.language]() });
  if (finished?.some(({ fate }) => fate === 'undo') === true) await tell.ledger(stores, task);
}

interface CardParts {
  readonly purpose: Exclude<CardEntry['purpose'], 'check'>;
  readonly understood?: readonly Line[];
  readonly questions?: readonly DecidedQuestion[];
  readonly evidence?: readonly Evidence[];
  readonly betterWay?: string | undefined;
  readonly mayOverride?: boolean;
  readonly lacks?: boolean;
  readonly barrier?: Barrier;
  readonly mayLift?: readonly string[];
  readonly asked?: readonly string[];
  readonly startsAfterMinutes?: number | undefined;
}

const DECIDED = { ask: 'asked', challenge: 'challenged', stop: 'barred', hold: 'held' } as const;

async function putCard(settling: Settling, parts: CardParts): Promise<void> {
  const { stores, situation, tell, permalink, now } = settling;
  const { task } = situation;
  const { purpose, understood = [], questions = [], evidence = [], betterWay, barrier, mayLift = [] } = parts;
  const { asked = [], startsAfterMinutes } = parts;
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const linkTo = (message: string | undefined): { url?: string } => {
    const url = message === undefined ? undefined : permalink(task.channelId, message);
    return url === undefined ? {} : { url };
  };
  const card: CardEntry = {
    kind: 'card',
    cardId: newId(),
    purpose,
    understood: understood.map(({ text, basis, message }) => ({ text, basis, ...linkTo(message) })),
    questions: questions.map((question) => ({
      id: question.id,
      text: questionText(task, question),
      options: optionsOf(task, question),
      ...(question.about === '' ? {} : { about: question.about }),
    })),
    evidence: evidence.map((one) => ({
      text: withoutRefs(evidenceText(task, one, options)),
      ...linkTo(one.message ?? messageIn(one.text)),
    })),
    ...(betterWay === undefined ? {} : { betterWay: withoutRefs(betterWay) }),
    mayOverride: parts.mayOverride === true,
    ...(parts.lacks === true ? { lacks: true } : {}),
    ...(barrier === undefined ? {} : { barrier }),
    mayLift: mayLift.map((id) => ({ id, name: options.names.person(id) ?? id })),
    asked: [...asked],
    ...(startsAfterMinutes === undefined
      ? {}
      : { startsAt: new Date(now().getTime() + startsAfterMinutes * 60_000).toISOString() }),
  };
  await tell.card(stores, { task, words: cardWords(task, { card, answers: [] }) });
  await askOthers(stores, { task, card, options }, tell);
  if (task.state === 'working') await tell.plan(stores, situation, { state: 'waiting' });
  await tell.status(stores, task, 'suspended');
  await record(settling, {
    decision: DECIDED[purpose],
    text: DECIDED[purpose].toUpperCase(),
    to: nextState(task.state, 'asked'),
    after: [card],
  });
}

async function reject(settling: Settling, reasons: readonly string[]): Promise<void> {
  const text = [
    'REJECTED',
    ...reasons.map((reason) => `- ${reason}`),
    'Correct it and call submit_intake again.',
  ].join('\n');
  await record(settling, { decision: 'rejected', text, to: undefined });
}

async function end(
  settling: Settling,
  ending: { decision: 'answered' | 'refused'; text: string; reason: string },
): Promise<void> {
  const { stores, situation, tell } = settling;
  const { task } = situation;
  await tell.status(stores, task, 'active');
  await tell.react(stores, {
    task,
    ts: task.goalTs,
    name: ending.decision === 'answered' ? 'white_check_mark' : 'no_entry_sign',
  });
  await record(settling, {
    decision: ending.decision,
    text: ending.text,
    // A question asked in the middle of work is answered without ending it.
    to: task.state === 'intake' ? 'done' : undefined,
    after: task.state === 'intake' ? [{ kind: 'ended', state: 'done', reason: ending.reason }] : [],
  });
}

type Decided = NonNullable<Extract<Entry, { kind: 'result' }>['decision']>;

async function record(
  { stores, situation, callId, now, made: decision }: Settling,
  made: {
    decision: Decided;
    text: string;
    to: TaskState | undefined;
    after?: readonly Entry[];
    carried?: readonly StepUpdate[];
  },
): Promise<void> {
  const { task, lastSeq } = situation;
  const result: Entry = {
    kind: 'result',
    callId,
    tool: 'submit_intake',
    text: made.text,
    isFailed: made.decision === 'rejected',
    sources: [],
    decision: made.decision,
    ...(made.carried === undefined || made.carried.length === 0 ? {} : { carried: [...made.carried] }),
  };
  await stores.transcript.append(task.id, {
    afterSeq: lastSeq,
    entries: [result, ...(made.after ?? [])],
    at: now(),
  });
  await noteDecision(stores, {
    taskId: task.id,
    kind: made.decision,
    decision,
    cardId: made.after?.flatMap((entry) => (entry.kind === 'card' ? [entry.cardId] : []))[0],
    at: now(),
  });
  if (made.to !== undefined) await moveTask(stores, task, { to: made.to, at: now(), why: made.decision });
}

/** A card links by its buttons' side; references are for the model. */
function withoutRefs(text: string): string {
  return cite(text, () => undefined).markdown.trim();
}

function messageIn(text: string): string | undefined {
  return refsOf(text)
    .find((ref) => ref.startsWith('m:'))
    ?.slice(2);
}
