// Whom a name means that the model or a person wrote: somebody in the team, or a channel. Pure.
import type { Channel, Person } from '../../history/directory-store.ts';

export interface NamedReceiver {
  readonly kind: 'person' | 'channel';
  readonly id: string;
  /** As people are shown it. */
  readonly name: string;
}

const CHANNEL = /^<?#|^C[A-Z0-9]{4,}$/u;

/** All that it may mean: one, or it has to be said more exactly. Without a `#` people come before channels. */
export function receiversNamed(
  written: string,
  { people, channels }: { people: readonly Person[]; channels: readonly Channel[] },
): readonly NamedReceiver[] {
  const word = written.trim();
  if (CHANNEL.test(word)) return channelsNamed(word, channels);
  const found = peopleNamed(word, people);
  return found.length > 0 ? found : channelsNamed(word, channels);
}

/** By id, by handle, by whole name; else by the one whose name begins so. */
function peopleNamed(written: string, people: readonly Person[]): readonly NamedReceiver[] {
  const wanted = written.replace(/^<?@/u, '').replace(/>$/u, '').toLowerCase();
  const exact = people.filter(({ personId, name, realName }) =>
    [personId, name, realName].some((one) => one.toLowerCase() === wanted),
  );
  const found =
    exact.length > 0
      ? exact
      : people.filter(({ realName }) => realName.toLowerCase().startsWith(`${wanted} `));
  return found.map(({ personId, realName }) => ({ kind: 'person', id: personId, name: realName }));
}

function channelsNamed(written: string, channels: readonly Channel[]): readonly NamedReceiver[] {
  const wanted = written
    .replace(/^<?#/u, '')
    .replace(/(?:\|[^>]*)?>$/u, '')
    .toLowerCase();
  return channels
    .filter(({ kind, isArchived }) => (kind === 'channel' || kind === 'group') && !isArchived)
    .filter(({ channelId, name }) => [channelId, name].some((one) => one.toLowerCase() === wanted))
    .map(({ channelId, name }) => ({ kind: 'channel', id: channelId, name: `#${name}` }));
}
