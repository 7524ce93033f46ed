// What goes between the page and the workspace: the page API, in words and in types. Nothing here runs.
// Every call is same-origin; `as` is the person who looks or acts. Errors are `{ok:false, error}`.
// Reading
//   GET  /page/bootstrap[?as=U]                            → Bootstrap (without `as`: as the first person who is no bot)
//   GET  /page/messages?as=U&channel=C&before=ts&limit=50  → {ok, messages: PageMessage[] (roots and broadcasts, oldest first), hasMore}
//   GET  /page/thread?as=U&channel=C&ts=T                  → {ok, messages: PageMessage[] (root first)}
//   GET  /page/stream?as=U                                 → SSE, `data: PageEvent`
//   GET  /page/file/:id?as=U                               → the bytes
//   GET  /page/inspector                                   → SSE, `data: InspectorEntry`, the last 200 first; an entry
//                                                            whose id is known replaces the one before it
//   GET  /page/faults                                      → {ok, faults: FaultsState}
// Saying
//   POST /page/post     {as, channel, thread_ts?, text, files?: fileId[], broadcast?} → {ok, ts}
//   POST /page/edit     {as, channel, ts, text}            → {ok}   POST /page/delete {as, channel, ts} → {ok}
//   POST /page/react    {as, channel, ts, name, remove?}   → {ok}
//   POST /page/upload?as=U&name=N&type=MIME   (raw body)   → {ok, file: PageFile}
//   POST /page/delete-file {as, file}                      → {ok}
//   POST /page/status   {as, text, emoji?}                 → {ok} (both empty: none)
//   POST /page/stop     {as, channel, thread_ts}           → {ok}
// Places
//   POST /page/open-dm  {as, user} or {as, users: U[]}     → {ok, channel: C} (several users make a group message)
//   POST /page/create-channel {as, name, is_private?, users?: U[]} → {ok, channel: C}
//   POST /page/join | leave | archive | unarchive {as, channel}    → {ok}
//   POST /page/invite   {as, channel, user}                → {ok}
//   POST /page/rename   {as, channel, name}                → {ok}
//   POST /page/topic    {as, channel, topic}               → {ok}
// Using the app. All of these answer `app_did_not_respond` when nobody acknowledges within three seconds.
//   POST /page/action   {as, ...Surface, block_id?, action_id, …held}    → {ok}
//   POST /page/options  {as, ...Surface, block_id?, action_id, value} → {ok, options?, option_groups?} (an external_select asks)
//   POST /page/shortcut {as, callback_id, channel?, ts?}   → {ok} (channel and ts for a shortcut on a message)
//   POST /page/command  {as, channel, text: '/name words'} → {ok} (not in threads, as at Slack)
//   POST /page/home     {as, tab?: 'home'|'messages'}      → {ok, view?: PageView} (sends app_home_opened; also /page/open-home)
//   POST /page/view     {as, view_id, kind: 'submit', values} → {ok, errors?: {[block_id]: text}} (with errors the modal stays)
//   POST /page/view     {as, view_id, kind: 'close', clear?}  → {ok} (clear: the whole stack, as the × does)
//   POST /page/function {as, callback_id, inputs}          → {ok, execution: Fx…} (runs a custom step of the app)
// Surface is `{channel, ts}` for a message and `{view_id}` for a modal or App Home; held is what the element holds now, in
// the field that Slack names for it: value, selected_option, selected_date, … What stands in inputs goes along
// as `state` (action) or `values` (view): block_id → action_id → Slack's own state value, which is `{type, …}` with
// value | selected_option | selected_options | selected_date | selected_time | selected_date_time | selected_user(s) |
// selected_channel(s) | selected_conversation(s) | rich_text_value | files. For options `{value}` is enough.
// After a submit or a push the stack of modals comes by the stream (`modals_changed`), never in the answer.
// Faults
//   POST /page/fault    Fault                              → {ok, faults: FaultsState}
// Text that a person types may hold `@Name`, `#channel` and `:emoji:`; the server makes Slack's text and a
// rich_text block of it. Text that comes back is Slack's: `<@U…>`, `<#C…|name>`, `<https://…|label>`, `&amp;`.
// Files of the page folder are served under /page/ (`index.html` also at /), `.ts` with its types stripped;
// libraries for an import map: /page/lib/preact.js, /page/lib/preact-hooks.js, /page/lib/htm.js,
// /page/lib/htm-preact.js, /page/lib/marked.js (the import map names preact, preact/hooks, htm, htm/preact, marked).

