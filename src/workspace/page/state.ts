// What the page knows: one value, changed by a pure function of what was loaded and what the stream told.
import type {
  Bootstrap,
  FaultsState,
  PageEvent,
  PageMessage,
  PagePrompts,
  PageSession,
  PageView,
} from '../page-wire.ts';

interface Timeline {
  readonly messages: readonly PageMessage[];
  readonly hasMore: boolean;
}

export interface State {
  readonly home: Bootstrap | undefined;
  /** By channel. */
  readonly timelines: Readonly<Record<string, Timeline>>;
  /** By `threadKey`. */
  readonly threads: Readonly<Record<string, readonly PageMessage[]>>;
  readonly sessions: Readonly<Record<string, PageSession>>;
  readonly unread: Readonly<Record<string, number>>;
  /** Why the last click on a message went wrong, by `threadKey` of the message. */
  readonly failures: Readonly<Record<string, string>>;
  /** By `threadKey`; a channel's own stand under an empty thread. */
  readonly prompts: Readonly<Record<string, PagePrompts>>;
  /** The lowest first: the last one is seen. */
  readonly modals: readonly PageView[];
  readonly appHome: PageView | undefined;
  /** Undefined until somebody asked. */
  readonly faults: FaultsState | undefined;
  readonly nowMs: number;
}

export type Change =
  | PageEvent
  | { readonly type: 'bootstrapped'; readonly home: Bootstrap }
  | ({ readonly type: 'timeline_loaded'; readonly channel: string; readonly isOlder: boolean } & Timeline)
  | {
      readonly type: 'thread_loaded';
      readonly channel: string;
      readonly ts: string;
      readonly messages: readonly PageMessage[];
    }
  | { readonly type: 'seen'; readonly channel: string }
  | { readonly type: 'faults_changed'; readonly faults: FaultsState }
  | { readonly type: 'clicked'; readonly channel: string; readonly ts: string };

export const EMPTY: State = {
  home: undefined,
  timelines: {},
  threads: {},
  sessions: {},
  unread: {},
  failures: {},
  prompts: {},
  modals: [],
  appHome: undefined,
  faults: undefined,
  nowMs: 0,
};

export function threadKey(channel: string, ts: string): string {
  return `${channel}/${ts}`;
}

function isReply({ ts, thread_ts: thread }: PageMessage): boolean {
  return thread !== undefined && thread !== ts;
}

export function reduce(state: State, change: Change): State {
  switch (change.type) {
    case 'bootstrapped':
      return bootstrapped(change.home, state.faults);
    case 'timeline_loaded':
      return timelineLoaded(state, change);
    case 'thread_loaded':
      return {
        ...state,
        threads: { ...state.threads, [threadKey(change.channel, change.ts)]: change.messages },
      };
    case 'message_posted':
      return posted(state, change.channel, change.message);
    case 'message_changed':
      return changed(state, change.channel, change.message);
    case 'message_deleted':
      return deleted(state, change.channel, change.ts);
    case 'channel_changed':
      return withChannel(state, change.channel);
    case 'session_changed':
      return {
        ...state,
        sessions: { ...state.sessions, [threadKey(change.channel, change.thread_ts)]: change },
      };
    case 'action_failed':
      return {
        ...state,
        failures: { ...state.failures, [threadKey(change.channel, change.ts)]: change.reason },
      };
    case 'clicked':
      return { ...state, failures: { ...state.failures, [threadKey(change.channel, change.ts)]: '' } };
    case 'seen':
      return { ...state, unread: { ...state.unread, [change.channel]: 0 } };
    case 'clock_changed':
      return { ...state, nowMs: Date.parse(change.now) };
    case 'prompts_changed':
      return {
        ...state,
        prompts: { ...state.prompts, [threadKey(change.channel, change.thread_ts ?? '')]: change },
      };
    case 'person_changed':
      return withPerson(state, change.person);
    case 'modals_changed':
      return { ...state, modals: change.modals };
    case 'view_changed':
      return { ...state, appHome: change.view };
    case 'faults_changed':
      return { ...state, faults: change.faults };
  }
}

function bootstrapped(home: Bootstrap, faults: FaultsState | undefined): State {
  const sessions = Object.fromEntries(
    home.sessions.map((session) => [threadKey(session.channel, session.thread_ts), session]),
  );
  const prompts = Object.fromEntries(
    home.prompts.map((one) => [threadKey(one.channel, one.thread_ts ?? ''), one]),
  );
  return {
    ...EMPTY,
    home,
    sessions,
    prompts,
    modals: home.modals,
    appHome: home.home,
    faults,
    nowMs: Date.parse(home.now),
  };
}

