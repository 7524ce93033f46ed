// Where Longhand may not speak it tells whoever asked, in a direct message: nobody is left without a word.
import type { Database } from '../db/pool.ts';
import type { MessageRef } from '../history/message.ts';
import { fixedWords } from './blocks/fixed-words.ts';
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
}

export interface HomelessDeps {
  readonly database: Database;
  readonly voice: Voice;
  readonly teamId: string;
  /** Who said the message that the thread begins with, and what its channel is called. */
  placeOf(ref: MessageRef): Promise<Place | undefined>;
}

/** For a row that Slack refused for where it was to stand; one message a thread, however much was to be said. */
export function createHomeless({ database, voice, teamId, placeOf }: HomelessDeps) {
  return async function tellAuthor({ channelId, threadTs, body }: OutboxRow, reason: string): Promise<void> {
    const isWords = body.kind === 'message' || body.kind === 'file';
    if (!isWords || threadTs === undefined || !PLACE_FAULTS.has(reason) || /^[DU]/u.test(channelId)) return;
    const place = await placeOf({ teamId, channelId, ts: threadTs });
    if (place === undefined) return;
    await voice.say(database, {
      key: `homeless:${channelId}:${threadTs}`,
      // Slack takes a person for the direct message with them.
      channelId: place.authorId,
      language: 'en',
      words: { kind: 'notice', tone: 'warning', text: fixedWords('en').homeless(place.channelName, reason) },
    });
  };
}
