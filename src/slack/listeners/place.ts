// What changes about people and places: Longhand joins a channel, names change, accounts end, channels are archived.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Hear } from '../../flow/heard.ts';
import { sentAtOf } from '../../history/message.ts';
import type { Backfill } from '../backfill.ts';
import type { Directory } from '../directory.ts';
import type { Identity } from '../identity.ts';

const Joined = z.object({ user: z.string(), channel: z.string(), event_ts: z.string() });
const Renamed = z.object({ channel: z.object({ id: z.string() }) });
const Deactivated = z.object({ user: z.object({ id: z.string(), deleted: z.literal(true) }) });
const Archived = z.object({ channel: z.string() });
/** Of `channel_left` we are the subject; of `member_left_channel` anybody. */
const Left = z.object({ channel: z.string(), user: z.string().optional() });
const UserChanged = z.object({ user: z.unknown() });

interface PlaceDeps {
  readonly self: Identity;
  readonly hear: Hear;
  readonly directory: Directory;
  readonly backfill: Backfill;
  readonly log: Log;
}

export function listenForPlaces(app: App, { self, hear, directory, backfill, log }: PlaceDeps): void {
  app.event('member_joined_channel', async ({ event }) => {
    const joined = Joined.safeParse(event);
    if (joined.success && joined.data.user === self.botUserId) {
      backfill.join(joined.data.channel, sentAtOf(joined.data.event_ts));
    }
  });
  app.event('user_change', async ({ event }) => {
    const changed = UserChanged.safeParse(event);
    if (changed.success) await directory.savePerson(changed.data.user);
    const gone = Deactivated.safeParse(event);
    if (!gone.success) return;
    await hear.ended({ teamId: self.teamId, what: { kind: 'person', personId: gone.data.user.id } });
  });
  const renamed = async (event: unknown) => {
    const parsed = Renamed.safeParse(event);
    if (parsed.success) await directory.refreshChannel(parsed.data.channel.id);
  };
  /** Whether it is archived is read again where something is to be said there. */
  const looked = async (channelId: string) => {
    try {
      await directory.refreshChannel(channelId);
    } catch (error) {
      log.info({ channelId, reason: toReason(error) }, 'Slack did not say how a channel stands');
    }
  };
  const archived = async (event: unknown) => {
    const parsed = Archived.safeParse(event);
    if (!parsed.success) return;
    await looked(parsed.data.channel);
    await hear.ended({ teamId: self.teamId, what: { kind: 'channel', channelId: parsed.data.channel } });
  };
  const unarchived = async (event: unknown) => {
    const parsed = Archived.safeParse(event);
    if (parsed.success) await looked(parsed.data.channel);
  };
  const left = async (event: unknown) => {
    const parsed = Left.safeParse(event);
    if (!parsed.success || (parsed.data.user ?? self.botUserId) !== self.botUserId) return;
    await hear.ended({ teamId: self.teamId, what: { kind: 'left', channelId: parsed.data.channel } });
  };
  app.event('channel_archive', ({ event }) => archived(event));
  app.event('group_archive', ({ event }) => archived(event));
  app.event('channel_unarchive', ({ event }) => unarchived(event));
  app.event('group_unarchive', ({ event }) => unarchived(event));
  app.event('channel_left', ({ event }) => left(event));
  app.event('group_left', ({ event }) => left(event));
  app.event('member_left_channel', ({ event }) => left(event));
  app.event('channel_rename', ({ event }) => renamed(event));
  app.event('group_rename', ({ event }) => renamed(event));
}
