// Somebody wants something taken back, by the button beside it in the closing message.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Hear } from '../../flow/heard.ts';
import { ACTION, fromUndoValue } from '../blocks/card-ids.ts';
import type { Identity } from '../identity.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  actions: z.tuple([z.object({ value: z.string(), action_ts: z.string() })], z.unknown()),
});

export function listenForUndoes(app: App, { self, hear }: { self: Identity; hear: Hear }): void {
  app.action({ type: 'block_actions', action_id: ACTION.undo }, async ({ body, ack }) => {
    const click = Click.safeParse(body);
    const place = click.success ? fromUndoValue(click.data.actions[0].value) : undefined;
    if (click.success && place !== undefined) {
      const { user, actions } = click.data;
      const key = `undo:${place.effectKey}:${actions[0].action_ts}:${user.id}`;
      await hear.undoRequested({ teamId: self.teamId, personId: user.id, key, ...place });
    }
    await ack();
  });
}
