// What a response_url does with what is posted to it: say more, change the message that was used, or remove it.
import { z } from 'zod';
import { contentArgs, toSaid } from './content.ts';
import { flag } from './method.ts';
import type { Message } from './model.ts';
import type { State } from './state.ts';

export interface ResponsePlace {
  readonly message: Message;
  readonly user: string;
  readonly isEphemeral: boolean;
}

const Response = z.object({
  ...contentArgs,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
});

/** Throws a Refusal for content that Slack would refuse. */
export function respondTo(
  { message: original, user, isEphemeral }: ResponsePlace,
  body: unknown,
  state: State,
): void {
  const response = Response.parse(body);
  const current = state.message(original.channel, original.ts);
  if (response.delete_original) {
    if (current !== undefined) state.commit({ kind: 'message_deleted', previous: current });
    return;
  }
  const said = toSaid(response, state);
  if (response.replace_original && current !== undefined) {
    const message: Message = { ...current, blocks: undefined, ...said };
    state.commit({ kind: 'message_changed', message, previous: current, cause: 'edit' });
    return;
  }
  const author = { user: state.bot.userId, botId: state.bot.botId };
  const threadTs = response.thread_ts;
  const thread = threadTs === undefined ? {} : { threadTs };
  const message: Message = { channel: original.channel, ts: state.nextTs(), ...author, ...said, ...thread };
  // Without the original on the server, as with ephemeral messages, a replacement is a new ephemeral one.
  const isPublic = response.response_type === 'in_channel' && !(isEphemeral && response.replace_original);
  if (isPublic) state.commit({ kind: 'message_posted', message });
  else state.commit({ kind: 'ephemeral_posted', message, to: user });
}
