// Slack's message events become what was said; what nobody said becomes undefined.
import { z } from 'zod';
import { sentAtOf, type Author, type Message, type Said, type SharedFile } from '../history/message.ts';
import type { Identity } from './identity.ts';

const Ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

const SlackFile = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().int().nonnegative().nullish(),
  url_private_download: z.string().nullish(),
  url_private: z.string().nullish(),
  mode: z.string().nullish(),
});

/** The parts of a message that Slack has in the event, in `message_changed` and in the history. */
const SlackMessage = z.object({
  ts: Ts,
  thread_ts: Ts.nullish(),
  subtype: z.string().nullish(),
  user: z.string().min(1).nullish(),
  bot_id: z.string().min(1).nullish(),
  text: z.string().nullish(),
  blocks: z.unknown().optional(),
  files: z.array(z.unknown()).nullish(),
  edited: z.object({ ts: Ts }).nullish(),
});
type SlackMessage = z.infer<typeof SlackMessage>;

const Envelope = z.object({
  type: z.enum(['message', 'app_mention']),
  channel: z.string().min(1),
  subtype: z.string().nullish(),
  event_ts: Ts.nullish(),
});
const Changed = z.object({ ts: Ts, message: SlackMessage, previous_message: SlackMessage.nullish() });
const Deleted = z.object({ ts: Ts, deleted_ts: Ts });

/** Subtypes under which somebody says something; joins, topics, pins and what we have not met yet are not said. */
const SAID: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast', 'me_message', 'bot_message']);

/**
 * Our own messages come back too and are recorded as Longhand's; a card that was only redrawn (its text the same)
 * is not an edit, and neither is a preview that Slack adds to a link.
 */
export function toSaid(event: unknown, self: Identity): Said | undefined {
  const envelope = Envelope.safeParse(event);
  if (!envelope.success) return undefined;
  const { channel: channelId, subtype } = envelope.data;
  if (subtype === 'message_changed') return toChanged(event, channelId, self);
  if (subtype === 'message_deleted') return toDeleted(event, channelId, self);

  const message = toMessage(event, channelId, self);
  if (message === undefined) return undefined;
  // An edited mention is announced again as a mention: an edit of the message that is there.
  const edited = SlackMessage.parse(event).edited;
  return edited === null || edited === undefined
    ? { kind: 'posted', message }
    : { kind: 'edited', message, editedAt: sentAtOf(edited.ts) };
}

/** A message of the history, as it stands now. */
export function toMessage(message: unknown, channelId: string, self: Identity): Message | undefined {
  const parsed = SlackMessage.safeParse(message);
  if (!parsed.success) return undefined;
  const { ts, thread_ts: threadTs, subtype, text, blocks, files } = parsed.data;
  if (subtype !== null && subtype !== undefined && !SAID.has(subtype)) return undefined;
  const author = toAuthor(parsed.data, self);
  if (author === undefined) return undefined;
  return {
    teamId: self.teamId,
    channelId,
    ts,
    threadTs: threadTs ?? ts,
    author,
    text: text ?? '',
    ...(blocks === undefined || blocks === null ? {} : { blocks }),
    mentions: toMentions(text ?? '', blocks),
    files: (files ?? []).flatMap((file) => toFile(file)),
  };
}

function toChanged(event: unknown, channelId: string, self: Identity): Said | undefined {
  const parsed = Changed.safeParse(event);
  if (!parsed.success) return undefined;
  const { ts, message: now, previous_message: before } = parsed.data;
  // A thread's first message that is deleted leaves a tombstone in its place.
  if (now.subtype === 'tombstone') return deleted({ channelId, ts: now.ts, deletedTs: ts }, self);
  const message = toMessage(now, channelId, self);
  if (message === undefined) return undefined;
  if (before !== null && before !== undefined && !isChanged(before, now, message.author)) return undefined;
  return { kind: 'edited', message, editedAt: sentAtOf(now.edited?.ts ?? ts) };
}

function toDeleted(event: unknown, channelId: string, self: Identity): Said | undefined {
  const parsed = Deleted.safeParse(event);
  if (!parsed.success) return undefined;
  return deleted({ channelId, ts: parsed.data.deleted_ts, deletedTs: parsed.data.ts }, self);
}

function deleted(
  { channelId, ts, deletedTs }: { channelId: string; ts: string; deletedTs: string },
  self: Identity,
): Said {
  return { kind: 'deleted', ref: { teamId: self.teamId, channelId, ts }, deletedAt: sentAtOf(deletedTs) };
}

function isChanged(before: SlackMessage, now: SlackMessage, author: Author): boolean {
  if ((before.text ?? '') !== (now.text ?? '')) return true;
  if (author.kind === 'longhand') return false;
  return !isSame(before.blocks, now.blocks) || !isSame(fileIds(before), fileIds(now));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function fileIds({ files }: SlackMessage): string[] {
  return (files ?? []).flatMap((file) => toFile(file).map(({ id }) => id));
}

function toAuthor({ user, bot_id: botId, subtype }: SlackMessage, self: Identity): Author | undefined {
  if (user === self.botUserId || botId === self.botId) return { kind: 'longhand' };
  if (botId !== null && botId !== undefined) return { kind: 'bot', id: botId };
  if (user === null || user === undefined) return undefined;
  return { kind: subtype === 'bot_message' ? 'bot' : 'person', id: user };
}

/** Files that Slack has removed or hides from us stay known by name, without an address. */
function toFile(file: unknown): SharedFile[] {
  const parsed = SlackFile.safeParse(file);
  if (!parsed.success) return [];
  const {
    id,
    name,
    title,
    mimetype,
    size,
    url_private_download: download,
    url_private: address,
  } = parsed.data;
  const downloadUrl = download ?? address ?? undefined;
  return [
    {
      id,
      name: name ?? title ?? id,
      mimetype: mimetype ?? 'application/octet-stream',
      bytes: size ?? 0,
      ...(downloadUrl === undefined ? {} : { downloadUrl }),
    },
  ];
}

const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g;

/** From the text and from `rich_text`, where a mention may stand that the text leaves out. */
function toMentions(text: string, blocks: unknown): string[] {
  const inText = [...text.matchAll(MENTION)].flatMap(([, id]) => (id === undefined ? [] : [id]));
  return [...new Set([...inText, ...mentionsIn(blocks)])];
}

const UserElement = z.object({ type: z.literal('user'), user_id: z.string().min(1) });
const Container = z.object({ elements: z.array(z.unknown()) });
/** Slack nests lists eight deep; more is not a message but an attack on the stack. */
const DEEPEST = 20;

function mentionsIn(blocks: unknown, depth = 0): string[] {
  if (!Array.isArray(blocks) || depth > DEEPEST) return [];
  return blocks.flatMap((block: unknown) => {
    const user = UserElement.safeParse(block);
    if (user.success) return [user.data.user_id];
    const container = Container.safeParse(block);
    return container.success ? mentionsIn(container.data.elements, depth + 1) : [];
  });
}
