// The tool calls of a response: reads side by side, effects one by one through the ledger, each result a row.
import { z } from 'zod';
import { differsFromAgreed } from '../agent/agreed.ts';
import { StepUpdate, SUBMIT_INTAKE, UPDATE_STEP } from '../agent/intake.ts';
import type { Entry, ResultEntry } from '../agent/entry.ts';
import { readInput } from '../agent/call-input.ts';
import type { ToolCall } from '../agent/chat.ts';
import type { PreparedCall, Tool, ToolContext, ToolOutcome } from '../agent/tool.ts';
import { toReason } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { runEffect } from '../guard/ledger.ts';
import { shownText, sinceLastSaid } from './plan.ts';
import { settleIntake, type SettleDeps } from './settle-intake.ts';
import { readSituation, type Situation } from './situation.ts';
import { storesOn, type Stores, type Transact } from './stores.ts';
import type { Database } from '../db/pool.ts';

export interface RunDeps extends SettleDeps {
  readonly transact: Transact;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly toolbox: ReadonlyMap<string, Tool>;
  /** How often the model may look before it must say what it understood. */
  readonly lookCalls: number;
}

/** A call may not take longer; what it wanted to say is then a failed result. */
const CALL_MS = 180_000;
const MOST_AT_ONCE = 4;

/** `waits`: what a call wants goes on elsewhere, and whoever does it wishes the task on. */
export type RanCalls = 'came-on' | 'waits';

/** Runs the next of the calls that wait: one effect or control call, or several reads together. */
export async function runCalls(
  situation: Situation,
  { calls, signal }: { calls: readonly ToolCall[]; signal: AbortSignal },
  deps: RunDeps,
): Promise<RanCalls> {
  const [first] = calls;
  if (first === undefined) return 'came-on';
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
  const prepared = batch.map((call) => prepare(call, situation, deps));
  const doing = prepared.flatMap((call) => (call.kind === 'ready' ? [call.says] : [])).join(' · ');
  if (doing !== '')
    await deps.transact((stores) => deps.tell.plan(stores, situation, { state: 'working', now: doing }));

  const ran = await Promise.all(
    batch.map((call, index) => runOne({ call, prepared: prepared[index], situation, signal }, deps)),
  );
  // Stopped or let go: a read that was cut short is made again; what came of an effect is kept whatever happens.
  if (signal.aborted && isRead(first)) return 'came-on';
  const results = ran.flatMap((one) => ('waits' in one ? [] : [one]));
  const waits = ran.flatMap((one) => ('waits' in one ? [one.waits] : []));
  if (results.length > 0) await appendResults(situation, results, deps);
  if (waits.length === 0) return 'came-on';
  const now = waits.join(' · ');
  await deps.transact((stores) => deps.tell.plan(stores, situation, { state: 'working', now }));
  return results.length > 0 ? 'came-on' : 'waits';
}

type Prepared = PreparedCall | { readonly kind: 'refused'; readonly reason: string };

