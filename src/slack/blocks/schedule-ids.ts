// What a schedule's buttons carry out to Slack and back: which schedule, which version, and which post shows it.
import { z } from 'zod';
import type { ScheduleAct, ScheduleView } from '../../flow/words.ts';

const ACTS = [
  'switch-on',
  'trial',
  'change',
  'drop',
  'pause',
  'resume',
  'skip-next',
  'run-now',
  'try-again',
  'to-me',
  'take-over',
  'keep',
  'delete',
] as const satisfies readonly ScheduleAct[];

const PREFIX = 'schedule_';
export const SCHEDULE_ACTION = /^schedule_[a-z-]+$/;

export function scheduleAction(act: ScheduleAct): string {
  return `${PREFIX}${act}`;
}

/** Undefined for what no button of ours asks for. */
export function actOf(actionId: string): ScheduleAct | undefined {
  return ACTS.find((act) => scheduleAction(act) === actionId);
}

const Value = z.object({ id: z.uuid(), version: z.number(), card: z.string().max(200).optional() });

export function toScheduleValue({ scheduleId: id, version, card }: ScheduleView): string {
  return JSON.stringify({ id, version, ...(card === undefined ? {} : { card }) });
}

export function fromScheduleValue(text: string): z.infer<typeof Value> | undefined {
  try {
    return Value.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Not one of ours: a value that somebody else made.
  }
}
