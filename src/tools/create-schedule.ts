// Agrees on something that comes again: from now on it is done at its times, without being asked.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome } from '../agent/tool.ts';
import type { Clock } from '../base/clock.ts';
import type { NewSchedule, Schedule } from '../schedule/store.ts';
import { inWords, momentInWords, nextDueAt, nextTimes, readExpression } from '../schedule/times.ts';

/** What this tool needs of schedule/, and no more. */
export interface CreatableSchedules {
  create(schedule: NewSchedule): Promise<Schedule>;
  find(id: string): Promise<Schedule | undefined>;
  end(id: string, at: Date): Promise<boolean>;
}

const SHOWN_TIMES = 5;
const LONGEST_GOAL_CHARS = 4_000;

export function createScheduleTool({
  schedules,
  clock,
}: {
  schedules: CreatableSchedules;
  clock: Clock;
}): Tool {
  return defineTool({
    name: 'create_schedule',
    description:
      'Have something done again and again in this channel, such as a report every working day at 9. ' +
      'Use only when somebody asked for something that repeats. Each time it opens a task of its own with the goal.',
    effect: 'reversible',
    input: z.object({
      expression: z
        .string()
        .describe(
          'Cron, five fields: minute, hour, day of the month, month, day of the week. "0 9 * * 1-5" is every working ' +
            'day at 9:00, "0 9 * * 5L" the last Friday of the month. With both day fields set, either is enough.',
        ),
      time_zone: z
        .string()
        .describe('IANA name, such as "Asia/Shanghai"; the requester\'s unless they said another'),
      goal: z
        .string()
        .trim()
        .min(1)
        .max(LONGEST_GOAL_CHARS)
        .describe('What to do each time, complete in itself, in the words and the language of the request'),
      missed: z
        .enum(['run-once', 'skip'])
        .default('run-once')
        .describe('What happens to times that pass while Longhand is away: one late run for all, or none'),
    }),
    says: () => 'Setting up the schedule',

    run: async ({ expression: text, time_zone, goal, missed }, { task, key }) => {
      if (key === undefined) throw new Error('create_schedule was called without a key from the ledger');
      const reading = readExpression(text, time_zone);
      if (reading.kind === 'not-read') return { failed: true, text: `Nothing was set up. ${reading.reason}` };
      const { expression, timeZone } = reading;
      const now = clock.now();
      const schedule = await schedules.create({
        id: key,
        teamId: task.teamId,
        channelId: task.channelId,
        threadTs: task.threadTs,
        ownerId: task.requesterId,
        expression,
        timeZone,
        goal,
        language: /\p{Script=Han}/u.test(goal) ? 'zh' : 'en',
        missed,
        nextDueAt: nextDueAt(expression, timeZone, now),
        createdAt: now,
      });
      return toOutcome(schedule);
    },

    settle: async (key) => {
      const schedule = await schedules.find(key);
      return schedule === undefined ? { kind: 'not-done' } : { kind: 'done', outcome: toOutcome(schedule) };
    },

    undo: async (key) => {
      await schedules.end(key, clock.now());
      return { text: 'The schedule has ended; nothing of it is due any more.' };
    },
  });
}

/** The same whenever it is asked: the times are those after the schedule was made. */
function toOutcome(schedule: Schedule): ToolOutcome {
  const { number, expression, timeZone, goal, language, missed, createdAt: after } = schedule;
  const times = nextTimes({ expression, timeZone, after }, SHOWN_TIMES);
  return {
    text: [
      `Schedule ${number} is set up: ${inWords(expression, language)} (${timeZone}).`,
      `Goal each time: ${goal}`,
      missed === 'run-once' ? 'Missed times: one late run for all of them.' : 'Missed times: skipped.',
      'Next times:',
      ...times.map((time) => `- ${momentInWords(time, { timeZone, language })}`),
    ].join('\n'),
  };
}
