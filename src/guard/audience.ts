// Who reads what a task brings from elsewhere: another channel is looked at only when everyone who reads the answer may read it too.

export interface Conversation {
  readonly kind: 'channel' | 'group' | 'im' | 'mpim';
  readonly members: ReadonlySet<string>;
}

/** What Slack says at this moment; nothing of it is remembered, since people come and go. */
export interface Memberships {
  /** Undefined when Slack does not say, or it has more people than can be looked through. */
  conversation(channelId: string): Promise<Conversation | undefined>;
  /** Those of these people who are known to be full members: every public channel is theirs to read. */
  fullMembers(people: { channelId: string; personIds: readonly string[] }): Promise<ReadonlySet<string>>;
}

/** Whether this person reads there themselves: a member, or a full member where it is public. */
export async function mayReadIn(
  memberships: Memberships,
  { channelId, personId }: { channelId: string; personId: string },
): Promise<boolean> {
  const channel = await memberships.conversation(channelId);
  if (channel?.members.has(personId) === true) return true;
  if (channel?.kind !== 'channel') return false;
  return (await memberships.fullMembers({ channelId, personIds: [personId] })).has(personId);
}

export interface Bringing {
  readonly fromChannelId: string;
  /** Where what is found will be told. */
  readonly toChannelId: string;
  readonly askerId: string;
  readonly selfId: string;
}

/**
 * Contract: true only if Longhand, the person who asks, and everyone who can read where it is told may read where it
 * comes from. What is not known counts as no.
 */
export async function mayBring(
  memberships: Memberships,
  { fromChannelId, toChannelId, askerId, selfId }: Bringing,
): Promise<boolean> {
  const from = await memberships.conversation(fromChannelId);
  const to = await memberships.conversation(toChannelId);
  if (from?.members.has(selfId) !== true || to === undefined) return false;
  const isPublic = from.kind === 'channel';
  // Whoever joins a public channel tomorrow reads today's answer.
  if (to.kind === 'channel' && !isPublic) return false;
  const outsiders = [...new Set([askerId, ...to.members])].filter((id) => !from.members.has(id));
  if (outsiders.length === 0) return true;
  if (!isPublic) return false;
  const full = await memberships.fullMembers({ channelId: fromChannelId, personIds: outsiders });
  return outsiders.every((id) => full.has(id));
}
