// What a run may do and cost: code, whatever its model wants.
import { defineTool, type Tool } from '../../agent/tool.ts';
import type { Budgets } from '../../guard/budget.ts';
import type { Task } from '../../task/store.ts';
import type { RunKind } from '../../schedule/run-store.ts';
import { isUnsaid, runOf } from './run.ts';
import type { Stores } from '../stores.ts';

/** What comes by itself must not make more that comes by itself. */
const SCHEDULE_TOOLS: ReadonlySet<string> = new Set([
  'create_schedule',
  'change_schedule',
  'manage_schedule',
]);
/** Summaries of pages and the web know what came after. */
const NOT_IN_THE_PAST: ReadonlySet<string> = new Set(['read_page', 'search_web', 'fetch_page']);

export interface Bounds {
  readonly toolbox: ReadonlyMap<string, Tool>;
  readonly budgets: Budgets;
  /** The tools as they were at a moment: what was said later is not there. */
  toolboxAsOf(asOf: Date): ReadonlyMap<string, Tool>;
}

/** The tools at hand for a task, and what it may cost. */
export async function boundsOf(
  stores: Stores,
  task: Task,
  bounds: Bounds,
): Promise<Pick<Bounds, 'toolbox' | 'budgets'>> {
  // A run that people have answered is a task like any other: somebody is there to answer for what it does.
  const of = isUnsaid(task.threadTs) ? await runOf(stores, task.id) : undefined;
  if (of === undefined) return bounds;
  const { run, terms } = of;
  const tokens = Math.min(terms.budgetTokens, bounds.budgets.task?.tokens ?? Infinity);
  return {
    toolbox: toolsOf(run.kind, run.kind === 'replay' ? bounds.toolboxAsOf(run.dueAt) : bounds.toolbox),
    budgets: { ...bounds.budgets, task: { ...bounds.budgets.task, tokens } },
  };
}

/** A trial and a replay read and change nothing; no run sets up another. */
function toolsOf(kind: RunKind, toolbox: ReadonlyMap<string, Tool>): ReadonlyMap<string, Tool> {
  const isDry = kind === 'trial' || kind === 'replay';
  return new Map(
    [...toolbox].flatMap(([name, tool]): [string, Tool][] => {
      if (SCHEDULE_TOOLS.has(name) || (kind === 'replay' && NOT_IN_THE_PAST.has(name))) return [];
      return [[name, isDry && tool.effect !== 'read' ? withoutEffect(tool) : tool]];
    }),
  );
}

/** Is noted as not done, and lets the model go on as if it were. */
function withoutEffect(tool: Tool): Tool {
  const { name, description, input, effect } = tool;
  return defineTool({
    name,
    description,
    effect,
    input,
    says: (given) => {
      const prepared = tool.prepare(given);
      return prepared.kind === 'ready' ? prepared.says : name;
    },
    run: async () => ({
      failed: true,
      text: 'Not done: this is a trial, and nothing is changed. Go on as if it had been done, and say in the report that it would have been.',
    }),
    settle: async () => ({ kind: 'not-done' }),
  });
}
