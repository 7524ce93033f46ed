// conversations.* that change a place: make, name, fill, leave and close it. Longhand does not; other apps do.
import { z } from 'zod';
import { defineMethod, findChannel, flag, writableChannel, type Method, type World } from '../method.ts';
import type { Channel } from '../model.ts';
import {
  archiveChannel,
  createChannel,
  dropMember,
  putMember,
  renameChannel,
  setPurpose,
  setTopic,
  unarchiveChannel,
} from '../people-places.ts';
import { Refusal } from '../refusal.ts';
import { toSlackChannel } from '../shapes.ts';

const MANAGE = ['channels:manage', 'groups:write', 'im:write', 'mpim:write'];
const at = { channel: z.string() };

export function placeMethods(world: World): Method[] {
  return [create(world), invite(world), leave(world), ...wording(world), ...closing(world)];
}

/** Each kind of channel wants its own scope. */
function managed(world: World, channel: Channel): Channel {
  const scope = { channel: 'channels:manage', group: 'groups:write', im: 'im:write', mpim: 'mpim:write' }[
    channel.kind
  ];
  world.grants.need([scope]);
  return channel;
}

function create(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'conversations.create',
    scopes: MANAGE,
    limit: 'tier2',
    args: z.object({ name: z.string(), is_private: flag.optional() }),
    run({ name, is_private: isPrivate }) {
      world.grants.need([isPrivate === true ? 'groups:write' : 'channels:manage']);
      const channel = createChannel(state, { as: state.bot.userId, name, isPrivate });
      return { channel: toSlackChannel(channel, state) };
    },
  });
}

function invite(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'conversations.invite',
    scopes: MANAGE,
    limit: 'tier3',
    args: z.object({ ...at, users: z.string() }),
    run(args) {
      const channel = managed(world, writableChannel(world, args.channel));
      const users = args.users.split(',').filter((id) => id !== '');
      if (users.length === 0) throw new Refusal('no_user');
      if (users.includes(state.bot.userId)) throw new Refusal('cant_invite_self');
      if (users.some((id) => state.person(id) === undefined)) throw new Refusal('user_not_found');
      if (users.every((id) => channel.members.includes(id))) throw new Refusal('already_in_channel');
      for (const user of users)
        putMember(state, state.channel(channel.id) ?? channel, { user, inviter: state.bot.userId });
      return { channel: toSlackChannel(state.channel(channel.id) ?? channel, state) };
    },
  });
}

function leave(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'conversations.leave',
    scopes: MANAGE,
    limit: 'tier3',
    args: z.object(at),
    run(args) {
      const channel = managed(world, findChannel(world, args.channel));
      if (!channel.members.includes(state.bot.userId)) return { not_in_channel: true };
      if (channel.name === 'general') throw new Refusal('cant_leave_general');
      dropMember(state, channel, state.bot.userId);
      return {};
    },
  });
}

function wording(world: World): Method[] {
  const { state } = world;
  const user = state.bot.userId;
  return [
    defineMethod({
      name: 'conversations.setTopic',
      scopes: MANAGE,
      limit: 'tier2',
      args: z.object({ ...at, topic: z.string() }),
      run({ channel, topic }) {
        const changed = setTopic(state, managed(world, writableChannel(world, channel)), { user, topic });
        return { channel: toSlackChannel(changed, state) };
      },
    }),
    defineMethod({
      name: 'conversations.setPurpose',
      scopes: MANAGE,
      limit: 'tier2',
      args: z.object({ ...at, purpose: z.string() }),
      run({ channel, purpose }) {
        const changed = setPurpose(state, managed(world, writableChannel(world, channel)), { user, purpose });
        return { channel: toSlackChannel(changed, state) };
      },
    }),
    defineMethod({
      name: 'conversations.rename',
      scopes: MANAGE,
      limit: 'tier2',
      args: z.object({ ...at, name: z.string() }),
      run({ channel, name }) {
        const renamed = renameChannel(state, managed(world, writableChannel(world, channel)), { user, name });
        return { channel: toSlackChannel(renamed, state) };
      },
    }),
  ];
}

function closing(world: World): Method[] {
  const { state } = world;
  return [
    defineMethod({
      name: 'conversations.archive',
      scopes: MANAGE,
      limit: 'tier2',
      args: z.object(at),
      run(args) {
        const channel = managed(world, findChannel(world, args.channel));
        if (!channel.members.includes(state.bot.userId)) throw new Refusal('not_in_channel');
        archiveChannel(state, channel, state.bot.userId);
        return {};
      },
    }),
    defineMethod({
      name: 'conversations.unarchive',
      scopes: MANAGE,
      limit: 'tier2',
      args: z.object(at),
      run(args) {
        unarchiveChannel(state, managed(world, findChannel(world, args.channel)), state.bot.userId);
        return {};
      },
    }),
  ];
}
