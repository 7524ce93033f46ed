// "Ask us less here" → kept for the channel, and said back: what was agreed on is shown, whoever asks for it.
import type { Message } from '../../history/message.ts';
import { createAskingStore } from '../../task/asking-store.ts';
import type { AskingWish } from './asking-wish.ts';
import { languageOf } from '../meant.ts';
import { SENTENCES } from '../sentences.ts';
import type { Stores } from '../stores.ts';
import type { Voice } from '../words.ts';

export async function takeAskingWish(
  { sql, directory }: Stores,
  { message, wish, by }: { message: Message; wish: AskingWish; by: string },
  voice: Voice,
): Promise<void> {
  const store = createAskingStore(sql);
  const person = await directory.person({ teamId: message.teamId, personId: by });
  const mayChange = wish.kind !== 'show' && person?.isGuest !== true;
  const change =
    wish.kind === 'level'
      ? { level: wish.level }
      : wish.kind === 'start'
        ? { startAfterMinutes: wish.afterMinutes }
        : {};
  const asking = mayChange
    ? await store.set(message, { ...change, by, ts: message.ts })
    : await store.of(message);
  const language = languageOf(message.text);
  await voice.say(sql, {
    key: `asking:${message.channelId}:${message.ts}`,
    channelId: message.channelId,
    threadTs: message.threadTs,
    language,
    words: {
      kind: 'notice',
      tone: 'info',
      text: [
        SENTENCES.askingLevel[language](asking.level),
        SENTENCES.startsOnDefaults[language](asking.startAfterMinutes),
      ].join(' '),
    },
  });
}
