// The first start: seed data becomes the state, with its times counted back from now.
import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Change } from './model.ts';
import type { Seed } from './seed-schema.ts';
import type { State } from './state.ts';
import { toRichText } from './rich-text.ts';
import { normaliseText } from './text.ts';

type Said = Seed['messages'][number] | NonNullable<Seed['messages'][number]['thread']>[number];

const MINUTE_MS = 60_000;

export function plantSeed(seed: Seed, { state, clock }: { state: State; clock: Clock }): void {
  const nowMs = clock.now().getTime();
  const things = [...toPeople(seed), ...toGroups(seed), ...toChannels(seed, nowMs), ...toFiles(seed, nowMs)];
  for (const change of things) state.take(change);

  const botIds = new Map([seed.bot, ...(seed.bots ?? [])].map(({ userId, botId }) => [userId, botId]));
  const timeOf = ({ ts, minutesAgo }: Said): string =>
    ts ?? state.timestampAt(nowMs - minutesAgo * MINUTE_MS);
  for (const root of seed.messages) {
    const ts = timeOf(root);
    say(root, { channel: root.channel, ts });
    for (const reply of root.thread ?? [])
      say(reply, { channel: root.channel, ts: timeOf(reply), threadTs: ts });
  }

  function say(said: Said, place: { channel: string; ts: string; threadTs?: string }): void {
    const text = normaliseText(said.text);
    const botId = botIds.get(said.user);
    state.take({
      kind: 'message_posted',
      message: {
        ...place,
        user: said.user,
        text,
        blocks: [toRichText(text, place.ts.slice(-5))],
        ...(botId === undefined ? { clientMsgId: toUuid(`${place.channel} ${place.ts}`) } : { botId }),
        ...(said.subtype === undefined ? {} : { subtype: said.subtype }),
        ...(said.files === undefined ? {} : { fileIds: said.files.map((key) => toFileId(key)) }),
        ...(said.reactions === undefined ? {} : { reactions: said.reactions }),
      },
    });
  }
}

function toPeople(seed: Seed): Change[] {
  const people = seed.people.map((person): Change => ({
    kind: 'person_put',
    person: { ...person, title: person.title ?? '', isGuest: person.isGuest ?? false, isBot: false },
  }));
  return [...people, toBotPerson(seed.bot), ...(seed.bots ?? []).map((bot) => toBotPerson(bot, bot))];
}

/** The app under trial has no ids of its own beside its name: they are the workspace's. */
function toBotPerson(
  { userId, name, displayName }: Seed['bot'],
  own?: { readonly botId: string; readonly appId: string },
): Change {
  const person = { id: userId, name, realName: displayName, displayName, title: '', tz: 'Etc/UTC' };
  const ids = own === undefined ? {} : { botId: own.botId, appId: own.appId };
  return { kind: 'person_put', person: { ...person, ...ids, isGuest: false, isBot: true } };
}

const toGroups = (seed: Seed): Change[] =>
  (seed.userGroups ?? []).map((group) => ({ kind: 'user_group_put', group }));

function toChannels(seed: Seed, nowMs: number): Change[] {
  return seed.channels.map((channel): Change => ({
    kind: 'channel_changed',
    channel: {
      id: channel.id,
      name: channel.name,
      kind: channel.kind,
      topic: channel.topic ?? '',
      purpose: channel.purpose ?? '',
      members: [...new Set([...channel.members, ...(channel.botIsMember ? [seed.bot.userId] : [])])],
      createdSeconds: Math.floor(nowMs / 1000) - 90 * 86_400,
      ...(channel.isArchived === true ? { isArchived: true } : {}),
    },
  }));
}

function toFiles(seed: Seed, nowMs: number): Change[] {
  return seed.files.map((file): Change => {
    const bytes =
      file.base64 === undefined ? Buffer.from(file.text ?? '') : Buffer.from(file.base64, 'base64');
    const sharer = seed.messages
      .flatMap((root) => [root, ...(root.thread ?? [])])
      .find((said) => said.files?.includes(file.key) === true);
    return {
      kind: 'file_put',
      file: {
        id: toFileId(file.key),
        name: file.name,
        title: file.name,
        mimetype: file.mimetype,
        size: bytes.length,
        user: sharer?.user ?? seed.bot.userId,
        createdSeconds: Math.floor((nowMs - (sharer?.minutesAgo ?? 0) * MINUTE_MS) / 1000),
        base64: bytes.toString('base64'),
      },
    };
  });
}

/** The same key gives the same file on every first start, so that tests and screenshots can name it. */
function toFileId(key: string): string {
  return `F${createHash('sha256').update(key).digest('hex').slice(0, 10).toUpperCase()}`;
}

function toUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
