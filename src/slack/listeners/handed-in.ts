// Work handed to Longhand by its shortcut on a message, or by its step in a workflow.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Hear } from '../../flow/heard.ts';
import type { Directory } from '../directory.ts';
import type { Identity } from '../identity.ts';
import { toMessage } from '../to-said.ts';

/** As manifest.yml names them. */
const SHORTCUT = 'hand_off_to_longhand';
const STEP = 'hand_off_to_longhand';

const Pressed = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.looseObject({ ts: z.string() }),
});
const Executed = z.object({
  function: z.object({ callback_id: z.string() }),
  function_execution_id: z.string(),
  inputs: z.object({ goal: z.string(), channel: z.string(), person: z.string() }),
});

interface HandedInDeps {
  readonly self: Identity;
  readonly hear: Hear;
  readonly directory: Directory;
}

export function listenForHandedIn(app: App, { self, hear, directory }: HandedInDeps): void {
  const { teamId } = self;

  app.shortcut({ type: 'message_action', callback_id: SHORTCUT }, async ({ body, ack }) => {
    const pressed = Pressed.safeParse(body);
    if (pressed.success) {
      const { user, channel, message } = pressed.data;
      await directory.meet({ channelId: channel.id, personIds: [user.id] });
      await hear.handedIn({
        kind: 'message',
        personId: user.id,
        ref: { teamId, channelId: channel.id, ts: message.ts },
        message: toMessage(message, channel.id, self),
      });
    }
    // Kept before it is acknowledged: when it cannot be kept, Slack shows the person that it failed.
    await ack();
  });

  app.event('function_executed', async ({ event }) => {
    const executed = Executed.safeParse(event);
    if (!executed.success || executed.data.function.callback_id !== STEP) return;
    const { function_execution_id: executionId, inputs } = executed.data;
    const { goal, channel: channelId, person: personId } = inputs;
    await hear.handedIn({ kind: 'step', executionId, teamId, channelId, personId, goal });
  });
}
