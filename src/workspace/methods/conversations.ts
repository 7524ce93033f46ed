// conversations.*: what was said, where, and who is there, a page at a time.
import { z } from 'zod';
import {
  count,
  defineMethod,
  findChannel,
  flag,
  readableChannel,
  stamp,
  type Method,
  type World,
} from '../method.ts';
import type { Channel, Json, Message } from '../model.ts';
import { byId, paginate } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import { toSlackChannel, toSlackMessage } from '../shapes.ts';
import { isTooMany, openIm, openMpim } from '../places.ts';
import { putMember } from '../people-places.ts';

export const paging = { cursor: z.string().optional(), limit: count.optional() };
const span = {
  oldest: stamp.optional(),
  latest: stamp.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
};
const HISTORY_SCOPES = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const READ_SCOPES = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

export function conversationMethods(world: World): Method[] {
  return [history(world), replies(world), info(world), list(world), members(world), open(world), join(world)];
}

function history(world: World): Method {
  return defineMethod({
    name: 'conversations.history',
    scopes: HISTORY_SCOPES,
    limit: 'tier3',
    args: z.object({ channel: z.string(), ...paging, ...span }),
    run(args) {
      const channel = readableChannel(world, args.channel, 'history');
      const said = world.state
        .messages(channel.id)
        .filter((message) => isInChannel(message) && isWithin(message, args))
        .toReversed();
      const page = paginate(said, {
        ...args,
        fallback: 100,
        most: 999,
        starts: ({ ts }, key) => ts <= key,
        keyOf: ({ ts }) => ts,
      });
      return {
        messages: page.items.map((message) => toRead(world, message, args.include_all_metadata)),
        has_more: page.hasMore,
        pin_count: 0,
        channel_actions_ts: null,
        channel_actions_count: 0,
        response_metadata: { next_cursor: page.nextCursor },
      };
    },
  });
}

/** The root comes first on every page, whatever the bounds; replies follow, oldest first. */
function replies(world: World): Method {
  return defineMethod({
    name: 'conversations.replies',
    scopes: HISTORY_SCOPES,
    limit: 'tier3',
    args: z.object({ channel: z.string(), ts: stamp, ...paging, ...span }),
    run(args) {
      const channel = readableChannel(world, args.channel, 'history');
      const root = world.state.message(channel.id, args.ts);
      if (root === undefined) throw new Refusal('thread_not_found');
      const said = world.state.replies(channel.id, root.ts).filter((message) => isWithin(message, args));
      const page = paginate(said, {
        ...args,
        fallback: 1000,
        most: 1000,
        starts: ({ ts }, key) => ts >= key,
        keyOf: ({ ts }) => ts,
      });
      return {
        messages: [root, ...page.items].map((message) => toRead(world, message, args.include_all_metadata)),
        has_more: page.hasMore,
        response_metadata: { next_cursor: page.nextCursor },
      };
    },
  });
}

export const isInChannel = (message: Message): boolean =>
  message.threadTs === undefined || message.threadTs === message.ts || message.isBroadcast === true;

interface Span {
  readonly oldest?: string | undefined;
  readonly latest?: string | undefined;
  readonly inclusive?: boolean | undefined;
}

function isWithin({ ts }: Message, { oldest, latest, inclusive = false }: Span): boolean {
  const at = Number(ts);
  if (oldest !== undefined && (inclusive ? at < Number(oldest) : at <= Number(oldest))) return false;
  return latest === undefined || (inclusive ? at <= Number(latest) : at < Number(latest));
}

function toRead(world: World, message: Message, withMetadata = false): Json {
  const said = toSlackMessage(message, world.shape);
  return withMetadata && message.metadata !== undefined ? { ...said, metadata: message.metadata } : said;
}

function info(world: World): Method {
  return defineMethod({
    name: 'conversations.info',
    scopes: READ_SCOPES,
    limit: 'tier3',
    args: z.object({ channel: z.string(), include_num_members: flag.optional() }),
    run(args) {
      const channel = readableChannel(world, args.channel, 'read');
      const members = args.include_num_members === true ? { num_members: channel.members.length } : {};
      return { channel: { ...toSlackChannel(channel, world.state), ...members } };
    },
  });
}

