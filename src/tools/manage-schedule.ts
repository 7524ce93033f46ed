// Pause, resume, leave out, run, try, replay, hand over, end: what people ask of a schedule by words.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome, type ToolTask } from '../agent/tool.ts';
import type { Clock } from '../base/clock.ts';
import type { Schedule } from '../schedule/store.ts';
import { readWhen } from './schedule-input.ts';

export type Wish =
  | { readonly kind: 'switch-on' | 'resume' | 'skip-next' | 'run-now' | 'trial' | 'delete' }
  | { readonly kind: 'pause'; readonly until?: Date }
  | { readonly kind: 'replay'; readonly dues: number }
  | { readonly kind: 'hand-over'; readonly to: string };

/** What this tool needs of the rooms around it, and no more. */
export interface ManageableSchedules {
  numbered(task: ToolTask, number: number): Promise<Schedule | undefined>;
  /** The id of a person of this name. */
  personCalled(task: ToolTask, name: string): Promise<string | undefined>;
  manage(task: ToolTask, scheduleId: string, wish: Wish): Promise<{ said: string; isDone: boolean }>;
}

const USUAL_REPLAYS = 10;
const MOST_REPLAYS = 20;

export function createManageSchedule({
  schedules,
  clock,
}: {
  schedules: ManageableSchedules;
  clock: Clock;
}): Tool {
  return defineTool({
    name: 'manage_schedule',
    description:
      'Do something with a schedule that is there: pause it (until a time), resume it, skip its next time, run it now, run it on ' +
      'trial (only the person sees that), delete it, hand it over to another owner, or replay it: what it would have posted at ' +
      'its last due times, over the history as it was. Use switch_on only when its owner says so in words.',
    effect: 'reversible',
    input: z.object({
      schedule: z.coerce.number().int().positive().describe('Its number'),
      action: z.enum([
        'switch_on',
        'pause',
        'resume',
        'skip_next',
        'run_now',
        'trial',
        'replay',
        'hand_over',
        'delete',
      ]),
      until: z
        .string()
        .optional()
        .describe('For pause: the local time in the schedule’s zone at which it goes on, "2026-12-04T08:00"'),
      to: z.string().optional().describe('For hand_over: who gets it, an id or a name'),
      last: z.coerce
        .number()
        .int()
        .min(1)
        .max(MOST_REPLAYS)
        .optional()
        .describe(`For replay: how many due times, usually ${USUAL_REPLAYS}`),
    }),
    says: ({ schedule, action }) => `Schedule ${schedule}: ${action.replaceAll('_', ' ')}`,

    run: async (input, { task }) => {
      const schedule = await schedules.numbered(task, input.schedule);
      if (schedule === undefined) return refused(`There is no schedule ${input.schedule} here.`);
      const wish = await toWish(input, schedule);
      if ('reason' in wish) return refused(wish.reason);
      const { said, isDone } = await schedules.manage(task, schedule.id, wish);
      return isDone ? { text: said } : { failed: true, text: said };

      async function toWish(
        { action, until, to, last = USUAL_REPLAYS }: typeof input,
        { terms }: Schedule,
      ): Promise<Wish | { reason: string }> {
        switch (action) {
          case 'pause': {
            if (until === undefined) return { kind: 'pause' };
            const reading = readWhen({ at: until }, terms.timeZone, clock.now());
            if (reading.kind === 'not-read') return reading;
            return reading.when.kind === 'once'
              ? { kind: 'pause', until: new Date(reading.when.at) }
              : { kind: 'pause' };
          }
          case 'hand_over': {
            const person = to === undefined ? undefined : await schedules.personCalled(task, to);
            return person === undefined
              ? { reason: `"${to ?? ''}" is nobody here; say who gets it.` }
              : { kind: 'hand-over', to: person };
          }
          case 'replay':
            return { kind: 'replay', dues: last };
          case 'switch_on':
            return { kind: 'switch-on' };
          case 'skip_next':
            return { kind: 'skip-next' };
          case 'run_now':
            return { kind: 'run-now' };
          case 'resume':
          case 'trial':
          case 'delete':
            return { kind: action };
        }
      }
    },
  });
}

function refused(reason: string): ToolOutcome {
  return { failed: true, text: `Nothing was done. ${reason}` };
}
