// People of a directory, of whom only the names matter.
import type { Person } from '../../../src/history/directory-store.ts';

export function person(personId: string, name: string, realName: string): Person {
  return {
    teamId: 'T1',
    personId,
    name,
    realName,
    timeZone: 'UTC',
    isBot: false,
    isGuest: false,
    isDeactivated: false,
  };
}
