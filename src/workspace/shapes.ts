// The state as Slack's own JSON: what the Web API answers, what events carry, and what the page is shown.
import { extname } from 'node:path';
import { z } from 'zod';
import type { Channel, Json, Message, Person, Session, StoredFile, View } from './model.ts';
import type { PageChannel, PagePerson, PageSession, PageView } from './page-wire.ts';
import type { State } from './state.ts';
import { standingStatus } from './user-shape.ts';

export interface ShapeContext {
  readonly state: State;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: () => string;
}

export function toSlackMessage(message: Message, { state, origin }: ShapeContext): Json {
  const { team } = state;
  return {
    type: 'message',
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    ...(message.user === '' ? {} : { user: message.user }),
    ts: message.ts,
    ...(message.clientMsgId === undefined ? {} : { client_msg_id: message.clientMsgId }),
    text: message.text,
    ...(isPlain(message) ? { team: team.id } : {}),
    ...(message.botId === undefined ? {} : toBotFields(message, state)),
    ...(message.username === undefined ? {} : { username: message.username }),
    ...(message.icons === undefined ? {} : { icons: message.icons }),
    ...message.extra,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.fileIds === undefined ? {} : { files: filesOf(message, { state, origin }), upload: false }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...threadOf(message, state),
    ...(message.edited === undefined ? {} : { edited: message.edited }),
    ...reactionsOf(message),
    ...(message.pinned === undefined ? {} : { pinned_to: [message.channel] }),
    ...(message.stream === undefined ? {} : { streaming_state: toStreamingState(message.stream) }),
  };
}

/** What an integration of the old kind says has no team. */
const isPlain = ({ subtype }: Message): boolean => subtype !== 'bot_message';

/** A stream that a person stopped is over like any other. */
const toStreamingState = ({ state }: NonNullable<Message['stream']>): string =>
  state === 'in_progress' ? 'in_progress' : 'completed';

function filesOf(message: Message, context: ShapeContext): Json[] {
  return (message.fileIds ?? []).map((id) => {
    const file = context.state.file(id);
    return file === undefined ? { id, mode: 'tombstone' } : toSlackFile(file, context);
  });
}

/** What Slack adds to a root that has replies, and to a reply. */
function threadOf(message: Message, state: State): Json {
  if (message.threadTs !== undefined && message.threadTs !== message.ts) {
    const root = state.message(message.channel, message.threadTs);
    const broadcast = message.subtype === 'thread_broadcast' && root !== undefined;
    return {
      ...(root === undefined ? {} : { parent_user_id: root.user }),
      ...(broadcast
        ? {
            root: {
              type: 'message',
              user: root.user,
              text: root.text,
              ts: root.ts,
              ...threadOf(root, state),
            },
          }
        : {}),
    };
  }
  const replies = state.replies(message.channel, message.ts);
  const last = replies.at(-1);
  if (last === undefined) return {};
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: last.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  };
}

function reactionsOf(message: Message): Json {
  const reactions = message.reactions ?? [];
  if (reactions.length === 0) return {};
  return { reactions: reactions.map(({ name, users }) => ({ name, users, count: users.length })) };
}

/** Which bot said it: the app under trial, another one, or one that nobody knows any more. */
function toBotFields(
  { botId, subtype }: Message,
  { botPerson, bot, team }: Pick<State, 'botPerson' | 'bot' | 'team'>,
): Json {
  const person = botPerson(botId ?? '');
  const appId = botId === bot.botId ? bot.appId : person?.appId;
  if (subtype === 'bot_message') return { bot_id: botId };
  const profile = {
    id: botId,
    deleted: false,
    name: person?.displayName ?? '',
    updated: 0,
    app_id: appId,
    icons: { image_36: '', image_48: '', image_72: '' },
    team_id: team.id,
  };
  return { bot_id: botId, app_id: appId, bot_profile: profile };
}

