// Somebody wants to see a source as it was when it was read: a window for that person alone.
import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { CaptureStore } from '../../task/capture-store.ts';
import { drawCapture, fromAsReadValue } from '../blocks/as-read.ts';
import { ACTION } from '../blocks/card-ids.ts';
import type { Identity } from '../identity.ts';

const Click = z.object({
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }),
  actions: z.tuple(
    [
      z.object({
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    ],
    z.unknown(),
  ),
});

interface AsReadDeps {
  readonly client: WebClient;
  readonly self: Identity;
  readonly captures: Pick<CaptureStore, 'find'>;
}

/** Slack shows the button to those who read the channel; what is kept is found for that channel alone. */
export function listenForAsRead(app: App, { client, self, captures }: AsReadDeps): void {
  app.action({ type: 'block_actions', action_id: ACTION.asRead }, async ({ body, ack }) => {
    const click = Click.safeParse(body);
    if (click.success) await open(click.data);
    await ack();
  });

  async function open({ trigger_id, channel, actions }: z.infer<typeof Click>): Promise<void> {
    const [{ value, selected_option: option }] = actions;
    const place = fromAsReadValue(option?.value ?? value ?? '');
    if (place === undefined) return;
    const found = await captures.find({
      ...place,
      teamId: self.teamId,
      channelId: channel.id,
    });
    if (found === undefined) return; // It was forgotten with its task.
    await client.views.open({ trigger_id, view: drawCapture(found) });
  }
}
