// What people do in the workspace, from the page and from tests: they are held to Slack's rules as the app is.
import { newId } from '../base/id.ts';
import { newBlockId } from './content.ts';
import type { Transmission } from './delivery.ts';
import type { Click, Interactivity } from './interactivity.ts';
import { removeMessage } from './methods/chat.ts';
import { react, unreact } from './methods/reactions.ts';
import type { Channel, Message, Person } from './model.ts';
import { openIm } from './places.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';
import { toRichText } from './rich-text.ts';
import { toSlackText, type Names } from './text.ts';
import { newFileId, putFile } from './uploads.ts';

interface Place {
  readonly as: string;
  /** An id, or `#name`. */
  readonly channel: string;
}

export interface PeopleActions {
  /** Says something; answers its ts. */
  post(
    said: Place & { text: string; threadTs?: string; files?: readonly string[]; broadcast?: boolean },
  ): string;
  edit(edit: Place & { ts: string; text: string }): void;
  remove(message: Place & { ts: string }): void;
  react(reaction: Place & { ts: string; name: string; remove?: boolean }): void;
  /** Puts a file where only its owner sees it until it is posted; answers its id. */
  upload(file: { as: string; name: string; mimetype?: string; data: string | Buffer }): string;
  click(click: Click): Promise<Transmission>;
  /** Presses Slack's own Stop button of an agent session. */
  stop(place: Place & { threadTs: string }): void;
  /** The direct message with `user`, or with the app when nobody is named; answers its id. */
  openDm(people: { as: string; user?: string }): string;
  openHome(visit: { as: string; tab?: 'home' | 'messages' }): void;
  join(place: Place): void;
  leave(place: Place): void;
  rename(place: Place & { name: string }): void;
  /** Changes how someone is called, or where they are. */
  changeProfile(change: { as: string; displayName?: string; realName?: string; tz?: string }): void;
  /** Adds someone, also the app, to a channel that `as` is in. */
  invite(invitation: Place & { user: string }): void;
}

interface PeopleDeps {
  readonly state: State;
  readonly interactivity: Interactivity;
}

export function createPeople({ state, interactivity }: PeopleDeps): PeopleActions {
  return {
    post: (said) => postAs(state, said),
    edit: (change) => editAs(state, change),
    remove: (place) => removeMessage({ state }, ownMessage(state, place, 'cant_delete_message')),
    react({ as, channel, ts, name, remove }) {
      const message = state.message(toChannel(state, channel, as).id, ts);
      if (message === undefined) throw new Refusal('message_not_found');
      (remove === true ? unreact : react)(state, { message, name, user: as });
    },
    upload: ({ as, name, mimetype, data }) =>
      putFile(state, { id: newFileId(), name, mimetype, bytes: Buffer.from(data), user: as }).id,
    click: async (click) =>
      interactivity.click({ ...click, channel: toChannel(state, click.channel, click.as).id }),
    stop: (place) => stopSession(state, place),
    openDm({ as, user = state.bot.userId }) {
      const isBetween = ({ kind, members }: Channel): boolean =>
        kind === 'im' && members.includes(as) && members.includes(user);
      return state.channels().find(isBetween)?.id ?? openIm(state, [as, user]).id;
    },
    openHome({ as, tab = 'home' }) {
      const channel = (state.imOf(as) ?? openIm(state, [as, state.bot.userId])).id;
      state.commit({ kind: 'home_opened', user: as, channel, tab, view: state.homeOf(as) });
    },
    rename({ as, channel: named, name }) {
      const channel = memberChannel(state, named, as);
      if (channel.kind === 'im') throw new Refusal('method_not_supported_for_channel_type');
      state.commit({ kind: 'channel_renamed', channel: { ...channel, name } });
    },
    changeProfile({ as, ...change }) {
      const person = state.person(as);
      if (person === undefined) throw new Refusal('user_not_found');
      state.commit({ kind: 'person_changed', person: { ...person, ...change } });
    },
    join: ({ as, channel }) => putMember(state, toChannel(state, channel, as), as),
    leave: ({ as, channel }) => dropMember(state, toChannel(state, channel, as), as),
    invite: ({ as, channel, user }) => putMember(state, memberChannel(state, channel, as), user),
  };
}

