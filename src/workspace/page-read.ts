// What the page reads: who and what there is, and what was said.
import { z } from 'zod';
import type { Offer } from './grants.ts';
import { isInChannel } from './methods/conversations.ts';
import type { Json, Prompts } from './model.ts';
import { place, viewerOf, type PageParts, type Route } from './page-route.ts';
import type { Bootstrap, PageApp, PagePrompts } from './page-wire.ts';
import { toChannel } from './people-places.ts';
import { Refusal } from './refusal.ts';
import { toPageChannel, toPagePerson, toPageSession, toPageView, toSlackMessage } from './shapes.ts';

const HISTORY_LIMIT = 50;

export function readRoutes(parts: PageParts): Readonly<Record<string, Route>> {
  const { state } = parts.shape;
  const toMessage = (message: Parameters<typeof toSlackMessage>[0]): Json =>
    toSlackMessage(message, parts.shape);
  return {
    'GET bootstrap': ({ query }) => toBootstrap(parts, viewerOf(parts, query['as'] ?? firstPerson(parts))),
    'GET messages'({ query }) {
      const asked = z
        .object({ ...place, before: z.string().optional(), limit: z.coerce.number().optional() })
        .parse(query);
      const channel = toChannel(state, asked.channel, viewerOf(parts, asked.as));
      const { before = '9', limit = HISTORY_LIMIT } = asked;
      const said = state
        .messages(channel.id)
        .filter((message) => isInChannel(message) && message.ts < before);
      return { messages: said.slice(-limit).map(toMessage), hasMore: said.length > limit };
    },
    'GET thread'({ query }) {
      const asked = z.object({ ...place, ts: z.string() }).parse(query);
      const channel = toChannel(state, asked.channel, viewerOf(parts, asked.as));
      const root = state.message(channel.id, asked.ts);
      if (root === undefined) throw new Refusal('thread_not_found');
      return { messages: [root, ...state.replies(channel.id, root.ts)].map(toMessage) };
    },
    'GET panel': async ({ query }) => {
      const asked = z.object({ ...place, id: z.string() }).parse(query);
      const channel = toChannel(state, asked.channel, viewerOf(parts, asked.as));
      const source = parts.panels.find(({ id }) => id === asked.id);
      if (source === undefined) throw new Refusal('unknown_panel');
      const ask = { teamId: state.team.id, channelId: channel.id, now: parts.clock.now() };
      return { panel: await source.look(ask) };
    },
    'GET faults': () => ({ faults: parts.faults.describe() }),
  };
}

const firstPerson = ({ shape }: PageParts): string | undefined =>
  shape.state.people().find(({ isBot }) => !isBot)?.id;

function toBootstrap({ shape, grants, clock, notices, panels, modals }: PageParts, as: string): Bootstrap {
  const { state } = shape;
  const people = state.people().map((person) => toPagePerson(person, state.nowMs()));
  const [me] = people.filter(({ id }) => id === as);
  if (me === undefined) throw new Refusal('user_not_found');
  const seen = state.channels().filter(({ kind, members }) => kind === 'channel' || members.includes(as));
  const isSeen = ({ channel }: { channel: string }): boolean => seen.some(({ id }) => id === channel);
  const { userId, name, displayName } = state.bot;
  const home = state.homeOf(as);
  return {
    ok: true,
    team: state.team,
    me,
    people,
    userGroups: state.userGroups(),
    channels: seen.map((channel) => toPageChannel(channel, { bot: userId, me: as })),
    app: { userId, name, displayName, ...toOffer(grants.offer) },
    sessions: state
      .sessions()
      .filter(isSeen)
      .map((session) => toPageSession(session, grants.hasEvent('agent_session_stopped'))),
    prompts: state.prompts().filter(isSeen).map(toPagePrompts),
    modals: modals.of(as).map(toPageView),
    ...(home === undefined ? {} : { home: toPageView(home) }),
    notices,
    panels: panels.map(({ id, title }) => ({ id, title })),
    now: clock.now().toISOString(),
  };
}

function toOffer(
  offer: Offer | undefined,
): Pick<PageApp, 'hasHome' | 'commands' | 'shortcuts' | 'functions'> {
  return {
    hasHome: offer?.hasHome ?? true,
    commands: (offer?.commands ?? []).map(({ command, description, usage_hint: usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    shortcuts: offer?.shortcuts ?? [],
    functions: Object.entries(offer?.steps ?? {}).map(([id, step]) => ({
      callback_id: id,
      title: step.title,
      inputs: Object.entries(step.input_parameters).map(([name, { type, is_required: isRequired }]) => ({
        name,
        type,
        isRequired,
      })),
    })),
  };
}

function toPagePrompts({ channel, threadTs, title, prompts }: Prompts): PagePrompts {
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  return { channel, prompts, ...thread, ...(title === undefined ? {} : { title }) };
}
