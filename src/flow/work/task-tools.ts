// What a task can call: our own tools, and those of the servers that are there for its channel, as they are known now.
import { z } from 'zod';
import { toToolSpecs } from '../../agent/tool-specs.ts';
import type { ToolCall, ToolSpec } from '../../agent/chat.ts';
import { defineTool, type EffectClass, type Tool } from '../../agent/tool.ts';
import type { Effect } from '../../guard/effect-store.ts';

export interface TaskTools {
  readonly toolbox: ReadonlyMap<string, Tool>;
  /** What each of them does to the world. */
  readonly effects: ReadonlyMap<string, EffectClass>;
  /** As the model is told of them. */
  readonly tools: readonly ToolSpec[];
}

/** Where a task is at work. */
interface Place {
  readonly teamId: string;
  readonly channelId: string;
}

export type ToolsOf = (place: Place) => Promise<TaskTools>;

interface TaskToolsDeps {
  readonly own: readonly Tool[];
  /** The same array as before while nothing has changed. */
  served(place: Place): Promise<readonly Tool[]>;
  /** Told of what the model is shown, whenever that is made anew. */
  showing(tools: readonly ToolSpec[]): void;
}

export function createTaskTools({ own, served, showing }: TaskToolsDeps): ToolsOf {
  const names = new Set(toToolSpecs(own).map(({ name }) => name));
  const alone = toTaskTools(own);
  showing(alone.tools);
  const made = new WeakMap<readonly Tool[], TaskTools>();
  return async (place) => {
    const more = await served(place);
    if (more.length === 0) return alone;
    const before = made.get(more);
    if (before !== undefined) return before;
    // Nobody's server puts a tool in the place of one of ours.
    const tools = toTaskTools([...own, ...more.filter(({ name }) => !names.has(name))]);
    made.set(more, tools);
    showing(tools.tools);
    return tools;
  };
}

/** Whether other people see what a call of it does. */
export function isSeen(tool: string | undefined, { effects }: TaskTools): boolean {
  const effect = tool === undefined ? undefined : effects.get(tool);
  return effect === 'seen' || effect === 'outside';
}

/**
 * With stand-ins for what is there no more and had begun something for one of these calls: how that ended is looked into as
 * for any other, which comes to asking a person.
 */
export async function withBegun(
  toolbox: ReadonlyMap<string, Tool>,
  calls: readonly ToolCall[],
  begun: () => Promise<readonly Effect[]>,
): Promise<ReadonlyMap<string, Tool>> {
  const missing = calls.filter(({ name }) => !toolbox.has(name));
  if (missing.length === 0) return toolbox;
  const effects = await begun();
  const standIns = missing.flatMap(({ id, name }): [string, Tool][] => {
    const effect = effects.find(({ callId }) => callId === id);
    return effect === undefined ? [] : [[name, standIn(effect)]];
  });
  return standIns.length === 0 ? toolbox : new Map([...toolbox, ...standIns]);
}

function standIn({ tool, what }: Effect): Tool {
  return defineTool({
    name: tool,
    description: '',
    // It was agreed and approved when it began; nothing more is done by it.
    effect: 'reversible',
    input: z.unknown(),
    says: () => what,
    run: async () => ({ text: 'Not done: this tool is there no more.', failed: true }),
  });
}

export function toTaskTools(tools: readonly Tool[]): TaskTools {
  return {
    toolbox: new Map(tools.map((tool) => [tool.name, tool])),
    effects: new Map(tools.map((tool) => [tool.name, tool.effect])),
    tools: toToolSpecs(tools),
  };
}
