// The tool calls of a response: reads side by side, effects one by one through the ledger, each result a row.
import { z } from 'zod';
import { differsFromAgreed } from '../../agent/agreed.ts';
import { StepUpdate, SUBMIT_INTAKE, UPDATE_STEP } from '../../agent/intake.ts';
import type { Entry, ResultEntry } from '../../agent/entry.ts';
import { readInput } from '../../agent/call-input.ts';
import type { ToolCall } from '../../agent/chat.ts';
import { TAKE_MESSAGE } from '../../agent/take-message.ts';
import type { EffectClass, PreparedCall, StartQuestion, ToolContext, ToolOutcome } from '../../agent/tool.ts';
import { toReason } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { toResult, toToolContext, type CallRun } from './call-result.ts';
import { lookedEnough, looksLeft, type LookLimits } from '../intake/look-budget.ts';
import { shownText, sinceLastSaid, untypedMessages } from './plan.ts';
import { typeMessage } from '../steer/type-messages.ts';
import { putStart } from './start-check.ts';
import { runEffectCall, type EffectRunDeps } from './run-effect.ts';
import { settleIntake, type SettleDeps } from '../intake/settle-intake.ts';
import { withAdded, type Situation } from '../situation.ts';
import { storesOn, type Stores } from '../stores.ts';
import { withBegun } from './task-tools.ts';

export interface RunDeps extends SettleDeps, EffectRunDeps, LookLimits {
  readonly log: Log;
}

/** A call may not take longer; what it wanted to say is then a failed result. */
const CALL_MS = 180_000;
const MOST_AT_ONCE = 4;

type CallsRun = Omit<CallRun, 'callId'> & {
  /** Aborts when the task is stopped: an effect under way is waited for a moment only. */
  readonly stopped: AbortSignal;
};

/** `waits`: what a call wants goes on elsewhere, and whoever does it wishes the task on. */
export type RanCalls = 'came-on' | 'waits';

/** Runs the next of the calls that wait: one effect or control call, or several reads together. */
export async function runCalls(
  situation: Situation,
  { calls, ...run }: CallsRun & { calls: readonly ToolCall[] },
  given: RunDeps,
): Promise<RanCalls> {
  const begun = () => storesOn(given.database).effects.of(situation.task.id);
  const deps = { ...given, toolbox: await withBegun(given.toolbox, calls, begun) };
  const [first] = calls;
  if (first === undefined) return 'came-on';
  if (situation.task.state === 'working' && untypedMessages(situation.entries).length > 0) {
    await deps.transact((stores) => typeMessage(stores, { situation, calls }, deps));
    return 'came-on';
  }
  if (first.name === TAKE_MESSAGE) {
    await appendResults(situation, [toResult(first, { text: 'No message waits under this ts.' })], deps);
    return 'came-on';
  }
  if (first.name === SUBMIT_INTAKE) {
    await deps.transact((stores) => settleIntake(stores, { situation, call: first }, deps));
    return 'came-on';
  }
  if (first.name === UPDATE_STEP) {
    await appendResults(situation, [toStepResult(first)], deps);
    return 'came-on';
  }

  const isRead = (call: ToolCall): boolean => deps.toolbox.get(call.name)?.effect === 'read';
  const end = calls.findIndex((call) => !isRead(call));
  const batch = isRead(first)
    ? calls.slice(0, end === -1 ? calls.length : end).slice(0, MOST_AT_ONCE)
    : [first];
  const left = situation.task.state === 'intake' ? looksLeft(situation.entries, deps) : undefined;
  const prepared = batch.map((call, index): Prepared => {
    const enough =
      left === undefined ? undefined : lookedEnough({ ...left, calls: left.calls - index }, deps);
    return enough === undefined ? prepare(call, situation, deps) : { kind: 'refused', reason: enough };
  });
  const until = left === undefined ? run.signal : AbortSignal.any([run.signal, AbortSignal.timeout(left.ms)]);
  const doing = prepared.flatMap((call) => (call.kind === 'ready' ? [call.says] : [])).join(' · ');
  const tellDoing = async (): Promise<void> => {
    if (doing !== '')
      await deps.transact((stores) => deps.tell.plan(stores, situation, { state: 'working', now: doing }));
  };
  if (!isRead(first)) await tellDoing();
  const running = Promise.all(
    batch.map((call, index) =>
      runOne({ call, prepared: prepared[index], situation, run: { ...run, signal: until } }, deps),
    ),
  );
  // What is read in a moment needs no word of its own: the result is told right after it.
  if (isRead(first) && (await takesLonger(running, deps.clock))) await tellDoing();
  const ran = await running;
  // Stopped or let go: a read that was cut short is made again; what came of an effect is kept whatever happens.
  if (run.signal.aborted && isRead(first)) return 'came-on';
  const done = ran.filter((one) => one !== 'asked');
  const results = done.flatMap((one) => ('kind' in one ? [one] : []));
  const waits = done.flatMap((one) => ('waits' in one ? [one.waits] : []));
  const [asking] = done.flatMap((one) => ('asks' in one ? [one] : []));
  if (results.length > 0) await appendResults(situation, results, deps);
  // Beside results it asks in the next step, when it is made again and they are kept.
  else if (asking !== undefined) await putStart(situation, asking, deps);
  if (waits.length === 0 || asking !== undefined) return 'came-on';
  const now = waits.join(' · ');
  await deps.transact((stores) => deps.tell.plan(stores, situation, { state: 'working', now }));
  return results.length > 0 ? 'came-on' : 'waits';
}

const MOMENT_MS = 250;

