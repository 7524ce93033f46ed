// Somebody steers a task as it runs: by the buttons below its messages, or by the Stop that Slack shows for an agent.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Hear } from '../../flow/heard.ts';
import { ACTION, fromOffer } from '../blocks/card-ids.ts';
import { isAtHome, type Home } from '../home.ts';
import type { Identity } from '../identity.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  actions: z.tuple(
    [z.object({ action_id: z.string(), value: z.string(), action_ts: z.string() })],
    z.unknown(),
  ),
});
const SessionStopped = z.object({
  event_id: z.string(),
  event: z.object({ channel: z.string(), user: z.string(), thread_ts: z.string() }),
});

export function listenForSteering(
  app: App,
  { self, hear, home }: { self: Identity; hear: Hear; home: Home },
): void {
  const { teamId } = self;

  app.action({ type: 'block_actions', action_id: ACTION.steer }, async ({ body, ack }) => {
    const click = Click.safeParse(body);
    const [action] = click.data?.actions ?? [];
    const offer = action === undefined ? undefined : fromOffer(action.action_id, action.value);
    if (click.success && offer !== undefined) {
      const { user, actions } = click.data;
      const { wish, taskId, about } = offer;
      await hear.steered({
        teamId,
        personId: user.id,
        key: `${actions[0].action_ts}:${user.id}`,
        wish,
        ...(about === undefined ? {} : { about }),
        target: { kind: 'task', taskId },
      });
    }
    await ack();
    if (click.success && isAtHome(body)) await home.showSettled(click.data.user.id);
  });

  app.event('agent_session_stopped', async ({ body }) => {
    const stopped = SessionStopped.safeParse(body);
    if (!stopped.success) return;
    const { channel: channelId, user: personId, thread_ts: threadTs } = stopped.data.event;
    await hear.steered({
      teamId,
      personId,
      key: stopped.data.event_id,
      wish: 'stop',
      target: { kind: 'thread', channelId, threadTs },
    });
  });
}
