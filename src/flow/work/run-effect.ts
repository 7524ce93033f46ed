// A call with an effect: approved where it has to be, then through the ledger; what nobody can know is asked of a person.
import type { ResultEntry } from '../../agent/entry.ts';
import { readInput } from '../../agent/call-input.ts';
import type { ToolCall } from '../../agent/chat.ts';
import type { PreparedCall, Tool, ToolContext, ToolOutcome } from '../../agent/tool.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database, Sql } from '../../db/pool.ts';
import { createApprovalStore } from '../../guard/approval-store.ts';
import { sha256OfArguments, standingOf, wantsApproval, type ApprovalRule } from '../../guard/approval.ts';
import { runEffect, settleBegun, type EffectCall, type Ending } from '../../guard/ledger.ts';
import type { Confirm } from '../../job/fence.ts';
import { isClosed } from '../../task/state.ts';
import { KeptOutcome, toResult, toToolContext, type CallRun } from './call-result.ts';
import { tellClosingAgain } from './closing.ts';
import { putApproval, putUnknown } from './effect-checks.ts';
import { pendingCalls } from './plan.ts';
import { readSituation, type Situation } from '../situation.ts';
import { storesOn, type Transact } from '../stores.ts';
import type { Tell } from '../tell.ts';
import { withBegun, type ToolsOf } from './task-tools.ts';

export interface EffectRunDeps {
  readonly database: Database;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly tell: Tell;
  readonly now: () => Date;
  readonly toolbox: ReadonlyMap<string, Tool>;
  /** What wants a person's yes in channels that decided nothing else. */
  readonly approvalRule: ApprovalRule;
}

export interface ReadyCall {
  readonly call: ToolCall;
  readonly tool: Tool;
  readonly prepared: Extract<PreparedCall, { kind: 'ready' }>;
  readonly situation: Situation;
  readonly context: ToolContext;
  readonly confirm: Confirm;
  /** Aborts when the task is stopped. */
  readonly stopped: AbortSignal;
  /** Aborts then as well, and when the call takes too long. */
  readonly givenUp: AbortSignal;
}

/** `asked`: a card stands in the thread, or a stop waits to be taken; there is no result either way. */
export async function runEffectCall(ready: ReadyCall, deps: EffectRunDeps): Promise<ResultEntry | 'asked'> {
  const { call, confirm, stopped, givenUp } = ready;
  const gate = await passApproval(ready, deps);
  if (gate === 'asked') return 'asked';
  if (gate.kind === 'refused') return toResult(call, { text: gate.text, failed: true });
  const { use } = gate;
  const { database, clock } = deps;
  const ending = await runEffect(toEffectCall(ready), {
    database,
    clock,
    confirm,
    givenUp,
    onWait: () => storesOn(database).tasks.awaits(ready.situation.task.id),
    onLate: (key, late) => settleLate(ready.situation.task.id, { key, late }, deps),
    ...(use === undefined ? {} : { before: use }),
  });
  if (ending.kind !== 'unknown') return toResult(call, ending.outcome);
  // Stopped: the ledger beside that word says that nobody knows, and no card asks on in a task that is at rest.
  if (stopped.aborted) return 'asked';
  await deps.transact((stores) => putUnknown(stores, { ...ready, key: ending.key }, deps));
  return 'asked';
}

type Gate =
  | { readonly kind: 'open'; readonly use?: (sql: Sql) => Promise<void> }
  | { readonly kind: 'refused'; readonly text: string };