export interface PagePerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly displayName: string;
  readonly title: string;
  readonly tz: string;
  readonly avatarColor?: string;
  readonly isGuest: boolean;
  readonly isBot: boolean;
  readonly isDeactivated?: boolean;
  readonly status?: { readonly text: string; readonly emoji: string };
}

export interface PageChannel {
  readonly id: string;
  /** For an im the other person's id as `me` sees it. */
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im' | 'mpim';
  readonly topic: string;
  readonly purpose: string;
  readonly members: readonly string[];
  readonly botIsMember: boolean;
  readonly isArchived: boolean;
}

/** A group of people, mentioned as `<!subteam^S…>`. */
export interface PageUserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

export interface PageFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly filetype: string;
  readonly size: number;
  /** Also `/page/file/<id>?as=U`. */
  readonly url_private: string;
}

/** A Slack message object without its metadata. */
export interface PageMessage {
  readonly type: 'message';
  readonly subtype?: string;
  readonly ts: string;
  readonly user?: string;
  readonly bot_id?: string;
  /** What an app calls itself in this one message. */
  readonly username?: string;
  readonly icons?: { readonly emoji?: string; readonly image_48?: string };
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly files?: readonly PageFile[];
  readonly thread_ts?: string;
  readonly reply_count?: number;
  readonly reply_users?: readonly string[];
  readonly latest_reply?: string;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions?: readonly {
    readonly name: string;
    readonly count: number;
    readonly users: readonly string[];
  }[];
  /** Only for the person in `user_ephemeral`; gone at the next reload. */
  readonly is_ephemeral?: boolean;
  readonly streaming_state?: 'in_progress' | 'completed';
}

export interface PageSession {
  readonly channel: string;
  readonly thread_ts: string;
  readonly status: 'active' | 'processing' | 'suspended' | 'closed';
  readonly title: string;
  /** Whether Slack would show its own Stop button. */
  readonly stoppable: boolean;
}

/** A modal or the App Home of one person, as Slack's Web API shows it. */
export interface PageView {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly callback_id: string;
  readonly title?: { readonly text: string };
  readonly submit?: { readonly text: string } | null;
  readonly close?: { readonly text: string } | null;
  readonly submit_disabled?: boolean;
  readonly blocks: readonly unknown[];
  readonly hash: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
}

/** What the app's manifest offers people beside its messages. */
export interface PageApp {
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly hasHome: boolean;
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  readonly shortcuts: readonly {
    readonly type: 'global' | 'message';
    readonly name: string;
    readonly description: string;
    readonly callback_id: string;
  }[];
  readonly functions: readonly {
    readonly callback_id: string;
    readonly title: string;
    readonly inputs: readonly {
      readonly name: string;
      readonly type: string;
      readonly isRequired: boolean;
    }[];
  }[];
}

/** Buttons that stand on top of the app's messages, each sending its message. */
export interface PagePrompts {
  readonly channel: string;
  readonly thread_ts?: string;
  readonly title?: string;
  readonly prompts: readonly { readonly title: string; readonly message: string }[];
}

export interface Bootstrap {
  readonly ok: true;
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly me: PagePerson;
  readonly people: readonly PagePerson[];
  readonly userGroups: readonly PageUserGroup[];
  readonly channels: readonly PageChannel[];
  readonly app: PageApp;
  readonly sessions: readonly PageSession[];
  readonly prompts: readonly PagePrompts[];
  /** The modals that are open for `me`, the lowest first: the last one is seen. */
  readonly modals: readonly PageView[];
  /** The App Home of `me`, once the app has published it. */
  readonly home?: PageView;
  readonly notices: readonly string[];
  readonly panels: readonly { readonly id: string; readonly title: string }[];
  /** ISO time by the workspace's clock. */
  readonly now: string;
}

