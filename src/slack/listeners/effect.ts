// Somebody wants an effect taken back, or has looked how it ended, by the buttons in the closing message.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Hear } from '../../flow/heard.ts';
import { ACTION, fromEffectValue, isHappened } from '../blocks/card-ids.ts';
import type { Identity } from '../identity.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  actions: z.tuple(
    [z.object({ action_id: z.string(), value: z.string(), action_ts: z.string() })],
    z.unknown(),
  ),
});

export function listenForEffects(app: App, { self, hear }: { self: Identity; hear: Hear }): void {
  app.action({ type: 'block_actions', action_id: ACTION.undo }, async ({ body, ack }) => {
    const clicked = toClicked(body);
    if (clicked !== undefined) {
      const { request, stamp } = clicked;
      await hear.undoRequested({ ...request, teamId: self.teamId, key: `undo:${stamp}` });
    }
    await ack();
  });

  app.action({ type: 'block_actions', action_id: ACTION.seen }, async ({ body, ack }) => {
    const clicked = toClicked(body);
    if (clicked !== undefined) {
      const { request, stamp, actionId } = clicked;
      const seen = { teamId: self.teamId, key: `seen:${stamp}`, happened: isHappened(actionId) };
      await hear.effectSeen({ ...request, ...seen });
    }
    await ack();
  });
}

/** `stamp` is the same when the click comes twice. */
function toClicked(body: unknown) {
  const click = Click.safeParse(body);
  if (!click.success) return undefined;
  const { user, actions } = click.data;
  const [{ action_id: actionId, value, action_ts: at }] = actions;
  const place = fromEffectValue(value);
  if (place === undefined) return undefined;
  return { request: { ...place, personId: user.id }, actionId, stamp: `${place.effectKey}:${at}:${user.id}` };
}
