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
  'replay',
  'pause-until',
  'hand-over',
  'skip-missed',
  'run-missed',
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

/** The three dots: their choices carry what a button carries beside its name. */
export const MORE_ACTION = `${PREFIX}more`;

export function toMoreValue(act: ScheduleAct, { scheduleId, version }: ScheduleView): string {
  return [act, scheduleId, version].join('|');
}

export function fromMoreValue(text: string): { act: ScheduleAct; id: string; version: number } | undefined {
  const [named, id, version] = text.split('|');
  const act = ACTS.find((one) => one === named);
  const value = Value.safeParse({ id, version: Number(version) }).data;
  return act === undefined || value === undefined ? undefined : { act, id: value.id, version: value.version };
}

/** What a form is about, and the thread where it was opened; in App Home there is none. */
const FormPlace = z.object({
  scheduleId: z.uuid(),
  version: z.number(),
  language: z.enum(['en', 'zh']),
  place: z.object({ channelId: z.string(), threadTs: z.string() }).optional(),
});
export type FormPlace = z.infer<typeof FormPlace>;

export function toFormPlace(place: FormPlace): string {
  return JSON.stringify(place);
}

export function fromFormPlace(text: string): FormPlace | undefined {
  try {
    return FormPlace.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Not one of ours.
  }
}
