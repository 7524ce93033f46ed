// What people do to the places they talk in: make them, name them, come, go, bring others, close them.
import { newId } from '../base/id.ts';
import { newBlockId } from './content.ts';
import type { Channel, Message } from './model.ts';
import { openIm, openMpim } from './places.ts';
import { Refusal } from './refusal.ts';
import { toRichText } from './rich-text.ts';
import type { State } from './state.ts';

interface Place {
  readonly as: string;
  /** An id, or `#name`. */
  readonly channel: string;
}

export interface PlaceActions {
  /** The direct message with `user`, or with the app when nobody is named, or a group message; answers its id. */
  openDm(people: { as: string; user?: string | undefined; users?: readonly string[] | undefined }): string;
  createChannel(channel: {
    as: string;
    name: string;
    isPrivate?: boolean | undefined;
    users?: readonly string[] | undefined;
  }): string;
  join(place: Place): void;
  leave(place: Place): void;
  /** Adds someone, also the app, to a channel that `as` is in. */
  invite(invitation: Place & { user: string }): void;
  rename(place: Place & { name: string }): void;
  setTopic(place: Place & { topic: string }): void;
  archive(place: Place): void;
  unarchive(place: Place): void;
}

export function createPlaceActions(state: State): PlaceActions {
  return {
    openDm({ as, user = state.bot.userId, users = [] }) {
      if (users.length > 1) return openMpim(state, [as, ...users]).id;
      const [other = user] = users;
      const isBetween = ({ kind, members }: Channel): boolean =>
        kind === 'im' && members.includes(as) && members.includes(other);
      return state.channels().find(isBetween)?.id ?? openIm(state, [as, other]).id;
    },
    createChannel: (wish) => createChannel(state, wish).id,
    join({ as, channel }) {
      const place = toChannel(state, channel, as);
      if (place.isArchived === true) throw new Refusal('is_archived');
      putMember(state, place, { user: as });
    },
    leave: ({ as, channel }) => dropMember(state, toChannel(state, channel, as), as),
    invite: ({ as, channel, user }) =>
      putMember(state, openChannel(state, channel, as), { user, inviter: as }),
    rename: ({ as, channel, name }) =>
      renameChannel(state, openChannel(state, channel, as), { user: as, name }),
    setTopic: ({ as, channel, topic }) =>
      setTopic(state, openChannel(state, channel, as), { user: as, topic }),
    archive: ({ as, channel }) => archiveChannel(state, openChannel(state, channel, as), as),
    unarchive: ({ as, channel }) => unarchiveChannel(state, toChannel(state, channel, as), as),
  };
}

/** A channel as this person may see it: what is private and not theirs does not exist. */
export function toChannel(state: State, named: string, as: string): Channel {
  const person = state.person(as);
  if (person === undefined) throw new Refusal('user_not_found');
  if (person.isDeactivated === true) throw new Refusal('account_inactive');
  const channel =
    state.channel(named) ?? state.channels().find(({ kind, name }) => kind !== 'im' && `#${name}` === named);
  if (channel === undefined || (channel.kind !== 'channel' && !channel.members.includes(as)))
    throw new Refusal('channel_not_found');
  return channel;
}

/** A channel that `as` may say something in. */
export function openChannel(state: State, named: string, as: string): Channel {
  const channel = toChannel(state, named, as);
  if (!channel.members.includes(as)) throw new Refusal('not_in_channel');
  if (channel.isArchived === true) throw new Refusal('is_archived');
  return channel;
}

/** Direct messages have neither names nor topics, and nobody joins them. */
function mustBeChannel(channel: Channel): void {
  if (channel.kind === 'im' || channel.kind === 'mpim')
    throw new Refusal('method_not_supported_for_channel_type');
}

interface Note {
  readonly channel: Channel;
  readonly user: string;
  readonly subtype: string;
  readonly text: string;
  readonly extra?: Message['extra'];
}

/** The line that Slack itself puts into a channel: a message with a subtype, by whoever did it. */
function note(state: State, { channel, subtype, ...said }: Note): void {
  const isGroup = channel.kind === 'group';
  const named = isGroup ? subtype.replace('channel_', 'group_') : subtype;
  const message: Message = { channel: channel.id, ts: state.nextTs(), subtype: named, ...said };
  state.commit({ kind: 'message_posted', message });
}

const NAME = /^[\p{Ll}\p{Lo}\p{Lm}\p{N}_-]{1,80}$/u;

function checkName(state: State, name: string): void {
  if (!NAME.test(name)) throw new Refusal('invalid_name_specials');
  if (state.channels().some((other) => other.kind !== 'im' && other.name === name))
    throw new Refusal('name_taken');
}

