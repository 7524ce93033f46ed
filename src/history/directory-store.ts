// Who the people are and what the channels are called, as far as Slack has told us.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { ChannelRef } from './store.ts';

export interface Person {
  readonly teamId: string;
  readonly personId: string;
  readonly name: string;
  readonly realName: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly isBot: boolean;
  readonly isGuest: boolean;
  readonly isDeactivated: boolean;
  /** An admin or owner of the workspace. */
  readonly isAdmin?: boolean;
}

export interface Channel extends ChannelRef {
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im' | 'mpim';
  readonly isArchived: boolean;
  readonly creatorId?: string;
}

/** How far back a channel has been read. */
export interface Backfill {
  /** The oldest message so far. */
  readonly backfilledTo: string | undefined;
  readonly isComplete: boolean;
}

export interface DirectoryStore {
  person(ref: { teamId: string; personId: string }): Promise<Person | undefined>;
  people(teamId: string): Promise<readonly Person[]>;
  savePerson(person: Person, seenAt: Date): Promise<void>;
  channel(ref: ChannelRef): Promise<Channel | undefined>;
  channels(teamId: string): Promise<readonly Channel[]>;
  /** Of every workspace. */
  everyChannel(): Promise<readonly Channel[]>;
  saveChannel(channel: Channel, seenAt: Date): Promise<void>;
  backfillOf(ref: ChannelRef): Promise<Backfill>;
  saveBackfill(ref: ChannelRef, progress: { backfilledTo?: string; completedAt?: Date }): Promise<void>;
}

const PersonRow = z
  .object({
    team_id: z.string(),
    person_id: z.string(),
    name: z.string(),
    real_name: z.string(),
    time_zone: z.string(),
    is_bot: z.boolean(),
    is_guest: z.boolean(),
    is_deactivated: z.boolean(),
    is_admin: z.boolean(),
  })
  .transform((row): Person => ({
    teamId: row.team_id,
    personId: row.person_id,
    name: row.name,
    realName: row.real_name,
    timeZone: row.time_zone,
    isBot: row.is_bot,
    isGuest: row.is_guest,
    isDeactivated: row.is_deactivated,
    ...(row.is_admin ? { isAdmin: true } : {}),
  }));

const ChannelRow = z
  .object({
    team_id: z.string(),
    channel_id: z.string(),
    name: z.string(),
    kind: z.enum(['channel', 'group', 'im', 'mpim']),
    is_archived: z.boolean(),
    creator_id: z.string().nullable(),
  })
  .transform((row): Channel => ({
    teamId: row.team_id,
    channelId: row.channel_id,
    name: row.name,
    kind: row.kind,
    isArchived: row.is_archived,
    ...(row.creator_id === null ? {} : { creatorId: row.creator_id }),
  }));

const BackfillRow = z.object({ backfilled_to: z.string().nullable(), backfilled_at: z.date().nullable() });

export function createDirectoryStore(sql: Sql): DirectoryStore {
  return {
    person: async ({ teamId, personId }) =>
      (
        await sql.rows(PersonRow, 'select * from person where team_id = $1 and person_id = $2', [
          teamId,
          personId,
        ])
      )[0],

    people: (teamId) =>
      sql.rows(PersonRow, 'select * from person where team_id = $1 order by person_id', [teamId]),

    savePerson: async (person, seenAt) => {
      await sql.run(
        `insert into person (team_id, person_id, name, real_name, time_zone, is_bot, is_guest, is_deactivated, is_admin, seen_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (team_id, person_id) do update
         set name = excluded.name, real_name = excluded.real_name, time_zone = excluded.time_zone,
             is_bot = excluded.is_bot, is_guest = excluded.is_guest,
             is_deactivated = excluded.is_deactivated, is_admin = excluded.is_admin, seen_at = excluded.seen_at`,
        [
          person.teamId,
          person.personId,
          person.name,
          person.realName,
          person.timeZone,
          person.isBot,
          person.isGuest,
          person.isDeactivated,
          person.isAdmin === true,
          seenAt,
        ],
      );
    },

    channel: async ({ teamId, channelId }) =>
      (
        await sql.rows(ChannelRow, 'select * from channel where team_id = $1 and channel_id = $2', [
          teamId,
          channelId,
        ])
      )[0],

    channels: (teamId) =>
      sql.rows(ChannelRow, 'select * from channel where team_id = $1 order by channel_id', [teamId]),

    everyChannel: () => sql.rows(ChannelRow, 'select * from channel order by team_id, channel_id'),

    saveChannel: async (channel, seenAt) => {
      await sql.run(
        `insert into channel (team_id, channel_id, name, kind, is_archived, creator_id, seen_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (team_id, channel_id) do update
         set name = excluded.name, kind = excluded.kind, is_archived = excluded.is_archived,
             creator_id = coalesce(excluded.creator_id, channel.creator_id), seen_at = excluded.seen_at`,
        [
          channel.teamId,
          channel.channelId,
          channel.name,
          channel.kind,
          channel.isArchived,
          channel.creatorId ?? null,
          seenAt,
        ],
      );
    },

    backfillOf: async ({ teamId, channelId }) => {
      const [row] = await sql.rows(
        BackfillRow,
        'select backfilled_to, backfilled_at from channel where team_id = $1 and channel_id = $2',
        [teamId, channelId],
      );
      return {
        backfilledTo: row?.backfilled_to ?? undefined,
        isComplete: (row?.backfilled_at ?? null) !== null,
      };
    },

    saveBackfill: async ({ teamId, channelId }, { backfilledTo, completedAt }) => {
      await sql.run(
        `update channel set backfilled_to = coalesce($3, backfilled_to), backfilled_at = coalesce($4, backfilled_at)
         where team_id = $1 and channel_id = $2`,
        [teamId, channelId, backfilledTo ?? null, completedAt ?? null],
      );
    },
  };
}
