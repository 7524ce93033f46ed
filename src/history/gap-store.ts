// What reading back needs to know: since when nobody listened, how far it has come, and what stands in a part of a channel.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { ChannelRef } from './store.ts';

export interface GapStore {
  /**
   * Notes that what was said after `sinceTs` may be missing; resolves to the earliest such ts that is not closed.
   *
   * Contract: until the gap is closed it only grows, so that a crash while it is read leaves nothing out.
   */
  openGap(channel: ChannelRef, sinceTs: string): Promise<string>;
  closeGap(channel: ChannelRef): Promise<void>;
  /** Everything between the two that stands, in order. */
  standing(channel: ChannelRef, span: { fromTs: string; toTs: string }): Promise<readonly Standing[]>;
  standingInThread(channel: ChannelRef, threadTs: string): Promise<readonly string[]>;
  /** How many messages of the channel stand. */
  countIn(channel: ChannelRef): Promise<number>;
}

export interface Standing {
  readonly ts: string;
  readonly threadTs: string;
}

const StandingRow = z
  .object({ ts: z.string(), thread_ts: z.string() })
  .transform((row): Standing => ({ ts: row.ts, threadTs: row.thread_ts }));

export function createGapStore(sql: Sql): GapStore {
  return {
    openGap: async ({ teamId, channelId }, sinceTs) => {
      const [gap] = await sql.rows(
        z.object({ since_ts: z.string() }),
        `insert into history_gap (team_id, channel_id, since_ts) values ($1, $2, $3)
         on conflict (team_id, channel_id) do update set since_ts = least(history_gap.since_ts, excluded.since_ts)
         returning since_ts`,
        [teamId, channelId, sinceTs],
      );
      return gap?.since_ts ?? sinceTs;
    },

    closeGap: async ({ teamId, channelId }) => {
      await sql.run('delete from history_gap where team_id = $1 and channel_id = $2', [teamId, channelId]);
    },

    standing: ({ teamId, channelId }, { fromTs, toTs }) =>
      sql.rows(
        StandingRow,
        `select ts, thread_ts from message
         where team_id = $1 and channel_id = $2 and ts >= $3 and ts <= $4 and deleted_at is null order by ts`,
        [teamId, channelId, fromTs, toTs],
      ),

    standingInThread: async ({ teamId, channelId }, threadTs) => {
      const rows = await sql.rows(
        z.object({ ts: z.string() }),
        `select ts from message
         where team_id = $1 and channel_id = $2 and thread_ts = $3 and deleted_at is null order by ts`,
        [teamId, channelId, threadTs],
      );
      return rows.map(({ ts }) => ts);
    },

    countIn: async ({ teamId, channelId }) => {
      const [row] = await sql.rows(
        z.object({ messages: z.number() }),
        `select count(*) as messages from message where team_id = $1 and channel_id = $2 and deleted_at is null`,
        [teamId, channelId],
      );
      return row?.messages ?? 0;
    },
  };
}

export interface BackfillProgress extends ChannelRef {
  readonly name: string;
  readonly messages: number;
  /** The oldest message that was read back so far. */
  readonly readTo: string | undefined;
  readonly isComplete: boolean;
  /** What was said after this is still to be caught up with. */
  readonly missingSince: string | undefined;
}

const ProgressRow = z
  .object({
    team_id: z.string(),
    channel_id: z.string(),
    name: z.string(),
    messages: z.number(),
    backfilled_to: z.string().nullable(),
    backfilled_at: z.date().nullable(),
    since_ts: z.string().nullable(),
  })
  .transform((row): BackfillProgress => ({
    teamId: row.team_id,
    channelId: row.channel_id,
    name: row.name,
    messages: row.messages,
    readTo: row.backfilled_to ?? undefined,
    isComplete: row.backfilled_at !== null,
    missingSince: row.since_ts ?? undefined,
  }));

/** Where the reading back of each channel stands, for people who look. */
export function backfillProgress(sql: Sql): Promise<readonly BackfillProgress[]> {
  return sql.rows(
    ProgressRow,
    `select c.team_id, c.channel_id, c.name, c.backfilled_to, c.backfilled_at, g.since_ts,
            (select count(*) from message m where m.team_id = c.team_id and m.channel_id = c.channel_id
               and m.deleted_at is null) as messages
     from channel c left join history_gap g using (team_id, channel_id) order by c.name, c.channel_id`,
  );
}
