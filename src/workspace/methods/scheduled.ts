// chat.scheduleMessage and its like: what the app will say later, by the workspace's clock.
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { newId } from '../../base/id.ts';
import { contentArgs, toSaid } from '../content.ts';
import { count, defineMethod, flag, stamp, writableChannel, type Method, type World } from '../method.ts';
import type { Message, Scheduled } from '../model.ts';
import { byId, paginate } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import { rootOf } from './chat.ts';
import { paging } from './conversations.ts';

const FURTHEST_SECONDS = 120 * 86_400;

export function scheduledMethods(world: World): Method[] {
  return [schedule(world), remove(world), list(world)];
}

function schedule(world: World): Method {
  const { state, clock } = world;
  return defineMethod({
    name: 'chat.scheduleMessage',
    scopes: ['chat:write'],
    limit: 'tier3',
    args: z.object({
      channel: z.string(),
      post_at: count,
      ...contentArgs,
      thread_ts: stamp.optional(),
      reply_broadcast: flag.optional(),
    }),
    run(args) {
      const channel = writableChannel(world, args.channel);
      const nowSeconds = clock.now().getTime() / 1000;
      if (args.post_at <= nowSeconds) throw new Refusal('time_in_past');
      if (args.post_at > nowSeconds + FURTHEST_SECONDS) throw new Refusal('time_too_far');
      const threadTs = args.thread_ts === undefined ? undefined : rootOf(world, channel.id, args.thread_ts);
      const message: Message = {
        channel: channel.id,
        ts: '',
        user: state.bot.userId,
        botId: state.bot.botId,
        ...toSaid(args, state),
        ...(threadTs === undefined ? {} : { threadTs }),
      };
      const id = `Q${newId().replaceAll('-', '').slice(0, 10).toUpperCase()}`;
      state.commit({ kind: 'scheduled', scheduled: { id, postAtSeconds: args.post_at, message } });
      const { text, blocks } = message;
      return {
        channel: channel.id,
        scheduled_message_id: id,
        post_at: args.post_at,
        message: { type: 'delayed_message', text, user: state.bot.userId, bot_id: state.bot.botId, blocks },
      };
    },
  });
}

function remove(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'chat.deleteScheduledMessage',
    scopes: ['chat:write'],
    limit: 'tier3',
    args: z.object({ channel: z.string(), scheduled_message_id: z.string() }),
    run(args) {
      const found = state
        .scheduled()
        .find(({ id, message }) => id === args.scheduled_message_id && message.channel === args.channel);
      if (found === undefined) throw new Refusal('invalid_scheduled_message_id');
      state.commit({ kind: 'unscheduled', scheduled: found });
      return {};
    },
  });
}

function list({ state }: World): Method {
  return defineMethod({
    name: 'chat.scheduledMessages.list',
    limit: 'tier3',
    args: z.object({ channel: z.string().optional(), ...paging }),
    run(args) {
      const waiting = state
        .scheduled()
        .filter(({ message }) => args.channel === undefined || message.channel === args.channel);
      const page = paginate(waiting, { ...args, fallback: 100, most: 1000, ...byId });
      return {
        scheduled_messages: page.items.map(({ id, postAtSeconds, message }) => ({
          id,
          channel_id: message.channel,
          post_at: postAtSeconds,
          text: message.text,
        })),
        response_metadata: { next_cursor: page.nextCursor },
      };
    },
  });
}

/** Says each when its time has come, also what came due while nothing ran. */
export function sayScheduled({ state, clock }: { state: State; clock: Clock }, signal: AbortSignal): void {
  const watch = async (scheduled: Scheduled): Promise<void> => {
    const leftMs = scheduled.postAtSeconds * 1000 - clock.now().getTime();
    if (leftMs > 0) await clock.sleep(leftMs, signal);
    const isStill = state.scheduled().some(({ id }) => id === scheduled.id);
    if (signal.aborted || !isStill) return;
    state.commit({ kind: 'unscheduled', scheduled });
    state.commit({ kind: 'message_posted', message: { ...scheduled.message, ts: state.nextTs() } });
  };
  for (const scheduled of state.scheduled()) void watch(scheduled);
  state.subscribe((change) => {
    if (change.kind === 'scheduled') void watch(change.scheduled);
  });
}
