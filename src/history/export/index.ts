// The history in the shape of Slack's own exports, so that it can go anywhere that they can, and come back.
import type { Sql } from '../../db/pool.ts';
import type { Channel, Person } from '../directory-store.ts';
import { createDirectoryStore } from '../directory-store.ts';
import { sentAtOf } from '../message.ts';
import { readForExport, type ExportableMessage } from './export-store.ts';
import type { ExportSink } from './sink.ts';

export interface ExportReport {
  readonly people: number;
  readonly channels: number;
  readonly messages: number;
}

interface ExportSettings {
  readonly teamId: string;
  /** Only this one; left out, all of them. */
  readonly channelId?: string | undefined;
  readonly onProgress?: (report: { channel: string; messages: number }) => void;
}

const PAGE = 2_000;
const LISTS = { channel: 'channels.json', group: 'groups.json', mpim: 'mpims.json', im: 'dms.json' } as const;

/** Contract: everything that stands is in it, with its former states; what was deleted is not. */
export async function exportHistory(
  sql: Sql,
  sink: ExportSink,
  settings: ExportSettings,
): Promise<ExportReport> {
  const { teamId, channelId, onProgress } = settings;
  const directory = createDirectoryStore(sql);
  const people = await directory.people(teamId);
  const channels = (await directory.channels(teamId)).filter(
    (channel) => channelId === undefined || channel.channelId === channelId,
  );
  await sink.write('users.json', toJson(people.map(toUser)));
  for (const kind of ['channel', 'group', 'mpim', 'im'] as const) {
    const listed = channels.filter((channel) => channel.kind === kind);
    if (listed.length > 0 || kind === 'channel') await sink.write(LISTS[kind], toJson(listed.map(toListed)));
  }
  const folders = foldersOf(channels);
  let messages = 0;
  for (const channel of channels) {
    for await (const { day, said } of daysOf(sql, channel)) {
      await sink.write(
        `${folders.get(channel)}/${day}.json`,
        toJson(said.map((message) => toEntry(message))),
      );
      messages += said.length;
      onProgress?.({ channel: channel.name, messages });
    }
  }
  return { people: people.length, channels: channels.length, messages };
}

interface Day {
  readonly day: string;
  readonly said: ExportableMessage[];
}

async function* daysOf(sql: Sql, channel: Channel): AsyncGenerator<Day> {
  let day: Day | undefined;
  let afterTs = '';
  for (;;) {
    const page = await readForExport(sql, channel, { afterTs, limit: PAGE });
    for (const message of page) {
      const name = sentAtOf(message.ts).toISOString().slice(0, 10);
      if (day !== undefined && day.day !== name) yield day;
      if (day?.day !== name) day = { day: name, said: [] };
      day.said.push(message);
      afterTs = message.ts;
    }
    if (page.length < PAGE) break;
  }
  if (day !== undefined) yield day;
}

/** A folder is called after its channel, unless another is called so or the name would lead elsewhere: then after its id. */
function foldersOf(channels: readonly Channel[]): ReadonlyMap<Channel, string> {
  // Some disks do not tell capitals apart.
  const used = [...channels.map(({ name }) => name), ...channels.map(({ channelId }) => channelId)];
  const counts = Map.groupBy(used, (name) => name.toLowerCase());
  return new Map(
    channels.map((channel) => {
      const { name, channelId, kind } = channel;
      const isPlain = kind !== 'im' && /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,79}$/u.test(name);
      const isAlone = counts.get(name.toLowerCase())?.length === 1;
      return [channel, isPlain && isAlone ? name : channelId.replaceAll(/[^A-Za-z0-9_-]/gu, '_')];
    }),
  );
}

function toUser(person: Person): object {
  return {
    id: person.personId,
    team_id: person.teamId,
    name: person.name,
    real_name: person.realName,
    tz: person.timeZone,
    deleted: person.isDeactivated,
    is_bot: person.isBot,
    is_restricted: person.isGuest,
    profile: { display_name: person.name, real_name: person.realName },
  };
}

function toListed({ channelId, name, kind, isArchived }: Channel): object {
  return {
    id: channelId,
    ...(kind === 'im' ? { user: name, members: [name] } : { name }),
    is_archived: isArchived,
  };
}

function toEntry(message: ExportableMessage): object {
  const { ts, threadTs, author, text, blocks, editedAt, files, reactions, versions } = message;
  const isPlain = versions.length === 1 && author.kind !== 'longhand';
  return {
    ...toAuthored(message),
    type: 'message',
    ts,
    ...(threadTs === ts ? {} : { thread_ts: threadTs }),
    text,
    ...(blocks === null || blocks === undefined ? {} : { blocks }),
    ...(editedAt === undefined
      ? {}
      : { edited: { ...(author.kind === 'person' ? { user: author.id } : {}), ts: toTs(editedAt) } }),
    ...(files.length === 0
      ? {}
      : {
          files: files.map(({ id, name, mimetype, bytes, downloadUrl }) => ({
            id,
            name,
            mimetype,
            size: bytes,
            ...(downloadUrl === undefined ? {} : { url_private_download: downloadUrl }),
          })),
        }),
    ...(reactions.length === 0
      ? {}
      : {
          reactions: reactions.map(({ name, personIds }) => ({
            name,
            users: personIds,
            count: personIds.length,
          })),
        }),
    // Slack's shape has no place for these two; whoever does not know them leaves them aside.
    ...(isPlain
      ? {}
      : {
          longhand: {
            ...(author.kind === 'longhand' ? { isOurs: true } : {}),
            ...(versions.length === 1
              ? {}
              : {
                  versions: versions.map((version) => ({
                    kind: version.kind,
                    text: version.text,
                    ...(version.blocks === null ? {} : { blocks: version.blocks }),
                    saidAt: version.saidAt.toISOString(),
                  })),
                }),
          },
        }),
  };
}

function toAuthored({ author }: ExportableMessage): object {
  switch (author.kind) {
    case 'person':
      return { user: author.id };
    case 'bot':
      return { subtype: 'bot_message', bot_id: author.id };
    case 'longhand':
      return { subtype: 'bot_message', bot_id: 'longhand' };
  }
}

function toTs(at: Date): string {
  return (at.getTime() / 1000).toFixed(6);
}

/** As Slack writes it: each entry begins a line, so that a broken one can be left out. */
function toJson(value: readonly object[]): string {
  return `${JSON.stringify(value, null, 4)}\n`;
}
