// What the app can hear: where it is a member, and what it subscribed to.
import type { Grants } from './grants.ts';
import type { ShapeContext } from './shapes.ts';

export interface Ears {
  readonly shape: ShapeContext;
  readonly grants: Grants;
}

const HISTORY_EVENT = {
  channel: 'message.channels',
  group: 'message.groups',
  im: 'message.im',
  mpim: 'message.mpim',
} as const;

/** Only members hear a channel, and only with the subscription for its kind. */
export function hears(
  channelId: string,
  { shape, grants }: Ears,
  options: { anyEvent?: boolean } = {},
): boolean {
  const channel = shape.state.channel(channelId);
  if (channel === undefined || !channel.members.includes(shape.state.bot.userId)) return false;
  return options.anyEvent === true || grants.hasEvent(HISTORY_EVENT[channel.kind]);
}
