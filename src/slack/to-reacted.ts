// Slack's reaction events, and the reactions that stand with a message of its history, as what was done.
import { z } from 'zod';
import { sentAtOf, type MessageRef, type Reacted, type Reaction } from '../history/message.ts';
import type { Identity } from './identity.ts';

const Ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/);
const ReactionEvent = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: z.string().min(1),
  reaction: z.string().min(1),
  item: z.object({ type: z.literal('message'), channel: z.string().min(1), ts: Ts }),
  event_ts: Ts,
});
const Reactions = z.array(
  z.object({ name: z.string().min(1), users: z.array(z.string().min(1)), count: z.number().nullish() }),
);
const Holder = z.object({ ts: Ts, reactions: z.unknown().optional() });

/** Undefined for reactions on what is not a message. */
export function toReacted(event: unknown, self: Identity): Reacted | undefined {
  const parsed = ReactionEvent.safeParse(event);
  if (!parsed.success) return undefined;
  const { type, user, reaction, item, event_ts: at } = parsed.data;
  return {
    kind: 'reacted',
    ref: { teamId: self.teamId, channelId: item.channel, ts: item.ts },
    name: reaction,
    personId: user,
    change: type === 'reaction_added' ? 'added' : 'removed',
    at: sentAtOf(at),
  };
}

/** As they stand with a message of the history or of an export. */
export function toReactions(message: unknown): {
  readonly reactions: readonly Reaction[];
  readonly areAll: boolean;
} {
  const parsed = Reactions.safeParse(Holder.safeParse(message).data?.reactions ?? []);
  if (!parsed.success) return { reactions: [], areAll: false };
  return {
    reactions: parsed.data.map(({ name, users }) => ({ name, personIds: users })),
    // Slack may leave out some of many users, but always counts them.
    areAll: parsed.data.every(({ users, count }) => (count ?? users.length) === users.length),
  };
}

export function toReactionsSeen(
  message: unknown,
  channel: Omit<MessageRef, 'ts'>,
  seenAt: Date,
): Reacted | undefined {
  const { data } = Holder.safeParse(message);
  if (data === undefined) return undefined;
  return { kind: 'reactions-seen', ref: { ...channel, ts: data.ts }, seenAt, ...toReactions(message) };
}
