// The forms behind a schedule's buttons: what they show, and what comes of one that is sent.
import type { Clock } from '../../base/clock.ts';
import type { Schedule } from '../../schedule/store.ts';
import type { Transact } from '../stores.ts';
import type { Act } from './schedule-acts.ts';
import type { Desk, ScheduleClick } from './schedule-desk.ts';
import { readChangeForm, type ChangeForm, type FormFault, type FormField } from './schedule-form.ts';

export type FormKind = 'change' | 'pause-until' | 'hand-over' | 'delete';

export type FormSent =
  | { readonly kind: 'change'; readonly form: ChangeForm }
  | { readonly kind: 'pause-until'; readonly until: Date | undefined }
  | { readonly kind: 'hand-over'; readonly to: string }
  | { readonly kind: 'delete' };

export interface ScheduleForms {
  /** What the form is about; undefined for what is no more. */
  shown(scheduleId: string): Promise<Schedule | undefined>;
  /** What cannot stand as it was sent; nothing when it was taken. */
  sent(
    sent: Omit<ScheduleClick, 'act' | 'card'> & { readonly what: FormSent },
  ): Promise<Partial<Record<FormField, FormFault>> | undefined>;
}

export function createScheduleForms({
  transact,
  clock,
  desk,
}: {
  transact: Transact;
  clock: Clock;
  desk: Pick<Desk, 'clicked'>;
}): ScheduleForms {
  return {
    shown: async (scheduleId) => {
      const schedule = await transact(({ schedules }) => schedules.find(scheduleId));
      return schedule?.endedAt === undefined ? schedule : undefined;
    },

    sent: async ({ what, ...click }) => {
      const act = what.kind === 'change' ? await change(click, what.form) : toAct(what);
      if (act === undefined) return undefined; // Nothing is different.
      if ('faults' in act) return act.faults;
      await desk.clicked({ ...click, act, card: undefined });
      return undefined;
    },
  };

  async function change(
    { scheduleId, version, personId: by }: Omit<ScheduleClick, 'act' | 'card'>,
    form: ChangeForm,
  ): Promise<Act | { faults: Partial<Record<FormField, FormFault>> } | undefined> {
    return transact(async (stores) => {
      const schedule = await stores.schedules.find(scheduleId);
      if (schedule === undefined) return undefined;
      const versions = await stores.schedules.versions(scheduleId);
      const shown = versions.find((one) => one.version === version)?.terms ?? schedule.terms;
      const read = await readChangeForm(stores, { schedule, shown, form, by, now: clock.now() });
      if (read.kind === 'faults') return { faults: read.faults };
      return Object.keys(read.terms).length === 0 ? undefined : { kind: 'change', terms: read.terms };
    });
  }
}

function toAct(what: Exclude<FormSent, { kind: 'change' }>): Act {
  switch (what.kind) {
    case 'pause-until':
      return { kind: 'pause', ...(what.until === undefined ? {} : { until: what.until }) };
    case 'hand-over':
      return { kind: 'hand-over', to: what.to };
    case 'delete':
      return { kind: 'delete' };
  }
}