/** The gates: code, not words in a prompt. */
function prepare(call: ToolCall, situation: Situation, { toolbox, lookCalls }: RunDeps): Prepared {
  const tool = toolbox.get(call.name);
  if (tool === undefined) {
    return {
      kind: 'refused',
      reason: `There is no tool "${call.name}". The tools are: ${[...toolbox.keys()].join(', ')}.`,
    };
  }
  if (tool.effect !== 'read' && (situation.task.state !== 'working' || situation.accepted === undefined)) {
    return {
      kind: 'refused',
      reason: 'Nothing with an effect runs before the brief is accepted. Call submit_intake first.',
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
  if (situation.task.state === 'intake' && looksSoFar(situation) >= lookCalls) {
    return {
      kind: 'refused',
      reason: `You have looked ${lookCalls} times, which is enough. Call submit_intake with what you know now.`,
    };
  }
  if (timesCalled(call, situation) > 2) {
    return {
      kind: 'refused',
      reason:
        'You have made this very call twice; its result is above and will not change. Do something else.',
    };
  }
  const difference = tool.effect === 'read' ? undefined : differenceOf(call, situation);
  if (difference !== undefined) return { kind: 'refused', reason: difference };
  return tool.prepare(readInput(call));
}

/** Tool, target and amount are what was agreed, or the call is not made. */
function differenceOf(call: ToolCall, { accepted, entries }: Situation): string | undefined {
  const wasShown = (words: string): boolean => entries.some(({ entry }) => shownText(entry).includes(words));
  return differsFromAgreed(
    { tool: call.name, input: readInput(call) },
    accepted?.brief.steps ?? [],
    wasShown,
  );
}

function looksSoFar({ entries }: Situation): number {
  return sinceLastSaid(entries).filter(({ entry }) => entry.kind === 'result' && entry.decision === undefined)
    .length;
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
  readonly signal: AbortSignal;
}

async function runOne(
  { call, prepared, situation, signal }: OneCall,
  deps: RunDeps,
): Promise<ResultEntry | { readonly waits: string }> {
  const tool = deps.toolbox.get(call.name);
  if (prepared === undefined || tool === undefined || prepared.kind !== 'ready') {
    const reason =
      prepared === undefined || prepared.kind === 'ready'
        ? `There is no tool "${call.name}".`
        : prepared.reason;
    return toResult(call, { text: reason, failed: true });
  }
  const { task } = situation;
  const context: ToolContext = {
    task: {
      id: task.id,
      teamId: task.teamId,
      channelId: task.channelId,
      threadTs: task.threadTs,
      requesterId: task.ownerId,
    },
    callId: call.id,
    signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]),
    wasShown: (words) => situation.entries.some(({ entry }) => shownText(entry).includes(words)),
  };
  if (tool.effect === 'read') {
    const outcome = await runRead(prepared, context, deps.log);
    return outcome.waits === undefined ? toResult(call, outcome) : { waits: outcome.waits };
  }

  const ending = await runEffect<ToolOutcome>(
    {
      taskId: task.id,
      callId: call.id,
      tool: tool.name,
      what: prepared.says,
      input: readInput(call),
      run: async (key) => {
        const outcome = await prepared.run({ ...context, key });
        return { kind: outcome.failed === true ? 'not-done' : 'done', outcome };
      },
      ...(tool.settle === undefined
        ? {}
        : { look: (key: string) => tool.settle?.(key, { ...context, key }) ?? unknownEnding() }),
      read: (kept) => KeptOutcome.parse(kept),
    },
    { ledger: storesOn(deps.database).effects, clock: deps.clock },
  );
  if (ending.kind === 'unknown') {
    return toResult(call, {
      text: 'It is not known whether this happened: the answer was lost. Do not do it again; say in the result that a person should look.',
      failed: true,
    });
  }
  return toResult(call, ending.outcome);
}

const KeptOutcome = z
  .object({
    text: z.string(),
    failed: z.boolean().optional(),
    sources: z.array(z.object({ ref: z.string(), label: z.string(), url: z.string().optional() })).optional(),
  })
  .transform(({ text, failed, sources }): ToolOutcome => ({
    text,
    ...(failed === undefined ? {} : { failed }),
    ...(sources === undefined
      ? {}
      : {
          sources: sources.map(({ ref, label, url }) => ({
            ref,
            label,
            ...(url === undefined ? {} : { url }),
          })),
        }),
  }));

async function unknownEnding(): Promise<{ kind: 'unknown' }> {
  return { kind: 'unknown' };
}

/** A tool that breaks is one more thing the model can work around; the log has the whole of it. */
async function runRead(
  prepared: Extract<PreparedCall, { kind: 'ready' }>,
  context: ToolContext,
  log: Log,
): Promise<ToolOutcome> {
  try {
    return await prepared.run(context);
  } catch (error) {
    log.warn({ err: error }, 'a tool failed');
    return { text: `The call failed: ${toReason(error)}`, failed: true };
  }
}

function toResult(call: ToolCall, { text, failed, sources }: ToolOutcome): ResultEntry {
  return {
    kind: 'result',
    callId: call.id,
    tool: call.name,
    text,
    isFailed: failed === true,
    sources: (sources ?? []).map(({ ref, label, url }) => ({
      ref,
      label,
      ...(url === undefined ? {} : { url }),
    })),
  };
}

function toStepResult(call: ToolCall): ResultEntry {
  const parsed = StepUpdate.safeParse(readInput(call));
  if (!parsed.success)
    return toResult(call, { text: `Input not understood.\n${z.prettifyError(parsed.error)}`, failed: true });
  return { ...toResult(call, { text: 'Noted.' }), step: parsed.data };
}

async function appendResults(situation: Situation, results: readonly Entry[], deps: RunDeps): Promise<void> {
  const { task, lastSeq } = situation;
  await deps.transact(async (stores: Stores) => {
    await stores.transcript.append(task.id, { afterSeq: lastSeq, entries: results, at: deps.now() });
    const after = await readSituation(stores, task.id);
    if (after !== undefined && after.task.state === 'working')
      await deps.tell.plan(stores, after, { state: 'working' });
  });
}