async function takesLonger(running: Promise<unknown>, clock: Clock): Promise<boolean> {
  const over = new AbortController();
  const isOver = running.then(
    () => false,
    () => false,
  );
  const isLong = await Promise.race([isOver, clock.sleep(MOMENT_MS, over.signal).then(() => true)]);
  over.abort();
  return isLong;
}

type Prepared = PreparedCall | { readonly kind: 'refused'; readonly reason: string };

/** The gates: code, not words in a prompt. */
function prepare(call: ToolCall, situation: Situation, { toolbox }: RunDeps): Prepared {
  const tool = toolbox.get(call.name);
  if (tool === undefined) {
    return {
      kind: 'refused',
      reason: `There is no tool "${call.name}". The tools are: ${[...toolbox.keys()].join(', ')}.`,
    };
  }
  const needsBrief = tool.effect !== 'read' || tool.needsBrief === true;
  if (needsBrief && (situation.task.state !== 'working' || situation.accepted === undefined)) {
    return {
      kind: 'refused',
      reason: `${tool.effect === 'read' ? 'What costs so much' : 'Nothing with an effect'} runs ${tool.effect === 'read' ? 'only after' : 'before'} the brief is accepted. Call submit_intake first.`,
    };
  }
  if (
    tool.effect === 'outside' &&
    !(situation.accepted?.brief.steps ?? []).some((step) => step.tool === tool.name)
  ) {
    return {
      kind: 'refused',
      reason: `No step of the accepted brief uses "${tool.name}". What leaves Slack is agreed first: call submit_intake with that step.`,
    };
  }
  if (timesCalled(call, situation) > 2) {
    return {
      kind: 'refused',
      reason:
        'You have made this very call twice; its result is above and will not change. Do something else.',
    };
  }
  const difference = differenceOf(call, tool.effect, situation);
  if (difference !== undefined) return { kind: 'refused', reason: difference };
  return tool.prepare(readInput(call));
}

/** Tool, target and amount are what was agreed, or the call is not made. */
function differenceOf(
  call: ToolCall,
  effect: EffectClass,
  { accepted, entries }: Situation,
): string | undefined {
  const wasShown = (words: string): boolean => entries.some(({ entry }) => shownText(entry).includes(words));
  return differsFromAgreed(
    { tool: call.name, effect, input: readInput(call) },
    accepted?.brief.steps ?? [],
    wasShown,
  );
}

function timesCalled(call: ToolCall, { entries }: Situation): number {
  return sinceLastSaid(entries)
    .flatMap(({ entry }) => (entry.kind === 'response' ? entry.turn.calls : []))
    .filter(({ name, arguments: input }) => name === call.name && input === call.arguments).length;
}

interface OneCall {
  readonly call: ToolCall;
  readonly prepared: Prepared | undefined;
  readonly situation: Situation;
  readonly run: CallsRun;
}

type Ran =
  | ResultEntry
  | { readonly waits: string }
  | { readonly callId: string; readonly asks: StartQuestion }
  | 'asked';

async function runOne({ call, prepared, situation, run }: OneCall, deps: RunDeps): Promise<Ran> {
  const tool = deps.toolbox.get(call.name);
  if (prepared === undefined || tool === undefined || prepared.kind !== 'ready') {
    const reason =
      prepared === undefined || prepared.kind === 'ready'
        ? `There is no tool "${call.name}".`
        : prepared.reason;
    return toResult(call, { text: reason, failed: true });
  }
  const { signal, stopped, confirm } = run;
  const tooLong = AbortSignal.timeout(CALL_MS);
  const limited = AbortSignal.any([signal, tooLong]);
  const context = toToolContext(situation, { callId: call.id, signal: limited, confirm }, deps.database);
  if (tool.effect !== 'read') {
    const givenUp = AbortSignal.any([stopped, tooLong]);
    return runEffectCall({ call, tool, prepared, situation, context, confirm, stopped, givenUp }, deps);
  }
  const outcome = await runRead(prepared, context, deps.log);
  const { waits, asks } = outcome;
  if (asks !== undefined) return { callId: call.id, asks };
  return waits === undefined ? toResult(call, outcome) : { waits };
}

/** A tool that breaks is one more thing the model can work around; the log has the whole of it. */
async function runRead(
  prepared: Extract<PreparedCall, { kind: 'ready' }>,
  context: ToolContext,
  log: Log,
): Promise<ToolOutcome> {
  try {
    // A tool that does not listen is not waited for: what it reads is read again when it is still wanted.
    return await Promise.race([prepared.run(context), whenAborted(context.signal)]);
  } catch (error) {
    log.warn({ err: error }, 'a tool failed');
    return { text: `The call failed: ${toReason(error)}`, failed: true };
  }
}

function whenAborted(signal: AbortSignal): Promise<ToolOutcome> {
  const outcome: ToolOutcome = { text: 'The call was ended before it came to anything.', failed: true };
  if (signal.aborted) return Promise.resolve(outcome);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(outcome), { once: true });
  });
}

function toStepResult(call: ToolCall): ResultEntry {
  const parsed = StepUpdate.safeParse(readInput(call));
  if (!parsed.success)
    return toResult(call, { text: `Input not understood.\n${z.prettifyError(parsed.error)}`, failed: true });
  return { ...toResult(call, { text: 'Noted.' }), step: parsed.data };
}

async function appendResults(situation: Situation, results: readonly Entry[], deps: RunDeps): Promise<void> {
  const { task, lastSeq } = situation;
  const added = { entries: results, at: deps.now() };
  await deps.transact(async (stores: Stores) => {
    await stores.transcript.append(task.id, { afterSeq: lastSeq, ...added });
    if (task.state === 'working')
      await deps.tell.plan(stores, withAdded(situation, added), { state: 'working' });
  });
}
