// A channel is archived, we are removed from it, or somebody has left: what comes by itself there is put to whoever decides.
import type { Why } from '../../schedule/why.ts';
import type { Ended } from '../heard.ts';
import type { Stores } from '../stores.ts';
import type { Trouble } from './schedule-trouble.ts';

/** What Slack itself answers to a post there, so that event and refusal read alike. */
const REASON = { channel: 'is_archived', left: 'not_in_channel', person: 'user_disabled' } as const;

/** At once, and not when the next report is made for nobody. */
export async function pauseEnded(
  stores: Stores,
  { teamId, what }: Ended,
  { trouble, now }: { trouble: Trouble; now: Date },
): Promise<void> {
  const id = what.kind === 'person' ? what.personId : what.channelId;
  for (const schedule of await stores.schedules.restingOn(teamId, id)) {
    const why: Why =
      schedule.terms.ownerId === id
        ? { kind: 'owner-gone' }
        : { kind: 'place-gone', channelId: id, reason: REASON[what.kind] };
    await trouble.pause(stores, schedule, { why, now });
  }
}
