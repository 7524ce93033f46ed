// Asks Slack who somebody is now, and whether they are away: what we keep of it may be of yesterday.
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { FindPerson } from '../flow/handoff/handoff-reach.ts';
import { readPerson, type Directory } from './directory.ts';

const Profile = z.object({
  profile: z
    .object({
      status_text: z.string().nullish(),
      status_emoji: z.string().nullish(),
      status_expiration: z.number().nullish(),
    })
    .nullish(),
});
/** Slack's ways of saying that there is nobody. */
const ABSENT: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible']);

export function createFindPerson(
  client: WebClient,
  { directory, teamId }: { directory: Directory; teamId: string },
): FindPerson {
  return async function findPerson(personId) {
    const user = await ask(client, personId);
    const person = readPerson(user, teamId);
    if (person === undefined) return undefined;
    await directory.savePerson(user);
    const { profile } = Profile.parse(user);
    const until = profile?.status_expiration ?? 0;
    return {
      id: person.personId,
      timeZone: person.timeZone,
      isBot: person.isBot,
      isGuest: person.isGuest,
      isDeactivated: person.isDeactivated,
      status: {
        text: profile?.status_text ?? '',
        emoji: profile?.status_emoji ?? '',
        ...(until === 0 ? {} : { until: new Date(until * 1000) }),
      },
    };
  };
}

async function ask(client: WebClient, personId: string): Promise<unknown> {
  try {
    return (await client.users.info({ user: personId })).user;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && ABSENT.has(error.data.error)) return undefined;
    throw error;
  }
}
