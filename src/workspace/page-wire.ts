// What goes between the page and the workspace: the page API, in words and in types. Nothing here runs.
//
// Every call is same-origin; `as` is the person who looks or acts. Errors are `{ok:false, error}`.
//
//   GET  /page/bootstrap?as=U                              → Bootstrap
//   GET  /page/messages?as=U&channel=C&before=ts&limit=50  → {ok, messages: PageMessage[] (roots and broadcasts, oldest first), hasMore}
//   GET  /page/thread?as=U&channel=C&ts=T                  → {ok, messages: PageMessage[] (root first)}
//   GET  /page/stream?as=U                                 → SSE, `data: PageEvent`
//   POST /page/post     {as, channel, thread_ts?, text, files?: fileId[], broadcast?} → {ok, ts}
//   POST /page/edit     {as, channel, ts, text}            → {ok}
//   POST /page/delete   {as, channel, ts}                  → {ok}
//   POST /page/react    {as, channel, ts, name, remove?}   → {ok}
//   POST /page/upload?as=U&name=N&type=MIME   (raw body)   → {ok, file: PageFile}
//   POST /page/action   {as, channel, ts, block_id, action_id, type, value?, selected_option?, selected_options?, state?} → {ok}
//   POST /page/stop     {as, channel, thread_ts}           → {ok}
//   POST /page/open-dm  {as, user}                         → {ok, channel: C}
//   POST /page/open-home {as, tab?: 'home'|'messages'}     → {ok, view?}     (sends app_home_opened)
//   GET  /page/file/:id?as=U                               → the bytes
//
// Text that a person types may hold `@Name`, `#channel` and `:emoji:`; the server makes Slack's text and a
// rich_text block of it. Text that comes back is Slack's: `<@U…>`, `<#C…|name>`, `<https://…|label>`, `&amp;`.
//
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
}

export interface PageChannel {
  readonly id: string;
  /** For an im the other person's id as `me` sees it. */
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im';
  readonly topic: string;
  readonly purpose: string;
  readonly members: readonly string[];
  readonly botIsMember: boolean;
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

export interface Bootstrap {
  readonly ok: true;
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly me: PagePerson;
  readonly people: readonly PagePerson[];
  readonly channels: readonly PageChannel[];
  readonly app: { readonly userId: string; readonly name: string; readonly displayName: string };
  readonly sessions: readonly PageSession[];
  readonly notices: readonly string[];
  /** ISO time by the workspace's clock. */
  readonly now: string;
}

export type PageEvent =
  | { readonly type: 'message_posted'; readonly channel: string; readonly message: PageMessage }
  | { readonly type: 'message_changed'; readonly channel: string; readonly message: PageMessage }
  | { readonly type: 'message_deleted'; readonly channel: string; readonly ts: string }
  | { readonly type: 'channel_changed'; readonly channel: PageChannel }
  | ({ readonly type: 'session_changed' } & PageSession)
  | { readonly type: 'action_failed'; readonly channel: string; readonly ts: string; readonly reason: string }
  | { readonly type: 'view_changed'; readonly view: unknown }
  | { readonly type: 'clock_changed'; readonly now: string };
