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
  for (const change of [...toPeople(seed), ...toChannels(seed, nowMs), ...toFiles(seed, nowMs)])
    state.take(change);

  const timeOf = (minutesAgo: number): string => state.timestampAt(nowMs - minutesAgo * MINUTE_MS);
  for (const root of seed.messages) {
    const ts = timeOf(root.minutesAgo);
    say(root, { channel: root.channel, ts });
    for (const reply of root.thread ?? [])
      say(reply, { channel: root.channel, ts: timeOf(reply.minutesAgo), threadTs: ts });
  }

  function say(said: Said, place: { channel: string; ts: string; threadTs?: string }): void {
    const text = normaliseText(said.text);
    const isBot = said.user === seed.bot.userId;
    state.take({
      kind: 'message_posted',
      message: {
        ...place,
        user: said.user,
        text,
        blocks: [toRichText(text, place.ts.slice(-5))],
        ...(isBot ? { botId: seed.bot.botId } : { clientMsgId: toUuid(`${place.channel} ${place.ts}`) }),
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
  const { bot } = seed;
  const app: Change = {
    kind: 'person_put',
    person: {
      id: bot.userId,
      name: bot.name,
      realName: bot.displayName,
      displayName: bot.displayName,
      title: '',
      tz: 'Etc/UTC',
      isGuest: false,
      isBot: true,
    },
  };
  return [...people, app];
}

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