const TYPE_OF = { channel: 'public_channel', group: 'private_channel', im: 'im', mpim: 'mpim' } as const;

/** Each type wants its own scope; a type that does not exist is refused. */
export function typeFilter(world: World, sent: string): (channel: Channel) => boolean {
  const types = sent.split(',').map((type) => type.trim());
  for (const type of types) {
    const kind = Object.entries(TYPE_OF).find(([, name]) => name === type)?.[0];
    if (kind === undefined) throw new Refusal('invalid_types');
    world.grants.need([kind === 'im' || kind === 'mpim' ? `${kind}:read` : `${kind}s:read`]);
  }
  return ({ kind }) => types.includes(TYPE_OF[kind]);
}

function list(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'conversations.list',
    scopes: READ_SCOPES,
    limit: 'tier2',
    args: z.object({
      types: z.string().default('public_channel'),
      exclude_archived: flag.optional(),
      ...paging,
    }),
    run(args) {
      const isOfType = typeFilter(world, args.types);
      const isSeen = (channel: Channel): boolean =>
        isOfType(channel) &&
        (channel.kind === 'channel' || channel.members.includes(state.bot.userId)) &&
        !(args.exclude_archived === true && channel.isArchived === true);
      const page = paginate(state.channels().filter(isSeen), { ...args, fallback: 100, most: 1000, ...byId });
      return {
        channels: page.items.map((channel) => ({
          ...toSlackChannel(channel, state),
          ...(channel.kind === 'im' ? {} : { num_members: channel.members.length }),
        })),
        response_metadata: { next_cursor: page.nextCursor },
      };
    },
  });
}

function members(world: World): Method {
  return defineMethod({
    name: 'conversations.members',
    scopes: READ_SCOPES,
    limit: 'tier4',
    args: z.object({ channel: z.string(), ...paging }),
    run(args) {
      const channel = readableChannel(world, args.channel, 'read');
      const page = paginate(channel.members, {
        ...args,
        fallback: 100,
        most: 1000,
        starts: (id, key) => id === key,
        keyOf: (id) => id,
      });
      return { members: page.items, response_metadata: { next_cursor: page.nextCursor } };
    },
  });
}

function open(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'conversations.open',
    scopes: ['im:write', 'mpim:write'],
    limit: 'tier3',
    args: z.object({
      channel: z.string().optional(),
      users: z.string().optional(),
      return_im: flag.optional(),
    }),
    run(args) {
      if (args.channel !== undefined) return { channel: { id: findChannel(world, args.channel).id } };
      const users = (args.users ?? '').split(',').filter((id) => id !== '');
      const [user] = users;
      if (user === undefined) throw new Refusal('users_list_not_supplied');
      if (users.some((id) => state.person(id) === undefined)) throw new Refusal('user_not_found');
      const members = [...users, state.bot.userId];
      if (isTooMany(members)) throw new Refusal('too_many_users');
      world.grants.need([users.length > 1 ? 'mpim:write' : 'im:write']);
      const before = new Set(state.channels().map(({ id }) => id));
      const channel =
        users.length > 1
          ? openMpim(state, members)
          : (state.imOf(user) ?? openIm(state, [user, state.bot.userId]));
      const already = before.has(channel.id) ? { no_op: true, already_open: true } : {};
      return {
        ...already,
        channel: args.return_im === true ? toSlackChannel(channel, state) : { id: channel.id },
      };
    },
  });
}

function join(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'conversations.join',
    scopes: ['channels:join'],
    limit: 'tier3',
    args: z.object({ channel: z.string() }),
    run(args) {
      const channel = findChannel(world, args.channel);
      if (channel.kind !== 'channel') throw new Refusal('method_not_supported_for_channel_type');
      if (channel.members.includes(state.bot.userId))
        return { channel: toSlackChannel(channel, state), warning: 'already_in_channel' };
      if (channel.isArchived === true) throw new Refusal('is_archived');
      putMember(state, channel, { user: state.bot.userId });
      return { channel: toSlackChannel(state.channel(channel.id) ?? channel, state) };
    },
  });
}
