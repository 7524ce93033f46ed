// agents.sessions.*: what an agent is doing in a thread, and the bridge from the older assistant.threads.*.
import { z } from 'zod';
import { defineMethod, json, stamp, writableChannel, type Method, type World } from '../method.ts';
import type { Json, Session } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { rootOf } from './chat.ts';

const TITLE_CHARS = 200;
const PROCESSING_MS = 3_600_000;

export const SessionStatus = z.enum(['active', 'processing', 'suspended', 'closed']);

export function agentMethods(world: World): Method[] {
  return [setStatus(world), rename(world), ...legacy(world)];
}

function setStatus(world: World): Method {
  return defineMethod({
    name: 'agents.sessions.setStatus',
    scopes: ['chat:write'],
    limit: 'tier3',
    args: z.object({
      channel_id: z.string(),
      status: SessionStatus,
      thread_ts: stamp.optional(),
      title: z.string().max(TITLE_CHARS).optional(),
      initiator_user_id: z.string().optional(),
    }),
    run(args) {
      const place = sessionPlace(world, args);
      const { initiator_user_id: initiator } = args;
      if (initiator !== undefined && world.state.person(initiator) === undefined)
        throw new Refusal('user_not_found');
      const session = putSession(world, { ...place, status: args.status, title: args.title });
      return {
        status: session.status,
        agent_status: session.status,
        title: session.title,
        ...toWarning(world, session),
      };
    },
  });
}

function rename(world: World): Method {
  return defineMethod({
    name: 'agents.sessions.rename',
    scopes: ['chat:write'],
    limit: 'tier3',
    args: z.object({
      channel_id: z.string(),
      thread_ts: stamp.optional(),
      title: z.string().min(1).max(TITLE_CHARS),
    }),
    run(args) {
      const place = sessionPlace(world, args);
      const known = world.state.session(place.channel, place.threadTs);
      const session: Session = known ?? {
        ...place,
        status: 'active',
        title: '',
        setMs: world.clock.now().getTime(),
      };
      world.state.commit({ kind: 'session_changed', session: { ...session, title: args.title } });
      return { title: args.title };
    },
  });
}

/** The older methods still work: a text means processing, an empty one means active. */
function legacy(world: World): Method[] {
  const thread = { channel_id: z.string(), thread_ts: stamp };
  return [
    defineMethod({
      name: 'assistant.threads.setStatus',
      scopes: ['assistant:write', 'chat:write'],
      limit: 'tier3',
      args: z.object({ ...thread, status: z.string() }),
      run(args) {
        putSession(world, {
          ...sessionPlace(world, args),
          status: args.status === '' ? 'active' : 'processing',
        });
        return {};
      },
    }),
    defineMethod({
      name: 'assistant.threads.setTitle',
      scopes: ['assistant:write'],
      limit: 'tier3',
      args: z.object({ ...thread, title: z.string().min(1) }),
      run(args) {
        const place = sessionPlace(world, args);
        const status = world.state.session(place.channel, place.threadTs)?.status ?? 'active';
        putSession(world, { ...place, status, title: args.title });
        return {};
      },
    }),
    defineMethod({
      name: 'assistant.threads.setSuggestedPrompts',
      scopes: ['assistant:write'],
      limit: 'tier3',
      args: z.object({
        channel_id: z.string(),
        thread_ts: stamp.optional(),
        title: z.string().optional(),
        prompts: json(
          z
            .array(z.object({ title: z.string(), message: z.string() }))
            .min(1)
            .max(4),
        ),
      }),
      run(args) {
        if (!world.grants.isAgent) throw new Refusal('feature_disabled');
        const { id: channel } = writableChannel(world, args.channel_id);
        const { title, prompts, thread_ts: threadTs } = args;
        world.state.commit({ kind: 'prompts_set', prompts: { channel, threadTs, title, prompts } });
        return {};
      },
    }),
  ];
}

function sessionPlace(world: World, args: { channel_id: string; thread_ts?: string | undefined }) {
  if (!world.grants.isAgent) throw new Refusal('feature_disabled');
  const channel = writableChannel(world, args.channel_id);
  if (args.thread_ts === undefined) throw new Refusal('thread_ts_required');
  return { channel: channel.id, threadTs: rootOf(world, channel.id, args.thread_ts) };
}

interface SessionWish {
  readonly channel: string;
  readonly threadTs: string;
  readonly status: Session['status'];
  readonly title?: string | undefined;
}

/** The title counts only for a session that is new. */
export function putSession({ state, clock }: World, wish: SessionWish): Session {
  const known = state.session(wish.channel, wish.threadTs);
  const title = known?.title ?? wish.title ?? '';
  const session: Session = { ...wish, title, setMs: clock.now().getTime() };
  state.commit({ kind: 'session_changed', session });
  return session;
}

function toWarning({ grants }: World, session: Session): Json {
  if (session.status !== 'processing' || grants.hasEvent('agent_session_stopped')) return {};
  const warning = 'missing_agent_session_stopped_event_subscription';
  return { warning, response_metadata: { warnings: [warning] } };
}

/** `processing` that nobody renews for an hour becomes `active`. */
export function lapseSessions({ state, clock }: Pick<World, 'state' | 'clock'>, signal: AbortSignal): void {
  const watch = async (session: Session): Promise<void> => {
    const leftMs = session.setMs + PROCESSING_MS - clock.now().getTime();
    if (leftMs > 0) await clock.sleep(leftMs, signal);
    const current = state.session(session.channel, session.threadTs);
    if (signal.aborted || current?.status !== 'processing' || current.setMs !== session.setMs) return;
    state.commit({ kind: 'session_changed', session: { ...current, status: 'active' } });
  };
  const look = (session: Session): void => {
    if (session.status === 'processing') void watch(session);
  };
  for (const session of state.sessions()) look(session);
  state.subscribe((change) => {
    if (change.kind === 'session_changed') look(change.session);
  });
}
