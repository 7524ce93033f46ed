// reactions.*: one name, many people, each once.
import { z } from 'zod';
import { defineMethod, stamp, type Method, type World } from '../method.ts';
import type { Message } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { toSlackMessage } from '../shapes.ts';
import type { State } from '../state.ts';

const target = { channel: z.string(), timestamp: stamp };
const EMOJI = /^[a-z0-9_+'-]+(?:::skin-tone-[2-6])?$/;

export function reactionMethods(world: World): Method[] {
  const { state } = world;
  const named = z.object({ ...target, name: z.string() });
  return [
    defineMethod({
      name: 'reactions.add',
      scopes: ['reactions:write'],
      limit: 'tier3',
      args: named,
      run(args) {
        react(state, { message: findMessage(world, args), name: args.name, user: state.bot.userId });
        return {};
      },
    }),
    defineMethod({
      name: 'reactions.remove',
      scopes: ['reactions:write'],
      limit: 'tier2',
      args: named,
      run(args) {
        unreact(state, { message: findMessage(world, args), name: args.name, user: state.bot.userId });
        return {};
      },
    }),
    defineMethod({
      name: 'reactions.get',
      scopes: ['reactions:read'],
      limit: 'tier3',
      args: z.object(target),
      run(args) {
        const message = findMessage(world, args);
        return { type: 'message', channel: message.channel, message: toSlackMessage(message, world.shape) };
      },
    }),
  ];
}

function findMessage(world: World, args: { channel: string; timestamp: string }): Message {
  const { state } = world;
  const channel = state.channel(args.channel);
  const isIn = channel?.members.includes(state.bot.userId) === true;
  if (channel === undefined || (channel.kind !== 'channel' && !isIn)) throw new Refusal('channel_not_found');
  const message = state.message(channel.id, args.timestamp);
  if (message === undefined || message.subtype === 'tombstone') throw new Refusal('message_not_found');
  return message;
}

interface Reacting {
  readonly message: Message;
  readonly name: string;
  readonly user: string;
}

/** The same for people and for the app. */
export function react(state: State, { message: previous, name, user }: Reacting): void {
  if (!EMOJI.test(name)) throw new Refusal('invalid_name');
  const old = previous.reactions ?? [];
  const users = old.find((reaction) => reaction.name === name)?.users ?? [];
  if (users.includes(user)) throw new Refusal('already_reacted');
  const reactions =
    users.length === 0
      ? [...old, { name, users: [user] }]
      : old.map((reaction) => (reaction.name === name ? { name, users: [...users, user] } : reaction));
  const message: Message = { ...previous, reactions };
  state.commit({ kind: 'message_changed', message, previous, cause: 'reaction' });
  state.commit({ kind: 'reaction_added', message, name, user });
}

export function unreact(state: State, { message: previous, name, user }: Reacting): void {
  const old = previous.reactions ?? [];
  if (old.find((reaction) => reaction.name === name)?.users.includes(user) !== true)
    throw new Refusal('no_reaction');
  const reactions = old
    .map((reaction) =>
      reaction.name === name ? { name, users: reaction.users.filter((other) => other !== user) } : reaction,
    )
    .filter(({ users }) => users.length > 0);
  const message: Message = { ...previous, reactions };
  state.commit({ kind: 'message_changed', message, previous, cause: 'reaction' });
  state.commit({ kind: 'reaction_removed', message, name, user });
}