async function passApproval(ready: ReadyCall, deps: EffectRunDeps): Promise<Gate | 'asked'> {
  const { call, tool, prepared, situation, context } = ready;
  const { task, accepted } = situation;
  const approvals = createApprovalStore(deps.database);
  const rule = (await approvals.inChannel(task))?.rule ?? deps.approvalRule;
  const isFar = prepared.isFar(context.task);
  if (!wantsApproval(rule, { effect: tool.effect, isFar })) return { kind: 'open' };
  // What was begun has had its yes; how it ended is for the ledger to find out.
  const begun = (await storesOn(deps.database).effects.of(task.id)).some(({ callId }) => callId === call.id);
  if (begun) return { kind: 'open' };

  const argumentsSha256 = sha256OfArguments(tool.name, readInput(call));
  const briefVersion = accepted?.version ?? 0;
  const standing = standingOf(await approvals.ofCall(task.id, call.id), {
    argumentsSha256,
    briefVersion,
    at: deps.now(),
  });
  switch (standing.kind) {
    case 'approved':
      return { kind: 'open', use: (sql) => createApprovalStore(sql).use(standing.id) };
    case 'declined':
      return {
        kind: 'refused',
        text: `Not approved by <@${standing.by}>: it was not done. Do not do the same in another way; go on without it, or say in the result what is missing.`,
      };
    case 'missing':
      await deps.transact((stores) => putApproval(stores, { ...ready, argumentsSha256, briefVersion }, deps));
      return 'asked';
  }
}

function toEffectCall({
  call,
  tool,
  prepared,
  situation,
  context,
  givenUp,
}: Omit<ReadyCall, 'confirm' | 'stopped' | 'givenUp'> &
  Partial<Pick<ReadyCall, 'givenUp'>>): EffectCall<ToolOutcome> {
  const { settle } = tool;
  /** What was given up and goes on all the same must not come to be seen. */
  const confirm = async (): Promise<void> => {
    if (givenUp?.aborted === true) throw new Error('the call was given up before anybody could see it');
    await context.confirm();
  };
  return {
    taskId: situation.task.id,
    callId: call.id,
    tool: tool.name,
    what: prepared.says,
    input: readInput(call),
    run: async (key) => {
      const outcome = await prepared.run({ ...context, key, confirm });
      return { kind: outcome.failed === true ? 'not-done' : 'done', outcome };
    },
    ...(settle === undefined ? {} : { look: (key: string) => settle(key, { ...context, key }) }),
    read: (kept) => KeptOutcome.parse(kept),
  };
}

/** It ended after all, when nobody waited any more: the ledger knows now, and what the thread was told says so. */
async function settleLate(
  taskId: string,
  { key, late }: { key: string; late: Ending<unknown> },
  { transact, tell, now }: EffectRunDeps,
): Promise<void> {
  if (late.kind === 'unknown') return;
  await transact(async (stores) => {
    await stores.effects.settle(key, { state: late.kind, outcome: late.outcome, at: now() });
    const situation = await readSituation(stores, taskId);
    if (situation !== undefined && isClosed(situation.task.state))
      await tellClosingAgain(stores, situation, tell);
  });
}

/**
 * Before anything else is heard: how the effect ended that a crash left begun. "Not run" must be true when it is said;
 * what certainly did not happen is not begun again, since somebody may want it no longer.
 */
export async function settleBegunCalls(
  taskId: string,
  run: Omit<CallRun, 'callId'>,
  deps: Omit<EffectRunDeps, 'toolbox'> & { readonly toolsOf: ToolsOf },
): Promise<boolean> {
  const stores = storesOn(deps.database);
  const begun = (await stores.effects.of(taskId)).filter(({ state }) => state === 'intended');
  if (begun.length === 0) return false;
  const situation = await readSituation(stores, taskId);
  if (situation === undefined) return false;
  const calls = pendingCalls(situation.entries);
  const { toolbox: present } = await deps.toolsOf(situation.task);
  const toolbox = await withBegun(present, calls, async () => begun);
  let isSettled = false;
  for (const call of calls) {
    const effect = begun.find(({ callId }) => callId === call.id);
    const tool = toolbox.get(call.name);
    const prepared = tool?.prepare(readInput(call));
    if (effect === undefined || tool === undefined || prepared?.kind !== 'ready') continue;
    const context = toToolContext(situation, { ...run, callId: call.id }, deps.database);
    await settleBegun(
      { call: toEffectCall({ call, tool, prepared, situation, context }), effect, ifNot: 'leave it' },
      { ...deps, confirm: run.confirm, onWait: () => stores.tasks.awaits(taskId) },
    );
    isSettled = true;
  }
  return isSettled;
}
