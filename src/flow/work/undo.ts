// Takes back what somebody wishes taken back: the wish is in the ledger first, and so is what came of it.
import type { Tool, ToolOutcome } from '../../agent/tool.ts';
import { toReason } from '../../base/errors.ts';
import type { Database } from '../../db/pool.ts';
import type { Effect } from '../../guard/effect-store.ts';
import { toToolContext, type CallRun } from './call-result.ts';
import { tellClosingAgain } from './closing.ts';
import { SENTENCES } from '../sentences.ts';
import { readSituation, renderOptionsFor, type Situation } from '../situation.ts';
import { storesOn, type Stores, type Transact } from '../stores.ts';
import type { Tell } from '../tell.ts';
import type { ToolsOf } from './task-tools.ts';

export interface UndoDeps {
  readonly database: Database;
  readonly transact: Transact;
  readonly tell: Tell;
  readonly now: () => Date;
  readonly toolsOf: ToolsOf;
}

/** Contract: after a crash in the middle it is made again, which every tool's `undo` has to bear. */
export async function undoWished(
  taskId: string,
  run: Omit<CallRun, 'callId'>,
  deps: UndoDeps,
): Promise<void> {
  const { database, transact, toolsOf } = deps;
  for (const effect of await storesOn(database).effects.toUndo(taskId)) {
    const situation = await readSituation(storesOn(database), taskId);
    if (situation === undefined) return;
    const context = toToolContext(situation, { ...run, callId: effect.callId }, database);
    await context.confirm();
    const { toolbox } = await toolsOf(situation.task);
    const outcome = await undo(toolbox.get(effect.tool), effect, context);
    await transact((stores) => record(stores, { situation, effect, outcome }, deps));
  }
}

async function undo(
  tool: Tool | undefined,
  { key }: Effect,
  context: ReturnType<typeof toToolContext>,
): Promise<ToolOutcome> {
  if (tool?.undo === undefined) return { text: '', failed: true };
  try {
    return await tool.undo(key, { ...context, key });
  } catch (error) {
    return { text: toReason(error), failed: true };
  }
}

async function record(
  stores: Stores,
  { situation, effect, outcome }: { situation: Situation; effect: Effect; outcome: ToolOutcome },
  { tell, now }: UndoDeps,
): Promise<void> {
  const { task } = situation;
  const { key, what, undoWishedBy = task.ownerId } = effect;
  const isFailed = outcome.failed === true;
  await stores.effects.settleUndo(
    key,
    isFailed ? { kind: 'failed', reason: outcome.text } : { kind: 'undone', at: now() },
  );
  const { names } = await renderOptionsFor(stores, { teamId: task.teamId, personId: undoWishedBy });
  const text = isFailed
    ? SENTENCES.notUndone[task.language](what, outcome.text)
    : SENTENCES.undone[task.language](what, names.person(undoWishedBy) ?? undoWishedBy);
  await tell.notice(stores, { task, key: `undo:${key}`, tone: isFailed ? 'warning' : 'info', text });
  await tellClosingAgain(stores, situation, tell);
}
