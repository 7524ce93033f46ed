// Proposes something that comes again, or once later: its card shows what was understood, and a person switches it on.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome, type ToolTask } from '../agent/tool.ts';
import type { Clock } from '../base/clock.ts';
import type { NewSchedule, Schedule } from '../schedule/store.ts';
import { momentInWords } from '../schedule/times.ts';
import { nextOf, whenInWords } from '../schedule/when.ts';
import {
  GOAL_INPUT,
  readWhen,
  RULES_INPUT,
  WHEN_INPUT,
  type NamedWish,
  type Resolved,
} from './schedule-input.ts';

/** What this tool needs of the rooms around it, and no more. */
export interface ProposableSchedules {
  /** Makes it, and puts its card into the task's thread. */
  propose(schedule: NewSchedule): Promise<Schedule>;
  resolve(task: ToolTask, wish: NamedWish): Promise<Resolved>;
  find(id: string): Promise<Schedule | undefined>;
}

const SHOWN_TIMES = 5;

export function createScheduleTool({
  schedules,
  clock,
}: {
  schedules: ProposableSchedules;
  clock: Clock;
}): Tool {
  return defineTool({
    name: 'create_schedule',
    description:
      'Have something done again and again, such as a report every working day at 9, or once later, such as a reminder in ' +
      '20 minutes. It is only proposed: a card shows its next times, and the person switches it on there. Each time the ' +
      'goal is worked on anew and the report is posted.',
    effect: 'reversible',
    input: z.object({
      ...WHEN_INPUT,
      time_zone: z
        .string()
        .describe('IANA name, such as "Asia/Shanghai"; the requester\'s unless they said another'),
      goal: GOAL_INPUT,
      ...RULES_INPUT,
    }),
    says: ({ goal }) => (/\p{Script=Han}/u.test(goal) ? '拟好定时任务' : 'Proposing the schedule'),

    run: async (input, { task, key }) => {
      if (key === undefined) throw new Error('create_schedule was called without a key from the ledger');
      const now = clock.now();
      const reading = readWhen(input, input.time_zone, now);
      if (reading.kind === 'not-read') return refused(reading.reason);
      const resolved = await schedules.resolve(task, { ...input, onlyIfChangedIn: input.only_if_changed_in });
      if (resolved.kind === 'not-resolved') return refused(resolved.reason);
      const percent = input.only_if_moved_percent ?? 0;
      const schedule = await schedules.propose({
        id: key,
        teamId: task.teamId,
        channelId: task.channelId,
        threadTs: task.threadTs,
        by: task.requesterId,
        createdAt: now,
        terms: {
          when: reading.when,
          timeZone: reading.timeZone,
          goal: input.goal,
          language: /\p{Script=Han}/u.test(input.goal) ? 'zh' : 'en',
          missed: input.missed ?? 'run-once',
          ownerId: task.requesterId,
          ...resolved.terms,
          ...(percent === 0 ? {} : { onlyIfMovedPercent: percent }),
          ...(input.budget_tokens === undefined ? {} : { budgetTokens: input.budget_tokens }),
        },
      });
      return toOutcome(schedule);
    },

    settle: async (key) => {
      const schedule = await schedules.find(key);
      return schedule === undefined ? { kind: 'not-done' } : { kind: 'done', outcome: toOutcome(schedule) };
    },
  });
}

function refused(reason: string): ToolOutcome {
  return { failed: true, text: `Nothing was set up. ${reason}` };
}

/** The same whenever it is asked: the times are those after the schedule was made. */
function toOutcome({ number, terms, createdAt }: Schedule): ToolOutcome {
  const { timeZone, language } = terms;
  const times = nextOf(terms, createdAt, SHOWN_TIMES);
  return {
    text: [
      `Schedule ${number} is proposed: ${whenInWords(terms, language)} (${timeZone}). It is not on yet: its card stands in this thread, and the person switches it on there.`,
      `Goal each time: ${terms.goal}`,
      terms.missed === 'run-once' ? 'Missed times: one late run for all of them.' : 'Missed times: skipped.',
      'Next times:',
      ...times.map((time) => `- ${momentInWords(time, { timeZone, language })}`),
    ].join('\n'),
  };
}
