// Where people talk: direct messages are made when they are first opened.
import { createHash } from 'node:crypto';
import type { Channel } from './model.ts';
import type { State } from './state.ts';

const MOST_IN_MPIM = 9;

const digestOf = (members: readonly string[]): string =>
  createHash('sha256')
    .update([...members].sort().join(' '))
    .digest('hex');

/** A new direct message between these two; the same two always get the same id. */
export function openIm(state: State, members: readonly [string, string]): Channel {
  return put(state, {
    id: `D${digestOf(members).slice(0, 9).toUpperCase()}`,
    name: members[0],
    kind: 'im',
    members,
  });
}

/** The group message of these people, new or known. */
export function openMpim(state: State, named: readonly string[]): Channel {
  const members = [...new Set(named)];
  const id = `G${digestOf(members).slice(0, 9).toUpperCase()}`;
  const names = members.map((member) => state.person(member)?.name ?? member);
  return state.channel(id) ?? put(state, { id, name: `mpdm-${names.join('--')}-1`, kind: 'mpim', members });
}

export const isTooMany = (members: readonly string[]): boolean => new Set(members).size > MOST_IN_MPIM;

function put(
  state: State,
  { members, ...wish }: Pick<Channel, 'id' | 'name' | 'kind'> & { members: readonly string[] },
): Channel {
  const channel: Channel = {
    ...wish,
    topic: '',
    purpose: '',
    members: [...members],
    createdSeconds: Math.floor(Number(state.nextTs())),
  };
  state.commit({ kind: 'channel_changed', channel });
  return channel;
}
