// How much a channel wants to be asked, in the words of whoever said so last.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export const ASKING_LEVELS = ['more', 'usual', 'less'] as const;
export type AskingLevel = (typeof ASKING_LEVELS)[number];

export interface Asking {
  readonly level: AskingLevel;
  /** After so long without an answer reversible work begins on the stated defaults; undefined never. */
  readonly startAfterMinutes: number | undefined;
}

interface ChannelRef {
  readonly teamId: string;
  readonly channelId: string;
}

export interface AskingStore {
  of(channel: ChannelRef): Promise<Asking>;
  set(
    channel: ChannelRef,
    change: { level?: AskingLevel; startAfterMinutes?: number | null; by: string; ts: string },
  ): Promise<Asking>;
}

const Row = z
  .object({ level: z.enum(ASKING_LEVELS), start_after_minutes: z.number().nullable() })
  .transform((row): Asking => ({
    level: row.level,
    startAfterMinutes: row.start_after_minutes ?? undefined,
  }));

const USUAL: Asking = { level: 'usual', startAfterMinutes: undefined };

export function createAskingStore(sql: Sql): AskingStore {
  const of: AskingStore['of'] = async ({ teamId, channelId }) =>
    (
      await sql.rows(
        Row,
        'select level, start_after_minutes from channel_asking where team_id = $1 and channel_id = $2',
        [teamId, channelId],
      )
    )[0] ?? USUAL;

  return {
    of,

    set: async (channel, { level, startAfterMinutes, by, ts }) => {
      const before = await of(channel);
      const after: Asking = {
        level: level ?? before.level,
        startAfterMinutes:
          startAfterMinutes === undefined ? before.startAfterMinutes : (startAfterMinutes ?? undefined),
      };
      await sql.run(
        `insert into channel_asking (team_id, channel_id, level, start_after_minutes, set_by, ts)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (team_id, channel_id) do update set level = excluded.level,
           start_after_minutes = excluded.start_after_minutes, set_by = excluded.set_by, ts = excluded.ts`,
        [channel.teamId, channel.channelId, after.level, after.startAfterMinutes ?? null, by, ts],
      );
      return after;
    },
  };
}
