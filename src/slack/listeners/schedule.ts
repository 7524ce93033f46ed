// A click on a schedule, in a message or in App Home: what is wanted, by whom; whether they may is decided in flow/.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { ScheduleClick } from '../../flow/schedule/schedule-desk.ts';
import { actOf, fromScheduleValue, SCHEDULE_ACTION } from '../blocks/schedule-ids.ts';
import type { Home } from '../home.ts';
import type { Identity } from '../identity.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  container: z.object({ message_ts: z.string().optional(), view_id: z.string().optional() }).optional(),
  actions: z.tuple(
    [z.object({ action_id: z.string(), action_ts: z.string(), value: z.string() })],
    z.unknown(),
  ),
});

interface ScheduleDeps {
  readonly self: Identity;
  readonly home: Home;
  clicked(click: ScheduleClick): Promise<void>;
}

export function listenForSchedules(app: App, { self, home, clicked }: ScheduleDeps): void {
  app.action({ type: 'block_actions', action_id: SCHEDULE_ACTION }, async ({ body, ack }) => {
    const click = toClick(body, self);
    // Kept before it is acknowledged: when it cannot be kept, Slack shows the person that the click failed.
    if (click !== undefined) await clicked(click);
    await ack();
    if (click?.place === undefined && click !== undefined) await home.show(click.personId);
  });
}

function toClick(body: unknown, self: Identity): ScheduleClick | undefined {
  const parsed = Click.safeParse(body);
  if (!parsed.success) return undefined;
  const { user, channel, message, container, actions } = parsed.data;
  const [action] = actions;
  const act = actOf(action.action_id);
  const value = fromScheduleValue(action.value);
  if (act === undefined || value === undefined) return undefined;
  const where = container?.message_ts ?? container?.view_id ?? '';
  return {
    teamId: self.teamId,
    personId: user.id,
    key: ['click', where, action.action_ts, user.id].join(':'),
    scheduleId: value.id,
    version: value.version,
    act,
    card: value.card,
    place:
      channel === undefined || message === undefined
        ? undefined
        : { channelId: channel.id, threadTs: message.thread_ts ?? message.ts },
  };
}
