// What was learned about a person in a channel, with its source: answers that they do not want to be asked for again.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { ChannelRef } from './store.ts';

export interface Note {
  /** The argument that was asked about. */
  readonly about: string;
  /** What they answered; undefined when they leave it to Longhand. */
  readonly answer: string | undefined;
  /** The message that says so. */
  readonly ts: string;
}

export interface NoteStore {
  keep(of: ChannelRef & { ownerId: string }, note: Note, at: Date): Promise<void>;
  of(person: ChannelRef & { ownerId: string }): Promise<readonly Note[]>;
}

const Row = z
  .object({ about: z.string(), answer: z.string().nullable(), ts: z.string() })
  .transform((row): Note => ({ about: row.about, answer: row.answer ?? undefined, ts: row.ts }));

export function createNoteStore(sql: Sql): NoteStore {
  return {
    keep: async ({ teamId, channelId, ownerId }, { about, answer, ts }, at) => {
      await sql.run(
        `insert into note (team_id, channel_id, owner_id, about, answer, ts, noted_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (team_id, channel_id, owner_id, about) do update
         set answer = excluded.answer, ts = excluded.ts, noted_at = excluded.noted_at`,
        [teamId, channelId, ownerId, about, answer ?? null, ts, at],
      );
    },

    of: ({ teamId, channelId, ownerId }) =>
      sql.rows(
        Row,
        `select about, answer, ts from note where team_id = $1 and channel_id = $2 and owner_id = $3
         order by about`,
        [teamId, channelId, ownerId],
      ),
  };
}
