// A form about a schedule was sent: its fields are read here, and what comes of them is decided in flow/.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { FormSent } from '../../flow/schedule/schedule-forms.ts';
import { NEW_OWNER, SCHEDULE_FORM, UNTIL } from '../blocks/schedule-form.ts';
import { scheduleFormWords } from '../blocks/schedule-form-words.ts';
import { fromFormPlace } from '../blocks/schedule-ids.ts';
import type { ScheduleDeps } from './schedule.ts';

const Held = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversations: z.array(z.string()).nullish(),
});
const Submitted = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Held)) }),
  }),
});
type Values = z.infer<typeof Submitted>['view']['state']['values'];

export function listenForScheduleForms(app: App, { self, home, forms }: ScheduleDeps): void {
  app.view({ type: 'view_submission', callback_id: SCHEDULE_FORM }, async ({ body, ack }) => {
    const submitted = Submitted.safeParse(body);
    const about = submitted.success ? fromFormPlace(submitted.data.view.private_metadata) : undefined;
    const what = submitted.success ? toSent(submitted.data.view) : undefined;
    if (!submitted.success || about === undefined || what === undefined) return ack();
    const { user, view } = submitted.data;
    const { scheduleId, version, place, language } = about;
    const faults = await forms.sent({
      teamId: self.teamId,
      personId: user.id,
      key: `form:${view.id}`,
      scheduleId,
      version,
      place,
      what,
    });
    if (faults === undefined) {
      await ack();
      if (place === undefined) await home.show(user.id);
      return;
    }
    const said = scheduleFormWords(language).fault;
    const errors = Object.entries(faults).map(([field, fault]) => [field, said[fault]]);
    await ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
  });
}

function toSent({
  callback_id: callbackId,
  state: { values },
}: z.infer<typeof Submitted>['view']): FormSent | undefined {
  const kind = SCHEDULE_FORM.exec(callbackId)?.[1];
  if (kind === 'change') return toChange(values);
  if (kind === 'pause-until') return { kind, until: toDate(values[UNTIL]?.[UNTIL]?.selected_date_time) };
  if (kind === 'hand-over') {
    const to = values[NEW_OWNER]?.[NEW_OWNER]?.selected_user ?? undefined;
    return to === undefined ? undefined : { kind, to };
  }
  return kind === 'delete' ? { kind } : undefined;
}

const Missed = z.enum(['run-once', 'skip']);

function toChange(values: Values): FormSent {
  const held = (name: string) => values[name]?.[name];
  const text = (name: string): string | undefined => held(name)?.value?.trim() || undefined;
  const number = (name: string): number | undefined => {
    const value = Number(text(name));
    return text(name) === undefined || !Number.isFinite(value) ? undefined : value;
  };
  return {
    kind: 'change',
    form: {
      goal: text('goal'),
      days: held('days')?.selected_option?.value,
      time: held('time')?.selected_time ?? undefined,
      at: toDate(held('at')?.selected_date_time),
      timeZone: text('timeZone'),
      channels: held('channels')?.selected_conversations ?? [],
      people: held('people')?.selected_users ?? [],
      missed: Missed.safeParse(held('missed')?.selected_option?.value).data,
      onlyIfChangedIn: held('onlyIfChangedIn')?.selected_conversations ?? [],
      onlyIfMovedPercent: number('onlyIfMovedPercent'),
      deputyId: held('deputyId')?.selected_user ?? undefined,
      budgetTokens: number('budgetTokens'),
    },
  };
}

function toDate(seconds: number | null | undefined): Date | undefined {
  return seconds === null || seconds === undefined ? undefined : new Date(seconds * 1000);
}
