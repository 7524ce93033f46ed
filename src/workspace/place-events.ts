// Places as events: who comes and goes, and what becomes of the channel itself.
import { hears, type Ears } from './ears.ts';
import type { Change, Channel, Json } from './model.ts';

export function toMembershipEvents(
  change: Change & { kind: 'member_joined' | 'member_left' },
  ears: Ears,
): Json[] {
  const { channel, user, kind, inviter } = change;
  const { state } = ears.shape;
  const isHeard = channel.members.includes(state.bot.userId) || user === state.bot.userId;
  const type = kind === 'member_joined' ? 'member_joined_channel' : 'member_left_channel';
  if (channel.kind === 'im' || channel.kind === 'mpim' || !isHeard || !ears.grants.hasEvent(type)) return [];
  const channelType = channel.kind === 'channel' ? 'C' : 'G';
  return [
    {
      type,
      user,
      channel: channel.id,
      channel_type: channelType,
      team: state.team.id,
      ...(inviter === undefined ? {} : { inviter }),
      event_ts: state.nextTs(),
    },
  ];
}

export function toRenameEvents(channel: Channel, ears: Ears): Json[] {
  const type = channel.kind === 'channel' ? 'channel_rename' : 'group_rename';
  if (!ears.grants.hasEvent(type) || !hears(channel.id, ears, { anyEvent: true })) return [];
  const { id, name, createdSeconds: created } = channel;
  const event = {
    type,
    channel: {
      id,
      name,
      name_normalized: name,
      created,
      is_channel: channel.kind === 'channel',
      is_mpim: false,
    },
    event_ts: ears.shape.state.nextTs(),
  };
  return [event];
}

/** `channel_archive` and its like; a new public channel is told to everyone. */
export function toLifeEvents(
  change: Change & { kind: 'channel_created' | 'channel_archived' | 'channel_unarchived' },
  { shape, grants }: Ears,
): Json[] {
  const { channel, user, kind } = change;
  const { state } = shape;
  const isPublic = channel.kind === 'channel';
  const isArchived = kind === 'channel_archived';
  const eventTs = state.nextTs();
  if (kind === 'channel_created') {
    if (!isPublic || !grants.hasEvent('channel_created')) return [];
    return [
      {
        type: 'channel_created',
        channel: toCreated(channel, { user, teamId: state.team.id }),
        event_ts: eventTs,
      },
    ];
  }
  const type = `${isPublic ? 'channel' : 'group'}_${isArchived ? 'archive' : 'unarchive'}`;
  if (!grants.hasEvent(type) || !hears(channel.id, { shape, grants }, { anyEvent: true })) return [];
  return [{ type, channel: channel.id, user, ...(isArchived ? { is_moved: 0 } : {}), event_ts: eventTs }];
}

function toCreated(
  { id, name, createdSeconds: created }: Channel,
  by: { user: string; teamId: string },
): Json {
  return {
    id,
    is_channel: true,
    name,
    name_normalized: name,
    created,
    creator: by.user,
    is_shared: false,
    is_org_shared: false,
    context_team_id: by.teamId,
    is_archived: false,
    is_frozen: false,
    is_general: false,
    is_group: false,
    is_private: false,
    is_ext_shared: false,
    is_im: false,
    is_mpim: false,
    is_pending_ext_shared: false,
  };
}