function postAs(state: State, said: Parameters<PeopleActions['post']>[0]): string {
  const { as, text, threadTs, files = [], broadcast } = said;
  const channel = memberChannel(state, said.channel, as);
  const root = threadTs === undefined ? undefined : state.message(channel.id, threadTs);
  if (threadTs !== undefined && root === undefined) throw new Refusal('thread_not_found');
  for (const id of files) if (state.file(id) === undefined) throw new Refusal('file_not_found');
  if (text.trim() === '' && files.length === 0) throw new Refusal('no_text');
  const message: Message = {
    channel: channel.id,
    ts: state.nextTs(),
    user: as,
    ...toContent(state, text),
    clientMsgId: newId(),
    ...(files.length === 0 ? {} : { fileIds: [...files] }),
    ...(root === undefined ? {} : { threadTs: root.threadTs ?? root.ts }),
    ...(root !== undefined && broadcast === true ? { isBroadcast: true, subtype: 'thread_broadcast' } : {}),
  };
  state.commit({ kind: 'message_posted', message });
  return message.ts;
}

function editAs(state: State, { text, ...place }: Parameters<PeopleActions['edit']>[0]): void {
  const previous = ownMessage(state, place, 'cant_update_message');
  const content = toContent(state, text);
  if (content.text === previous.text) return; // Slack tells nobody of an edit that changes nothing.
  const message: Message = { ...previous, ...content, edited: { user: place.as, ts: state.nextTs() } };
  state.commit({ kind: 'message_changed', message, previous, cause: 'edit' });
}

function toContent(state: State, typed: string): Pick<Message, 'text' | 'blocks'> {
  const text = toSlackText(typed, namesIn(state));
  return text === '' ? { text } : { text, blocks: [toRichText(text, newBlockId())] };
}

function namesIn(state: State): Names {
  const namesOf = ({ name, displayName, realName }: Person): string[] => [
    ...new Set([name, displayName, realName]),
  ];
  return {
    users: state.people().flatMap((person) => namesOf(person).map((name) => ({ name, id: person.id }))),
    channels: state.channels().filter(({ kind }) => kind !== 'im'),
  };
}

function ownMessage(state: State, { as, channel, ts }: Place & { ts: string }, refusal: string): Message {
  const message = state.message(toChannel(state, channel, as).id, ts);
  if (message === undefined) throw new Refusal('message_not_found');
  if (message.user !== as) throw new Refusal(refusal);
  return message;
}

function putMember(state: State, channel: Channel, user: string): void {
  if (channel.kind === 'im') throw new Refusal('method_not_supported_for_channel_type');
  if (state.person(user) === undefined) throw new Refusal('user_not_found');
  if (channel.members.includes(user)) return;
  state.commit({ kind: 'member_joined', channel: { ...channel, members: [...channel.members, user] }, user });
}

function dropMember(state: State, channel: Channel, user: string): void {
  if (channel.kind === 'im') throw new Refusal('method_not_supported_for_channel_type');
  if (!channel.members.includes(user)) return;
  const members = channel.members.filter((member) => member !== user);
  state.commit({ kind: 'member_left', channel: { ...channel, members }, user });
}

/** A channel as this person may see it: what is private and not theirs does not exist. */
export function toChannel(state: State, named: string, as: string): Channel {
  if (state.person(as) === undefined) throw new Refusal('user_not_found');
  const channel =
    state.channel(named) ?? state.channels().find(({ kind, name }) => kind !== 'im' && `#${name}` === named);
  if (channel === undefined || (channel.kind !== 'channel' && !channel.members.includes(as)))
    throw new Refusal('channel_not_found');
  return channel;
}

function memberChannel(state: State, named: string, as: string): Channel {
  const channel = toChannel(state, named, as);
  if (!channel.members.includes(as)) throw new Refusal('not_in_channel');
  return channel;
}

/** Slack itself ends the streams of the session, and leaves its status to the app. */
function stopSession(state: State, { as, channel: named, threadTs }: Place & { threadTs: string }): void {
  const channel = toChannel(state, named, as);
  const session = state.session(channel.id, threadTs);
  if (session === undefined || session.status !== 'processing') throw new Refusal('session_not_processing');
  const streams = state.replies(channel.id, threadTs).filter(({ stream }) => stream?.state === 'in_progress');
  for (const previous of streams) {
    const stream = { state: 'stopped_by_user' as const, startedMs: previous.stream?.startedMs ?? 0 };
    state.commit({
      kind: 'message_changed',
      message: { ...previous, stream },
      previous,
      cause: 'stream_end',
    });
  }
  state.commit({ kind: 'session_stopped', session, user: as, streams: streams.map(({ ts }) => ts) });
}
