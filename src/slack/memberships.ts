// Who is in a conversation, asked of Slack each time: what may be read where must not rest on what was true yesterday.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Conversation, Memberships } from '../guard/audience.ts';
import { readChannel, type Directory, type DirectoryPort } from './directory.ts';

interface MembershipDeps {
  readonly client: WebClient;
  readonly teamId: string;
  readonly directory: Directory;
  readonly port: Pick<DirectoryPort, 'people'>;
  readonly log: Log;
}

const PAGE = 1_000;
/** A channel of more people than this is not looked through for one search. */
const MOST_PAGES = 10;
/** So many people who are new to us are asked about; where there are more, what is not known counts as no. */
const MOST_NEW = 50;

const Members = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

export function createMemberships({ client, teamId, directory, port, log }: MembershipDeps): Memberships {
  async function membersOf(channelId: string): Promise<ReadonlySet<string> | undefined> {
    const members = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const some = Members.parse(
        await client.conversations.members({
          channel: channelId,
          limit: PAGE,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      for (const id of some.members) members.add(id);
      cursor = some.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) return members;
    }
    return undefined;
  }

  async function look(channelId: string): Promise<Conversation | undefined> {
    // Its kind as well: a public channel may have become a private one.
    const channel = readChannel((await client.conversations.info({ channel: channelId })).channel, teamId);
    const members = await membersOf(channelId);
    return channel === undefined || members === undefined ? undefined : { kind: channel.kind, members };
  }

  return {
    conversation: async (channelId) => {
      try {
        return await look(channelId);
      } catch (error) {
        log.info({ channelId, reason: toReason(error) }, 'Slack did not say who is in a channel');
        return undefined;
      }
    },

    fullMembers: async ({ channelId, personIds }) => {
      const known = new Set((await port.people(teamId)).map(({ personId }) => personId));
      const unknown = personIds.filter((id) => !known.has(id));
      if (unknown.length <= MOST_NEW) await directory.meet({ channelId, personIds: unknown });
      const people = await port.people(teamId);
      return new Set(people.filter(({ isGuest }) => !isGuest).map(({ personId }) => personId));
    },
  };
}
