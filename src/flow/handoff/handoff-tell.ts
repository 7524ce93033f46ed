// What is said about a handoff: its card, changed in place wherever it stands, and a word to whoever must know.
import { createHash } from 'node:crypto';
import { momentInWords } from '../../schedule/times.ts';
import { isOver } from '../../task/handoff.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import type { HandoffCard } from './handoff-shown.ts';
import type { Stores } from '../stores.ts';
import { knownZone } from './working-hours.ts';
import type { Voice, Words } from '../words.ts';

export interface HandoffTellDeps {
  readonly voice: Voice;
  readonly now: () => Date;
  permalink(channelId: string, ts: string): string | undefined;
}

export interface HandoffTell {
  /** The card in the thread it comes from, and where its receiver reads it. */
  card(stores: Stores, handoff: Handoff): Promise<void>;
  notice(stores: Stores, handoff: Handoff, told: HandoffNotice): Promise<void>;
  /** To somebody by themselves, about something that is no handoff yet. */
  plain(
    stores: Stores,
    told: { key: string; channelId: string; threadTs?: string; language: 'en' | 'zh'; text: string },
  ): Promise<void>;
  react(stores: Stores, message: { channelId: string; ts: string }, name: string): Promise<void>;
}

interface HandoffNotice {
  readonly key: string;
  readonly text: string;
  readonly tone?: 'info' | 'warning';
  /** Where its receiver reads it, instead of the thread it comes from. */
  readonly isThere?: boolean;
}

export function createHandoffTell({ voice, now, permalink }: HandoffTellDeps): HandoffTell {
  async function toWords(stores: Stores, handoff: Handoff, place: 'here' | 'there'): Promise<HandoffCard> {
    const { brief, said, terms, channelId } = handoff;
    const link = (ts: string): { url?: string } => {
      const url = permalink(channelId, ts);
      return url === undefined ? {} : { url };
    };
    const zone = await zoneOf(stores, handoff);
    const inWords = (at: Date): string => momentOf(at, { zone, language: terms.language });
    const { doubts, counter, reason, evidence } = said;
    return {
      kind: 'handoff',
      handoffId: handoff.id,
      number: handoff.number,
      stamp: stampOf(handoff),
      state: handoff.state,
      isOverdue: isOverdue(handoff, now()),
      giver: `<@${handoff.giverId}>`,
      receiver: handoff.state === 'proposed' ? await unmentioned(stores, handoff) : receiverOf(handoff),
      place,
      isAnswered: (terms.shownIn === undefined) === (place === 'here') ? 'here' : 'elsewhere',
      ...(handoff.takerId === undefined ? {} : { taker: `<@${handoff.takerId}>` }),
      ...(terms.escalateTo === undefined ? {} : { escalateTo: `<@${terms.escalateTo}>` }),
      ...(place === 'here' ? {} : { source: { text: `<#${channelId}>`, ...link(handoff.threadTs) } }),
      wanted: brief.wanted,
      note: brief.note,
      done: brief.done,
      left: brief.left,
      openQuestions: brief.openQuestions,
      constraints: brief.constraints.map(({ words, message }) => ({ text: words, ...link(message) })),
      files: brief.files.map(({ name, message }) => ({ text: name, ...link(message) })),
      changes: brief.changes,
      withheld: brief.withheld,
      ...(handoff.dueAt === undefined ? {} : { due: inWords(handoff.dueAt) }),
      ...(doubts === undefined || handoff.state !== 'proposed'
        ? {}
        : {
            doubts: {
              isOutside: doubts.isOutside,
              isOwnIdea: doubts.isOwnIdea,
              // Of a task that goes on it is a step, whose reason its plan shows.
              isForLack: handoff.task === undefined,
              ...(doubts.absence === undefined ? {} : { absence: doubts.absence }),
            },
          }),
      ...(counter === undefined
        ? {}
        : {
            counter: {
              words: counter.words,
              ...(counter.dueAt === undefined ? {} : { due: inWords(new Date(counter.dueAt)) }),
            },
          }),
      ...(reason === undefined ? {} : { reason }),
      ...(evidence === undefined
        ? {}
        : { evidence: { words: evidence.words, files: evidence.files.map(({ name }) => ({ text: name })) } }),
    };
  }

  async function say(
    { sql }: Stores,
    handoff: Handoff,
    told: { key: string; words: Words; isThere: boolean },
  ): Promise<void> {
    const { terms, channelId, threadTs } = handoff;
    await voice.say(sql, {
      key: told.key,
      language: terms.language,
      words: told.words,
      ...(told.isThere && terms.shownIn !== undefined
        ? { channelId: terms.shownIn }
        : { channelId, threadTs }),
    });
  }

  return {
    card: async (stores, handoff) => {
      const here = await toWords(stores, handoff, 'here');
      await say(stores, handoff, { key: `handoff:${handoff.id}`, words: here, isThere: false });
      if (handoff.terms.shownIn === undefined || handoff.state === 'proposed') return;
      const there = await toWords(stores, handoff, 'there');
      await say(stores, handoff, { key: `handoff:${handoff.id}:there`, words: there, isThere: true });
    },

    notice: (stores, handoff, { key, text, tone = 'info', isThere = false }) =>
      say(stores, handoff, {
        key: `handoff-notice:${handoff.id}:${key}`,
        words: { kind: 'notice', tone, text },
        isThere,
      }),

    plain: ({ sql }, { text, ...post }) =>
      voice.say(sql, { ...post, words: { kind: 'notice', tone: 'warning', text } }),

    react: ({ sql }, { channelId, ts }, name) =>
      voice.react(sql, { key: `react:${name}:${channelId}:${ts}`, channelId, ts, name }),
  };
}

/** What a click answers: these words, this date, this counter. */
export function stampOf({ briefHash, said, state }: Handoff): string {
  return createHash('sha256')
    .update(JSON.stringify([briefHash, said.counter ?? null, state]))
    .digest('hex')
    .slice(0, 16);
}

export function isOverdue({ state, dueAt }: Handoff, now: Date): boolean {
  return !isOver(state) && dueAt !== undefined && dueAt <= now;
}

export function receiverOf({ receiver }: Handoff): string {
  switch (receiver.kind) {
    case 'person':
      return `<@${receiver.id}>`;
    case 'channel':
      return `<#${receiver.id}>`;
    case 'longhand':
      return 'Longhand';
  }
}

/** By name: who has not been asked yet is not called by it. */
async function unmentioned({ directory }: Stores, handoff: Handoff): Promise<string> {
  const { teamId, receiver } = handoff;
  if (receiver.kind !== 'person') return receiverOf(handoff);
  return (await directory.person({ teamId, personId: receiver.id }))?.realName ?? receiver.id;
}

/** In the zone of whoever does it, which stands beside the time. */
export async function zoneOf(
  { directory }: Stores,
  { teamId, receiver, takerId, giverId }: Handoff,
): Promise<string> {
  const personId = takerId ?? (receiver.kind === 'person' ? receiver.id : giverId);
  return (await directory.person({ teamId, personId }))?.timeZone ?? 'UTC';
}

export function momentOf(at: Date, { zone, language }: { zone: string; language: 'en' | 'zh' }): string {
  const timeZone = knownZone(zone);
  return `${momentInWords(at, { timeZone, language })} (${timeZone})`;
}