export function toSlackFile(file: StoredFile, { state, origin }: ShapeContext): Json {
  const slug = `${state.team.id}-${file.id}`;
  const name = encodeURIComponent(file.name);
  const isCanvas = file.canvas !== undefined;
  return {
    id: file.id,
    created: file.createdSeconds,
    timestamp: file.createdSeconds,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: isCanvas ? 'quip' : extname(file.name).slice(1).toLowerCase() || 'text',
    pretty_type: file.mimetype,
    user: file.user,
    user_team: state.team.id,
    editable: false,
    size: file.size,
    mode: isCanvas ? 'quip' : 'hosted',
    is_external: false,
    external_type: '',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${origin()}/files-pri/${slug}/${name}`,
    url_private_download: `${origin()}/files-pri/${slug}/download/${name}`,
    permalink: isCanvas
      ? `${origin()}/docs/${state.team.id}/${file.id}`
      : `${origin()}/files/${file.user}/${file.id}/${name}`,
    has_rich_preview: false,
    file_access: 'visible',
  };
}

/** Where a file was shared: only files.info tells. */
export function sharesOf(file: StoredFile, state: State): Json {
  const shares: Record<'public' | 'private', Record<string, Json[]>> = { public: {}, private: {} };
  for (const channel of state.channels())
    for (const message of state.messages(channel.id)) {
      if (message.fileIds?.includes(file.id) !== true) continue;
      const side = shares[channel.kind === 'channel' ? 'public' : 'private'];
      (side[channel.id] ??= []).push({
        ts: message.ts,
        ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
        channel_name: channel.name,
        team_id: state.team.id,
        share_user_id: message.user,
        reply_users: [],
        reply_users_count: 0,
        reply_count: 0,
      });
    }
  const seen = Object.entries(shares).filter(([, side]) => Object.keys(side).length > 0);
  const of = (kind: Channel['kind']): string[] =>
    Object.values(shares)
      .flatMap((side) => Object.keys(side))
      .filter((id) => state.channel(id)?.kind === kind);
  return {
    shares: Object.fromEntries(seen),
    channels: of('channel'),
    groups: [...of('group'), ...of('mpim')],
    ims: of('im'),
  };
}

export function toSlackChannel(channel: Channel, { bot, team }: State): Json {
  const isMember = channel.members.includes(bot.userId);
  const base = {
    id: channel.id,
    created: channel.createdSeconds,
    is_archived: channel.isArchived === true,
    context_team_id: team.id,
  };
  if (channel.kind === 'im')
    return {
      ...base,
      is_im: true,
      is_org_shared: false,
      user: channel.members.find((id) => id !== bot.userId),
    };
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'channel',
    is_general: channel.name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: isMember,
    creator: channel.members[0] ?? bot.userId,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: channel.purpose, creator: '', last_set: 0 },
    previous_names: channel.previousNames ?? [],
  };
}

export function toPagePerson(
  { avatarColor, botId: _bot, appId: _app, isDeactivated, ...person }: Person,
  nowMs: number,
): PagePerson {
  const { status: kept, ...rest } = person;
  const status = standingStatus({ ...person, ...(kept === undefined ? {} : { status: kept }) }, nowMs);
  return {
    ...rest,
    ...(avatarColor === undefined ? {} : { avatarColor }),
    ...(isDeactivated === true ? { isDeactivated } : {}),
    ...(status === undefined ? {} : { status: { text: status.text, emoji: status.emoji } }),
  };
}

/** An im is called by the other one in it. */
export function toPageChannel(channel: Channel, { bot, me }: { bot: string; me: string }): PageChannel {
  const { id, kind, topic, purpose, members, isArchived = false } = channel;
  const other = members.find((member) => member !== me) ?? me;
  return {
    id,
    kind,
    topic,
    purpose,
    members,
    isArchived,
    name: kind === 'im' ? other : channel.name,
    botIsMember: members.includes(bot),
  };
}

export function toPageSession(session: Session, stoppable: boolean): PageSession {
  const { channel, threadTs, status, title } = session;
  return { channel, thread_ts: threadTs, status, title, stoppable: stoppable && status === 'processing' };
}

const Words = z.object({ text: z.string() });
const PageViewBody = z
  .object({
    id: z.string(),
    type: z.enum(['modal', 'home']),
    callback_id: z.string(),
    title: Words.optional(),
    submit: Words.nullable().default(null),
    close: Words.nullable().default(null),
    submit_disabled: z.boolean().default(false),
    blocks: z.array(z.unknown()),
    hash: z.string(),
    root_view_id: z.string(),
    previous_view_id: z.string().nullable(),
  })
  .transform(({ title, ...view }) => ({ ...view, ...(title === undefined ? {} : { title }) }));

/** A view as its person sees it: without what only the app should know. */
export function toPageView({ id, hash, body }: View): PageView {
  return PageViewBody.parse({ ...body, id, hash });
}
