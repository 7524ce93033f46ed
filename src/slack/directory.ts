// People and channels that occur are known by name: asked of Slack once, kept by history/.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Channel, DirectoryStore, Person } from '../history/directory-store.ts';
import type { Identity } from './identity.ts';

/** What is needed of the history's directory. */
export type DirectoryPort = Pick<
  DirectoryStore,
  'person' | 'people' | 'savePerson' | 'channel' | 'saveChannel'
>;

export interface Directory {
  /** Waits a moment for names that are new; a message never waits long, and never fails, for a name. */
  meet(occurring: { channelId: string; personIds: readonly string[] }): Promise<void>;
  /** Keeps a person as Slack describes one. */
  savePerson(user: unknown): Promise<void>;
  saveChannel(conversation: unknown): Promise<void>;
  refreshChannel(channelId: string): Promise<void>;
}

interface DirectoryDeps {
  readonly client: WebClient;
  readonly port: DirectoryPort;
  readonly self: Identity;
  readonly clock: Clock;
  readonly log: Log;
}

const PATIENCE_MS = 2_000;
/** A name that could not be learned is not asked for again with every message. */
const ASK_AGAIN_MS = 10 * 60_000;

const SlackUser = z.object({
  id: z.string(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  tz: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_admin: z.boolean().nullish(),
  is_owner: z.boolean().nullish(),
  team_id: z.string().nullish(),
  enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
  profile: z.object({ display_name: z.string().nullish(), real_name: z.string().nullish() }).nullish(),
});
const SlackConversation = z.object({
  id: z.string(),
  name: z.string().nullish(),
  user: z.string().nullish(),
  is_im: z.boolean().nullish(),
  is_mpim: z.boolean().nullish(),
  is_private: z.boolean().nullish(),
  is_archived: z.boolean().nullish(),
  creator: z.string().nullish(),
});

export function createDirectory({ client, port, self, clock, log }: DirectoryDeps): Directory {
  const known = new Set<string>();
  const askedAt = new Map<string, number>();

  async function learn(id: string, work: () => Promise<void>): Promise<void> {
    const now = clock.now().getTime();
    if (known.has(id) || now - (askedAt.get(id) ?? -Infinity) < ASK_AGAIN_MS) return;
    askedAt.set(id, now);
    try {
      await work();
      known.add(id);
      askedAt.delete(id);
    } catch (error) {
      log.warn({ id, reason: toReason(error) }, 'a name could not be learned');
    }
  }

  async function learnPerson(personId: string): Promise<void> {
    if ((await port.person({ teamId: self.teamId, personId })) !== undefined) return;
    await savePerson((await client.users.info({ user: personId })).user);
  }

  async function learnChannel(channelId: string): Promise<void> {
    if ((await port.channel({ teamId: self.teamId, channelId })) !== undefined) return;
    await refreshChannel(channelId);
  }

  async function refreshChannel(channelId: string): Promise<void> {
    await saveChannel((await client.conversations.info({ channel: channelId })).channel);
  }

  async function savePerson(user: unknown): Promise<void> {
    const described = SlackUser.parse(user);
    const person = toPerson(described, self.teamId);
    await port.savePerson(
      { ...person, isGuest: person.isGuest || isOfAnother(described, self.teamId) },
      clock.now(),
    );
  }

  async function saveChannel(conversation: unknown): Promise<void> {
    await port.saveChannel(toChannel(SlackConversation.parse(conversation), self.teamId), clock.now());
  }

  return {
    meet: async ({ channelId, personIds }) => {
      const all = Promise.all([
        learn(channelId, () => learnChannel(channelId)),
        ...new Set(personIds).values().map((id) => learn(id, () => learnPerson(id))),
      ]);
      const met = new AbortController();
      await Promise.race([all.finally(() => met.abort()), clock.sleep(PATIENCE_MS, met.signal)]);
    },
    savePerson,
    saveChannel,
    refreshChannel,
  };
}

/** As Slack describes a person, in the API and in exports; undefined for what has no id. */
export function readPerson(user: unknown, teamId: string): Person | undefined {
  const parsed = SlackUser.safeParse(user);
  return parsed.success ? toPerson(parsed.data, teamId) : undefined;
}

export function readChannel(conversation: unknown, teamId: string): Channel | undefined {
  const parsed = SlackConversation.safeParse(conversation);
  return parsed.success ? toChannel(parsed.data, teamId) : undefined;
}

function toPerson(user: z.infer<typeof SlackUser>, teamId: string): Person {
  const name = user.profile?.display_name || user.name || user.id;
  return {
    teamId,
    personId: user.id,
    name,
    realName: user.real_name || user.profile?.real_name || name,
    timeZone: user.tz || 'UTC',
    isBot: user.is_bot === true,
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
    isDeactivated: user.deleted === true,
    ...(user.is_admin === true || user.is_owner === true ? { isAdmin: true } : {}),
  };
}

/** Of another company, in a channel that both share: no public channel of ours is theirs. */
function isOfAnother({ team_id, enterprise_user }: z.infer<typeof SlackUser>, teamId: string): boolean {
  return (team_id ?? teamId) !== teamId && enterprise_user?.teams?.includes(teamId) !== true;
}

function toChannel(conversation: z.infer<typeof SlackConversation>, teamId: string): Channel {
  return {
    teamId,
    channelId: conversation.id,
    // A direct message has no name of its own; it is called after the person.
    name: conversation.name || conversation.user || conversation.id,
    kind: toKind(conversation),
    isArchived: conversation.is_archived === true,
    ...(conversation.creator ? { creatorId: conversation.creator } : {}),
  };
}

function toKind({ is_im, is_mpim, is_private }: z.infer<typeof SlackConversation>): Channel['kind'] {
  if (is_im === true) return 'im';
  if (is_mpim === true) return 'mpim';
  return is_private === true ? 'group' : 'channel';
}
