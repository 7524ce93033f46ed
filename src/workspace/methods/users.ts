// Who is who: users.*, usergroups.*, bots.info, team.info, auth.test.
import { z } from 'zod';
import { count, defineMethod, type Method, type World } from '../method.ts';
import { byId, paginate } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import { toSlackUser } from '../shapes.ts';

export function userMethods(world: World): Method[] {
  return [authTest(world), info(world), list(world), groupUsers(), botInfo(world), teamInfo(world)];
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

/** Seeds have no user groups, so every id is unknown. */
function groupUsers(): Method {
  return defineMethod({
    name: 'usergroups.users.list',
    scopes: ['usergroups:read'],
    limit: 'tier2',
    args: z.object({ usergroup: z.string() }),
    run() {
      throw new Refusal('no_such_subteam');
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
      if (args.bot !== undefined && args.bot !== bot.botId) throw new Refusal('bot_not_found');
      const { botId: id, appId, userId, displayName: name } = bot;
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
