// Whom something can be handed to: asked of Slack at the moment of handing over, because people come, go and go on leave.
import { mayBring, type Memberships } from '../../guard/audience.ts';
import { readAbsence, type Status } from './absence.ts';

export interface ReachedPerson {
  readonly id: string;
  readonly timeZone: string;
  readonly isBot: boolean;
  readonly isGuest: boolean;
  readonly isDeactivated: boolean;
  readonly status: Status;
}

/** Who somebody is now, as Slack says; undefined for nobody that it knows. */
export type FindPerson = (personId: string) => Promise<ReachedPerson | undefined>;

export type Unreachable =
  | 'nobody'
  | 'yourself'
  | 'longhand'
  | 'bot'
  | 'guest'
  | 'deactivated'
  | 'not-in-there'
  | 'giver-not-in-there';

/** What was found out about a receiver before anything is handed over. */
export type Found =
  | { readonly kind: 'unreachable'; readonly why: Unreachable }
  | {
      readonly kind: 'reachable';
      /** Their status, when it says that they are away. */
      readonly absence: string | undefined;
      /** Somebody there cannot read the channel that it comes from. */
      readonly isOutside: boolean;
      readonly timeZone: string;
      /** Whom the giver named for when it is late, when they can be told so here. */
      readonly escalateTo: string | undefined;
    };

export interface Wanted {
  readonly giverId: string;
  /** Where it comes from. */
  readonly channelId: string;
  readonly receiver: { readonly kind: 'person' | 'channel'; readonly id: string };
  readonly escalateTo: string | undefined;
}

interface FindOptions {
  readonly findPerson: FindPerson;
  readonly memberships: Memberships;
  readonly botUserId: string;
  readonly now: Date;
}

export function findReceiver(wanted: Wanted, options: FindOptions): Promise<Found> {
  return wanted.receiver.kind === 'person' ? findOne(wanted, options) : findChannel(wanted, options);
}

async function findOne(
  { giverId, channelId, receiver, escalateTo }: Wanted,
  { findPerson, memberships, botUserId, now }: FindOptions,
): Promise<Found> {
  if (receiver.id === giverId) return unreachable('yourself');
  if (receiver.id === botUserId) return unreachable('longhand');
  const person = await findPerson(receiver.id);
  if (person === undefined) return unreachable('nobody');
  if (person.isBot) return unreachable('bot');
  if (person.isDeactivated) return unreachable('deactivated');
  // Slack keeps guests away from apps that are agents.
  if (person.isGuest) return unreachable('guest');
  const here = (await memberships.conversation(channelId))?.members ?? new Set<string>();
  return {
    kind: 'reachable',
    absence: readAbsence(person.status, now),
    isOutside: !here.has(receiver.id),
    timeZone: person.timeZone,
    escalateTo: escalateTo !== undefined && here.has(escalateTo) ? escalateTo : undefined,
  };
}

async function findChannel(
  { giverId, channelId, receiver, escalateTo }: Wanted,
  { findPerson, memberships, botUserId }: FindOptions,
): Promise<Found> {
  const there = receiver.id === channelId ? undefined : await memberships.conversation(receiver.id);
  if (there === undefined || !there.members.has(botUserId)) return unreachable('not-in-there');
  if (!there.members.has(giverId)) return unreachable('giver-not-in-there');
  const way = { fromChannelId: channelId, toChannelId: receiver.id, askerId: giverId, selfId: botUserId };
  const here = (await memberships.conversation(channelId))?.members ?? new Set<string>();
  return {
    kind: 'reachable',
    absence: undefined,
    isOutside: !(await mayBring(memberships, way)),
    timeZone: (await findPerson(giverId))?.timeZone ?? 'UTC',
    escalateTo: escalateTo !== undefined && here.has(escalateTo) ? escalateTo : undefined,
  };
}

function unreachable(why: Unreachable): Found {
  return { kind: 'unreachable', why };
}
