// Which channel a look-up is about: the task's own, or another one that everyone who will read the answer may read.
import { mayBring, type Memberships } from '../../guard/audience.ts';
import type { RenderOptions } from '../../history/render.ts';
import type { ChannelRef } from '../../history/store.ts';
import type { HistoryPlace, Opened } from '../../tools/history-lines.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores } from '../stores.ts';

export interface ElsewhereDeps {
  readonly stores: Stores;
  readonly memberships: Memberships;
  readonly selfId: () => string;
}

export interface OpenChannel {
  readonly channel: ChannelRef;
  readonly options: RenderOptions;
}

/**
 * Looks with `look` where the place leads.
 *
 * Contract: nothing of another channel is read before its audience was held against the reader's, at each call anew.
 */
export async function lookIn<Found>(
  { stores, memberships, selfId }: ElsewhereDeps,
  place: HistoryPlace,
  look: (open: OpenChannel) => Promise<Found>,
): Promise<Opened<Found>> {
  const { teamId, channelId, requesterId, elsewhere } = place;
  const options = await renderOptionsFor(stores, { teamId, personId: requesterId });
  const own: OpenChannel = { channel: { teamId, channelId }, options };
  if (elsewhere === undefined) return { kind: 'open', found: await look(own) };
  const other = await channelCalled(stores, teamId, elsewhere);
  if (other === channelId) return { kind: 'open', found: await look(own) };
  const isOpen =
    other !== undefined &&
    (await mayBring(memberships, {
      fromChannelId: other,
      toChannelId: channelId,
      askerId: requesterId,
      selfId: selfId(),
    }));
  if (!isOpen) return { kind: 'closed' };
  return {
    kind: 'open',
    found: await look({ channel: { teamId, channelId: other }, options: { ...options, isElsewhere: true } }),
  };
}

async function channelCalled(
  { directory }: Stores,
  teamId: string,
  named: string,
): Promise<string | undefined> {
  const wanted = named.replace(/^<?#|\|.*$|>$/gu, '').toLowerCase();
  const channels = await directory.channels(teamId);
  return (
    channels.find(({ channelId }) => channelId.toLowerCase() === wanted) ??
    channels.find(({ name, kind }) => kind !== 'im' && name.toLowerCase() === wanted)
  )?.channelId;
}
