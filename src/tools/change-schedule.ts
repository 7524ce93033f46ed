// Changes what was agreed of a schedule: a new version, made by its owner, or a suggestion put to them.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome, type ToolTask } from '../agent/tool.ts';
import type { Clock } from '../base/clock.ts';
import type { Schedule } from '../schedule/store.ts';
import type { Terms } from '../schedule/terms.ts';
import {
  GOAL_INPUT,
  readWhen,
  RULES_INPUT,
  WHEN_INPUT,
  type NamedWish,
  type Resolved,
} from './schedule-input.ts';

/** What this tool needs of the rooms around it, and no more. */
export interface ChangeableSchedules {
  /** By the number that people use; only what the task's person may see of it in this channel. */
  numbered(task: ToolTask, number: number): Promise<Schedule | undefined>;
  resolve(task: ToolTask, wish: NamedWish): Promise<Resolved>;
  /** What came of it, in words. */
  change(
    task: ToolTask,
    scheduleId: string,
    terms: Partial<Terms>,
  ): Promise<{ said: string; isDone: boolean }>;
}

export function createChangeSchedule({
  schedules,
  clock,
}: {
  schedules: ChangeableSchedules;
  clock: Clock;
}): Tool {
  return defineTool({
    name: 'change_schedule',
    description:
      'Change a schedule that is there: its time ("make it 8:30"), its goal, where it goes ("also for #ops"), its conditions. ' +
      'Give only what changes; list_schedules shows what there is. Only its owner changes it; for others it becomes a suggestion.',
    effect: 'reversible',
    input: z.object({
      schedule: z.coerce.number().int().positive().describe('Its number'),
      time: z
        .string()
        .regex(/^([01]?\d|2[0-3]):[0-5]\d$/u)
        .optional()
        .describe('Another time of the day on the same days, "08:30"'),
      ...WHEN_INPUT,
      time_zone: z.string().optional().describe('IANA name, when it changes'),
      goal: GOAL_INPUT.optional(),
      ...RULES_INPUT,
      also_to: z
        .array(z.string().min(1))
        .max(5)
        .optional()
        .describe('Places beside those where it goes already'),
    }),
    says: ({ schedule }) => `Changing schedule ${schedule}`,

    run: async (input, { task }) => {
      const schedule = await schedules.numbered(task, input.schedule);
      if (schedule === undefined) return refused(`There is no schedule ${input.schedule} here.`);
      const { terms } = schedule;
      const timing = readTiming(input, terms, clock.now());
      if ('reason' in timing) return refused(timing.reason);
      const { also_to: added, to, only_if_changed_in: onlyIfChangedIn, deputy, constraints } = input;
      const resolved = await schedules.resolve(task, {
        to: added ?? to,
        onlyIfChangedIn,
        deputy,
        constraints,
      });
      if (resolved.kind === 'not-resolved') return refused(resolved.reason);
      const { places, ...rest } = resolved.terms;
      const standing = terms.places.length === 0 ? [{ channelId: schedule.channelId }] : terms.places;
      const percent = input.only_if_moved_percent;
      const { said, isDone } = await schedules.change(task, schedule.id, {
        ...timing,
        ...rest,
        ...(places === undefined ? {} : { places: added === undefined ? places : [...standing, ...places] }),
        ...(input.goal === undefined ? {} : { goal: input.goal }),
        ...(input.missed === undefined ? {} : { missed: input.missed }),
        ...(percent === undefined ? {} : { onlyIfMovedPercent: percent === 0 ? undefined : percent }),
        ...(input.budget_tokens === undefined ? {} : { budgetTokens: input.budget_tokens }),
      });
      return isDone ? { text: said } : { failed: true, text: said };
    },
  });
}

type Timing = Partial<Pick<Terms, 'when' | 'timeZone'>> | { readonly reason: string };

interface TimingInput {
  readonly time?: string | undefined;
  readonly expression?: string | undefined;
  readonly at?: string | undefined;
  readonly in_minutes?: number | undefined;
  readonly time_zone?: string | undefined;
}

function readTiming(input: TimingInput, { when, timeZone }: Terms, now: Date): Timing {
  const zone = input.time_zone ?? timeZone;
  const isSame = input.expression === undefined && input.at === undefined && input.in_minutes === undefined;
  if (isSame && input.time === undefined && input.time_zone === undefined) return {};
  if (isSame && when.kind === 'once') return { reason: 'It comes once: say the whole time with at.' };
  const kept = when.kind === 'cron' ? atTime(when.expression, input.time) : undefined;
  const reading = readWhen(isSame ? { expression: kept } : input, zone, now);
  return reading.kind === 'not-read' ? reading : { when: reading.when, timeZone: reading.timeZone };
}

/** The same days at another time. */
function atTime(expression: string, time: string | undefined): string {
  const [hour, minute] = (time ?? '').split(':').map(Number);
  if (hour === undefined || minute === undefined) return expression;
  return [minute, hour, ...expression.split(' ').slice(2)].join(' ');
}

function refused(reason: string): ToolOutcome {
  return { failed: true, text: `Nothing was changed. ${reason}` };
}
