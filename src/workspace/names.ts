// The names by which people call each other, the groups and the channels while they type.
import type { Person } from './model.ts';
import type { State } from './state.ts';
import type { Names } from './text.ts';

export function namesIn(state: State): Names {
  const namesOf = ({ name, displayName, realName }: Person): string[] => [
    ...new Set([name, displayName, realName]),
  ];
  return {
    users: state.people().flatMap((person) => namesOf(person).map((name) => ({ name, id: person.id }))),
    groups: state.userGroups().map(({ id, handle }) => ({ name: handle, id })),
    channels: state.channels().filter(({ kind }) => kind === 'channel' || kind === 'group'),
  };
}
