// Somebody votes in a poll or closes it, by the buttons below it.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Polls } from '../../flow/poll/polls.ts';
import { fromVoteValue, POLL_CLOSE, POLL_VOTE } from '../blocks/poll-ids.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  actions: z.tuple([z.object({ value: z.string() })], z.unknown()),
});

export type PollClicks = Pick<Polls, 'voted' | 'closeWished'>;

export function listenForPolls(app: App, polls: PollClicks): void {
  app.action({ type: 'block_actions', action_id: POLL_VOTE }, async ({ body, ack }) => {
    const click = Click.safeParse(body);
    const vote = click.success ? fromVoteValue(click.data.actions[0].value) : undefined;
    if (click.success && vote !== undefined) await polls.voted({ ...vote, personId: click.data.user.id });
    await ack();
  });
  app.action({ type: 'block_actions', action_id: POLL_CLOSE }, async ({ body, ack }) => {
    const click = Click.safeParse(body);
    if (click.success)
      await polls.closeWished({ pollId: click.data.actions[0].value, personId: click.data.user.id });
    await ack();
  });
}
