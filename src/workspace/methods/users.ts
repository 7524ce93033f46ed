// Who is who: users.*, usergroups.*, bots.info, team.info, auth.test.
import { z } from 'zod';
import { count, defineMethod, flag, type Method, type World } from '../method.ts';
import { byId, paginate } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import type { Channel } from '../model.ts';
import { toSlackChannel } from '../shapes.ts';
import { toSlackUser } from '../user-shape.ts';
import { paging, typeFilter } from './conversations.ts';

export function userMethods(world: World): Method[] {
  return [
    apiTest(),
    authTest(world),
    info(world),
    list(world),
    conversations(world),
    groupList(world),
    groupUsers(world),
    botInfo(world),
    teamInfo(world),
  ];
}

function authTest({ state, shape }: World): Method {
  const { team, bot } = state;
  return defineMethod({
    name: 'auth.test',
    limit: 'none',
    args: z.object({}),
    run: () => ({
      url: `${shape.origin()}/`,
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    }),
  });
}

function info({ state }: World): Method {
  return defineMethod({
    name: 'users.info',
    scopes: ['users:read'],
    limit: 'tier4',
    args: z.object({ user: z.string() }),
    run(args) {
      const person = state.person(args.user);
      if (person === undefined) throw new Refusal('user_not_found');
      return { user: toSlackUser(person, state) };
    },
  });
}

function list({ state }: World): Method {
  return defineMethod({
    name: 'users.list',
    scopes: ['users:read'],
    limit: 'tier2',
    args: z.object({ cursor: z.string().optional(), limit: count.optional() }),
    run(args) {
      const page = paginate(state.people(), { ...args, fallback: 1000, most: 1000, ...byId });
      return {
        members: page.items.map((person) => toSlackUser(person, state)),
        cache_ts: Math.floor(Number(state.nextTs())),
        response_metadata: { next_cursor: page.nextCursor },
      };
    },
  });
}

/** The places that someone is in, the app itself unless another is named. */
function conversations(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'users.conversations',
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    limit: 'tier3',
    args: z.object({
      user: z.string().optional(),
      types: z.string().default('public_channel'),
      exclude_archived: flag.optional(),
      ...paging,
    }),
    run(args) {
      const { user = state.bot.userId } = args;
      if (state.person(user) === undefined) throw new Refusal('user_not_found');
      const isOfType = typeFilter(world, args.types);
      const isIn = (channel: Channel): boolean =>
        isOfType(channel) &&
        channel.members.includes(user) &&
        (channel.kind === 'channel' || channel.members.includes(state.bot.userId)) &&
        !(args.exclude_archived === true && channel.isArchived === true);
      const page = paginate(state.channels().filter(isIn), { ...args, fallback: 100, most: 999, ...byId });
      return {
        // Whose channels these are was asked: whether the app is in them is not said.
        channels: page.items.map((channel) => {
          const { is_member: _own, ...shown } = toSlackChannel(channel, state);
          return shown;
        }),
        response_metadata: { next_cursor: page.nextCursor },
      };
    },
  });
}

function apiTest(): Method {
  return defineMethod({
    name: 'api.test',
    token: 'none',
    limit: 'tier4',
    args: z.looseObject({ error: z.string().optional() }),
    run({ error, ...args }) {
      if (error !== undefined) throw new Refusal(error, { args: { error, ...args } });
      return { args };
    },
  });
}

function groupList({ state }: World): Method {
  return defineMethod({
    name: 'usergroups.list',
    scopes: ['usergroups:read'],
    limit: 'tier2',
    args: z.object({
      include_users: flag.optional(),
      include_count: flag.optional(),
      include_disabled: flag.optional(),
    }),
    run: (args) => ({
      usergroups: state.userGroups().map((group) => ({
        id: group.id,
        team_id: state.team.id,
        is_usergroup: true,
        is_subteam: true,
        name: group.name,
        description: '',
        handle: group.handle,
        is_external: false,
        date_create: 0,
        date_update: 0,
        date_delete: 0,
        created_by: group.users[0] ?? state.bot.userId,
        updated_by: group.users[0] ?? state.bot.userId,
        deleted_by: null,
        prefs: { channels: [], groups: [] },
        ...(args.include_count === true ? { user_count: group.users.length } : {}),
        ...(args.include_users === true ? { users: group.users } : {}),
      })),
    }),
  });
}

function groupUsers({ state }: World): Method {
  return defineMethod({
    name: 'usergroups.users.list',
    scopes: ['usergroups:read'],
    limit: 'tier2',
    args: z.object({ usergroup: z.string() }),
    run(args) {
      const group = state.userGroup(args.usergroup);
      if (group === undefined) throw new Refusal('no_such_subteam');
      return { users: group.users };
    },
  });
}

function botInfo({ state }: World): Method {
  const { bot } = state;
  return defineMethod({
    name: 'bots.info',
    scopes: ['users:read'],
    limit: 'tier3',
    args: z.object({ bot: z.string().optional() }),
    run(args) {
      const id = args.bot ?? bot.botId;
      const person = state.botPerson(id);
      if (person === undefined) throw new Refusal('bot_not_found');
      const { displayName: name, appId = bot.appId, id: userId } = person;
      return { bot: { id, deleted: false, name, updated: 0, app_id: appId, user_id: userId, icons: {} } };
    },
  });
}

function teamInfo({ state, shape }: World): Method {
  const { id, name, domain } = state.team;
  return defineMethod({
    name: 'team.info',
    scopes: ['team:read'],
    limit: 'tier3',
    args: z.object({}),
    run: () => ({ team: { id, name, domain, email_domain: '', url: `${shape.origin()}/`, icon: {} } }),
  });
}
