// What people do in the workspace, from the page and from tests: they are held to Slack's rules as the app is.
import { newId } from '../base/id.ts';
import type { Transmission } from './delivery.ts';
import { startExecution } from './executions.ts';
import type { Grants } from './grants.ts';
import type { Click, Interactivity, Search } from './interactivity.ts';
import { removeMessage } from './methods/chat.ts';
import { react, unreact } from './methods/reactions.ts';
import type { Json, Message } from './model.ts';
import { namesIn } from './names.ts';
import { createPlaceActions, openChannel, toBlocks, toChannel, type PlaceActions } from './people-places.ts';
import { openIm } from './places.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';
import { toSlackText } from './text.ts';
import { newFileId, putFile } from './uploads.ts';

interface Place {
  readonly as: string;
  /** An id, or `#name`. */
  readonly channel: string;
}

export interface PeopleActions extends PlaceActions {
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
  openHome(visit: { as: string; tab?: 'home' | 'messages' }): void;
  /** Changes how someone is called, or where they are. */
  changeProfile(change: { as: string; displayName?: string; realName?: string; tz?: string }): void;
  /** What stands beside the name, until `until` if that is given; an empty one takes it away. */
  setStatus(status: { as: string; text: string; emoji?: string; until?: Date }): void;
  /** Ends an account: what they said stays, and they say and do nothing more. */
  deactivate(account: { user: string }): void;
  deleteFile(file: { as: string; file: string }): void;
  /** Says something as a bot that is not the app under trial. */
  postAsBot(
    said: Place & { text: string; blocks?: readonly Json[]; threadTs?: string; isClassic?: boolean },
  ): string;
  /** Asks the app for the options of an external select. */
  suggest(search: Search): Promise<Json>;
  submitView: Interactivity['submit'];
  closeView: Interactivity['close'];
  /** A shortcut of the app, on a message when one is named. */
  shortcut(use: { as: string; callbackId: string; channel?: string; ts?: string }): Promise<Transmission>;
  /** `/name words`. */
  command(use: Place & { text: string }): Promise<Transmission>;
  /** Runs a custom step of the app, as a workflow does; answers the id of the run. */
  runStep(run: { as: string; callbackId: string; inputs: Json }): string;
}

interface PeopleDeps {
  readonly state: State;
  readonly interactivity: Interactivity;
  readonly grants: Grants;
}

export function createPeople({ state, interactivity, grants }: PeopleDeps): PeopleActions {
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
      interactivity.click(
        click.viewId === undefined
          ? { ...click, channel: toChannel(state, click.channel, click.as).id }
          : click,
      ),
    stop: (place) => stopSession(state, place),
    openHome({ as, tab = 'home' }) {
      if (tab === 'home' && grants.offer?.hasHome === false) throw new Refusal('not_enabled');
      const channel = (state.imOf(as) ?? openIm(state, [as, state.bot.userId])).id;
      state.commit({ kind: 'home_opened', user: as, channel, tab, view: state.homeOf(as) });
    },
    changeProfile({ as, ...change }) {
      const person = state.person(as);
      if (person === undefined) throw new Refusal('user_not_found');
      state.commit({ kind: 'person_changed', person: { ...person, ...change } });
    },
    setStatus: (status) => setStatus(state, status),
    deactivate({ user }) {
      const person = state.person(user);
      if (person === undefined) throw new Refusal('user_not_found');
      state.commit({ kind: 'person_changed', person: { ...person, isDeactivated: true } });
    },
    deleteFile({ as, file: id }) {
      const file = state.file(id);
      if (file === undefined) throw new Refusal('file_not_found');
      if (file.user !== as) throw new Refusal('cant_delete_file');
      state.commit({ kind: 'file_deleted', file });
    },
    postAsBot: (said) => postAsBot(state, said),
    suggest: async (search) => interactivity.suggest(search),
    submitView: (form) => interactivity.submit(form),
    closeView: (closing) => interactivity.close(closing),
    async shortcut({ as, callbackId, channel, ts }) {
      if (channel === undefined || ts === undefined) return interactivity.shortcut({ as, callbackId });
      const message = state.message(toChannel(state, channel, as).id, ts);
      if (message === undefined) throw new Refusal('message_not_found');
      return interactivity.shortcut({ as, callbackId, message });
    },
    command: async ({ as, channel, text }) =>
      interactivity.command({ as, channel: openChannel(state, channel, as).id, text }),
    runStep: (run) => startExecution({ state, grants }, run),
    ...createPlaceActions(state),
  };
}

const STATUS_CHARS = 100;
/** Slack's own sign for a status that has none. */
const STATUS_EMOJI = ':speech_balloon:';

function setStatus(
  state: State,
  { as, text, emoji = '', until }: Parameters<PeopleActions['setStatus']>[0],
): void {
  const person = state.person(as);
  if (person === undefined) throw new Refusal('user_not_found');
  if (text.length > STATUS_CHARS) throw new Refusal('profile_status_set_failed_too_long');
  if (!/^(?::[a-z0-9_+-]+:)?$/u.test(emoji)) throw new Refusal('profile_status_set_failed_not_valid_emoji');
  const { status: _before, ...rest } = person;
  const untilMs = until === undefined ? {} : { untilMs: until.getTime() };
  const isEmpty = text === '' && emoji === '';
  const changed = isEmpty ? rest : { ...rest, status: { text, emoji: emoji || STATUS_EMOJI, ...untilMs } };
  state.commit({ kind: 'person_changed', person: changed });
}

function postAs(state: State, said: Parameters<PeopleActions['post']>[0]): string {
  const { as, text, threadTs, files = [], broadcast } = said;
  const channel = openChannel(state, said.channel, as);
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
  return toBlocks(toSlackText(typed, namesIn(state)));
}

function ownMessage(state: State, { as, channel, ts }: Place & { ts: string }, refusal: string): Message {
  const message = state.message(toChannel(state, channel, as).id, ts);
  if (message === undefined) throw new Refusal('message_not_found');
  if (message.user !== as) throw new Refusal(refusal);
  return message;
}

function postAsBot(state: State, said: Parameters<PeopleActions['postAsBot']>[0]): string {
  const person = state.person(said.as);
  if (person?.isBot !== true || person.botId === undefined) throw new Refusal('bot_not_found');
  const channel = openChannel(state, said.channel, said.as);
  const message: Message = {
    channel: channel.id,
    ts: state.nextTs(),
    // An integration of the old kind has a name and no user.
    user: said.isClassic === true ? '' : said.as,
    ...(said.isClassic === true ? { subtype: 'bot_message', username: person.displayName } : {}),
    botId: person.botId,
    ...toBlocks(said.text),
    ...(said.blocks === undefined ? {} : { blocks: [...said.blocks] }),
    ...(said.threadTs === undefined ? {} : { threadTs: said.threadTs }),
  };
  state.commit({ kind: 'message_posted', message });
  return message.ts;
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
