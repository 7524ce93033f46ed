// For before anything of a server is known: a tool by which a task knocks, and whoever asked is let in.
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import { defineTool, type Tool, type ToolTask } from '../../agent/tool.ts';
import type { Line } from './lines.ts';
import { signInText, toToolName } from './to-tool.ts';
import type { Looked } from './index.ts';

interface Door extends Pick<Line, 'name' | 'shared' | 'connectionFor' | 'invite'> {
  look(): Promise<Looked>;
  missed(task: ToolTask, reason: string): Promise<void>;
}

export function toDoorTool(door: Door): Tool {
  return door.shared === undefined ? toSignInTool(door) : toConnectTool(door);
}

/** Stays there also for whoever wishes to sign in anew. */
function toSignInTool({ name, connectionFor, invite, missed }: Door): Tool {
  return defineTool({
    name: toToolName(name, 'sign_in'),
    description: `Send whoever asked the link to sign in at the server "${name}", in a direct message. Use it when they want to connect it, or when its tools are not there yet.`,
    effect: 'read',
    input: z.object({}),
    says: () => `${name}: sign-in`,
    run: async (_, { task }) => {
      try {
        if (await connectionFor(task).isOpen()) return { text: `They are signed in at "${name}".` };
      } catch (error) {
        await missed(task, toReason(error));
        return { text: `"${name}" cannot be reached now: ${toReason(error)}`, failed: true };
      }
      return { text: await signInText(name, task, invite) };
    },
  });
}

/** Nothing of it was seen yet: it was away since it was named. */
function toConnectTool({ name, look, missed }: Door): Tool {
  return defineTool({
    name: toToolName(name, 'connect'),
    description: `Try again to reach the server "${name}", whose tools are not known yet. Use it when the goal needs them.`,
    effect: 'read',
    input: z.object({}),
    says: () => `${name}: connect`,
    run: async (_, { task }) => {
      const came = await look();
      switch (came.kind) {
        case 'listed':
          return { text: `"${name}" answers: its ${came.count} tools are there from your next turn.` };
        case 'wants-sign-in':
          return { text: `"${name}" wants people to sign in: from your next turn there is a tool for it.` };
        case 'away':
          await missed(task, came.reason);
          return { text: `"${name}" cannot be reached now: ${came.reason}`, failed: true };
      }
    },
  });
}
