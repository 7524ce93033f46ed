// Which change is told to the app as which event, and in which envelope.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Delivery } from './delivery.ts';
import type { Grants } from './grants.ts';
import type { Change, Channel, Json, Message } from './model.ts';
import { toSlackMessage, toSlackUser, type ShapeContext } from './shapes.ts';
import { mentionsIn } from './text.ts';

interface EventDeps {
  readonly shape: ShapeContext;
  readonly grants: Grants;
  readonly delivery: Delivery;
  readonly clock: Clock;
}

/** Tells the app of every change that it is subscribed to and may see. */
export function publishEvents({ shape, grants, delivery, clock }: EventDeps): void {
  const { state } = shape;
  state.subscribe((change) => {
    for (const event of toEvents(change, { shape, grants })) delivery.publish(toPayload(event));
  });

  function toPayload(event: Json): Json & { event_id: string } {
    const { team, bot } = state;
    return {
      token: 'workspace-verification-token',
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: bot.appId,
      event,
      type: 'event_callback',
      event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
      event_time: Math.floor(clock.now().getTime() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: bot.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${randomBytes(9).toString('base64url')}`,
    };
  }
}

interface Ears {
  readonly shape: ShapeContext;
  readonly grants: Grants;
}

function toEvents(change: Change, ears: Ears): Json[] {
  const { state } = ears.shape;
  switch (change.kind) {
    case 'message_posted':
      return toPostedEvents(change.message, ears);
    case 'message_changed':
      return toChangedEvents(change, ears);
    case 'message_deleted':
      return hears(change.previous.channel, ears) ? [toDeleted(change.previous, ears)] : [];
    case 'reaction_added':
    case 'reaction_removed': {
      const { message, name, user } = change;
      if (!grantsEvent(change.kind, ears) || !hears(message.channel, ears, { anyEvent: true })) return [];
      const item = { type: 'message', channel: message.channel, ts: message.ts };
      return [
        { type: change.kind, user, reaction: name, item, item_user: message.user, event_ts: state.nextTs() },
      ];
    }
    case 'member_joined':
    case 'member_left':
      return toMembershipEvents(change, ears);
    case 'channel_renamed':
      return toRenameEvents(change.channel, ears);
    case 'person_changed': {
      if (!grantsEvent('user_change', ears)) return [];
      const eventTs = state.nextTs();
      const user = toSlackUser(change.person, state);
      return [{ type: 'user_change', user, cache_ts: Math.floor(Number(eventTs)), event_ts: eventTs }];
    }
    case 'session_stopped': {
      if (!ears.grants.hasEvent('agent_session_stopped')) return [];
      const { channel, threadTs } = change.session;
      const place = { channel, user: change.user, thread_ts: threadTs };
      return [
        {
          type: 'agent_session_stopped',
          ...place,
          streaming_message_ts: change.streams,
          event_ts: state.nextTs(),
        },
      ];
    }
    case 'home_opened': {
      if (!ears.grants.hasEvent('app_home_opened')) return [];
      const { user, channel, tab, view } = change;
      const shown = view === undefined || tab === 'messages' ? {} : { view: view.body };
      return [{ type: 'app_home_opened', user, channel, tab, ...shown, event_ts: state.nextTs() }];
    }
    case 'channel_changed':
    case 'ephemeral_posted':
    case 'person_put':
    case 'file_put':
    case 'session_changed':
    case 'view_put':
    case 'event_pending':
    case 'event_settled':
      return [];
  }
}

/** One mention is two events of different ids; in a direct message it is one. */
function toPostedEvents(message: Message, ears: Ears): Json[] {
  const channel = ears.shape.state.channel(message.channel);
  if (channel === undefined) return [];
  const events: Json[] = [];
  if (isMention(message, ears)) events.push(toMention(message, ears));
  if (hears(message.channel, ears)) events.push(toMessageEvent(message, channel, ears));
  return events;
}

/** An edited mention is told again as a mention, whether it was one before or not. */
function toChangedEvents(change: Change & { kind: 'message_changed' }, ears: Ears): Json[] {
  const { message, previous, cause } = change;
  if (cause !== 'edit' && cause !== 'tombstone' && cause !== 'stream_end') return [];
  const events: Json[] = [];
  if (cause === 'edit' && isMention(message, ears)) events.push(toMention(message, ears));
  if (!hears(message.channel, ears)) return events;
  const eventTs = ears.shape.state.nextTs();
  events.push({
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: message.channel,
    channel_type: ears.shape.state.channel(message.channel)?.kind,
    ts: eventTs,
    event_ts: eventTs,
    message: toSlackMessage(message, ears.shape),
    previous_message: toSlackMessage(previous, ears.shape),
  });
  return events;
}

function toMessageEvent(message: Message, channel: Channel, { shape }: Ears): Json {
  const { upload: _upload, ...said } = toSlackMessage(message, shape);
  const isUpload =
    message.fileIds !== undefined && message.botId === undefined && message.subtype === undefined;
  return {
    ...said,
    ...(isUpload ? { subtype: 'file_share', upload: false } : {}),
    channel: message.channel,
    channel_type: channel.kind,
    event_ts: message.ts,
  };
}

function toMention(message: Message, { shape }: Ears): Json {
  const said = toSlackMessage(message, shape);
  return { ...said, type: 'app_mention', subtype: undefined, channel: message.channel, event_ts: message.ts };
}

function toDeleted(previous: Message, { shape }: Ears): Json {
  const eventTs = shape.state.nextTs();
  return {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    channel: previous.channel,
    channel_type: shape.state.channel(previous.channel)?.kind,
    ts: eventTs,
    event_ts: eventTs,
    deleted_ts: previous.ts,
    previous_message: toSlackMessage(previous, shape),
  };
}

function toMembershipEvents(change: Change & { kind: 'member_joined' | 'member_left' }, ears: Ears): Json[] {
  const { channel, user, kind } = change;
  const { state } = ears.shape;
  const isHeard = channel.members.includes(state.bot.userId) || user === state.bot.userId;
  const type = kind === 'member_joined' ? 'member_joined_channel' : 'member_left_channel';
  if (channel.kind === 'im' || !isHeard || !ears.grants.hasEvent(type)) return [];
  const channelType = channel.kind === 'channel' ? 'C' : 'G';
  return [
    {
      type,
      user,
      channel: channel.id,
      channel_type: channelType,
      team: state.team.id,
      event_ts: state.nextTs(),
    },
  ];
}

function toRenameEvents(channel: Channel, ears: Ears): Json[] {
  const type = channel.kind === 'channel' ? 'channel_rename' : 'group_rename';
  if (!grantsEvent(type, ears) || !hears(channel.id, ears, { anyEvent: true })) return [];
  const { id, name, createdSeconds: created } = channel;
  const event = {
    type,
    channel: { id, name, name_normalized: name, created },
    event_ts: ears.shape.state.nextTs(),
  };
  return [event];
}

const grantsEvent = (name: string, { grants }: Ears): boolean => grants.hasEvent(name);

function isMention(message: Message, { shape, grants }: Ears): boolean {
  const { bot } = shape.state;
  const channel = shape.state.channel(message.channel);
  const isInside = channel?.kind === 'channel' || channel?.members.includes(bot.userId) === true;
  if (!grants.hasEvent('app_mention') || channel?.kind === 'im' || !isInside) return false;
  return message.user !== bot.userId && mentionsIn(message.text).includes(bot.userId);
}

const HISTORY_EVENT = { channel: 'message.channels', group: 'message.groups', im: 'message.im' } as const;

/** Only members hear a channel, and only with the subscription for its kind. */
function hears(channelId: string, { shape, grants }: Ears, options: { anyEvent?: boolean } = {}): boolean {
  const channel = shape.state.channel(channelId);
  if (channel === undefined || !channel.members.includes(shape.state.bot.userId)) return false;
  return options.anyEvent === true || grants.hasEvent(HISTORY_EVENT[channel.kind]);
}
