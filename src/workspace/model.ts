// What a workspace knows: its nouns as schemas, because they come back from the journal as unknown text.
import { z } from 'zod';

export const Json = z.record(z.string(), z.unknown());
export type Json = z.infer<typeof Json>;

export const Team = z.object({ id: z.string(), name: z.string(), domain: z.string() });
export type Team = z.infer<typeof Team>;

export const Bot = z.object({
  userId: z.string(),
  botId: z.string(),
  appId: z.string(),
  name: z.string(),
  displayName: z.string(),
});
export type Bot = z.infer<typeof Bot>;

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  realName: z.string(),
  displayName: z.string(),
  title: z.string(),
  tz: z.string(),
  avatarColor: z.string().optional(),
  isGuest: z.boolean(),
  isBot: z.boolean(),
  isDeactivated: z.boolean().optional(),
  /** What stands beside the name; with `untilMs` until then. */
  status: z.object({ text: z.string(), emoji: z.string(), untilMs: z.number().optional() }).optional(),
  /** Of a bot that is not the app under trial. */
  botId: z.string().optional(),
  appId: z.string().optional(),
});
export type Person = z.infer<typeof Person>;

export const UserGroup = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  users: z.array(z.string()),
});
export type UserGroup = z.infer<typeof UserGroup>;

export const Channel = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['channel', 'group', 'im', 'mpim']),
  topic: z.string(),
  purpose: z.string(),
  /** People and the bot alike. */
  members: z.array(z.string()),
  createdSeconds: z.number(),
  isArchived: z.boolean().optional(),
  previousNames: z.array(z.string()).optional(),
});
export type Channel = z.infer<typeof Channel>;

export const Message = z.object({
  channel: z.string(),
  ts: z.string(),
  /** Empty for what only a bot's name stands on. */
  user: z.string(),
  botId: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string(),
  blocks: z.array(Json).optional(),
  attachments: z.array(Json).optional(),
  fileIds: z.array(z.string()).optional(),
  threadTs: z.string().optional(),
  isBroadcast: z.boolean().optional(),
  edited: z.object({ user: z.string(), ts: z.string() }).optional(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })).optional(),
  pinned: z.object({ by: z.string(), atSeconds: z.number() }).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: Json }).optional(),
  clientMsgId: z.string().optional(),
  username: z.string().optional(),
  icons: Json.optional(),
  /** What a subtype adds: the new topic, the old name, who invited. */
  extra: Json.optional(),
  stream: z
    .object({ state: z.enum(['in_progress', 'completed', 'stopped_by_user']), startedMs: z.number() })
    .optional(),
});
export type Message = z.infer<typeof Message>;

export const StoredFile = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  mimetype: z.string(),
  size: z.number(),
  user: z.string(),
  createdSeconds: z.number(),
  base64: z.string(),
  /** A page of Markdown, and the channel whose tab it is. */
  canvas: z.object({ channel: z.string().optional(), isOfChannel: z.boolean().optional() }).optional(),
});
export type StoredFile = z.infer<typeof StoredFile>;

export const Session = z.object({
  channel: z.string(),
  threadTs: z.string(),
  status: z.enum(['active', 'processing', 'suspended', 'closed']),
  title: z.string(),
  setMs: z.number(),
});
export type Session = z.infer<typeof Session>;

/** An event that the app has not acknowledged yet. It is kept over a restart, as Slack keeps its own. */
export const PendingEvent = z.object({
  eventId: z.string(),
  madeMs: z.number(),
  attempt: z.number(),
  payload: Json,
});
export type PendingEvent = z.infer<typeof PendingEvent>;

export const View = z.object({
  id: z.string(),
  hash: z.string(),
  userId: z.string(),
  type: z.string(),
  body: Json,
});
export type View = z.infer<typeof View>;

/** One run of a custom step of the app. */
export const Execution = z.object({
  id: z.string(),
  callbackId: z.string(),
  /** What the app may call the Web API with until the run is over. */
  token: z.string(),
  user: z.string(),
  inputs: Json,
  status: z.enum(['running', 'succeeded', 'failed']),
  outputs: Json.optional(),
  error: z.string().optional(),
});
export type Execution = z.infer<typeof Execution>;

/** What stands on top of the app's messages. */
export const Prompts = z.object({
  channel: z.string(),
  threadTs: z.string().optional(),
  title: z.string().optional(),
  prompts: z.array(z.object({ title: z.string(), message: z.string() })),
});
export type Prompts = z.infer<typeof Prompts>;

/** Said later. */
export const Scheduled = z.object({ id: z.string(), postAtSeconds: z.number(), message: Message });
export type Scheduled = z.infer<typeof Scheduled>;

/** Why a message is different now. Only an edit and the end of a stream are told to the app. */
type Cause = 'edit' | 'tombstone' | 'reaction' | 'pin' | 'reply' | 'stream' | 'stream_end';

export type Change =
  | { readonly kind: 'message_posted'; readonly message: Message }
  | {
      readonly kind: 'message_changed';
      readonly message: Message;
      readonly previous: Message;
      readonly cause: Cause;
    }
  | { readonly kind: 'message_deleted'; readonly previous: Message }
  | { readonly kind: 'ephemeral_posted'; readonly message: Message; readonly to: string }
  | {
      readonly kind: 'reaction_added' | 'reaction_removed';
      readonly message: Message;
      readonly name: string;
      readonly user: string;
    }
  | { readonly kind: 'channel_changed' | 'channel_renamed'; readonly channel: Channel }
  | {
      readonly kind: 'channel_created' | 'channel_archived' | 'channel_unarchived';
      readonly channel: Channel;
      readonly user: string;
    }
  | {
      readonly kind: 'member_joined' | 'member_left';
      readonly channel: Channel;
      readonly user: string;
      readonly inviter?: string | undefined;
    }
  | { readonly kind: 'person_put' | 'person_changed'; readonly person: Person }
  | { readonly kind: 'user_group_put'; readonly group: UserGroup }
  | { readonly kind: 'file_put' | 'file_deleted'; readonly file: StoredFile }
  | { readonly kind: 'execution_put' | 'execution_started'; readonly execution: Execution }
  | { readonly kind: 'prompts_set'; readonly prompts: Prompts }
  | { readonly kind: 'scheduled' | 'unscheduled'; readonly scheduled: Scheduled }
  /** The app may do nothing more: its token was revoked, or it was taken out of the workspace. */
  | { readonly kind: 'tokens_revoked' | 'app_uninstalled' }
  | { readonly kind: 'session_changed'; readonly session: Session }
  | {
      readonly kind: 'session_stopped';
      readonly session: Session;
      readonly user: string;
      readonly streams: readonly string[];
    }
  | {
      readonly kind: 'home_opened';
      readonly user: string;
      readonly channel: string;
      readonly tab: 'home' | 'messages';
      readonly view: View | undefined;
    }
  | { readonly kind: 'view_put'; readonly view: View }
  | { readonly kind: 'event_pending'; readonly event: PendingEvent }
  | { readonly kind: 'event_settled'; readonly eventId: string };
