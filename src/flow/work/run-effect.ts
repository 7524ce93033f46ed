// A call with an effect: approved where it has to be, then through the ledger; what nobody can know is asked of a person.
import type { ResultEntry } from '../../agent/entry.ts';
import { readInput } from '../../agent/call-input.ts';
import type { ToolCall } from '../../agent/chat.ts';
import type { PreparedCall, Tool, ToolContext, ToolOutcome } from '../../agent/tool.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database, Sql } from '../../db/pool.ts';
import { createApprovalStore } from '../../guard/approval-store.ts';
import { sha256OfArguments, standingOf, wantsApproval, type ApprovalRule } from '../../guard/approval.ts';
import { runEffect, settleBegun, type EffectCall } from '../../guard/ledger.ts';
import type { Confirm } from '../../job/fence.ts';
import { KeptOutcome, toResult, toToolContext, type CallRun } from './call-result.ts';
import { putApproval, putUnknown } from './effect-checks.ts';
import { pendingCalls } from './plan.ts';
import { readSituation, type Situation } from '../situation.ts';
import { storesOn, type Transact } from '../stores.ts';
import type { Tell } from '../tell.ts';

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
}

/** `asked`: a card stands in the thread, and the task waits for its answer. */
export async function runEffectCall(ready: ReadyCall, deps: EffectRunDeps): Promise<ResultEntry | 'asked'> {
  const { call, confirm } = ready;
  const gate = await passApproval(ready, deps);
  if (gate === 'asked') return 'asked';
  if (gate.kind === 'refused') return toResult(call, { text: gate.text, failed: true });
  const { use } = gate;
  const { database, clock } = deps;
  const ending = await runEffect(toEffectCall(ready), {
    database,
    clock,
    confirm,
    ...(use === undefined ? {} : { before: use }),
  });
  if (ending.kind !== 'unknown') return toResult(call, ending.outcome);
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
}: Omit<ReadyCall, 'confirm'>): EffectCall<ToolOutcome> {
  const { settle } = tool;
  return {
    taskId: situation.task.id,
    callId: call.id,
    tool: tool.name,
    what: prepared.says,
    input: readInput(call),
    run: async (key) => {
      const outcome = await prepared.run({ ...context, key });
      return { kind: outcome.failed === true ? 'not-done' : 'done', outcome };
    },
    ...(settle === undefined ? {} : { look: (key: string) => settle(key, { ...context, key }) }),
    read: (kept) => KeptOutcome.parse(kept),
  };
}

/**
 * Before anything else is heard: how the effect ended that a crash left begun. "Not run" must be true when it is said;
 * what certainly did not happen is not begun again, since somebody may want it no longer.
 */
export async function settleBegunCalls(
  taskId: string,
  run: Omit<CallRun, 'callId'>,
  deps: EffectRunDeps,
): Promise<boolean> {
  const stores = storesOn(deps.database);
  const begun = (await stores.effects.of(taskId)).filter(({ state }) => state === 'intended');
  if (begun.length === 0) return false;
  const situation = await readSituation(stores, taskId);
  if (situation === undefined) return false;
  let isSettled = false;
  for (const call of pendingCalls(situation.entries)) {
    const effect = begun.find(({ callId }) => callId === call.id);
    const tool = deps.toolbox.get(call.name);
    const prepared = tool?.prepare(readInput(call));
    if (effect === undefined || tool === undefined || prepared?.kind !== 'ready') continue;
    const context = toToolContext(situation, { ...run, callId: call.id }, deps.database);
    await settleBegun(
      { call: toEffectCall({ call, tool, prepared, situation, context }), effect, ifNot: 'leave it' },
      { ...deps, confirm: run.confirm },
    );
    isSettled = true;
  }
  return isSettled;
}
