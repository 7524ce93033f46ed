// chat.*: the app says something, changes it, takes it back.
import { z } from 'zod';
import { contentArgs, toMetadata, toSaid } from '../content.ts';
import {
  defineMethod,
  findChannel,
  flag,
  ownMessage,
  stamp,
  writableChannel,
  type Method,
  type World,
} from '../method.ts';
import type { Message } from '../model.ts';
import { openIm } from '../places.ts';
import { Refusal } from '../refusal.ts';
import { toSlackMessage } from '../shapes.ts';

const UPDATE_CHARS = 4000;

export function chatMethods(world: World): Method[] {
  return [post(world), update(world), remove(world), ephemeral(world), permalink(world)];
}

function post(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'chat.postMessage',
    scopes: ['chat:write'],
    limit: 'post',
    args: z.object({
      channel: z.string(),
      ...contentArgs,
      thread_ts: stamp.optional(),
      reply_broadcast: flag.optional(),
      username: z.string().optional(),
      icon_emoji: z.string().optional(),
      icon_url: z.string().optional(),
    }),
    run(args) {
      const channel = writableChannel(world, toChannelId(world, args.channel));
      const threadTs = args.thread_ts === undefined ? undefined : rootOf(world, channel.id, args.thread_ts);
      const said = toSaid(args, state);
      const isCustom =
        args.username !== undefined || args.icon_emoji !== undefined || args.icon_url !== undefined;
      if (isCustom) world.grants.need(['chat:write.customize']);
      const isBroadcast = threadTs !== undefined && args.reply_broadcast === true;
      const message: Message = {
        channel: channel.id,
        ts: state.nextTs(),
        user: state.bot.userId,
        botId: state.bot.botId,
        ...said,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(isBroadcast ? { isBroadcast, subtype: 'thread_broadcast' } : {}),
        ...(args.username === undefined ? {} : { username: args.username }),
        ...(args.icon_emoji === undefined ? {} : { icons: { emoji: args.icon_emoji } }),
      };
      state.commit({ kind: 'message_posted', message });
      return { channel: channel.id, ts: message.ts, message: toSlackMessage(message, world.shape) };
    },
  });
}

function update(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'chat.update',
    scopes: ['chat:write'],
    limit: 'tier3',
    args: z.object({ channel: z.string(), ts: stamp, ...contentArgs }),
    run(args) {
      const channel = writableChannel(world, args.channel);
      const previous = ownMessage(world, {
        channel: channel.id,
        ts: args.ts,
        refusal: 'cant_update_message',
      });
      if (previous.stream?.state === 'in_progress') throw new Refusal('streaming_state_conflict');
      if ((args.text ?? '').length > UPDATE_CHARS) throw new Refusal('msg_too_long');
      const { metadata: sent, ...content } = args;
      const { blocks, attachments, text } = toSaid(content, state);
      // Left out, metadata stays; an empty object removes it.
      const isRemoved = typeof sent === 'object' && sent !== null && Object.keys(sent).length === 0;
      const metadata = sent === undefined ? previous.metadata : isRemoved ? undefined : toMetadata(sent);
      const edited = { user: state.bot.userId, ts: state.nextTs() };
      const message: Message = {
        ...previous,
        text,
        blocks,
        attachments,
        metadata,
        // An update with blocks does not show as edited.
        edited: args.blocks === undefined ? edited : previous.edited,
      };
      state.commit({ kind: 'message_changed', message, previous, cause: 'edit' });
      return { channel: channel.id, ts: message.ts, text, message: toSlackMessage(message, world.shape) };
    },
  });
}

function remove(world: World): Method {
  return defineMethod({
    name: 'chat.delete',
    scopes: ['chat:write'],
    limit: 'tier3',
    args: z.object({ channel: z.string(), ts: stamp }),
    run(args) {
      const channel = writableChannel(world, args.channel);
      const previous = ownMessage(world, {
        channel: channel.id,
        ts: args.ts,
        refusal: 'cant_delete_message',
      });
      if (previous.stream?.state === 'in_progress') throw new Refusal('cant_delete_message');
      removeMessage(world, previous);
      return { channel: channel.id, ts: previous.ts };
    },
  });
}

/** A root with replies leaves a stone where it stood; anything else is gone. */
export function removeMessage({ state }: Pick<World, 'state'>, previous: Message): void {
  if (state.replies(previous.channel, previous.ts).length === 0)
    return state.commit({ kind: 'message_deleted', previous });
  const message: Message = {
    channel: previous.channel,
    ts: previous.ts,
    threadTs: previous.ts,
    user: 'USLACKBOT',
    subtype: 'tombstone',
    text: 'This message was deleted.',
  };
  state.commit({ kind: 'message_changed', message, previous, cause: 'tombstone' });
}

function ephemeral(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'chat.postEphemeral',
    scopes: ['chat:write'],
    limit: 'tier4',
    args: z.object({ channel: z.string(), user: z.string(), ...contentArgs, thread_ts: stamp.optional() }),
    run(args) {
      const channel = writableChannel(world, args.channel);
      if (!channel.members.includes(args.user)) throw new Refusal('user_not_in_channel');
      const ts = state.nextTs();
      const threadTs = args.thread_ts;
      const said = toSaid(args, state);
      const author = { user: state.bot.userId, botId: state.bot.botId };
      const place = { channel: channel.id, ts, ...(threadTs === undefined ? {} : { threadTs }) };
      const message: Message = { ...place, ...author, ...said };
      world.interactivity.rememberEphemeral(message);
      state.commit({ kind: 'ephemeral_posted', message, to: args.user });
      return { message_ts: ts };
    },
  });
}

function permalink(world: World): Method {
  return defineMethod({
    name: 'chat.getPermalink',
    limit: 'none',
    args: z.object({ channel: z.string(), message_ts: stamp }),
    run(args) {
      const channel = findChannel(world, args.channel);
      const message = world.state.message(channel.id, args.message_ts);
      if (message === undefined) throw new Refusal('message_not_found');
      const { threadTs } = message;
      const thread =
        threadTs === undefined || threadTs === message.ts ? '' : `?thread_ts=${threadTs}&cid=${channel.id}`;
      const link = `${world.shape.origin()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
      return { channel: channel.id, permalink: link };
    },
  });
}

/** A post may name a channel by its id, by #name, or by a person: then it is the direct message with them. */
/** A person stands for the direct message with them, which is opened when there is none yet. */
function toChannelId({ state }: World, named: string): string {
  const byName = state.channels().find(({ kind, name }) => kind !== 'im' && `#${name}` === named);
  if (byName !== undefined) return byName.id;
  const isPerson = state.person(named) !== undefined && named !== state.bot.userId;
  return isPerson ? (state.imOf(named) ?? openIm(state, [named, state.bot.userId])).id : named;
}

/** The root of a thread, also when a reply of it was named. */
export function rootOf({ state }: World, channel: string, threadTs: string): string {
  const message = state.message(channel, threadTs);
  if (message === undefined) throw new Refusal('thread_not_found');
  return message.threadTs ?? message.ts;
}
