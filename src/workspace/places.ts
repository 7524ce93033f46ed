// Where people talk: direct messages are made when they are first opened.
import { createHash } from 'node:crypto';
import type { Channel } from './model.ts';
import type { State } from './state.ts';

/** A new direct message between these two; the same two always get the same id. */
export function openIm(state: State, members: readonly [string, string]): Channel {
  const digest = createHash('sha256')
    .update([...members].sort().join(' '))
    .digest('hex');
  const channel: Channel = {
    id: `D${digest.slice(0, 9).toUpperCase()}`,
    name: members[0],
    kind: 'im',
    topic: '',
    purpose: '',
    members: [...members],
    createdSeconds: Math.floor(Number(state.nextTs())),
  };
  state.commit({ kind: 'channel_changed', channel });
  return channel;
}
