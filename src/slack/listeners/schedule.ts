// A click on a schedule or a form about one: what is wanted, by whom; whether they may is decided in flow/.
import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Act } from '../../flow/schedule/schedule-acts.ts';
import type { ScheduleClick } from '../../flow/schedule/schedule-desk.ts';
import type { FormKind, ScheduleForms } from '../../flow/schedule/schedule-forms.ts';
import type { ScheduleAct } from '../../flow/words.ts';
import { drawScheduleForm } from '../blocks/schedule-form.ts';
import { actOf, fromMoreValue, fromScheduleValue, SCHEDULE_ACTION } from '../blocks/schedule-ids.ts';
import type { Home } from '../home.ts';
import type { Identity } from '../identity.ts';
import { listenForScheduleForms } from './schedule-form.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  container: z.object({ message_ts: z.string().optional(), view_id: z.string().optional() }).optional(),
  actions: z.tuple(
    [
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    ],
    z.unknown(),
  ),
});

export interface ScheduleDeps {
  readonly self: Identity;
  readonly home: Home;
  readonly client: WebClient;
  readonly log: Log;
  readonly forms: ScheduleForms;
  clicked(click: ScheduleClick): Promise<void>;
}

/** As many as a report has in two working weeks. */
const REPLAYED_DUES = 10;

export function listenForSchedules(app: App, deps: ScheduleDeps): void {
  const { self, home, clicked } = deps;
  app.action({ type: 'block_actions', action_id: SCHEDULE_ACTION }, async ({ body, ack }) => {
    const wanted = toWanted(body, self);
    if (wanted === undefined) return ack();
    const { form, triggerId, ...click } = wanted;
    const opened = form === undefined ? 'not-wanted' : await openForm(deps, { form, triggerId, click });
    if (opened === 'opened') return ack();
    // Kept before it is acknowledged: when it cannot be kept, Slack shows the person that the click failed.
    await clicked(opened === 'failed' ? { ...click, act: SAY_HOW } : click);
    await ack();
    if (click.place === undefined) await home.show(click.personId);
  });
  listenForScheduleForms(app, deps);
}

interface Wanted extends ScheduleClick {
  /** What is asked first; undefined for what is done at once. */
  readonly form: FormKind | undefined;
  readonly triggerId: string;
}

/** What was to be asked first is not done unasked: people are told how to say it in words. */
const SAY_HOW: Act = { kind: 'change', terms: {} };

/** `gone` is about what is no more: then the click itself is answered. */
async function openForm(
  { forms, client, log }: ScheduleDeps,
  { form, triggerId, click }: { form: FormKind; triggerId: string; click: ScheduleClick },
): Promise<'opened' | 'failed' | 'gone'> {
  const schedule = await forms.shown(click.scheduleId);
  if (schedule === undefined) return 'gone';
  const { id: scheduleId, version, terms } = schedule;
  const view = drawScheduleForm(form, schedule, {
    scheduleId,
    version,
    language: terms.language,
    ...(click.place === undefined ? {} : { place: click.place }),
  });
  try {
    await client.views.open({ trigger_id: triggerId, view });
    return 'opened';
  } catch (error) {
    log.warn({ scheduleId, form, reason: toReason(error) }, 'the form for a schedule could not be opened');
    return 'failed';
  }
}

function toWanted(body: unknown, self: Identity): Wanted | undefined {
  const parsed = Click.safeParse(body);
  if (!parsed.success) return undefined;
  const { user, channel, message, container, actions, trigger_id: triggerId } = parsed.data;
  const [action] = actions;
  const pressed = actOf(action.action_id);
  const value = fromScheduleValue(action.value ?? '');
  const more = fromMoreValue(action.selected_option?.value ?? '');
  const act = more?.act ?? pressed;
  const about = more ?? value;
  if (act === undefined || about === undefined) return undefined;
  const where = container?.message_ts ?? container?.view_id ?? '';
  return {
    teamId: self.teamId,
    personId: user.id,
    key: ['click', where, action.action_ts, user.id].join(':'),
    scheduleId: about.id,
    version: about.version,
    act: toAct(act),
    form: formOf(act, more !== undefined),
    triggerId,
    card: value?.card,
    place:
      channel === undefined || message === undefined
        ? undefined
        : { channelId: channel.id, threadTs: message.thread_ts ?? message.ts },
  };
}

/** A button asks by itself whether somebody is sure; a choice behind the three dots cannot. */
function formOf(act: ScheduleAct, isBehindDots: boolean): FormKind | undefined {
  if (act === 'change' || act === 'pause-until' || act === 'hand-over') return act;
  return act === 'delete' && isBehindDots ? act : undefined;
}

/** What a button wants when no form could be asked. */
function toAct(act: ScheduleAct): Act {
  switch (act) {
    case 'replay':
      return { kind: 'replay', dues: REPLAYED_DUES };
    case 'skip-missed':
      return { kind: 'change', terms: { missed: 'skip' } };
    case 'run-missed':
      return { kind: 'change', terms: { missed: 'run-once' } };
    case 'change':
    case 'hand-over':
      return SAY_HOW;
    case 'pause':
    case 'pause-until':
      return { kind: 'pause' };
    case 'delete':
    case 'drop':
    case 'keep':
    case 'resume':
    case 'run-now':
    case 'skip-next':
    case 'switch-on':
    case 'take-over':
    case 'to-me':
    case 'trial':
    case 'try-again':
      return { kind: act };
  }
}
