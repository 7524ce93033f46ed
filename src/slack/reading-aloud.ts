// A long reading back is told in the channel it reads: one message that grows with it; a short one is not told at all.
import { grouped } from '../base/grouped.ts';
import type { Clock } from '../base/clock.ts';
import type { Database } from '../db/pool.ts';
import { languageOf } from '../flow/meant.ts';
import type { Language, Voice } from '../flow/words.ts';
import { sentAtOf, type Said } from '../history/message.ts';
import type { ChannelRef } from '../history/store.ts';
import { isPut } from './put-store.ts';

interface AloudDeps {
  readonly database: Database;
  readonly voice: Voice;
  /** How many messages of the channel stand in the history. */
  readonly countIn: (channel: ChannelRef) => Promise<number>;
  readonly clock: Clock;
}

export interface ReadingAloud {
  heard(said: Said | undefined): void;
  /** The reading has come back to this message. */
  cameTo(ts: string): Promise<void>;
  /** The beginning of the channel is reached. */
  finish(): Promise<void>;
  /** Whatever happened: nothing more is said. */
  end(): Promise<void>;
}

export type BeginAloud = (
  channel: ChannelRef,
  /** The signal ends it without a word. A reading that goes on after a restart is told only if it was told before. */
  how: { readonly isJoining: boolean; readonly signal: AbortSignal },
) => ReadingAloud;

/** Nobody needs to hear of what is done sooner. */
const LONG_MS = 5000;
/** Slack shows no more of one message; and each update is a version, so that a reading of hours says less often more. */
const SHORTEST_BETWEEN_MS = 3000;
const SHARE_BETWEEN = 0.05;

/** Told through the outbox under one key a channel: a channel is read back once, also over many processes. */
export function createReadingAloud({ database, voice, countIn, clock }: AloudDeps): BeginAloud {
  return function begin(channel, { isJoining, signal }) {
    const key = `reading-back:${channel.teamId}:${channel.channelId}`;
    const beganMs = clock.now().getTime();
    const ending = new AbortController();
    const over = AbortSignal.any([signal, ending.signal]);
    const heard: Record<Language, number> = { en: 0, zh: 0 };
    let backTo: string | undefined;
    let saidMs: number | undefined;
    let line = Promise.resolve();

    const inLine = (work: () => Promise<void>): Promise<void> => (line = line.then(work));
    const isTold = async (): Promise<boolean> => saidMs !== undefined || (await isPut(database, key));

    async function say(isDone: boolean): Promise<void> {
      const language = heard.zh > heard.en ? 'zh' : 'en';
      const now = clock.now();
      const words = WORDS[language];
      const messages = grouped(await countIn(channel));
      const text = isDone ? words.done(messages) : words.reading(messages, dayOf(backTo, { now, language }));
      await voice.say(database, {
        key,
        channelId: channel.channelId,
        language,
        words: { kind: 'notice', tone: 'info', text },
      });
      saidMs = now.getTime();
    }

    void clock.sleep(LONG_MS, over).then(() =>
      inLine(async () => {
        if (!over.aborted && (isJoining || (await isTold()))) await say(false);
      }).catch(() => undefined),
    );

    return {
      heard: (said) => {
        if (said === undefined || !('message' in said) || said.message.author.kind !== 'person') return;
        heard[languageOf(said.message.text)] += 1;
      },
      cameTo: (ts) =>
        inLine(async () => {
          backTo = ts;
          if (saidMs === undefined) return;
          const nowMs = clock.now().getTime();
          const between = Math.max(SHORTEST_BETWEEN_MS, (nowMs - beganMs) * SHARE_BETWEEN);
          if (nowMs - saidMs >= between) await say(false);
        }),
      finish: () =>
        inLine(async () => {
          ending.abort();
          if (await isTold()) await say(true);
        }),
      end: async () => {
        ending.abort();
        await line.catch(() => undefined);
      },
    };
  };
}

interface ReadingBackWords {
  readonly reading: (messages: string, backTo: string | undefined) => string;
  readonly done: (messages: string) => string;
}

const WORDS: Readonly<Record<Language, ReadingBackWords>> = {
  en: {
    reading: (messages, backTo) =>
      backTo === undefined
        ? 'Reading this channel’s past…'
        : `Reading this channel’s past: ${messages} messages, back to ${backTo}…`,
    done: (messages) => `I have read this channel back to its beginning: ${messages} messages.`,
  },
  zh: {
    reading: (messages, backTo) =>
      backTo === undefined
        ? '正在阅读本频道的历史消息…'
        : `正在阅读本频道的历史消息：已读 ${messages} 条，读到 ${backTo}…`,
    done: (messages) => `本频道的历史消息已全部读完，共 ${messages} 条。`,
  },
};

function dayOf(
  ts: string | undefined,
  { now, language }: { now: Date; language: Language },
): string | undefined {
  if (ts === undefined) return undefined;
  const at = sentAtOf(ts);
  const isThisYear = at.getUTCFullYear() === now.getUTCFullYear();
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(at);
}
