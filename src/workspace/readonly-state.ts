// The workspace as tests look at it: what stands where, and which calls were made.
import type { Inspector } from './inspector.ts';
import type { Method } from './method.ts';
import type { Modals } from './modals.ts';
import type { Channel, Json, Message } from './model.ts';
import type { InspectorEntry } from './page-wire.ts';
import { toSlackMessage, type ShapeContext } from './shapes.ts';
import type { State } from './state.ts';
import type { ApiCall } from './web-api.ts';

/** A Slack message object, with its metadata, which the app itself only sees when it asks. */
export interface SeenMessage {
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly subtype: string | undefined;
  readonly thread_ts: string | undefined;
  readonly blocks: readonly Json[];
  readonly metadata: Message['metadata'];
  readonly isBot: boolean;
  /** As the Web API would answer it. */
  readonly raw: Json;
}

export type ReadonlyWorkspaceState = ReturnType<typeof toReadonlyState>;

interface Sight {
  readonly shape: ShapeContext;
  readonly calls: readonly ApiCall[];
  readonly sockets: () => number;
  readonly modals: Modals;
  readonly methods: ReadonlyMap<string, Method>;
  readonly inspector: Inspector;
}

export function toReadonlyState(state: State, { shape, calls, sockets, modals, methods, inspector }: Sight) {
  const find = (named: string): Channel | undefined =>
    state.channel(named) ?? state.channels().find(({ kind, name }) => kind !== 'im' && `#${name}` === named);
  const see = (message: Message): SeenMessage => ({
    ts: message.ts,
    user: message.user,
    text: message.text,
    subtype: message.subtype,
    thread_ts: message.threadTs,
    blocks: message.blocks ?? [],
    metadata: message.metadata,
    isBot: message.botId !== undefined,
    raw: toSlackMessage(message, shape),
  });

  return {
    channelId: (named: string): string | undefined => find(named)?.id,
    /** Everything in a channel, threads too, oldest first. */
    messagesIn: (channel: string): readonly SeenMessage[] => state.messages(find(channel)?.id ?? '').map(see),
    /** The root and its replies. */
    thread(channel: string, ts: string): readonly SeenMessage[] {
      const id = find(channel)?.id ?? '';
      const root = state.message(id, ts);
      return [...(root === undefined ? [] : [root]), ...state.replies(id, ts)].map(see);
    },
    message(channel: string, ts: string): SeenMessage | undefined {
      const message = state.message(find(channel)?.id ?? '', ts);
      return message === undefined ? undefined : see(message);
    },
    reactionsOn(channel: string, ts: string): readonly { name: string; users: readonly string[] }[] {
      return state.message(find(channel)?.id ?? '', ts)?.reactions ?? [];
    },
    /** The messages on top of a channel, by their ts. */
    pinsIn: (channel: string): readonly string[] =>
      state.messages(find(channel)?.id ?? '').flatMap(({ ts, pinned }) => (pinned === undefined ? [] : [ts])),
    canvasesIn: (channel: string): readonly { id: string; title: string; markdown: string }[] =>
      state
        .files()
        .filter(({ canvas }) => canvas?.channel !== undefined && canvas.channel === find(channel)?.id)
        .map(({ id, title, base64 }) => ({
          id,
          title,
          markdown: Buffer.from(base64, 'base64').toString('utf8'),
        })),
    session: (channel: string, threadTs: string) => state.session(find(channel)?.id ?? '', threadTs),
    home: (user: string): Json | undefined => state.homeOf(user)?.body,
    /** The modals someone has open, the lowest first. */
    modals: (user: string): readonly Json[] => modals.of(user).map(({ body }) => body),
    execution: (id: string) => state.execution(id),
    /** Every method there is, with what it asks for. */
    methods: (): readonly Pick<Method, 'name' | 'token' | 'scopes' | 'limit'>[] => [...methods.values()],
    /** What went between the app and the workspace lately, oldest first. */
    traffic: (): readonly InspectorEntry[] => inspector.entries(),
    file: (id: string) => state.file(id),
    people: () => state.people(),
    /** Every call of the Web API since the start, newest last. */
    apiCalls: (method?: string): readonly ApiCall[] =>
      calls.filter((call) => method === undefined || call.method === method),
    /** Events that the app has not acknowledged yet. */
    pendingEvents: () => state.pending(),
    openSockets: (): number => sockets(),
  };
}
