// Where Longhand may not speak it tells whoever asked, in a direct message: nobody is left without a word.
import type { Clock } from '../base/clock.ts';
import type { Database } from '../db/pool.ts';
import { languageOf } from '../flow/meant.ts';
import type { MessageRef } from '../history/message.ts';
import { fixedWords } from './blocks/fixed-words.ts';
import { clip } from './blocks/pieces.ts';
import { refusedThreads } from './homeless-store.ts';
import type { OutboxRow } from './outbox-store.ts';
import type { Voice } from '../flow/words.ts';

/** Slack's reasons that stand as long as nobody changes something there. */
const PLACE_FAULTS: ReadonlySet<string> = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
]);

export interface Place {
  readonly authorId: string;
  readonly channelName: string;
  /** As it was written. */
  readonly text: string;
}

export interface HomelessDeps {
  readonly database: Database;
  readonly voice: Voice;
  readonly clock: Clock;
  readonly teamId: string;
  /** Who said the message that the thread begins with, and what its channel is called. */
  placeOf(ref: MessageRef): Promise<Place | undefined>;
}

const DAY_CHARS = 'YYYY-MM-DD'.length;
const MOST_LISTED = 20;
const GOAL_CHARS = 100;

/** For a row that Slack refused for where it was to stand: one message to a person and channel a day, with all that waits there. */
export function createHomeless({ database, voice, clock, teamId, placeOf }: HomelessDeps) {
  return async function tellAuthor({ channelId, threadTs, body }: OutboxRow, reason: string): Promise<void> {
    const isWords = body.kind === 'message' || body.kind === 'file';
    if (!isWords || threadTs === undefined || !PLACE_FAULTS.has(reason) || /^[DU]/u.test(channelId)) return;
    const here = await placeOf({ teamId, channelId, ts: threadTs });
    if (here === undefined) return;
    const day = clock.now().toISOString().slice(0, DAY_CHARS);
    await database.transact(async (sql) => {
      const since = new Date(`${day}T00:00:00Z`);
      const threads = await refusedThreads(sql, { channelId, reasons: [...PLACE_FAULTS], since });
      const places: Place[] = [];
      for (const ts of threads) {
        const place = await placeOf({ teamId, channelId, ts });
        if (place?.authorId === here.authorId) places.push(place);
      }
      const language = languageOf(here.text);
      const goals = places.slice(-MOST_LISTED).map(({ text }) => clip(plain(text), GOAL_CHARS));
      await voice.say(sql, {
        key: `homeless:${channelId}:${here.authorId}:${day}`,
        // Slack takes a person for the direct message with them.
        channelId: here.authorId,
        language,
        words: {
          kind: 'notice',
          tone: 'warning',
          text: fixedWords(language).homeless({ channel: here.channelName, reason, goals }),
        },
      });
    });
  };
}

/** Nobody is called by what is only repeated. */
function plain(text: string): string {
  return text
    .replaceAll(/<[@!][^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
