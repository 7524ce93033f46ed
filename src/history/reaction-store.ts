// Reactions as a growing list of who added and who took back what, and when; the newest of each says what stands.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable } from '../db/storable.ts';
import { sentAtOf, type MessageRef, type Reacted, type Reaction } from './message.ts';
import type { ChannelRef } from './store.ts';

interface Change {
  readonly name: string;
  readonly personId: string;
  readonly kind: 'added' | 'removed';
  readonly at: Date;
}

const Newest = z.object({
  ts: z.string(),
  name: z.string(),
  person_id: z.string(),
  kind: z.enum(['added', 'removed']),
});

/** Contract: the same change told again is kept once, and what stands does not depend on the order of telling. */
export async function recordReacted(sql: Sql, reacted: Reacted): Promise<'changed' | 'known'> {
  const { ref } = reacted;
  if (reacted.kind === 'reacted') {
    const { name, personId, change: kind, at } = reacted;
    return (await keep(sql, ref, [{ name, personId, kind, at }])) === 0 ? 'known' : 'changed';
  }
  const changes = toChanges(reacted, await newestOf(sql, ref, [ref.ts]));
  return changes.length === 0 || (await keep(sql, ref, changes)) === 0 ? 'known' : 'changed';
}

/** By the `ts` of the message, in the order in which they came. */
export async function reactionsOn(
  sql: Sql,
  channel: ChannelRef,
  ts: readonly string[],
): Promise<ReadonlyMap<string, readonly Reaction[]>> {
  const reactions = new Map<string, Map<string, string[]>>();
  for (const { ts: on, name, person_id: personId, kind } of await newestOf(sql, channel, ts)) {
    if (kind === 'removed') continue;
    const names = reactions.get(on) ?? new Map<string, string[]>();
    names.set(name, [...(names.get(name) ?? []), personId]);
    reactions.set(on, names);
  }
  return new Map(
    [...reactions].map(([on, names]) => [on, [...names].map(([name, personIds]) => ({ name, personIds }))]),
  );
}

/** What has to be written down so that what stands here is what Slack shows. */
function toChanges(
  { ref, reactions, areAll, seenAt }: Extract<Reacted, { kind: 'reactions-seen' }>,
  newest: readonly z.infer<typeof Newest>[],
): Change[] {
  const seen = reactions.flatMap(({ name, personIds }) => personIds.map((personId) => ({ name, personId })));
  const added = seen.flatMap(({ name, personId }): Change[] => {
    const held = newest.find((row) => row.name === name && row.person_id === personId);
    if (held?.kind === 'added') return [];
    // The first we hear of it, it may be as old as the message; added again, it is newer than its removal.
    return [{ name, personId, kind: 'added', at: held === undefined ? sentAtOf(ref.ts) : seenAt }];
  });
  const removed = newest
    .filter(({ kind }) => kind === 'added' && areAll)
    .filter((row) => !seen.some(({ name, personId }) => name === row.name && personId === row.person_id))
    .map((row): Change => ({ name: row.name, personId: row.person_id, kind: 'removed', at: seenAt }));
  return [...added, ...removed];
}

async function newestOf(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  ts: readonly string[],
): Promise<z.infer<typeof Newest>[]> {
  return sql.rows(
    Newest,
    `select ts, name, person_id, kind from (
       select distinct on (ts, name, person_id) ts, name, person_id, kind, at from reaction
       where team_id = $1 and channel_id = $2 and ts = any($3)
       order by ts, name, person_id, at desc, kind desc) as newest
     order by ts, at, name collate "C", person_id collate "C"`,
    [teamId, channelId, ts],
  );
}

function keep(sql: Sql, { teamId, channelId, ts }: MessageRef, changes: readonly Change[]): Promise<number> {
  // A message that was forgotten takes nothing more.
  return sql.run(
    `insert into reaction (team_id, channel_id, ts, name, person_id, kind, at)
     select $1, $2, $3, name, person_id, kind, at
     from unnest($4::text[], $5::text[], $6::text[], $7::timestamptz[]) as change (name, person_id, kind, at)
     where not exists (select from message m where m.team_id = $1 and m.channel_id = $2 and m.ts = $3
                                               and m.purged_at is not null)
     on conflict do nothing`,
    [
      teamId,
      channelId,
      ts,
      changes.map(({ name }) => storable(name)),
      changes.map(({ personId }) => storable(personId)),
      changes.map(({ kind }) => kind),
      changes.map(({ at }) => at),
    ],
  );
}
