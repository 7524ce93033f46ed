// Messages as events: what is said, changed and taken back, as message and as mention.
import { hears, type Ears } from './ears.ts';
import type { Change, Channel, Json, Message } from './model.ts';
import { toSlackMessage } from './shapes.ts';
import { mentionsIn } from './text.ts';

/** One mention is two events of different ids; in a direct message it is one. */
export function toPostedEvents(message: Message, ears: Ears): Json[] {
  const channel = ears.shape.state.channel(message.channel);
  if (channel === undefined) return [];
  const events: Json[] = [];
  if (isMention(message, ears)) events.push(toMention(message, ears));
  if (hears(message.channel, ears)) events.push(toMessageEvent(message, channel, ears));
  return events;
}

/** An edited mention is told again as a mention, whether it was one before or not. */
export function toChangedEvents(change: Change & { kind: 'message_changed' }, ears: Ears): Json[] {
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

export function toDeleted(previous: Message, { shape }: Ears): Json {
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

function isMention(message: Message, { shape, grants }: Ears): boolean {
  const { bot } = shape.state;
  const channel = shape.state.channel(message.channel);
  const isInside = channel?.kind === 'channel' || channel?.members.includes(bot.userId) === true;
  if (!grants.hasEvent('app_mention') || channel?.kind === 'im' || !isInside) return false;
  const isSaid = message.subtype === undefined || message.subtype === 'thread_broadcast';
  return isSaid && message.user !== bot.userId && mentionsIn(message.text).includes(bot.userId);
}
