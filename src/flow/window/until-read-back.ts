// A goal right after Longhand came into a channel waits a moment for the past to be read; a long past it does not.
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../db/pool.ts';
import type { ChannelRef } from '../../history/store.ts';
import { isDirect } from '../meant.ts';
import { storesOn } from '../stores.ts';

const LOOKS = 80;
const LOOK_MS = 250;

export async function untilReadBack(
  channel: ChannelRef,
  { database, clock }: { database: Database; clock: Clock },
): Promise<void> {
  if (isDirect(channel.channelId)) return;
  for (let look = 0; look < LOOKS; look += 1) {
    if ((await storesOn(database).directory.backfillOf(channel)).isComplete) return;
    await clock.sleep(LOOK_MS);
  }
}
