// A click on a server of tools: what is wanted, by whom; whether they may is decided in flow/.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Servers } from '../../flow/server/servers.ts';
import { fromServerValue, SERVER_ACTION, serverActOf } from '../blocks/server-ids.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string() })], z.unknown()),
});

export function listenForServers(app: App, servers: Pick<Servers, 'clicked'>): void {
  app.action({ type: 'block_actions', action_id: SERVER_ACTION }, async ({ body, ack }) => {
    const click = Click.safeParse(body).data;
    const value = fromServerValue(click?.actions[0].value ?? '');
    const act = serverActOf(click?.actions[0].action_id ?? '');
    if (click !== undefined && value !== undefined && act !== undefined)
      await servers.clicked({
        serverId: value.id,
        act,
        stamp: value.stamp,
        card: value.card,
        place: { channelId: click.channel.id, threadTs: click.message.thread_ts ?? click.message.ts },
        personId: click.user.id,
      });
    await ack();
  });
}
