// A Slack export as a seed: its people, channels and messages, with their own times.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { parseJson } from './http.ts';
import { Seed, type SeedInput } from './seed-schema.ts';
import { readZip } from './zip.ts';

const Words = z.object({ value: z.string() }).optional();
const User = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string(),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  profile: z
    .object({
      display_name: z.string().optional(),
      real_name: z.string().optional(),
      title: z.string().optional(),
    })
    .default({}),
});
const Place = z.object({
  id: z.string(),
  name: z.string().optional(),
  members: z.array(z.string()).default([]),
  topic: Words,
  purpose: Words,
  is_archived: z.boolean().default(false),
});
const Said = z.object({
  type: z.literal('message'),
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  username: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })).optional(),
  files: z.array(z.object({ id: z.string(), name: z.string().optional() })).optional(),
});
type Said = z.infer<typeof Said>;
type Place = z.infer<typeof Place>;
type Message = SeedInput['messages'][number];

/** Reads a file of the export by its path, or undefined when there is none. */
type Read = (path: string) => unknown;
interface Export {
  readonly paths: readonly string[];
  readonly read: Read;
}

const LISTS = [
  { file: 'channels.json', kind: 'channel' },
  { file: 'groups.json', kind: 'group' },
  { file: 'dms.json', kind: 'im' },
  { file: 'mpims.json', kind: 'mpim' },
] as const;

/**
 * A folder or a zip file as Slack makes it: users.json, channels.json, and a folder for each channel with a
 * file for each day. Files that people shared are links in it, so that only their names come along.
 */
export async function readSlackExport(path: string): Promise<Seed> {
  const found = (await stat(path)).isDirectory() ? await openFolder(path) : openZip(await readFile(path));
  const people = z.array(User).safeParse(found.read('users.json'));
  if (!people.success)
    throw new AppError({
      code: 'workspace/bad-seed',
      message: `${path} has no users.json that can be read.`,
      hint: 'Name the folder or the zip file of a Slack export, or a seed in JSON.',
    });
  return Seed.parse(toSeed(people.data, found));
}

async function openFolder(folder: string): Promise<Export> {
  const names = await readdir(folder, { recursive: true });
  const texts = new Map<string, string>();
  for (const name of names.filter((candidate) => candidate.endsWith('.json')))
    texts.set(name.replaceAll('\\', '/'), await readFile(join(folder, name), 'utf8'));
  return { paths: [...texts.keys()], read: (path) => parseJson(texts.get(path) ?? '') };
}

function openZip(bytes: Buffer): Export {
  const files = readZip(bytes);
  return {
    paths: [...files.keys()],
    read: (path) => parseJson(files.get(path)?.().toString('utf8') ?? ''),
  };
}

function toSeed(users: readonly z.infer<typeof User>[], found: Export): SeedInput {
  const places = LISTS.flatMap(({ file, kind }) => {
    const list = z.array(Place).safeParse(found.read(file));
    return (list.success ? list.data : []).map((place) => ({ ...place, kind }));
  });
  const said = places.flatMap((place) => readPlace(place, found));
  const bots = new Map([
    ...users.filter(({ is_bot: isBot }) => isBot).map(({ id, name }) => [id, toBot(id, name)] as const),
    ...said.flatMap(({ from }) =>
      from.user === undefined && from.bot_id !== undefined
        ? [[`U${from.bot_id}`, toBot(`U${from.bot_id}`, from.username ?? from.bot_id)] as const]
        : [],
    ),
  ]);
  const known = new Set([...users.map(({ id }) => id), ...bots.keys()]);
  const files = new Map(
    said.flatMap(({ from }) =>
      (from.files ?? []).map(({ id, name = id }) => [id, toNameOnly(id, name)] as const),
    ),
  );
  return {
    team: { id: users[0]?.team_id ?? 'TEXPORT', name: 'Slack export', domain: 'export' },
    bot: { userId: 'UAPPTRIAL', botId: 'BAPPTRIAL', appId: 'AAPPTRIAL', name: 'app', displayName: 'App' },
    bots: [...bots.values()],
    people: users.filter(({ is_bot: isBot }) => !isBot).map(toPerson),
    channels: places.map((place) => toChannel(place, known)),
    files: [...files.values()],
    messages: toThreads(
      said.map(({ channel, from }) => ({ channel, from, message: toMessage(channel, { from, known }) })),
    ),
  };
}

