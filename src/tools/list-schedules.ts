// Which schedules there are in this channel, and how one of them stands.
import { z } from 'zod';
import { defineTool, type Tool, type ToolTask } from '../agent/tool.ts';

/** What this tool needs of the rooms around it, and no more. */
export interface ListableSchedules {
  /** One text a schedule: its terms, its next times, how the last ones ended, and with a number its versions. */
  describe(task: ToolTask, number?: number): Promise<readonly string[]>;
}

export function createListSchedules({ schedules }: { schedules: ListableSchedules }): Tool {
  return defineTool({
    name: 'list_schedules',
    description:
      'See the schedules of this channel with their numbers, next times and how the last ones ended; with a number, one of them ' +
      'with all its versions. Use it before changing one.',
    effect: 'read',
    input: z.object({ schedule: z.coerce.number().int().positive().optional().describe('Its number') }),
    says: () => 'Looking at the schedules',
    run: async ({ schedule }, { task }) => {
      const texts = await schedules.describe(task, schedule);
      return { text: texts.length === 0 ? 'There are no such schedules here.' : texts.join('\n\n') };
    },
  });
}
