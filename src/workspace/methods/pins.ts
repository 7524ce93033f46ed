// pins.*: what stands on top of a channel for everyone in it.
import { z } from 'zod';
import { defineMethod, readableChannel, stamp, writableChannel, type Method, type World } from '../method.ts';
import type { Json, Message } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { toSlackMessage } from '../shapes.ts';

const MOST_PINS = 100;
const target = z.object({ channel: z.string(), timestamp: stamp.optional() });

export function pinMethods(world: World): Method[] {
  const { state } = world;

  function pinnedIn(channel: string): Message[] {
    return state.messages(channel).filter(({ pinned }) => pinned !== undefined);
  }

  function findMessage({ channel, timestamp }: z.infer<typeof target>): Message {
    const { id } = writableChannel(world, channel);
    if (timestamp === undefined) throw new Refusal('no_item_specified');
    if (!/^\d+\.\d{6}$/u.test(timestamp)) throw new Refusal('bad_timestamp');
    const message = state.message(id, timestamp);
    if (message === undefined || message.subtype === 'tombstone') throw new Refusal('message_not_found');
    return message;
  }

  return [
    defineMethod({
      name: 'pins.add',
      scopes: ['pins:write'],
      limit: 'tier2',
      args: target,
      run(args) {
        const previous = findMessage(args);
        if (previous.pinned !== undefined) throw new Refusal('already_pinned');
        if (previous.subtype?.startsWith('channel_') === true) throw new Refusal('not_pinnable');
        if (pinnedIn(previous.channel).length >= MOST_PINS) throw new Refusal('too_many_pins');
        const pinned = { by: state.bot.userId, atSeconds: Math.floor(state.nowMs() / 1000) };
        state.commit({ kind: 'message_changed', message: { ...previous, pinned }, previous, cause: 'pin' });
        return {};
      },
    }),
    defineMethod({
      name: 'pins.remove',
      scopes: ['pins:write'],
      limit: 'tier2',
      args: target,
      run(args) {
        const previous = findMessage(args);
        const { pinned, ...message } = previous;
        if (pinned === undefined) throw new Refusal('no_pin');
        state.commit({ kind: 'message_changed', message, previous, cause: 'pin' });
        return {};
      },
    }),
    defineMethod({
      name: 'pins.list',
      scopes: ['pins:read'],
      limit: 'tier2',
      args: z.object({ channel: z.string() }),
      run({ channel }) {
        const { id } = readableChannel(world, channel, 'read');
        return {
          items: pinnedIn(id).map((message) => ({
            type: 'message',
            channel: id,
            created: message.pinned?.atSeconds ?? 0,
            created_by: message.pinned?.by ?? '',
            message: withoutReaders(toSlackMessage(message, world.shape)),
          })),
        };
      },
    }),
  ];
}

/** Neither who follows a thread nor who changed it is told here. */
function withoutReaders({ subscribed: _subscribed, edited: _edited, ...message }: Json): Json {
  return message;
}
