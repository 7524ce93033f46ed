// What changes about people and places: Longhand joins a channel, names change, accounts end, channels are archived.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Hear } from '../../flow/heard.ts';
import { sentAtOf } from '../../history/message.ts';
import type { Backfill } from '../backfill.ts';
import type { Directory } from '../directory.ts';
import type { Identity } from '../identity.ts';

const Joined = z.object({ user: z.string(), channel: z.string(), event_ts: z.string() });
const Renamed = z.object({ channel: z.object({ id: z.string() }) });
const Deactivated = z.object({ user: z.object({ id: z.string(), deleted: z.literal(true) }) });
const Archived = z.object({ channel: z.string() });
const UserChanged = z.object({ user: z.unknown() });

interface PlaceDeps {
  readonly self: Identity;
  readonly hear: Hear;
  readonly directory: Directory;
  readonly backfill: Backfill;
}

export function listenForPlaces(app: App, { self, hear, directory, backfill }: PlaceDeps): void {
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
  const archived = async (event: unknown) => {
    const parsed = Archived.safeParse(event);
    if (!parsed.success) return;
    await hear.ended({ teamId: self.teamId, what: { kind: 'channel', channelId: parsed.data.channel } });
  };
  app.event('channel_archive', ({ event }) => archived(event));
  app.event('group_archive', ({ event }) => archived(event));
  app.event('channel_rename', ({ event }) => renamed(event));
  app.event('group_rename', ({ event }) => renamed(event));
}
