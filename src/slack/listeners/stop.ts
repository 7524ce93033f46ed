// Somebody wants Longhand to stop: by its Cancel button, or by the Stop button that Slack shows while an agent works.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Hear } from '../../flow/heard.ts';
import { ACTION } from '../blocks/card-ids.ts';
import type { Identity } from '../identity.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  actions: z.tuple([z.object({ value: z.string(), action_ts: z.string() })], z.unknown()),
});
const SessionStopped = z.object({
  event_id: z.string(),
  event: z.object({ channel: z.string(), user: z.string(), thread_ts: z.string() }),
});

export function listenForStops(app: App, { self, hear }: { self: Identity; hear: Hear }): void {
  const { teamId } = self;

  app.action({ type: 'block_actions', action_id: ACTION.stop }, async ({ body, ack }) => {
    const click = Click.safeParse(body);
    if (click.success) {
      const { user, actions } = click.data;
      const [{ value: taskId, action_ts: at }] = actions;
      await hear.stopRequested({
        teamId,
        personId: user.id,
        key: `stop:${at}:${user.id}`,
        target: { kind: 'task', taskId },
      });
    }
    await ack();
  });

  app.event('agent_session_stopped', async ({ body }) => {
    const stopped = SessionStopped.safeParse(body);
    if (!stopped.success) return;
    const { channel: channelId, user: personId, thread_ts: threadTs } = stopped.data.event;
    await hear.stopRequested({
      teamId,
      personId,
      key: `stop:${stopped.data.event_id}`,
      target: { kind: 'thread', channelId, threadTs },
    });
  });
}