export type PageEvent =
  | { readonly type: 'message_posted'; readonly channel: string; readonly message: PageMessage }
  | { readonly type: 'message_changed'; readonly channel: string; readonly message: PageMessage }
  | { readonly type: 'message_deleted'; readonly channel: string; readonly ts: string }
  | { readonly type: 'channel_changed'; readonly channel: PageChannel }
  | { readonly type: 'person_changed'; readonly person: PagePerson }
  | ({ readonly type: 'session_changed' } & PageSession)
  | ({ readonly type: 'prompts_changed' } & PagePrompts)
  | { readonly type: 'action_failed'; readonly channel: string; readonly ts: string; readonly reason: string }
  /** The App Home of the person who looks. */
  | { readonly type: 'view_changed'; readonly view: PageView }
  /** The whole stack for the person who looks, the lowest first; empty when the last one was closed. */
  | { readonly type: 'modals_changed'; readonly modals: readonly PageView[] }
  | { readonly type: 'clock_changed'; readonly now: string };

/** Something to go wrong. `method` is a Web API method, or `*` for each of them. */
export type Fault =
  /** The next call is carried out, and its answer never arrives. */
  | { readonly kind: 'lose-reply'; readonly method: string }
  | {
      readonly kind: 'fail';
      readonly method: string;
      readonly status?: number;
      readonly error?: string;
      readonly times?: number;
    }
  /** 429 with what is left of it in Retry-After, for so many seconds. */
  | { readonly kind: 'rate-limit'; readonly method: string; readonly seconds: number }
  /** Each answer comes so much later; 0 ends it. */
  | { readonly kind: 'delay'; readonly method: string; readonly ms: number }
  | {
      readonly kind: 'disconnect';
      readonly reason: 'refresh_requested' | 'warning' | 'link_disabled' | 'too_many_websockets';
    }
  | { readonly kind: 'cut-sockets' }
  /** The open sockets stay open and hear nothing more. */
  | { readonly kind: 'deaf-sockets' }
  | { readonly kind: 'deliver-twice' }
  /** The next event leaves so much later. */
  | { readonly kind: 'deliver-late'; readonly ms: number }
  /** The next so many events are held back and leave last first. */
  | { readonly kind: 'deliver-reversed'; readonly events: number }
  /** The workspace's clock jumps: forward, or back when less than nothing. */
  | { readonly kind: 'move-clock'; readonly ms: number }
  /** Whether the rate limits hold. */
  | { readonly kind: 'limits'; readonly on: boolean }
  /** The app's token stops working, which it is told by `tokens_revoked` or `app_uninstalled`. */
  | { readonly kind: 'revoke-tokens' }
  | { readonly kind: 'uninstall' }
  /** Forgets what has not happened yet, lets the token work again; the clock stays where it is. */
  | { readonly kind: 'clear' };

export interface FaultsState {
  /** What was asked for and is still to happen, or still holds. */
  readonly waiting: readonly Fault[];
  readonly clockOffsetMs: number;
  readonly hasLimits: boolean;
  readonly sockets: number;
  readonly transport: 'socket' | 'http';
  /** Events that the app has not acknowledged. */
  readonly pendingEvents: number;
}

/** One thing that went between the app and the workspace. Tokens are never in it. */
export interface InspectorEntry {
  readonly id: number;
  /** ISO time by the workspace's clock. */
  readonly at: string;
  readonly direction: 'to-app' | 'from-app';
  readonly kind: 'api' | 'event' | 'interactive' | 'command' | 'socket' | 'response-url' | 'file';
  /** The method (`chat.postMessage`), the event with its subtype (`message message_changed`), `block_actions`, `hello`, … */
  readonly title: string;
  /** `waiting` until it is answered or given up; then the same id comes again. */
  readonly status: 'waiting' | 'ok' | 'failed' | 'lost';
  /** Slack's error, `attempt 2`, or `sent again in 60 s`. */
  readonly note?: string;
  readonly tookMs?: number;
  readonly transport?: 'socket' | 'http';
  readonly sent?: unknown;
  readonly answered?: unknown;
}