function timelineLoaded(state: State, loaded: Timeline & { channel: string; isOlder: boolean }): State {
  const known = loaded.isOlder ? (state.timelines[loaded.channel]?.messages ?? []) : [];
  const messages = [...loaded.messages, ...known];
  return {
    ...state,
    timelines: { ...state.timelines, [loaded.channel]: { messages, hasMore: loaded.hasMore } },
  };
}

function posted(state: State, channel: string, message: PageMessage): State {
  const nowMs = Math.max(state.nowMs, Number(message.ts) * 1000);
  const isMine = message.user === state.home?.me.id;
  const kind = state.home?.channels.find(({ id }) => id === channel)?.kind;
  const isDirect = kind === 'im' || kind === 'mpim';
  const isTop = !isReply(message) || message.subtype === 'thread_broadcast';
  const counts = !isMine && (isTop || isDirect);
  const unread = counts ? { ...state.unread, [channel]: (state.unread[channel] ?? 0) + 1 } : state.unread;
  let next: State = { ...state, nowMs, unread };
  if (isTop) next = inTimeline(next, channel, (messages) => put(messages, message));
  if (message.thread_ts === undefined) return next;
  if (isReply(message)) next = countReply(next, channel, message);
  return inThread(next, threadKey(channel, message.thread_ts), (messages) => put(messages, message));
}

function changed(state: State, channel: string, message: PageMessage): State {
  const swap = (messages: readonly PageMessage[]) =>
    messages.map((known) => (known.ts === message.ts ? message : known));
  const next = inTimeline(state, channel, swap);
  return inThread(next, threadKey(channel, message.thread_ts ?? message.ts), swap);
}

function deleted(state: State, channel: string, ts: string): State {
  const drop = (messages: readonly PageMessage[]) => messages.filter((known) => known.ts !== ts);
  const threads = Object.entries(state.threads).map(([key, messages]) => {
    return [key, key.startsWith(`${channel}/`) ? drop(messages) : messages] as const;
  });
  return { ...inTimeline(state, channel, drop), threads: Object.fromEntries(threads) };
}

function withChannel(state: State, channel: Bootstrap['channels'][number]): State {
  const { home } = state;
  // Everyone may read a public channel; the others are there for their members alone.
  if (home === undefined) return state;
  if (channel.kind !== 'channel' && !channel.members.includes(home.me.id))
    return { ...state, home: { ...home, channels: home.channels.filter(({ id }) => id !== channel.id) } };
  const others = home.channels.filter(({ id }) => id !== channel.id);
  const isKnown = others.length < home.channels.length;
  const channels = isKnown
    ? home.channels.map((known) => (known.id === channel.id ? channel : known))
    : [...others, channel];
  return { ...state, home: { ...home, channels } };
}

function withPerson(state: State, person: Bootstrap['people'][number]): State {
  const { home } = state;
  if (home === undefined) return state;
  const isKnown = home.people.some(({ id }) => id === person.id);
  const people = isKnown
    ? home.people.map((known) => (known.id === person.id ? person : known))
    : [...home.people, person];
  return { ...state, home: { ...home, people, me: person.id === home.me.id ? person : home.me } };
}

/** The server may tell of the root before or after its reply: counting by the last reply's time does it once. */
function countReply(state: State, channel: string, reply: PageMessage): State {
  return inTimeline(state, channel, (messages) =>
    messages.map((root) => {
      if (root.ts !== reply.thread_ts || Number(root.latest_reply ?? 0) >= Number(reply.ts)) return root;
      const author = reply.user ?? reply.bot_id ?? '';
      return {
        ...root,
        thread_ts: root.ts,
        reply_count: (root.reply_count ?? 0) + 1,
        reply_users: [...new Set([...(root.reply_users ?? []), author])],
        latest_reply: reply.ts,
      };
    }),
  );
}

type Edit = (messages: readonly PageMessage[]) => readonly PageMessage[];

/** What was never loaded stays unloaded: it is fetched whole when someone looks. */
function inTimeline(state: State, channel: string, edit: Edit): State {
  const timeline = state.timelines[channel];
  if (timeline === undefined) return state;
  return {
    ...state,
    timelines: { ...state.timelines, [channel]: { ...timeline, messages: edit(timeline.messages) } },
  };
}

function inThread(state: State, key: string, edit: Edit): State {
  const thread = state.threads[key];
  return thread === undefined ? state : { ...state, threads: { ...state.threads, [key]: edit(thread) } };
}

function put(messages: readonly PageMessage[], message: PageMessage): readonly PageMessage[] {
  const others = messages.filter(({ ts }) => ts !== message.ts);
  return [...others, message].sort((a, b) => Number(a.ts) - Number(b.ts));
}
