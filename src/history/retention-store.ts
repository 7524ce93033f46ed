// How long what was said is kept: deleted messages for some days, a channel for as long as its people decided.
import { z } from 'zod';
import type { Database, Sql } from '../db/pool.ts';
import { eraseMessages, type Erased } from './erase-store.ts';
import type { ChannelRef } from './store.ts';

const DAY_MS = 24 * 60 * 60_000;
/** In one transaction. */
const BATCH = 2_000;

const Place = z.object({ team_id: z.string(), channel_id: z.string(), ts: z.array(z.string()) });

export interface Swept {
  /** Messages that were deleted long enough ago. */
  readonly purged: number;
  /** Messages older than their channel keeps them. */
  readonly expired: number;
}

/**
 * Contract: afterwards no text is left of what was deleted more than `retainDeletedDays` before `now`, nor of what is
 * older than its channel keeps. May be stopped in the middle and run by several processes at once.
 */
export async function sweepRetention(
  database: Database,
  now: Date,
  { retainDeletedDays }: { retainDeletedDays: number },
): Promise<Swept> {
  const deletedBefore = new Date(now.getTime() - retainDeletedDays * DAY_MS);
  const purged = await sweep(database, now, {
    text: 'select team_id, channel_id, ts from message where purged_at is null and deleted_at <= $1',
    at: deletedBefore,
  });
  const expired = await sweep(database, now, {
    text: `select m.team_id, m.channel_id, m.ts from channel_retention r join message m using (team_id, channel_id)
           where m.purged_at is null
             and m.ts < (extract(epoch from $1::timestamptz) - r.retain_days * 86400)::numeric(20, 6)::text`,
    at: now,
  });
  return { purged, expired };
}

async function sweep(database: Database, now: Date, due: { text: string; at: Date }): Promise<number> {
  let swept = 0;
  for (;;) {
    const places = await database.rows(
      Place,
      `select team_id, channel_id, array_agg(ts order by ts) as ts from (${due.text} limit ${BATCH}) as due group by 1, 2`,
      [due.at],
    );
    if (places.length === 0) return swept;
    for (const { team_id: teamId, channel_id: channelId, ts } of places) {
      const erased: Erased = new Map();
      await database.transact((sql) => eraseMessages(sql, { teamId, channelId }, { ts, now, erased }));
      swept += ts.length;
    }
  }
}

/** `undefined` keeps the channel's history for good. */
export async function setRetention(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  days: number | undefined,
): Promise<void> {
  await (days === undefined
    ? sql.run('delete from channel_retention where team_id = $1 and channel_id = $2', [teamId, channelId])
    : sql.run(
        `insert into channel_retention (team_id, channel_id, retain_days) values ($1, $2, $3)
         on conflict (team_id, channel_id) do update set retain_days = excluded.retain_days`,
        [teamId, channelId, days],
      ));
}

export interface ChannelRetention extends ChannelRef {
  readonly name: string;
  readonly retainDays: number;
}

const RetentionRow = z
  .object({ team_id: z.string(), channel_id: z.string(), name: z.string(), retain_days: z.number() })
  .transform((row): ChannelRetention => ({
    teamId: row.team_id,
    channelId: row.channel_id,
    name: row.name,
    retainDays: row.retain_days,
  }));

export function retentions(sql: Sql): Promise<readonly ChannelRetention[]> {
  return sql.rows(
    RetentionRow,
    `select r.team_id, r.channel_id, coalesce(c.name, r.channel_id) as name, r.retain_days
     from channel_retention r left join channel c using (team_id, channel_id) order by name`,
  );
}