interface NewChannel {
  readonly as: string;
  readonly name: string;
  readonly isPrivate?: boolean | undefined;
  readonly users?: readonly string[] | undefined;
}

/** The same for people and for the app, as everything below. */
export function createChannel(
  state: State,
  { as, name, isPrivate = false, users = [] }: NewChannel,
): Channel {
  checkName(state, name);
  const channel: Channel = {
    id: `C${newId().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
    name,
    kind: isPrivate ? 'group' : 'channel',
    topic: '',
    purpose: '',
    members: [as],
    createdSeconds: Math.floor(Number(state.nextTs())),
  };
  state.commit({ kind: 'channel_created', channel, user: as });
  for (const user of users) putMember(state, state.channel(channel.id) ?? channel, { user, inviter: as });
  return state.channel(channel.id) ?? channel;
}

export function putMember(
  state: State,
  channel: Channel,
  { user, inviter }: { user: string; inviter?: string },
): void {
  mustBeChannel(channel);
  if (state.person(user) === undefined) throw new Refusal('user_not_found');
  if (channel.members.includes(user)) return;
  const grown = { ...channel, members: [...channel.members, user] };
  state.commit({ kind: 'member_joined', channel: grown, user, inviter });
  const by = inviter === undefined ? {} : { extra: { inviter } };
  note(state, {
    channel: grown,
    user,
    subtype: 'channel_join',
    text: `<@${user}> has joined the channel`,
    ...by,
  });
}

export function dropMember(state: State, channel: Channel, user: string): void {
  mustBeChannel(channel);
  if (!channel.members.includes(user)) return;
  const members = channel.members.filter((member) => member !== user);
  note(state, { channel, user, subtype: 'channel_leave', text: `<@${user}> has left the channel` });
  state.commit({ kind: 'member_left', channel: { ...channel, members }, user });
}

export function renameChannel(
  state: State,
  channel: Channel,
  { user, name }: { user: string; name: string },
): Channel {
  mustBeChannel(channel);
  checkName(state, name);
  const previousNames = [channel.name, ...(channel.previousNames ?? [])];
  const renamed = { ...channel, name, previousNames };
  state.commit({ kind: 'channel_renamed', channel: renamed });
  const text = `has renamed the channel from "${channel.name}" to "${name}"`;
  note(state, {
    channel: renamed,
    user,
    subtype: 'channel_name',
    text,
    extra: { old_name: channel.name, name },
  });
  return renamed;
}

export function setTopic(
  state: State,
  channel: Channel,
  { user, topic }: { user: string; topic: string },
): Channel {
  if (channel.kind === 'mpim') throw new Refusal('method_not_supported_for_channel_type');
  if (topic.length > 250) throw new Refusal('too_long');
  const changed = { ...channel, topic };
  state.commit({ kind: 'channel_changed', channel: changed });
  note(state, {
    channel: changed,
    user,
    subtype: 'channel_topic',
    text: `set the channel topic: ${topic}`,
    extra: { topic },
  });
  return changed;
}

export function setPurpose(
  state: State,
  channel: Channel,
  { user, purpose }: { user: string; purpose: string },
): Channel {
  mustBeChannel(channel);
  if (purpose.length > 250) throw new Refusal('too_long');
  const changed = { ...channel, purpose };
  const text = `set the channel description: ${purpose}`;
  state.commit({ kind: 'channel_changed', channel: changed });
  note(state, { channel: changed, user, subtype: 'channel_purpose', text, extra: { purpose } });
  return changed;
}

export function archiveChannel(state: State, channel: Channel, user: string): void {
  mustBeChannel(channel);
  if (channel.isArchived === true) throw new Refusal('already_archived');
  if (channel.name === 'general') throw new Refusal('cant_archive_general');
  note(state, {
    channel,
    user,
    subtype: 'channel_archive',
    text: 'archived the channel',
    extra: { members: channel.members },
  });
  state.commit({ kind: 'channel_archived', channel: { ...channel, isArchived: true }, user });
}

export function unarchiveChannel(state: State, channel: Channel, user: string): void {
  mustBeChannel(channel);
  if (channel.isArchived !== true) throw new Refusal('not_archived');
  const opened = { ...channel, isArchived: false };
  state.commit({ kind: 'channel_unarchived', channel: opened, user });
  note(state, { channel: opened, user, subtype: 'channel_unarchive', text: 'un-archived the channel' });
}

/** What was typed, with the rich text that Slack makes of it. */
export const toBlocks = (text: string): Pick<Message, 'text' | 'blocks'> =>
  text === '' ? { text } : { text, blocks: [toRichText(text, newBlockId())] };
