// Who looks after a channel, and so decides what is used there.
import { createApprovalStore } from '../guard/approval-store.ts';
import type { Channel, Person } from '../history/directory-store.ts';
import { isDirect } from './meant.ts';
import type { Stores } from './stores.ts';

/** Whoever made the channel, then the admins of the workspace. */
export function keepersOf(people: readonly Person[], channel: Channel | undefined): readonly string[] {
  const here = people.filter(({ isBot, isDeactivated }) => !isBot && !isDeactivated);
  const creator = here.filter(({ personId }) => personId === channel?.creatorId);
  const keepers = [...new Set([...creator, ...here.filter(({ isAdmin }) => isAdmin === true)])];
  return keepers.map(({ personId }) => personId);
}

/** Those, and whoever was named to say yes there (`longhand approvals`); in a direct message the person. Guests never. */
export async function ownersOf(
  { sql, directory }: Stores,
  place: { teamId: string; channelId: string; personId: string },
): Promise<readonly string[]> {
  if (isDirect(place.channelId)) return [place.personId];
  const people = (await directory.people(place.teamId)).filter(({ isGuest }) => !isGuest);
  const known = new Set(people.filter(({ isDeactivated }) => !isDeactivated).map(({ personId }) => personId));
  const approvers = (await createApprovalStore(sql).inChannel(place))?.approverIds ?? [];
  const keepers = keepersOf(people, await directory.channel(place));
  return [...new Set([...keepers, ...approvers.filter((id) => known.has(id))])];
}