interface SaidThere {
  readonly channel: string;
  readonly from: Said;
}

/** The folder is called as the channel, and by the id for direct messages. */
function readPlace({ id, name }: Place, { paths, read }: Export): SaidThere[] {
  const days = paths
    .filter((path) => [name, id].some((folder) => path.startsWith(`${folder ?? ''}/`)))
    .toSorted();
  return days.flatMap((day) => {
    const lines = z.array(z.unknown()).safeParse(read(day));
    return (lines.success ? lines.data : []).flatMap((line) => {
      const parsed = Said.safeParse(line);
      return parsed.success ? [{ channel: id, from: parsed.data }] : [];
    });
  });
}

function toMessage(channel: string, { from, known }: { from: Said; known: ReadonlySet<string> }): Message {
  const user = from.user ?? `U${from.bot_id ?? ''}`;
  return {
    channel,
    user: known.has(user) ? user : 'UAPPTRIAL',
    minutesAgo: 0,
    ts: from.ts,
    text: from.text,
    ...(from.subtype === undefined || from.subtype === 'bot_message' ? {} : { subtype: from.subtype }),
    ...(from.files === undefined ? {} : { files: from.files.map(({ id }) => id) }),
    ...(from.reactions === undefined ? {} : { reactions: from.reactions }),
  };
}

/** Replies go under their root; a reply whose root is not in the export stands for itself. */
function toThreads(said: readonly (SaidThere & { readonly message: Message })[]): Message[] {
  const keyOf = (channel: string, ts: string): string => `${channel} ${ts}`;
  const replies = new Map<string, NonNullable<Message['thread']>>();
  const keys = new Set(said.map(({ channel, from }) => keyOf(channel, from.ts)));
  const roots = said.filter(({ channel, from, message }) => {
    const root = from.thread_ts;
    if (root === undefined || root === from.ts || !keys.has(keyOf(channel, root))) return true;
    const { channel: _channel, ...reply } = message;
    replies.set(keyOf(channel, root), [...(replies.get(keyOf(channel, root)) ?? []), reply]);
    return false;
  });
  return roots.map(({ channel, from, message }) => {
    const thread = replies.get(keyOf(channel, from.ts));
    return thread === undefined ? message : { ...message, thread };
  });
}

const toBot = (userId: string, name: string) => ({
  userId,
  botId: userId.replace('U', 'B'),
  appId: userId.replace('U', 'A'),
  name,
  displayName: name,
});

function toPerson({
  id,
  name,
  real_name: realName,
  tz,
  profile,
  is_restricted: isGuest,
}: z.infer<typeof User>) {
  const called = profile.real_name ?? realName ?? name;
  const display =
    profile.display_name === undefined || profile.display_name === '' ? called : profile.display_name;
  const title = profile.title ?? '';
  return {
    id,
    name,
    realName: called || name,
    displayName: display || name,
    title,
    tz: tz ?? 'Etc/UTC',
    isGuest,
  };
}

/** The app under trial is in every public channel, so that it can be tried at once. */
function toChannel(
  {
    id,
    name = id,
    members,
    topic,
    purpose,
    kind,
    is_archived: isArchived,
  }: Place & { kind: (typeof LISTS)[number]['kind'] },
  known: ReadonlySet<string>,
): SeedInput['channels'][number] {
  const words = { topic: topic?.value ?? '', purpose: purpose?.value ?? '' };
  const inside = members.filter((member) => known.has(member));
  return { id, name, kind, ...words, members: inside, botIsMember: kind === 'channel', isArchived };
}

const toNameOnly = (key: string, name: string) => ({
  key,
  name,
  mimetype: 'text/plain',
  text: 'A Slack export names this file and does not hold it.',
});
